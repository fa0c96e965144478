// SPDX-License-Identifier: GPL-3.0-or-later
// Markup in everything that comes from outside: on every page, in every menu, tool tip, box and spoken text it is the
// text it was, and each of the fields is seen somewhere.
#include "desktop/desktoppresence.h"
#include "style/appearance.h"
#include "support/hostiletexts.h"
#include "support/windowfixture.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QTextEdit>
#include <QToolTip>

using namespace lorastudio;
using test::in;
using test::tags;
using test::WindowFixture;
using Scene = FakeProjectView::Scene;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

/// What is wrong, empty = nothing, and which fields were seen.
struct Finding
{
    QStringList wrong;
    QString seen;

    void see(const QString &words) { seen += words + u'\n'; }
    void complain(const QObject *object, const char *what, const QString &words)
    {
        wrong.append(text("%1 %2: %3: %4")
                         .arg(text(object->metaObject()->className()), object->objectName(), text(what), words));
    }
};

void lookAtTip(Finding &finding, const QObject *object, const char *what, const QString &tip)
{
    if (Qt::mightBeRichText(tip) && (tip.contains(text("<img")) || tip.contains(text("<b>x"))))
        finding.complain(object, what, tip);
}

/// Where `&` marks the letter of a key.
void lookAtMnemonics(Finding &finding, const QObject *object, const QString &words)
{
    if (words.contains(text("R&D")))
        finding.complain(object, "an & that is no letter's", words);
}

void lookAtSpoken(Finding &finding, QWidget *widget)
{
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
    if (!spoken)
        return;
    for (const QAccessible::Text kind : {QAccessible::Name, QAccessible::Description, QAccessible::Help}) {
        const QString words = spoken->text(kind);
        if (words.contains(text("<qt>")) || words.contains(text("&lt;")) || words.contains(text("&amp;")))
            finding.complain(widget, "markup is spoken", words);
        if (widget->isVisible())
            finding.see(words);
    }
}

void lookAtItems(Finding &finding, const QAbstractItemView *view, const QModelIndex &parent)
{
    const QAbstractItemModel *model = view->model();
    for (int row = 0; row < model->rowCount(parent); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex index = model->index(row, column, parent);
            lookAtTip(finding, view, "tool tip of an item", index.data(Qt::ToolTipRole).toString());
            for (const int role :
                 {int(Qt::DisplayRole), int(Qt::AccessibleTextRole), int(Qt::AccessibleDescriptionRole)}) {
                const QString words = index.data(role).toString();
                if (words.contains(text("&lt;")))
                    finding.complain(view, "an escaped item", words);
                if (view->isVisible())
                    finding.see(words);
            }
        }
        if (parent.isValid() || !model->hasChildren(model->index(row, 0, parent)))
            continue;
        lookAtItems(finding, view, model->index(row, 0, parent));
    }
}

void lookAtAction(Finding &finding, const QAction *action)
{
    lookAtMnemonics(finding, action, action->text());
    lookAtTip(finding, action, "tool tip", action->toolTip());
    finding.see(action->text());
}

void lookAtWidget(Finding &finding, QWidget *widget)
{
    if (widget->inherits("QTipLabel"))
        return; // its text is what was asked to be shown
    lookAtTip(finding, widget, "tool tip", widget->toolTip());
    lookAtTip(finding, widget, "status tip", widget->statusTip());
    lookAtTip(finding, widget, "what is this", widget->whatsThis());
    lookAtSpoken(finding, widget);
    if (const auto *label = qobject_cast<QLabel *>(widget)) {
        if (!label->text().isEmpty() && label->textFormat() != Qt::PlainText)
            finding.complain(label, "not plain", label->text());
        if (label->buddy())
            lookAtMnemonics(finding, label, label->text());
        if (label->isVisible())
            finding.see(label->text());
    } else if (const auto *button = qobject_cast<QAbstractButton *>(widget)) {
        lookAtMnemonics(finding, button, button->text());
    } else if (const auto *edit = qobject_cast<QLineEdit *>(widget)) {
        if (edit->isVisible())
            finding.see(edit->text());
    } else if (const auto *prose = qobject_cast<QPlainTextEdit *>(widget)) {
        if (prose->isVisible())
            finding.see(prose->toPlainText());
    } else if (qobject_cast<QTextEdit *>(widget) && widget->objectName() != text("guideText")) {
        finding.complain(widget, "can show markup", {});
    } else if (const auto *combo = qobject_cast<QComboBox *>(widget)) {
        for (int i = 0; i < combo->count(); ++i) {
            lookAtTip(finding, combo, "tool tip of an entry", combo->itemData(i, Qt::ToolTipRole).toString());
            finding.see(combo->itemText(i));
        }
    } else if (const auto *bar = qobject_cast<QStatusBar *>(widget)) {
        finding.see(bar->currentMessage());
    } else if (const auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model()) {
        lookAtItems(finding, view, {});
    }
}

/// Rests with the pointer all over a window.
void lookAtPaintedTips(Finding &finding, QWidget *top)
{
    constexpr int step = 12;
    for (int y = step / 2; y < top->height(); y += step) {
        for (int x = step / 2; x < top->width(); x += step) {
            const QPoint at(x, y);
            QWidget *widget = top->childAt(at) ? top->childAt(at) : top;
            QToolTip::hideText();
            QHelpEvent help(QEvent::ToolTip, widget->mapFrom(top, at), top->mapToGlobal(at));
            QApplication::sendEvent(widget, &help);
            const QString tip = QToolTip::text();
            if (QToolTip::isVisible() && !tip.isEmpty())
                lookAtTip(finding, widget, "painted tool tip", tip);
        }
    }
    QToolTip::hideText();
}

Finding lookAround(WindowFixture &f)
{
    Finding finding;
    f.settle();
    const QWidgetList tops = QApplication::topLevelWidgets();
    for (QWidget *top : tops) {
        if (top->isVisible() && !top->inherits("QTipLabel")) {
            top->grab();
            lookAtPaintedTips(finding, top);
        }
    }
    const QWidgetList all = QApplication::allWidgets();
    for (QWidget *widget : all) {
        lookAtWidget(finding, widget);
        const QList<QAction *> actions = widget->actions();
        for (const QAction *action : actions)
            lookAtAction(finding, action);
    }
    return finding;
}

} // namespace

class TestHostileTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(text("lora-studio-test"));
        QApplication::setApplicationName(text("lora-studio-test"));
        QApplication::setQuitOnLastWindowClosed(false);
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }
    void case13_pages_data();
    void case13_pages();
    void case13_whatOpensOnTop_data();
    void case13_whatOpensOnTop();
    void case13_trayAndNotifications();

private:
    static void spoil(WindowFixture &f)
    {
        test::spoilProject(f.project);
        test::spoilServers(f.servers);
        test::spoilRest(f);
    }
    static void check(const Finding &finding, const QStringList &fields)
    {
        for (const QString &wrong : finding.wrong)
            qWarning("%s", qPrintable(wrong));
        QVERIFY(finding.wrong.isEmpty());
        QStringList unseen;
        for (const QString &field : fields) {
            if (!finding.seen.contains(field + tags))
                unseen.append(field);
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u' ') + text(" not seen")));
    }
    QTemporaryDir m_settings;
};

void TestHostileTexts::case13_pages_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("fields");
    const auto add = [](const char *page, const char *fields) {
        QTest::newRow(page) << text(page) << text(fields);
    };
    add("characters", "name type prompt trigger negative assigned model worker cause project otherproject "
                      "lastchange database undo noticehead noticebody failure file");
    add("gallery", "imagename imageprompt imageserver imagefile imagenegative");
    add("models", "catalogname catalogfile bestfor catalognegative sampler scheduler onserver reading");
    add("servers", "server url device workingon loaded next error version former moved jobname jobserver jobreason");
    add("server form", "server url testhead testbody fingerprint");
    add("import", "importname importtype importprompt importnegative importtrigger importnote importerror importmodel");
    add("settings", "databasepath changeproblem library thumbnails answer answerdetail host user");
    add("log", "where sentence details");
}

void TestHostileTexts::case13_pages()
{
    QFETCH(QString, page);
    QFETCH(QString, fields);
    Finding finding;
    for (const Scene scene : {Scene::Running, Scene::Finished}) {
        WindowFixture f(scene);
        const auto look = [&] {
            const Finding found = lookAround(f);
            finding.wrong += found.wrong;
            finding.see(found.seen);
        };
        spoil(f);
        if (page == text("import"))
            test::spoilImport(f);
        else
            f.show(page == text("server form") ? text("servers") : page);
        f.settle();
        const auto current = [&](const char *name, int column = 0) {
            auto *view = f.find<QAbstractItemView>(name);
            if (view->model() && view->model()->rowCount() > 0)
                view->setCurrentIndex(view->model()->index(0, column));
        };
        if (page == text("gallery")) {
            current("galleryView");
        } else if (page == text("log")) {
            current("logTable");
        } else if (page == text("models")) {
            current("modelsTable");
        } else if (page == text("import")) {
            auto *table = f.find<QAbstractItemView>("importTable");
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                table->setCurrentIndex(table->model()->index(row, 0));
                look();
            }
        } else if (page == text("server form")) {
            current("serversTable");
            f.find<QAction>("editServerAction")->trigger();
        } else if (page == text("servers")) {
            for (int card = 0; card < 3; ++card) {
                f.find<QWidget>("serversCardSegments")->setFocus();
                QTest::keyClick(f.find<QWidget>("serversCardSegments"), Qt::Key_Right);
                look();
            }
        } else if (page == text("settings")) {
            for (int section = 0; section < 7; ++section) {
                f.find<QAction>("settingsNextSectionAction")->trigger();
                look();
            }
            DatabaseTest answer;
            answer.head = in("answer");
            answer.detail = in("answerdetail");
            f.settings.answerTest(answer);
        }
        look();
    }
    check(finding, fields.split(u' '));
}

void TestHostileTexts::case13_whatOpensOnTop_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("fields");
    const auto add = [](const char *what, const char *fields) {
        QTest::newRow(what) << text(what) << text(fields);
    };
    add("list of models", "choice");
    add("menu of a character", "name");
    add("menu of a tile", "imagename");
    add("menu of a server", "server");
    add("menu of projects", "project otherproject");
    add("filters of the gallery", "imageserver");
    add("image at full size", "imagename");
    add("question about closing", "");
    add("question about deleting", "");
    add("question about a server", "server");
    add("list of keys", "");
    add("name of a project", "project");
    add("dragged files", "");
}

void TestHostileTexts::case13_whatOpensOnTop()
{
    QFETCH(QString, what);
    QFETCH(QString, fields);
    WindowFixture f(Scene::Running);
    spoil(f);
    const auto menuOf = [&](const char *name) {
        auto *view = f.find<QAbstractItemView>(name);
        view->setCurrentIndex(view->model()->index(0, 0));
        view->setFocus();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(20, 20), view->mapToGlobal(QPoint(20, 20)));
        QApplication::sendEvent(view, &event);
        QTRY_VERIFY(QApplication::activePopupWidget());
    };
    if (what == text("list of models")) {
        auto *table = f.find<QAbstractItemView>("charactersTable");
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down, Qt::AltModifier);
        QTRY_VERIFY(f.find<QWidget>("modelListPopup")->isVisible());
    } else if (what == text("menu of a character")) {
        menuOf("charactersTable");
    } else if (what == text("menu of a server")) {
        f.show(text("servers"));
        menuOf("serversTable");
    } else if (what == text("menu of projects")) {
        Q_EMIT f.find<QMenu>("projectChooserMenu")->aboutToShow();
    } else if (what == text("question about closing")) {
        f.window.close();
        QTRY_VERIFY(f.window.findChild<QMessageBox *>(text("closeQuestion")));
    } else if (what == text("question about a server")) {
        f.show(text("servers"));
        auto *table = f.find<QAbstractItemView>("serversTable");
        table->setCurrentIndex(table->model()->index(0, 0));
        f.find<QAction>("removeServerAction")->trigger();
    } else if (what == text("list of keys")) {
        f.find<QAction>("keysAction")->trigger();
    } else if (what == text("name of a project")) {
        f.find<QAction>("renameProjectAction")->trigger();
    } else if (what == text("dragged files")) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(text("/tmp/<b>x<img src=x>R&D.odt"))});
        QDragEnterEvent enter(QPoint(600, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window, &enter);
    } else {
        f.show(text("gallery"));
        auto *view = f.find<QAbstractItemView>("galleryView");
        f.settle();
        view->setCurrentIndex(view->model()->index(0, 0));
        if (what == text("menu of a tile"))
            menuOf("galleryView");
        else if (what == text("filters of the gallery"))
            QTest::mouseClick(f.find<QWidget>("galleryMoreButton"), Qt::LeftButton);
        else if (what == text("image at full size"))
            f.find<QAction>("showImageAction")->trigger();
        else
            f.find<QAction>("deleteImagesAction")->trigger();
    }
    check(lookAround(f), fields.split(u' ', Qt::SkipEmptyParts));
    while (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
}

void TestHostileTexts::case13_trayAndNotifications()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    test::spoilProject(project);
    QMainWindow window;
    DesktopPresence presence(window, project, settings, {});
    RunNews news(project, settings, [] { return false; });
    QList<Notification> said;
    connect(&news, &RunNews::announced, this, [&](const Notification &notification) { said.append(notification); });
    RunSummary summary = project.runSummary();
    summary.phase = RunPhase::Finished;
    summary.failed = 3;
    project.changeSummary(summary);
    QCOMPARE(said.size(), 1);
    QVERIFY(said.first().body.contains(text("failure") + tags)); // escaped by the notifier, where the service wants it
    // A tray that shows its tool tip itself takes it for markup if it looks like it.
    Finding finding;
    lookAtTip(finding, &presence, "tool tip of the tray", presence.tray().toolTip());
    const QList<QAction *> actions = presence.tray().menu().actions();
    for (const QAction *action : actions)
        lookAtAction(finding, action);
    check(finding, {});
}

QTEST_MAIN(TestHostileTexts)
#include "tst_hostiletexts.moc"
