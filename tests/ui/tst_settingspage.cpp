// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in the real window, and what closing it means.
#include "mainwindow/mainwindow.h"
#include "mainwindow/page.h"
#include "mainwindow/pagearea.h"
#include "settings/sectionlist.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/fakeprojectview.h"
#include "support/fakesettingsview.h"
#include "widgets/filedialogs.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QUndoStack>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;
using Step = DatabaseState::Step;

namespace {

class AnsweredDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &, Answer answer) override { answer(answerWith); }
    void chooseFolder(QWidget *, const QString &, Answer answer) override { answer(answerWith); }
    QStringList answerWith;
};

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

struct Fixture
{
    explicit Fixture(const char *section = "generation", Scene scene = Scene::BeforeRun, QSize size = QSize(1440, 900))
        : project(scene), settings(&project.undoStack())
    {
        QSettings().setValue(text("settings/section"), text(section));
        window = std::make_unique<MainWindow>(
            WindowViews{.project = project, .dialogs = dialogs, .appearance = &appearance, .settings = &settings});
        window->resize(size);
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("The window does not become active");
        action("settingsPageAction")->trigger();
    }
    template <class T>
    T *find(const char *name) const
    {
        T *found = window->findChild<T *>(text(name));
        if (!found)
            qFatal("There is no %s", name);
        return found;
    }
    QAction *action(const char *name) const { return find<QAction>(name); }
    void click(const char *name) const { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    void check(const char *name) const { find<QAbstractButton>(name)->click(); }
    bool visible(const char *name) const { return find<QWidget>(name)->isVisible(); }
    QString label(const char *parent, int index) const
    {
        return find<QWidget>(parent)->findChildren<QLabel *>().at(index)->text();
    }
    QString message(const char *list, const char *which = "messageHeadLabel") const
    {
        const QList<QWidget *> bars = find<QWidget>(list)->findChildren<QWidget *>(text("messageBar"));
        for (QWidget *bar : bars) {
            if (bar->isVisible())
                return bar->findChild<QLabel *>(text(which))->text();
        }
        return {};
    }
    void undo() const { action("undoAction")->trigger(); }

    FakeProjectView project;
    FakeSettingsView settings;
    AnsweredDialogs dialogs;
    Appearance appearance;
    std::unique_ptr<MainWindow> window;
};

} // namespace

class TestSettingsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QSettings().clear(); }

    void generationChangesAtOnce();
    void aSeedIsANumberInRange();
    void notificationsAndClosing();
    void appearanceFollowsTheMenu();
    void foldersSayWhatHappens();
    void databaseIsTestedAndChanged();
    void databaseResultBelongsToWhatStandsThere();
    void databaseSaysWhatItIsDoing();
    void databaseThatIsFixedCannotBeChanged();
    void databaseThatIsGoneCanBeMended();
    void keysAreListedAndFound();
    void searchFindsSections();
    void sectionsAreWalkedByKeys();
    void smallWindowsScroll();
    void everyControlHasANameAndIsReached();
    void closingAsksWithThreeAnswers();
    void closingGoesToTheTray();
    void quitMeansQuit();

private:
    QTemporaryDir m_settings;
};

void TestSettingsPage::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(text("lora-studio-test"));
    QApplication::setApplicationName(text("lora-studio-test"));
    Appearance::prepareApplication(false);
    QApplication::setPalette(lightPalette());
}

void TestSettingsPage::generationChangesAtOnce()
{
    Fixture f("generation");
    QVERIFY(f.visible("settingsNewImagesSpin"));
    auto *images = f.find<QSpinBox>("settingsNewImagesSpin");
    images->setFocus();
    images->selectAll();
    QTest::keyClicks(images, text("40"));
    QCOMPARE(f.settings.values().newImages, 100); // while typing nothing is stored
    QTest::keyClick(images, Qt::Key_Return);
    QCOMPARE(f.settings.values().newImages, 40);
    QCOMPARE(f.project.undoStack().undoText(), text("New characters get 40 images."));
    f.undo();
    QCOMPARE(f.settings.values().newImages, 100);
    QCOMPARE(images->value(), 100);
    auto *width = f.find<QSpinBox>("settingsNewWidthSpin");
    width->selectAll();
    QTest::keyClicks(width, text("835"));
    QTest::keyClick(width, Qt::Key_Return);
    QCOMPARE(f.settings.values().newSize, QSize(832, 768)); // on ComfyUI's grid
    QCOMPARE(width->value(), 832);
    f.find<QSpinBox>("settingsAttemptsSpin")->setValue(5);
    QCOMPARE(f.settings.values().attempts, 5);
    f.check("settingsFreeMemoryCheck");
    QVERIFY(f.settings.values().freeMemoryWhenPaused);
    f.undo();
    QVERIFY(!f.settings.values().freeMemoryWhenPaused);
    QVERIFY(!f.find<QCheckBox>("settingsFreeMemoryCheck")->isChecked());
}

void TestSettingsPage::aSeedIsANumberInRange()
{
    Fixture f("generation");
    auto *seed = f.find<QLineEdit>("settingsSeedEdit");
    QVERIFY(!seed->isEnabled());
    f.check("settingsFixedSeedCheck");
    QVERIFY(f.settings.values().baseSeed.has_value());
    QVERIFY(seed->isEnabled());
    seed->setFocus();
    seed->selectAll();
    QTest::keyClicks(seed, text("x4711")); // letters do not come in
    QTest::keyClick(seed, Qt::Key_Return);
    QCOMPARE(f.settings.values().baseSeed, std::optional<qint64>(4711));
    seed->selectAll();
    QTest::keyClicks(seed, text("9999999999999999")); // over 2^52
    QTest::keyClick(seed, Qt::Key_Return);
    QCOMPARE(f.settings.values().baseSeed, std::optional<qint64>(4711));
    QCOMPARE(seed->text(), text("4711"));
    f.check("settingsFixedSeedCheck");
    QVERIFY(!f.settings.values().baseSeed);
}

void TestSettingsPage::notificationsAndClosing()
{
    Fixture f("notifications");
    QVERIFY(!f.visible("settingsCloseTrayRadio")); // without a tray nothing is offered that needs it
    QVERIFY(f.visible("settingsNoTrayLabel"));
    f.settings.setHasTray(true);
    QVERIFY(f.visible("settingsCloseTrayRadio"));
    QVERIFY(!f.visible("settingsNoTrayLabel"));
    f.check("settingsCloseTrayRadio");
    QCOMPARE(f.settings.values().onClose, SettingsValues::OnClose::Tray);
    f.undo();
    QCOMPARE(f.settings.values().onClose, SettingsValues::OnClose::Ask);
    f.check("settingsNotifyAtEndCheck");
    QVERIFY(!f.settings.values().notifyAtEnd);
    f.check("settingsNotifyCheck");
    QVERIFY(!f.settings.values().notify);
    QVERIFY(!f.find<QWidget>("settingsNotifyAtEndCheck")->isEnabled());
    f.check("settingsPreventSleepCheck");
    QVERIFY(!f.settings.values().preventSleep);
}

void TestSettingsPage::appearanceFollowsTheMenu()
{
    Fixture f("appearance");
    f.check("settingsPaletteDarkRadio");
    QCOMPARE(f.settings.values().palette, SettingsValues::Palette::Dark);
    f.action("lightAction")->trigger(); // the menu is one way to the same setting, and undone as well
    QCOMPARE(f.settings.values().palette, SettingsValues::Palette::Light);
    QVERIFY(f.find<QAbstractButton>("settingsPaletteLightRadio")->isChecked());
    f.undo();
    QCOMPARE(f.settings.values().palette, SettingsValues::Palette::Dark);
    f.check("settingsRowsCompactRadio");
    QVERIFY(f.settings.values().compactRows);
    f.undo();
    QVERIFY(f.find<QAbstractButton>("settingsRowsRegularRadio")->isChecked());
}

void TestSettingsPage::foldersSayWhatHappens()
{
    Fixture f("folders");
    QVERIFY(f.settings.calls().contains(text("refresh"))); // sizes are measured when they are looked at
    QVERIFY(f.find<QLabel>("settingsLibraryFreeLabel")->text().contains(text("free")));
    QCOMPARE(f.message("settingsLibraryMessages"), QString());
    f.dialogs.answerWith = {text("/mnt/big/library")};
    f.click("settingsLibraryChooseButton");
    QCOMPARE(f.find<QLineEdit>("settingsLibraryEdit")->text(), text("/mnt/big/library"));
    QTRY_VERIFY(f.message("settingsLibraryMessages", "messageBodyLabel").contains(text("not moved")));
    f.click("messagerestartButton");
    QCOMPARE(f.settings.calls().last(), text("restart"));
    f.click("settingsLibraryDefaultButton");
    QVERIFY(!f.visible("settingsLibraryDefaultButton"));
    QCOMPARE(f.settings.calls().last(), text("library "));
    f.click("settingsLibraryOpenButton");
    QCOMPARE(f.settings.calls().last(), text("openLibrary"));
    f.click("settingsThumbnailsClearButton");
    QCOMPARE(f.settings.calls().last(), text("clear"));
    QVERIFY(!f.find<QWidget>("settingsThumbnailsClearButton")->isEnabled());

    FolderState fixed = f.settings.folders();
    fixed.chosen.clear();
    fixed.fixedReason = text("Set by LORA_STUDIO_LIBRARY.");
    f.settings.setFolders(fixed);
    QVERIFY(!f.find<QWidget>("settingsLibraryEdit")->isEnabled());
    QVERIFY(!f.find<QWidget>("settingsLibraryChooseButton")->isEnabled());
    QCOMPARE(f.find<QLabel>("settingsLibraryFixedLabel")->text(), fixed.fixedReason);
}

void TestSettingsPage::databaseIsTestedAndChanged()
{
    Fixture f("database");
    const int steps = f.project.undoStack().count();
    auto *change = f.find<QAbstractButton>("settingsDatabaseChangeButton");
    QVERIFY(!change->isEnabled()); // nothing is changed
    QVERIFY(!f.find<QWidget>("settingsPostgresHostEdit")->isEnabled());
    f.click("settingsPostgresRadio");
    QVERIFY(f.find<QWidget>("settingsPostgresHostEdit")->isEnabled());
    QVERIFY(!f.find<QWidget>("settingsSqlitePathEdit")->isEnabled());
    QVERIFY(!f.find<QAbstractButton>("settingsSqliteRadio")->isChecked());
    const auto type = [&f](const char *name, const QString &what) {
        auto *edit = f.find<QLineEdit>(name);
        edit->setFocus();
        QTest::keyClicks(edit, what);
    };
    type("settingsPostgresHostEdit", text("db.studio.lan"));
    type("settingsPostgresDatabaseEdit", text("lora_studio"));
    type("settingsPostgresUserEdit", text("studio"));
    type("settingsPostgresPasswordEdit", text("geheim"));
    QCOMPARE(f.find<QLineEdit>("settingsPostgresPasswordEdit")->displayText().contains(text("geheim")), false);
    auto *mode = f.find<QComboBox>("settingsPostgresEncryptionCombo");
    mode->setCurrentIndex(mode->findData(text("verify-full")));
    QTest::keyClick(f.window.get(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(f.settings.calls().last(), text("test"));
    QCOMPARE(f.settings.lastForm().host, text("db.studio.lan"));
    QCOMPARE(f.settings.lastForm().password, text("geheim"));
    QCOMPARE(f.settings.lastForm().sslMode, text("verify-full"));
    QCOMPARE(f.find<QAbstractButton>("settingsDatabaseTestButton")->text(), text("Cancel"));
    f.settings.answerTest({.good = true,
                           .head = text("Connected in 9 ms to PostgreSQL 15.8"),
                           .detail = text("Empty: tables will be made. The user may create them."),
                           .copyable = true});
    QVERIFY(f.visible("settingsPostgresResult"));
    QCOMPARE(f.label("settingsPostgresResult", 0), text("Connected in 9 ms to PostgreSQL 15.8"));
    QCOMPARE(f.find<QAbstractButton>("settingsDatabaseTestButton")->text(), text("Test"));
    auto *copy = f.find<QCheckBox>("settingsDatabaseCopyCheck");
    QCOMPARE(copy->text(), text("Copy what is here: 8 characters, 385 images, 7 runs"));
    QVERIFY(copy->isEnabled() && copy->isChecked());
    QVERIFY(change->isEnabled());
    QTest::keyClick(f.window.get(), Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(f.settings.calls().last(), text("change and copy"));
    QCOMPARE(f.project.undoStack().count(), steps); // it has its own button and is no step
    f.click("settingsDatabaseRevertButton");
    QVERIFY(f.find<QAbstractButton>("settingsSqliteRadio")->isChecked());
    QCOMPARE(f.find<QLineEdit>("settingsPostgresHostEdit")->text(), QString());
    QVERIFY(!change->isEnabled());

    f.dialogs.answerWith = {text("/srv/other.sqlite")};
    f.click("settingsSqliteChooseButton");
    QVERIFY(change->isEnabled());
    copy->setChecked(false);
    change->click();
    QCOMPARE(f.settings.calls().last(), text("change"));
    QCOMPARE(f.settings.lastForm().path, text("/srv/other.sqlite"));
}

void TestSettingsPage::databaseResultBelongsToWhatStandsThere()
{
    Fixture f("database");
    f.click("settingsPostgresRadio");
    f.action("settingsTestAction")->trigger();
    f.settings.answerTest(
        {.good = true, .head = text("Connected"), .detail = text("Holds 2 characters."), .copyable = false});
    auto *copy = f.find<QCheckBox>("settingsDatabaseCopyCheck");
    QVERIFY(!copy->isEnabled());
    QCOMPARE(copy->text(), text("It is not empty: nothing can be copied into it"));
    f.find<QAbstractButton>("settingsDatabaseChangeButton")->click();
    QCOMPARE(f.settings.calls().last(), text("change"));
    QTest::keyClicks(f.find<QLineEdit>("settingsPostgresDatabaseEdit"), text("x"));
    QVERIFY(!f.visible("settingsPostgresResult"));
    QVERIFY(copy->isEnabled());
    f.action("settingsTestAction")->trigger();
    QTest::keyClicks(f.find<QLineEdit>("settingsPostgresDatabaseEdit"), text("y"));
    QCOMPARE(f.settings.calls().last(), text("cancel")); // its answer would be about something else
}

void TestSettingsPage::databaseSaysWhatItIsDoing()
{
    Fixture f("database", Scene::Running);
    DatabaseState state = f.settings.database();
    state.runGoes = true;
    f.settings.setDatabase(state);
    QTRY_COMPARE(f.message("settingsDatabaseMessages"), text("A run is going on."));
    state.step = Step::WaitingForRun;
    f.settings.setDatabase(state);
    QVERIFY(!f.find<QWidget>("settingsPostgresRadio")->isEnabled());
    f.click("messagecancelButton");
    QCOMPARE(f.settings.calls().last(), text("cancel"));
    state.step = Step::Copying;
    state.done = 1200;
    state.all = 3400;
    f.settings.setDatabase(state);
    QTRY_COMPARE(f.message("settingsDatabaseMessages"), text("Copying."));
    QTRY_VERIFY(f.message("settingsDatabaseMessages", "messageBodyLabel").contains(QLocale().toString(1200)));
    state.step = Step::None;
    state.runGoes = false;
    state.problem = text("<b>Nothing answers</b>");
    f.settings.setDatabase(state);
    QTRY_COMPARE(f.message("settingsDatabaseMessages"), text("Nothing was changed."));
    QTRY_COMPARE(f.message("settingsDatabaseMessages", "messageBodyLabel"), state.problem);
}

void TestSettingsPage::databaseThatIsFixedCannotBeChanged()
{
    Fixture f("database");
    DatabaseState state = f.settings.database();
    state.fixedReason = text("Set by LORA_STUDIO_DATABASE when LoRA Studio was started.");
    f.settings.setDatabase(state);
    for (const char *name : {"settingsSqliteRadio", "settingsSqlitePathEdit", "settingsPostgresRadio",
                             "settingsPostgresHostEdit", "settingsDatabaseChangeButton"})
        QVERIFY2(!f.find<QWidget>(name)->isEnabled(), name);
    QTRY_COMPARE(f.message("settingsDatabaseMessages", "messageBodyLabel"), state.fixedReason);
}

void TestSettingsPage::databaseThatIsGoneCanBeMended()
{
    Fixture f("database", Scene::Opening);
    DatabaseState state;
    state.form.postgreSql = true;
    state.form.host = text("db.studio.lan");
    state.form.name = text("lora_studio");
    state.problem = text("The database wants a password.");
    f.settings.setDatabase(state);
    QTRY_COMPARE(f.message("settingsDatabaseMessages"), text("The database is not open."));
    QVERIFY(f.find<QAbstractButton>("settingsPostgresRadio")->isChecked());
    QVERIFY(!f.visible("settingsDatabaseCopyCheck")); // nothing can be read
    QVERIFY(f.find<QWidget>("settingsDatabaseChangeButton")->isEnabled());
    f.click("messagerestartButton");
    QCOMPARE(f.settings.calls().last(), text("restart"));
}

void TestSettingsPage::keysAreListedAndFound()
{
    Fixture f("keyboard");
    auto *keys = f.find<QTreeWidget>("settingsKeysTree");
    const auto shown = [keys](const QString &what) {
        const QList<QTreeWidgetItem *> items = keys->findItems(what, Qt::MatchContains | Qt::MatchRecursive, 0);
        return std::count_if(items.cbegin(), items.cend(), [](const QTreeWidgetItem *item) {
            return !item->isHidden() && item->parent() && !item->parent()->isHidden();
        });
    };
    QVERIFY(shown(text("Start LoRA Generation")) == 1);
    QVERIFY(shown(text("Test Database")) == 1); // those of pages, too
    QCOMPARE(keys->topLevelItem(0)->text(0), text("Everywhere"));
    QTest::keyClick(f.window.get(), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(f.find<QLineEdit>("searchEdit"), text("undo"));
    QVERIFY(shown(text("Undo")) == 1);
    QCOMPARE(shown(text("Start LoRA Generation")), 0);
}

void TestSettingsPage::searchFindsSections()
{
    Fixture f("generation");
    auto *search = f.find<QLineEdit>("searchEdit");
    QCOMPARE(search->placeholderText(), text("Search settings"));
    auto *list = f.find<SectionList>("settingsSectionList");
    search->setText(text("encryption"));
    QVERIFY(f.visible("settingsDatabaseSection"));
    QVERIFY(!list->isFound(0));
    QVERIFY(list->isFound(1));
    search->setText(text("no such thing"));
    QVERIFY(f.visible("settingsNothingLabel"));
    QCOMPARE(f.find<QLabel>("settingsNothingLabel")->text(), text("No setting matches “no such thing”."));
    search->clear();
    QVERIFY(list->isFound(0));
    QVERIFY(f.visible("settingsDatabaseSection"));
}

void TestSettingsPage::sectionsAreWalkedByKeys()
{
    Fixture f("generation");
    auto *list = f.find<SectionList>("settingsSectionList");
    QVERIFY(f.find<QWidget>("settingsNewImagesSpin")->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(list->current(), 1);
    QVERIFY(f.visible("settingsDatabaseSection"));
    // The accent is the page's own button now, and Start is plain.
    QVERIFY(f.find<QWidget>("settingsDatabaseChangeButton")->property("primary").toBool());
    QVERIFY(!f.find<QWidget>("startButton")->property("primary").toBool());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(list->current(), 0);
    f.action("charactersPageAction")->trigger();
    QVERIFY(f.find<QWidget>("startButton")->property("primary").toBool());
    f.action("settingsPageAction")->trigger();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(list->hasFocus());
    QTest::keyClick(list, Qt::Key_Down);
    QVERIFY(list->hasFocus());
    QCOMPARE(QSettings().value(text("settings/section")).toString(), text("database"));
}

void TestSettingsPage::smallWindowsScroll()
{
    Fixture f("database", Scene::BeforeRun, QSize(1024, 640));
    auto *area = f.find<QScrollArea>("settingsdatabaseArea");
    QVERIFY(area->verticalScrollBar()->maximum() > 0);
    QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
    auto *change = f.find<QWidget>("settingsDatabaseChangeButton");
    area->ensureWidgetVisible(change);
    QVERIFY(area->viewport()->rect().contains(
        QRect(change->mapTo(area->viewport(), QPoint()), change->size()).adjusted(1, 1, -1, -1)));
    f.window->resize(1920, 1080);
    QTRY_COMPARE(f.find<QWidget>("settingsDatabaseSection")->width(), 720);
}

void TestSettingsPage::everyControlHasANameAndIsReached()
{
    Fixture f("generation");
    f.settings.setHasTray(true);
    auto *page = f.find<Page>("settingsPage");
    const QList<QWidget *> all = page->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                             qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractSpinBox *>(widget) ||
                             qobject_cast<QAbstractItemView *>(widget);
        if (!control || widget->objectName().startsWith(text("qt_")) ||
            qobject_cast<QAbstractSpinBox *>(widget->parent()) || qobject_cast<QHeaderView *>(widget) ||
            widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QComboBoxListView"))
            continue;
        QVERIFY2(widget->objectName().startsWith(text("settings")) || widget->objectName().startsWith(text("message")),
                 qPrintable(widget->objectName() + widget->accessibleName()));
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        if (!qobject_cast<QAbstractItemView *>(widget))
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
    }
    const QList<QLabel *> labels = page->findChildren<QLabel *>();
    for (const QLabel *label : labels)
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestSettingsPage::closingAsksWithThreeAnswers()
{
    Fixture f("generation", Scene::Running);
    f.window->close();
    QVERIFY(f.window->isVisible());
    QVERIFY(!f.window->findChild<QWidget *>(text("closeKeepButton"))); // there is no tray
    QTest::keyClick(f.find<QMessageBox>("closeQuestion"), Qt::Key_Escape);
    QTRY_VERIFY(!f.window->findChild<QMessageBox *>(text("closeQuestion")));
    QVERIFY(!f.project.calls().contains(text("shutDown")));

    f.settings.setHasTray(true);
    f.window->close();
    f.find<QCheckBox>("closeAlwaysCheck")->setChecked(true);
    f.click("closeKeepButton");
    QTRY_VERIFY(!f.window->isVisible());
    QVERIFY(!f.project.calls().contains(text("shutDown")));
    QCOMPARE(f.settings.values().onClose, SettingsValues::OnClose::Tray);

    f.window->show();
    f.undo(); // a remembered answer is a setting, and can be undone
    QCOMPARE(f.settings.values().onClose, SettingsValues::OnClose::Ask);
    f.window->close();
    f.find<QCheckBox>("closeAlwaysCheck")->setChecked(true);
    f.click("closeQuitButton");
    QTRY_COMPARE(f.project.lastCall(), text("shutDown"));
    QCOMPARE(f.settings.values().onClose, SettingsValues::OnClose::Quit);
}

void TestSettingsPage::closingGoesToTheTray()
{
    Fixture f("generation", Scene::Running);
    SettingsValues values = f.settings.values();
    values.onClose = SettingsValues::OnClose::Tray;
    f.settings.change(values);
    f.window->close(); // the tray went away: it is asked
    QVERIFY(f.window->isVisible());
    QTest::keyClick(f.find<QMessageBox>("closeQuestion"), Qt::Key_Escape);
    QTRY_VERIFY(!f.window->findChild<QMessageBox *>(text("closeQuestion")));
    f.settings.setHasTray(true);
    f.window->close();
    QVERIFY(!f.window->isVisible());
    QVERIFY(!f.project.calls().contains(text("shutDown")));
    // Without a run there is nothing to stay for.
    f.project.setScene(Scene::BeforeRun);
    f.window->show();
    f.window->close();
    QCOMPARE(f.project.lastCall(), text("shutDown"));
}

void TestSettingsPage::quitMeansQuit()
{
    Fixture f("generation", Scene::Running);
    f.settings.setHasTray(true);
    SettingsValues values = f.settings.values();
    values.onClose = SettingsValues::OnClose::Tray;
    f.settings.change(values);
    f.action("quitAction")->trigger();
    QCOMPARE(f.project.lastCall(), text("shutDown"));
}

QTEST_MAIN(TestSettingsPage)
#include "tst_settingspage.moc"
