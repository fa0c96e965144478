// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/mainwindow.h"
#include "mainwindow/pagearea.h"
#include "models/eventlog.h"
#include "support/fakecatalogview.h"
#include "support/fakeimportview.h"
#include "support/fakelibraryview.h"
#include "support/fakeprojectview.h"
#include "support/fakeserverlistview.h"
#include "support/fakesettingsview.h"
#include "widgets/filedialogs.h"

#include <QTest>

namespace lorastudio::test {

/// Answers what a test has put there, at once.
class AnsweredDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &filter, Answer answer) override
    {
        lastFilter = filter;
        answer(answerWith);
    }
    void chooseFolder(QWidget *, const QString &, Answer answer) override { answer(answerWith); }
    QStringList answerWith;
    QString lastFilter;
};

/// The real main window over made-up data, shown and active.
struct WindowFixture
{
    explicit WindowFixture(FakeProjectView::Scene scene, QSize size = QSize(1440, 900))
        : project(scene),
          servers(scene == FakeProjectView::Scene::Empty ? FakeServerListView::Scene::None
                                                         : FakeServerListView::Scene::Farm)
    {
        if (scene == FakeProjectView::Scene::Running || scene == FakeProjectView::Scene::Finished) {
            log.add({.level = LogEntry::Level::Error,
                     .where = QStringLiteral("Rina Suzuki"),
                     .sentence = QStringLiteral("An image failed: out of GPU memory"),
                     .details = QStringLiteral("Image 31, attempt 3, run 7"),
                     .target = {LogTarget::Kind::Character, QStringLiteral("rina_suzuki")}});
        }
        window.resize(size);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("The window does not become active");
    }
    template <class T>
    T *find(const char *name) const
    {
        T *found = window.findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("There is no %s", name);
        return found;
    }
    void show(const QString &page) { find<PageArea>("pageArea")->showPage(page); }
    /// Opens the import page, with an entry of each kind.
    void showImport()
    {
        imports.addText(QStringLiteral("name,images\nAnna,20\nYuki Tanaka,\nJonas,many\n,30\n"));
        show(QStringLiteral("characters"));
    }

    /// Waits until all that the shown page asks for has come, is laid out and painted.
    void settle()
    {
        const auto answered = [this] {
            return library.answered() + project.images().answered();
        };
        const auto quiet = [&] {
            const int before = answered();
            window.grab(); // what is painted asks for what it lacks
            QCoreApplication::processEvents();
            return answered() == before && library.open() + project.images().open() == 0;
        };
        if (!QTest::qWaitFor(quiet))
            qFatal("The page does not come to rest");
    }

    FakeProjectView project;
    FakeServerListView servers;
    AnsweredDialogs dialogs;
    FakeCatalogView catalog{project.undoStack()};
    FakeImportView imports;
    FakeLibraryView library{project};
    FakeSettingsView settings{&project.undoStack()};
    SystemClock clock;
    EventLog log{clock};
    WindowViews views{.project = project,
                      .dialogs = dialogs,
                      .models = &catalog,
                      .log = &log,
                      .imports = &imports,
                      .library = &library,
                      .settings = &settings,
                      .servers = &servers};
    MainWindow window{views};
};

} // namespace lorastudio::test
