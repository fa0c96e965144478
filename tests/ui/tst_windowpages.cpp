// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stands in the table of pages can be reached, by navigation, menu and keys, and is remembered.
#include "mainwindow/mainwindow.h"
#include "mainwindow/page.h"
#include "mainwindow/pagearea.h"
#include "style/appearance.h"
#include "support/fakelibraryview.h"
#include "support/fakeprojectview.h"
#include "widgets/filedialogs.h"
#include "widgets/navigationlist.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

using namespace lorastudio;

namespace {

class NoDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &, Answer) override {}
    void chooseFolder(QWidget *, const QString &, Answer) override {}
};

struct Fixture
{
    Fixture()
    {
        window.resize(1440, 900);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("The window does not become active");
    }
    PageArea *area() const { return window.findChild<PageArea *>(); }
    FakeProjectView project{FakeProjectView::Scene::BeforeRun};
    FakeLibraryView library{project};
    NoDialogs dialogs;
    WindowViews views{.project = project, .dialogs = dialogs, .library = &library};
    MainWindow window{views};
};

} // namespace

class TestWindowPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(QStringLiteral("lora-studio-test"));
        QApplication::setApplicationName(QStringLiteral("lora-studio-test"));
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }
    void everyPageIsItsOwn();
    void everyPageIsReachedByMenuAndKeys();
    void theNavigationWalksThePages();
    void thePageIsRemembered();
    void theGuideOpens();

private:
    QTemporaryDir m_settings;
};

void TestWindowPages::everyPageIsItsOwn()
{
    QSet<QString> ids;
    QSet<QKeySequence> keys;
    Fixture f;
    const QList<PageEntry> table = pageTable(f.views);
    for (const PageEntry &entry : table) {
        QVERIFY(!entry.id.isEmpty() && !entry.glyph.isEmpty() && !entry.title.isEmpty() && entry.make);
        ids.insert(entry.id);
        keys.insert(entry.keys);
    }
    QCOMPARE(ids.size(), table.size());
    QCOMPARE(keys.size(), table.size());
    QVERIFY(table.size() >= 2);
}

void TestWindowPages::everyPageIsReachedByMenuAndKeys()
{
    Fixture f;
    const QList<QAction *> view = f.window.findChild<QMenu *>(QStringLiteral("viewMenu"))->actions();
    const QList<PageEntry> table = pageTable(f.views);
    for (qsizetype i = table.size() - 1; i >= 0; --i) {
        const PageEntry &entry = table.at(i);
        auto *action = f.window.findChild<QAction *>(entry.id + QStringLiteral("PageAction"));
        QVERIFY(action);
        QVERIFY(view.contains(action));
        QCOMPARE(action->shortcut(), entry.keys);
        action->trigger();
        QCOMPARE(f.area()->currentId(), entry.id);
        QVERIFY(f.area()->current()->isVisible());
        QCOMPARE(f.area()->navigation()->pages()->currentPage(), int(i));
        QVERIFY(f.area()->current()->isAncestorOf(QApplication::focusWidget()));
    }
}

void TestWindowPages::theNavigationWalksThePages()
{
    Fixture f;
    NavigationList *list = f.area()->navigation()->pages();
    list->setFocus();
    const QList<PageEntry> table = pageTable(f.views);
    for (const PageEntry &entry : table) {
        QCOMPARE(f.area()->currentId(), entry.id);
        QVERIFY(list->hasFocus()); // who walks the pages in the navigation stays there
        QTest::keyClick(list, Qt::Key_Down);
    }
}

void TestWindowPages::thePageIsRemembered()
{
    QString last;
    {
        Fixture f;
        last = pageTable(f.views).last().id;
        f.area()->showPage(last);
        f.area()->showPage(QStringLiteral("no such page"));
        QCOMPARE(f.area()->currentId(), last);
        f.window.close();
    }
    Fixture f;
    QCOMPARE(f.area()->currentId(), last);
}

void TestWindowPages::theGuideOpens()
{
    Fixture f;
    f.window.findChild<QAction *>(QStringLiteral("guideAction"))->trigger();
    auto *text = f.window.findChild<QTextBrowser *>(QStringLiteral("guideText"));
    QVERIFY(text && text->isVisible());
    QVERIFY(text->toPlainText().contains(QStringLiteral("Bringing characters in")));
    const int top = text->verticalScrollBar()->value();
    Q_EMIT text->anchorClicked(QUrl(QStringLiteral("#settings-and-log")));
    QVERIFY(text->verticalScrollBar()->value() > top);
}

QTEST_MAIN(TestWindowPages)
#include "tst_windowpages.moc"
