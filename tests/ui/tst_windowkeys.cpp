// SPDX-License-Identifier: GPL-3.0-or-later
// Every key of the window is pressed where a person presses it, and what it does is looked at; a key that an action has
// and nobody presses here is found too.
#include "style/appearance.h"
#include "support/keycases.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace lorastudio;
using test::WindowFixture;
using Scene = FakeProjectView::Scene;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

void press(const QKeySequence &keys)
{
    QWidget *widget = QApplication::focusWidget() ? QApplication::focusWidget() : QApplication::activeWindow();
    if (keys[0].key() == Qt::Key_Menu) { // what a desktop makes of it
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(20, 20), widget->mapToGlobal(QPoint(20, 20)));
        QApplication::sendEvent(widget, &event);
        return;
    }
    QTest::keyClick(widget, keys[0].key(), keys[0].keyboardModifiers());
}

} // namespace

class TestWindowKeys : public QObject
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
    void aKeyDoesWhatItSays_data();
    void aKeyDoesWhatItSays();
    void noKeyIsLeftOut();
    void everyKeyOfTheDesignIsPressed_data();
    void everyKeyOfTheDesignIsPressed();
    void noKeyMeansTwoThings_data();
    void noKeyMeansTwoThings();

private:
    QTemporaryDir m_settings;
};

void TestWindowKeys::aKeyDoesWhatItSays_data()
{
    QTest::addColumn<int>("index");
    const QList<test::KeyCase> cases = test::keyCases();
    for (int i = 0; i < cases.size(); ++i)
        QTest::addRow("%s, %s: %s", cases[i].page, cases[i].name, qPrintable(cases[i].key.toString())) << i;
}

void TestWindowKeys::aKeyDoesWhatItSays()
{
    QFETCH(int, index);
    const test::KeyCase now = test::keyCases().at(index);
    WindowFixture f(now.scene);
    if (text(now.page) == text("import"))
        f.showImport();
    else
        f.show(text(now.page));
    f.settle();
    if (*now.view)
        f.find<QWidget>(now.view)->setFocus();
    if (now.before)
        now.before(f);
    QVERIFY2(!now.effect(f), "It holds already");
    press(now.key);
    QTRY_VERIFY2(now.effect(f), qPrintable((f.project.calls() + f.imports.calls()).join(text(", "))));
}

void TestWindowKeys::noKeyIsLeftOut()
{
    QSet<QString> pressed;
    for (const test::KeyCase &now : test::keyCases())
        pressed.insert(now.key.toString());
    WindowFixture f(Scene::Running);
    f.showImport();
    for (const QAction *action : f.window.findChildren<QAction *>()) {
        if (action->objectName().isEmpty() || action->objectName().startsWith(text("_q_")))
            continue; // Qt's own editors
        for (const QKeySequence &key : action->shortcuts())
            QVERIFY2(pressed.contains(key.toString()),
                     qPrintable(text("%1 of %2").arg(key.toString(), action->objectName())));
    }
}

void TestWindowKeys::everyKeyOfTheDesignIsPressed_data()
{
    QTest::addColumn<QString>("page"); // empty = somewhere
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("later"); // their feature is not there yet, and no other one has them
    const auto add = [](const char *page, const char *keys, const char *later) {
        QTest::newRow(*page ? page : "everywhere") << text(page) << text(keys) << text(later);
    };
    add("",
        "Ctrl+1 Ctrl+2 Ctrl+3 Ctrl+4 Ctrl+5 Ctrl+6 Ctrl+F Ctrl+I Ctrl+Shift+A Ctrl+Return Ctrl+Shift+P "
        "Ctrl+Shift+Return Ctrl+Shift+R Ctrl+Z Ctrl+Shift+Z F4 F6 F11 Ctrl+M F1 Ctrl+/ Ctrl+Q Esc",
        "Ctrl+E"); // export
    add("characters", "Up Down Left Right R Return F2 Ctrl+L Del Menu", "");
    add("gallery",
        "Up Down Left Right Home End PgUp PgDown A R U Space Return Z Alt+1 Alt+2 Alt+3 Alt+4 Ctrl++ Ctrl+- "
        "Del Menu Esc",
        "C G E J K L");                          // compare, near-duplicates, captions, triage
    add("models", "Return F5", "Ctrl+L Ctrl+K"); // measured choice
    add("servers", "Return Ctrl+N Ctrl+T Ctrl+D F5", "");
    add("import", "Space Ctrl+S Esc", "");
    add("settings", "Ctrl+PgUp Ctrl+PgDown Ctrl+T Ctrl+S", "");
    add("log", "Ctrl+C", "");
}

/// The table of the design, section 9.
void TestWindowKeys::everyKeyOfTheDesignIsPressed()
{
    QFETCH(QString, page);
    QFETCH(QString, keys);
    QFETCH(QString, later);
    QSet<QString> pressed;
    for (const test::KeyCase &now : test::keyCases()) {
        if (page.isEmpty() || text(now.page) == page)
            pressed.insert(now.key.toString());
    }
    const QStringList wanted = keys.split(u' ');
    for (const QString &key : wanted)
        QVERIFY2(pressed.contains(key), qPrintable(key));
    const QStringList absent = later.split(u' ', Qt::SkipEmptyParts);
    for (const QString &key : absent)
        QVERIFY2(!pressed.contains(key), qPrintable(key + text(" has its feature")));
}

void TestWindowKeys::noKeyMeansTwoThings_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"characters", "gallery", "models", "servers", "log", "settings", "import"})
        QTest::newRow(page) << text(page);
}

/// Wherever the focus can be, a key belongs to one action at most: Qt runs neither of two.
void TestWindowKeys::noKeyMeansTwoThings()
{
    QFETCH(QString, page);
    WindowFixture f(Scene::Running);
    if (page == text("import"))
        f.showImport();
    else
        f.show(page);
    f.settle();
    const QList<QAction *> actions = f.window.findChildren<QAction *>();
    const auto holds = [](const QAction *action, const QWidget *focus) {
        const QList<QObject *> places = action->associatedObjects();
        return std::any_of(places.cbegin(), places.cend(), [&](const QObject *place) {
            const auto *widget = qobject_cast<const QWidget *>(place);
            if (!widget || widget->inherits("QMenu") || widget->inherits("QMenuBar"))
                return false;
            switch (action->shortcutContext()) {
            case Qt::WidgetShortcut:
                return widget == focus;
            case Qt::WidgetWithChildrenShortcut:
                return widget == focus || widget->isAncestorOf(focus);
            default:
                return widget->isVisible() && widget->window() == focus->window();
            }
        });
    };
    int looked = 0;
    for (const QWidget *focus : f.window.findChildren<QWidget *>()) {
        if (!focus->isVisible() || focus->focusPolicy() == Qt::NoFocus)
            continue;
        ++looked;
        QHash<QKeySequence, const QAction *> owners;
        for (const QAction *action : actions) {
            if (action->shortcut().isEmpty() || !action->isEnabled() || !holds(action, focus))
                continue;
            for (const QKeySequence &key : action->shortcuts()) {
                const QAction *owner = owners.value(key, action);
                QVERIFY2(owner == action, qPrintable(text("%1 in %2: %3 and %4")
                                                         .arg(key.toString(), focus->objectName(), owner->objectName(),
                                                              action->objectName())));
                owners.insert(key, action);
            }
        }
        QVERIFY(owners.size() > 10);
    }
    QVERIFY(looked > 5);
}

QTEST_MAIN(TestWindowKeys)
#include "tst_windowkeys.moc"
