// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/keycases.h"

#include "models/charactertablemodel.h"
#include "models/importtablemodel.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSlider>

namespace lorastudio::test {

using Scene = FakeProjectView::Scene;
using Model = CharacterTableModel;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

QAbstractItemView *view(const WindowFixture &f, const char *name)
{
    return f.find<QAbstractItemView>(name);
}

/// Makes a row the only selected one, whatever keys the application believes to be held.
void select(QAbstractItemView *view, int row, int column = 0)
{
    view->selectionModel()->setCurrentIndex(view->model()->index(row, column),
                                            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

std::function<void(WindowFixture &)> current(const char *name, int row, int column = 0)
{
    return [=](WindowFixture &f) {
        select(view(f, name), row, column);
    };
}

/// An image open at full size.
void openImage(WindowFixture &f)
{
    current("galleryView", 1)(f);
    f.find<QAction>("showImageAction")->trigger();
    f.find<QWidget>("galleryImageView")->setFocus();
}

std::function<bool(WindowFixture &)> onPage(const char *page)
{
    return [page](WindowFixture &f) {
        return f.find<PageArea>("pageArea")->currentId() == text(page);
    };
}

std::function<bool(WindowFixture &)> asked(const char *call)
{
    return [call](WindowFixture &f) {
        return f.project.lastCall() == text(call);
    };
}

std::function<bool(WindowFixture &)> libraryAsked(const char *call)
{
    return [call](WindowFixture &f) {
        return f.library.lastCall().startsWith(text(call));
    };
}

bool menuIsOpen()
{
    return qobject_cast<QMenu *>(QApplication::activePopupWidget()) != nullptr;
}

std::function<bool(WindowFixture &)> seen(const char *name)
{
    return [name](WindowFixture &f) {
        const auto *widget = f.window.findChild<QWidget *>(text(name));
        return widget && widget->isVisible();
    };
}

QList<KeyCase> everywhere()
{
    QList<KeyCase> cases;
    const std::pair<Qt::Key, const char *> pages[]{{Qt::Key_1, "characters"}, {Qt::Key_2, "gallery"},
                                                   {Qt::Key_3, "models"},     {Qt::Key_4, "servers"},
                                                   {Qt::Key_5, "log"},        {Qt::Key_6, "settings"}};
    for (const auto &[key, page] : pages) {
        const char *from = key == Qt::Key_1 ? "log" : "characters";
        cases.append({page, Scene::Running, from, "", Qt::CTRL | key, onPage(page)});
    }
    cases.append({"search", Scene::Running, "models", "", Qt::CTRL | Qt::Key_F, [](WindowFixture &f) {
                      return f.find<QWidget>("searchEdit")->hasFocus();
                  }});
    cases.append({"import", Scene::Running, "log", "", Qt::CTRL | Qt::Key_I, [](WindowFixture &f) {
                      return f.dialogs.lastFilter.contains(text("*.csv"));
                  }});
    cases.append({"import folder", Scene::Running, "gallery", "", Qt::CTRL | Qt::SHIFT | Qt::Key_I,
                  [](WindowFixture &f) { return f.imports.calls().contains(text("add /tmp/people")); },
                  [](WindowFixture &f) {
                      f.dialogs.answerWith = {text("/tmp/people")};
                  }});
    cases.append({"paste", Scene::Running, "characters", "charactersTable", Qt::CTRL | Qt::Key_V,
                  [](WindowFixture &f) { return f.imports.calls().contains(text("addText")); },
                  [](WindowFixture &) {
                      QApplication::clipboard()->setText(text("name,images\nAnna,20\n"));
                  }});
    cases.append({"auto-assign", Scene::Running, "servers", "", Qt::CTRL | Qt::SHIFT | Qt::Key_A, asked("autoAssign")});
    cases.append({"start", Scene::BeforeRun, "gallery", "", Qt::CTRL | Qt::Key_Return, asked("start")});
    cases.append({"start from the table", Scene::BeforeRun, "characters", "charactersTable", Qt::CTRL | Qt::Key_Return,
                  asked("start")});
    cases.append({"pause", Scene::Running, "gallery", "", Qt::CTRL | Qt::SHIFT | Qt::Key_P, asked("pause")});
    cases.append({"resume", Scene::Running, "gallery", "", Qt::CTRL | Qt::SHIFT | Qt::Key_P, asked("resume"),
                  [](WindowFixture &f) {
                      f.project.pause();
                  }});
    cases.append(
        {"stop", Scene::Running, "models", "", Qt::CTRL | Qt::SHIFT | Qt::Key_Return, seen("charactersStopQuestion")});
    cases.append({"retry", Scene::Running, "log", "", Qt::CTRL | Qt::SHIFT | Qt::Key_R, asked("retryFailed"),
                  [](WindowFixture &f) {
                      RunSummary summary = f.project.runSummary();
                      summary.failed = 3;
                      f.project.changeSummary(summary);
                  }});
    cases.append({"undo", Scene::Running, "gallery", "", Qt::CTRL | Qt::Key_Z,
                  [](WindowFixture &f) { return f.project.row(text("mei")).character.images != 250; },
                  [](WindowFixture &f) {
                      f.project.setImages(text("mei"), 250);
                  }});
    cases.append({"redo", Scene::Running, "gallery", "", Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
                  [](WindowFixture &f) { return f.project.row(text("mei")).character.images == 250; },
                  [](WindowFixture &f) {
                      f.project.setImages(text("mei"), 250);
                      f.project.undo();
                  }});
    cases.append({"side panel", Scene::Running, "characters", "", Qt::Key_F4, [](WindowFixture &f) {
                      return !f.find<QWidget>("inspectorDock")->isVisible();
                  }});
    cases.append({"next pane", Scene::Running, "characters", "charactersTable", Qt::Key_F6, [](WindowFixture &f) {
                      return f.find<QWidget>("inspectorDock")->isAncestorOf(QApplication::focusWidget());
                  }});
    cases.append({"full screen", Scene::Running, "gallery", "", Qt::Key_F11, [](WindowFixture &f) {
                      return f.window.isFullScreen();
                  }});
    cases.append({"menu bar", Scene::Running, "gallery", "", Qt::CTRL | Qt::Key_M, [](WindowFixture &f) {
                      return !f.window.menuBar()->isVisible() && f.find<QWidget>("menuButton")->isVisible();
                  }});
    cases.append({"guide", Scene::Running, "gallery", "", Qt::Key_F1, seen("guideWindow")});
    cases.append({"all keys", Scene::Running, "gallery", "", Qt::CTRL | Qt::Key_Slash, seen("keysDialog")});
    cases.append({"quit", Scene::BeforeRun, "gallery", "", Qt::CTRL | Qt::Key_Q, asked("shutDown")});
    cases.append({"search goes with Escape", Scene::Running, "characters", "searchEdit", Qt::Key_Escape,
                  [](WindowFixture &f) { return f.find<QLineEdit>("searchEdit")->text().isEmpty(); },
                  [](WindowFixture &f) {
                      f.find<QLineEdit>("searchEdit")->setText(text("mei"));
                  }});
    cases.append({"list goes with Escape", Scene::Running, "characters", "charactersTable", Qt::Key_Escape,
                  [](WindowFixture &f) { return !f.find<QWidget>("modelListPopup")->isVisible(); },
                  [](WindowFixture &f) {
                      select(view(f, "charactersTable"), 0, Model::ModelColumn);
                      QTest::keyClick(view(f, "charactersTable"), Qt::Key_Return);
                      f.find<QWidget>("modelList")->setFocus();
                  }});
    cases.append({"editor goes with Escape", Scene::Running, "characters", "charactersTable", Qt::Key_Escape,
                  [](WindowFixture &f) { return view(f, "charactersTable")->hasFocus(); },
                  [](WindowFixture &f) {
                      select(view(f, "charactersTable"), 1, Model::ImagesColumn);
                      QTest::keyClick(view(f, "charactersTable"), Qt::Key_Return);
                  }});
    cases.append({"selection goes with Escape", Scene::Running, "gallery", "galleryView", Qt::Key_Escape,
                  [](WindowFixture &f) { return !view(f, "galleryView")->selectionModel()->hasSelection(); },
                  [](WindowFixture &f) {
                      view(f, "galleryView")->selectAll();
                  }});
    cases.append(
        {"sub-page goes with Escape", Scene::Running, "gallery", "", Qt::Key_Escape, seen("galleryView"), openImage});
    return cases;
}

QList<KeyCase> ofCharacters()
{
    const char *table = "charactersTable";
    const auto make = [&](const char *name, const QKeySequence &key, int row, int column,
                          const std::function<bool(WindowFixture &)> &effect) {
        return KeyCase{name, Scene::Running, "characters", table, key, effect, current(table, row, column)};
    };
    return {
        make("arrow down", Qt::Key_Down, 0, 0,
             [=](WindowFixture &f) { return view(f, table)->currentIndex().row() == 1; }),
        make("arrow up", Qt::Key_Up, 1, 0, [=](WindowFixture &f) { return view(f, table)->currentIndex().row() == 0; }),
        make("arrow right", Qt::Key_Right, 0, 0,
             [=](WindowFixture &f) { return view(f, table)->currentIndex().column() == 1; }),
        make("arrow left", Qt::Key_Left, 0, 1,
             [=](WindowFixture &f) { return view(f, table)->currentIndex().column() == 0; }),
        make("all actions", Qt::Key_Menu, 0, 0, [](WindowFixture &) { return menuIsOpen(); }),
        make("a letter jumps", Qt::Key_R, 0, Model::StatusColumn,
             [=](WindowFixture &f) {
                 return view(f, table)->currentIndex().siblingAtColumn(0).data().toString().startsWith(u'R');
             }),
        make("Enter opens the list", Qt::Key_Return, 0, Model::ModelColumn, seen("modelListPopup")),
        make("Alt+Down opens the list", Qt::ALT | Qt::Key_Down, 0, Model::StatusColumn, seen("modelListPopup")),
        make("Enter edits", Qt::Key_Return, 1, Model::ImagesColumn,
             [=](WindowFixture &f) {
                 return qobject_cast<QAbstractSpinBox *>(QApplication::focusWidget()) != nullptr &&
                        view(f, table)->isAncestorOf(QApplication::focusWidget());
             }),
        make("Enter shows the gallery of the row", Qt::Key_Return, 0, Model::ProgressColumn, onPage("gallery")),
        make("Enter follows the link", Qt::Key_Return, 4, Model::StatusColumn, asked("retryFailed elena")),
        make("rename", Qt::Key_F2, 1, Model::StatusColumn,
             [=](WindowFixture &f) {
                 return qobject_cast<QLineEdit *>(QApplication::focusWidget()) != nullptr &&
                        view(f, table)->isAncestorOf(QApplication::focusWidget());
             }),
        make("lock", Qt::CTRL | Qt::Key_L, 0, 0,
             [](WindowFixture &f) { return f.project.lastCall().startsWith(text("setLocked yuki")); }),
        {"unlock", Scene::Running, "characters", table, Qt::CTRL | Qt::Key_L,
         [](WindowFixture &f) { return !f.project.row(text("yuki")).assignment.locked; },
         [=](WindowFixture &f) {
             f.project.setLocked(text("yuki"), true);
             select(view(f, table), 0);
             QTRY_VERIFY(f.find<QAction>("lockModelAction")->isChecked());
         }},
        make("remove", Qt::Key_Delete, 1, 0,
             [](WindowFixture &f) { return f.project.calls().contains(text("removeCharacters mei")); }),
        make("duplicate", Qt::CTRL | Qt::Key_D, 1, 0, asked("duplicateCharacters mei")),
        make("one image", Qt::CTRL | Qt::ALT | Qt::Key_Return, 1, 0, asked("makeOneImage mei")),
        make("new character", Qt::CTRL | Qt::Key_N, 0, 0,
             [](WindowFixture &) { return qobject_cast<QLineEdit *>(QApplication::focusWidget()) != nullptr; }),
    };
}

QList<KeyCase> ofGallery()
{
    const char *tiles = "galleryView";
    const auto make = [&](const char *name, const QKeySequence &key, const std::function<bool(WindowFixture &)> &effect,
                          const std::function<void(WindowFixture &)> &before) {
        return KeyCase{name, Scene::Running, "gallery", tiles, key, effect, before};
    };
    const auto tile = current(tiles, 1);
    const auto at = [=](int row) {
        return [=](WindowFixture &f) {
            return view(f, tiles)->currentIndex().row() == row;
        };
    };
    QList<KeyCase> cases{
        make("arrow right", Qt::Key_Right, at(2), tile),
        make("arrow left", Qt::Key_Left, at(0), tile),
        make(
            "arrow down", Qt::Key_Down, [=](WindowFixture &f) { return view(f, tiles)->currentIndex().row() > 2; },
            tile),
        make(
            "arrow up", Qt::Key_Up,
            [=](WindowFixture &f) {
                const int row = view(f, tiles)->currentIndex().row();
                return row > 0 && row < 19;
            },
            current(tiles, 20)),
        make(
            "Page Up", Qt::Key_PageUp, [=](WindowFixture &f) { return view(f, tiles)->currentIndex().row() < 90; },
            current(tiles, 100)),
        make(
            "all actions", Qt::Key_Menu, [](WindowFixture &) { return menuIsOpen(); }, tile),
        make("Home", Qt::Key_Home, at(0), tile),
        make(
            "End", Qt::Key_End,
            [=](WindowFixture &f) {
                return view(f, tiles)->currentIndex().row() == view(f, tiles)->model()->rowCount() - 1;
            },
            tile),
        make(
            "Page Down", Qt::Key_PageDown, [=](WindowFixture &f) { return view(f, tiles)->currentIndex().row() > 2; },
            tile),
        make("accept", Qt::Key_A, libraryAsked("setVerdict accepted"), tile),
        make("reject", Qt::Key_R, libraryAsked("setVerdict rejected"), tile),
        make("undecided", Qt::Key_U, libraryAsked("setVerdict undecided"), tile),
        make("delete asks", Qt::Key_Delete, seen("galleryDeleteQuestion"), tile),
        make("Enter shows", Qt::Key_Return, seen("galleryImageView"), tile),
        make("Space shows", Qt::Key_Space, seen("galleryImageView"), tile),
        make(
            "larger tiles", Qt::CTRL | Qt::Key_Plus,
            [](WindowFixture &f) {
                const auto *slider = f.find<QSlider>("galleryTileSizeSlider");
                return slider->value() > slider->property("before").toInt();
            },
            [](WindowFixture &f) {
                auto *slider = f.find<QSlider>("galleryTileSizeSlider");
                slider->setProperty("before", slider->value());
            }),
        make(
            "smaller tiles", Qt::CTRL | Qt::Key_Minus,
            [](WindowFixture &f) {
                const auto *slider = f.find<QSlider>("galleryTileSizeSlider");
                return slider->value() < slider->property("before").toInt();
            },
            [](WindowFixture &f) {
                auto *slider = f.find<QSlider>("galleryTileSizeSlider");
                slider->setProperty("before", slider->value());
            }),
    };
    KeyCase equal = cases.at(cases.size() - 2);
    equal.name = "larger tiles without Shift";
    equal.key = Qt::CTRL | Qt::Key_Equal;
    cases.append(equal);
    const auto verdicts = [=](std::optional<Verdict> verdict) {
        return [=](WindowFixture &f) {
            const auto rows = view(f, tiles)->model()->rowCount();
            int expected = 0;
            const QList<CharacterRow> all = f.project.rows();
            for (const CharacterRow &row : all) {
                const QList<GalleryItem> items = f.project.itemsOf(row.character.id);
                for (const GalleryItem &item : items)
                    expected += !verdict || item.record.verdict == *verdict;
            }
            return rows == expected;
        };
    };
    const auto filtered = [](WindowFixture &f) {
        f.find<QAction>("filterRejectedAction")->trigger();
    };
    cases.append(make("all", Qt::ALT | Qt::Key_1, verdicts(std::nullopt), filtered));
    cases.append(make("accepted", Qt::ALT | Qt::Key_2, verdicts(Verdict::Accepted), filtered));
    cases.append(make("undecided ones", Qt::ALT | Qt::Key_3, verdicts(Verdict::Undecided), filtered));
    cases.append(make("rejected", Qt::ALT | Qt::Key_4, verdicts(Verdict::Rejected), [](WindowFixture &) {}));
    const auto full = [&](const char *name, const QKeySequence &key,
                          const std::function<bool(WindowFixture &)> &effect) {
        return KeyCase{name, Scene::Running, "gallery", "", key, effect, openImage};
    };
    cases.append(full("next image", Qt::Key_Right, at(2)));
    cases.append(full("previous image", Qt::Key_Left, at(0)));
    cases.append(full("actual size", Qt::Key_Z,
                      [](WindowFixture &f) { return f.find<QAction>("actualSizeAction")->isChecked(); }));
    cases.append(full("accept at full size", Qt::Key_A, libraryAsked("setVerdict accepted")));
    return cases;
}

QList<KeyCase> ofOtherPages()
{
    const auto servers = [](const char *name, const QKeySequence &key, const char *call) {
        return KeyCase{name,
                       Scene::Running,
                       "servers",
                       "serversTable",
                       key,
                       [call](WindowFixture &f) { return !f.servers.calls().filter(text(call)).isEmpty(); },
                       current("serversTable", 0)};
    };
    const auto settings = [](const char *name, const QKeySequence &key,
                             const std::function<bool(WindowFixture &)> &effect) {
        return KeyCase{name, Scene::Running, "settings", "settingsSectionList", key, effect, [](WindowFixture &f) {
                           f.find<QAction>("settingsNextSectionAction")->trigger();
                           auto *list = f.find<QWidget>("settingsSections");
                           list->setProperty("before", list->property("currentIndex"));
                       }};
    };
    KeyCase changeDatabase = settings("change the database", Qt::CTRL | Qt::Key_S, [](WindowFixture &f) {
        return !f.settings.calls().filter(text("change")).isEmpty();
    });
    changeDatabase.before = [](WindowFixture &f) {
        f.find<QAction>("settingsNextSectionAction")->trigger();
        QTest::keyClicks(f.find<QWidget>("settingsSqlitePathEdit"), text("x"));
    };
    const auto section = [](WindowFixture &f) {
        return f.find<QWidget>("settingsSections")->property("currentIndex").toInt() -
               f.find<QWidget>("settingsSections")->property("before").toInt();
    };
    const auto imports = [](const char *name, const QKeySequence &key, const char *call) {
        return KeyCase{name,
                       Scene::Running,
                       "import",
                       "importTable",
                       key,
                       [call](WindowFixture &f) { return f.imports.calls().contains(text(call)); },
                       current("importTable", 0)};
    };
    return {
        {"Enter edits the model", Scene::Running, "models", "modelsTable", Qt::Key_Return,
         [](WindowFixture &f) { return f.find<QWidget>("inspectorDock")->isAncestorOf(QApplication::focusWidget()); },
         current("modelsTable", 0)},
        {"Delete resets the model", Scene::Running, "models", "modelsTable", Qt::Key_Delete,
         [](WindowFixture &f) { return f.catalog.calls().last().startsWith(text("reset")); },
         [](WindowFixture &f) {
             f.catalog.add(text("mine.safetensors")); // what is built in stays
             auto *table = view(f, "modelsTable");
             for (int row = 0; row < table->model()->rowCount(); ++row) {
                 select(table, row);
                 if (f.find<QAction>("removeModelAction")->isEnabled())
                     return;
             }
         }},
        {"read servers again", Scene::Running, "models", "modelsTable", Qt::Key_F5,
         [](WindowFixture &f) {
             return f.catalog.calls().contains(text("readServersAgain"));
         }},
        servers("test server", Qt::CTRL | Qt::Key_T, "startTest"),
        servers("drain server", Qt::CTRL | Qt::Key_D, "setDraining"),
        servers("ask again", Qt::Key_F5, "askAgain"),
        {"Enter edits the server", Scene::Running, "servers", "serversTable", Qt::Key_Return, seen("serversForm"),
         current("serversTable", 0)},
        {"add server", Scene::Running, "servers", "serversTable", Qt::CTRL | Qt::Key_N, seen("serversForm")},
        {"Delete asks for the server", Scene::Running, "servers", "serversTable", Qt::Key_Delete,
         seen("serversRemoveQuestion"), current("serversTable", 0)},
        {"copy the timeline", Scene::Running, "servers", "serversTimeline", Qt::CTRL | Qt::Key_C,
         [](WindowFixture &) { return QApplication::clipboard()->text() != text("before"); },
         [](WindowFixture &) {
             QApplication::clipboard()->setText(text("before"));
         }},
        {"take or leave out", Scene::Running, "import", "importTable", Qt::Key_Space,
         [](WindowFixture &f) { return !f.imports.entry(text("Anna"))->isTaken(); },
         [](WindowFixture &f) {
             auto *table = view(f, "importTable");
             const int anna = f.imports.entry(text("Anna"))->id;
             for (int row = 0; row < table->model()->rowCount(); ++row) {
                 if (table->model()->index(row, 0).data(ImportTableModel::IdRole).toInt() == anna)
                     select(table, row);
             }
         }},
        {"rename in the import", Scene::Running, "import", "importTable", Qt::Key_F2, seen("importCellNameEdit"),
         current("importTable", 0)},
        imports("save the import", Qt::CTRL | Qt::Key_S, "import"),
        imports("cancel the import", Qt::Key_Escape, "cancel"),
        settings("next section", Qt::CTRL | Qt::Key_PageDown, [=](WindowFixture &f) { return section(f) == 1; }),
        settings("previous section", Qt::CTRL | Qt::Key_PageUp, [=](WindowFixture &f) { return section(f) == -1; }),
        settings("test the database", Qt::CTRL | Qt::Key_T,
                 [](WindowFixture &f) { return f.settings.calls().contains(text("test")); }),
        changeDatabase,
        {"copy the entry", Scene::Running, "log", "logTable", Qt::CTRL | Qt::Key_C,
         [](WindowFixture &) { return QApplication::clipboard()->text().contains(text("out of GPU memory")); },
         current("logTable", 0)},
    };
}

} // namespace

QList<KeyCase> keyCases()
{
    return everywhere() + ofCharacters() + ofGallery() + ofOtherPages();
}

} // namespace lorastudio::test
