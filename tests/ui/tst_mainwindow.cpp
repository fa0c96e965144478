// SPDX-License-Identifier: GPL-3.0-or-later
#include "characters/charactertableview.h"
#include "mainwindow/mainwindow.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "style/roles.h"
#include "support/fakelibraryview.h"
#include "support/fakeprojectview.h"
#include "widgets/filedialogs.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;
using Model = CharacterTableModel;

namespace {

/// Answers file dialogs at once with what the test has laid ready.
class AnsweredDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &filter, Answer answer) override
    {
        lastFilter = filter;
        if (!answerWith.isEmpty())
            answer(answerWith);
    }
    void chooseFolder(QWidget *, const QString &, Answer answer) override
    {
        if (!answerWith.isEmpty())
            answer(answerWith);
    }
    QStringList answerWith;
    QString lastFilter;
};

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QSettings().clear(); }

    void emptyStateLeadsOn();
    void serverProblemIsSaidInPlace();
    void charactersWithoutServerLeadToOne();
    void dropImports();
    void startTakesAllOrTheSelection();
    void startIsAboutThePageThatIsShown();
    void startSaysWhyItCannot();
    void aNameIsAskedForOneProjectOnly();
    void pauseAndResume();
    void stopAsksInPlace();
    void modelIsChosenFromTheList();
    void automaticTakesTheLockAway();
    void imagesAreEditedInTheCell();
    void statusLinkRetries();
    void searchNarrowsAndSaysSo();
    void attentionFiltersTheTable();
    void inspectorStoresOnLeaving();
    void inspectorFollowsTheRow();
    void galleryOpensFullSize();
    void galleryTakesNewImages();
    void galleryHoldsWhatIsLookedAt();
    void undoIsOffered();
    void noticesHaveButtons();
    void noticesGoWithTheirPage();
    void returnPressesAButton();
    void theListOfKeysIsReadable();
    void theProgramSaysWhatItIs();
    void demoIsAlwaysSaid();
    void closingWhileRunningAsks();
    void smallWindows();
    void geometryIsRemembered();
    void paletteChangesAtOnce();
    void everyControlHasAName();
    void case13_hostileTextIsText();

private:
    struct Fixture
    {
        explicit Fixture(Scene scene, QSize size = QSize(1440, 900))
            : project(scene), library(project), window({.project = project, .dialogs = dialogs, .library = &library})
        {
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
        QAction *action(const char *name) const { return find<QAction>(name); }
        CharacterTableView *table() const { return find<CharacterTableView>("charactersTable"); }
        QModelIndex cell(int row, int column) const { return table()->model()->index(row, column); }
        void click(const char *name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
        bool visible(const char *name) const { return find<QWidget>(name)->isVisible(); }

        FakeProjectView project;
        FakeLibraryView library;
        AnsweredDialogs dialogs;
        MainWindow window;
    };
    QTemporaryDir m_settings;
};

void TestMainWindow::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(text("lora-studio-test"));
    QApplication::setApplicationName(text("lora-studio-test"));
    Appearance::prepareApplication(false);
    QApplication::setPalette(lightPalette());
}

void TestMainWindow::emptyStateLeadsOn()
{
    Fixture f(Scene::Empty);
    QVERIFY(f.visible("charactersFirstSteps"));
    QVERIFY(!f.visible("inspectorDock"));
    QVERIFY(!f.action("startAction")->isEnabled());
    f.dialogs.answerWith = {text("/tmp/list.csv")};
    f.click("charactersChooseFilesButton");
    QCOMPARE(f.project.lastCall(), text("importFiles /tmp/list.csv"));
    QVERIFY(f.dialogs.lastFilter.contains(text("*.csv")));
    f.dialogs.answerWith = {text("/tmp/people")};
    f.click("charactersChooseFolderButton");
    QCOMPARE(f.project.lastCall(), text("importFiles /tmp/people"));
    f.click("serverDemoButton");
    QCOMPARE(f.project.lastCall(), text("useDemoServer"));
    QVERIFY(!f.find<QWidget>("serverDemoButton")->isEnabled());
    f.click("charactersSampleButton");
    QCOMPARE(f.project.lastCall(), text("openSampleProject"));
    // The way back to a project of one's own; an ampersand in a name is no mnemonic.
    const QList<QAction *> projects = f.window.findChild<QMenu *>(text("projectMenu"))->actions();
    QCOMPARE(projects.size(), 2);
    QCOMPARE(projects.first()->text(), text("Mine && yours"));
    QVERIFY(projects.last()->isChecked());
    projects.first()->trigger();
    QCOMPARE(f.project.lastCall(), text("openProject mine"));
    QTRY_VERIFY(f.visible("charactersTable"));
    QCOMPARE(f.table()->model()->rowCount(), 4);
    QVERIFY(f.visible("inspectorDock"));
    QVERIFY(f.action("startAction")->isEnabled());
}

void TestMainWindow::serverProblemIsSaidInPlace()
{
    Fixture f(Scene::Empty);
    auto *address = f.find<QLineEdit>("serverAddressEdit");
    QTest::keyClicks(address, text("somewhere:8188"));
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("connectServer somewhere:8188"));
    QTRY_VERIFY(f.visible("serverProblemLabel"));
    QVERIFY(f.find<QLabel>("serverProblemLabel")->text().contains(text("refused")));
    QTest::keyClick(address, Qt::Key_Backspace);
    QVERIFY(!f.visible("serverProblemLabel"));
}

void TestMainWindow::charactersWithoutServerLeadToOne()
{
    Fixture f(Scene::BeforeRun);
    QVERIFY(!f.visible("charactersServerBar"));
    RunSummary summary = f.project.runSummary();
    summary.servers = {};
    summary.demo = false;
    f.project.changeSummary(summary);
    QVERIFY(f.visible("charactersServerBar"));
    QVERIFY(!f.action("startAction")->isEnabled());
    f.action("galleryPageAction")->trigger();
    QTRY_VERIFY(f.visible("galleryConnectButton"));
    f.click("galleryConnectButton");
    auto *address = f.find<QLineEdit>("charactersServerAddressEdit");
    QTRY_VERIFY(address->hasFocus());
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("connectServer http://127.0.0.1:8188"));
    QTRY_VERIFY(f.find<QLabel>("charactersServerProblemLabel")->text().contains(text("refused")));
    f.click("charactersServerDemoButton");
    QCOMPARE(f.project.lastCall(), text("useDemoServer"));
    QVERIFY(!f.visible("charactersServerBar"));
    QVERIFY(f.action("startAction")->isEnabled());
}

void TestMainWindow::dropImports()
{
    Fixture f(Scene::Running);
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(text("/tmp/a.csv")), QUrl(text("https://example.org/b.csv"))});
    QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&f.window, &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(f.visible("dropFrame"));
    QDropEvent drop(QPointF(700, 400), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&f.window, &drop);
    QVERIFY(!f.visible("dropFrame"));
    QCOMPARE(f.project.lastCall(), text("importFiles /tmp/a.csv"));
    QMimeData remote;
    remote.setUrls({QUrl(text("https://example.org/b.csv"))});
    QDragEnterEvent refused(QPoint(700, 400), Qt::CopyAction, &remote, Qt::LeftButton, Qt::NoModifier);
    refused.ignore();
    QApplication::sendEvent(&f.window, &refused);
    QVERIFY(!refused.isAccepted());
}

void TestMainWindow::startTakesAllOrTheSelection()
{
    Fixture f(Scene::BeforeRun);
    QTest::keyClick(&f.window, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(f.project.lastCall(), text("start")); // one selected row does not narrow it
    f.table()->selectionModel()->select(f.cell(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    f.table()->selectionModel()->select(f.cell(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    f.click("startButton");
    QCOMPARE(f.project.lastCall(), text("start yuki rina"));
}

void TestMainWindow::startIsAboutThePageThatIsShown()
{
    Fixture f(Scene::BeforeRun);
    for (int i = 0; i < 2; ++i) {
        CharacterRow row = f.project.rows().at(i);
        row.summary.stored = row.character.images;
        f.project.changeRow(row);
    }
    f.table()->selectionModel()->select(f.cell(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    f.table()->selectionModel()->select(f.cell(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QVERIFY(!f.action("startAction")->isEnabled()); // these two have all their images
    QTest::keyClick(&f.window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(f.visible("galleryPage"));
    QVERIFY(f.action("startAction")->isEnabled()); // here it is about all of them
    f.click("startButton");
    QCOMPARE(f.project.lastCall(), text("start"));
}

void TestMainWindow::aNameIsAskedForOneProjectOnly()
{
    Fixture f(Scene::BeforeRun);
    f.action("renameProjectAction")->trigger();
    QVERIFY(f.visible("nameBar"));
    f.project.setProjectId(text("sample")); // read again
    QVERIFY(f.visible("nameBar"));
    f.project.setProjectId(text("mine"));
    QVERIFY(!f.visible("nameBar"));
}

void TestMainWindow::startSaysWhyItCannot()
{
    Fixture f(Scene::Finished);
    QVERIFY(!f.action("startAction")->isEnabled());
    QVERIFY(f.action("startAction")->toolTip().contains(text("all its images")));
    QVERIFY(f.visible("charactersRunStrip"));
    QVERIFY(f.visible("charactersOpenGalleryButton"));
}

void TestMainWindow::pauseAndResume()
{
    Fixture f(Scene::Running);
    f.click("pauseButton");
    QCOMPARE(f.project.lastCall(), text("pause"));
    QCOMPARE(f.action("pauseAction")->iconText(), text("Resume"));
    QCOMPARE(f.find<QWidget>("pauseButton")->accessibleName(), text("Resume"));
    f.click("pauseButton");
    QCOMPARE(f.project.lastCall(), text("resume"));
}

void TestMainWindow::stopAsksInPlace()
{
    Fixture f(Scene::Running);
    f.click("stopButton");
    QVERIFY(f.visible("charactersStopQuestion"));
    QVERIFY(!f.visible("charactersRunStrip"));
    QCOMPARE(f.find<QLabel>("charactersStopDetailLabel")->text(),
             text("385 images stay. 2 on the servers are cancelled."));
    QTest::keyClick(f.find<QWidget>("charactersStopCancelButton"), Qt::Key_Escape);
    QVERIFY(!f.visible("charactersStopQuestion"));
    QVERIFY(f.visible("charactersRunStrip"));
    QVERIFY(!f.project.calls().contains(text("stop")));
    f.action("stopAction")->trigger();
    f.click("charactersStopConfirmButton");
    QCOMPARE(f.project.lastCall(), text("stop"));
    QVERIFY(!f.visible("charactersStopQuestion"));
    QVERIFY(!f.action("stopAction")->isEnabled());
}

void TestMainWindow::modelIsChosenFromTheList()
{
    Fixture f(Scene::Running);
    f.table()->setFocus();
    f.table()->setCurrentIndex(f.cell(0, Model::ModelColumn));
    QTest::keyClick(f.table(), Qt::Key_Return);
    auto *popup = f.find<QWidget>("modelListPopup");
    QVERIFY(popup->isVisible());
    auto *list = f.find<QListView>("modelList");
    QCOMPARE(list->model()->index(0, 0).data().toString().remove(QChar(0x2068)).remove(QChar(0x2069)),
             text("Automatic (epiCRealism v5)"));
    QCOMPARE(list->currentIndex().row(), 0);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(!popup->isVisible());
    QCOMPARE(f.project.lastCall(), text("chooseModel yuki cyberrealistic_v9.safetensors"));
    QTRY_COMPARE(f.cell(0, Model::ModelColumn).data().toString(), text("CyberRealistic v9"));
    QTRY_VERIFY(f.action("lockModelAction")->isChecked());

    // By mouse, and Escape leaves all as it is.
    const qsizetype calls = f.project.calls().size();
    QTest::mouseClick(f.table()->viewport(), Qt::LeftButton, {},
                      f.table()->visualRect(f.cell(1, Model::ModelColumn)).center());
    QVERIFY(popup->isVisible());
    QTest::keyClick(list, Qt::Key_Escape);
    QVERIFY(!popup->isVisible());
    QCOMPARE(f.project.calls().size(), calls);
}

void TestMainWindow::automaticTakesTheLockAway()
{
    Fixture f(Scene::Running);
    f.table()->setCurrentIndex(f.cell(3, Model::ModelColumn));
    QTest::keyClick(f.table(), Qt::Key_Down, Qt::AltModifier);
    auto *list = f.find<QListView>("modelList");
    QVERIFY(list->isVisible());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
    QCOMPARE(f.project.lastCall(), text("chooseModel takeshi"));
    QVERIFY(!f.project.row(text("takeshi")).assignment.locked);
}

void TestMainWindow::imagesAreEditedInTheCell()
{
    Fixture f(Scene::BeforeRun);
    f.table()->setFocus();
    f.table()->setCurrentIndex(f.cell(1, Model::ImagesColumn));
    QTest::keyClick(f.table(), Qt::Key_Return);
    auto *spin = f.table()->findChild<QSpinBox *>();
    QVERIFY(spin);
    QCOMPARE(spin->minimum(), 1);
    QCOMPARE(spin->maximum(), 10'000);
    spin->setValue(250);
    QTest::keyClick(spin, Qt::Key_Return);
    QTRY_COMPARE(f.project.lastCall(), text("setImages mei 250"));
    QTRY_COMPARE(f.cell(1, Model::ImagesColumn).data(Qt::EditRole).toInt(), 250);
}

void TestMainWindow::statusLinkRetries()
{
    Fixture f(Scene::Running);
    f.table()->setCurrentIndex(f.cell(4, Model::StatusColumn));
    QTest::keyClick(f.table(), Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("retryFailed elena"));
    QVERIFY(f.action("rowLinkAction")->isVisible());
    f.table()->setCurrentIndex(f.cell(3, Model::StatusColumn));
    f.action("rowLinkAction")->trigger();
    QCOMPARE(f.project.lastCall(), text("resumeCharacter takeshi"));
    f.table()->setCurrentIndex(f.cell(7, Model::StatusColumn));
    f.action("rowLinkAction")->trigger();
    QCOMPARE(f.project.lastCall(), text("start noah"));
    f.table()->setCurrentIndex(f.cell(5, Model::StatusColumn));
    f.action("rowLinkAction")->trigger();
    QVERIFY(f.visible("modelListPopup"));
}

void TestMainWindow::searchNarrowsAndSaysSo()
{
    Fixture f(Scene::Running);
    auto *search = f.find<QLineEdit>("searchEdit");
    f.action("searchAction")->trigger();
    QTest::keyClicks(search, text("mei"));
    QCOMPARE(f.table()->model()->rowCount(), 1);
    QTest::keyClicks(search, text("xyz"));
    QVERIFY(f.visible("charactersNothingLabel"));
    QVERIFY(f.find<QLabel>("charactersNothingLabel")->text().contains(text("meixyz")));
    f.click("charactersClearSearchButton");
    QVERIFY(search->text().isEmpty());
    QCOMPARE(f.table()->model()->rowCount(), 8);
    QVERIFY2(!f.table()->currentId().isEmpty(), "the search took the current row away and gives one back");
    search->setFocus();
    QTest::keyClicks(search, text("yuki"));
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(search->text().isEmpty());
}

void TestMainWindow::attentionFiltersTheTable()
{
    Fixture f(Scene::Running);
    f.click("charactersAttentionButton");
    QCOMPARE(f.table()->model()->rowCount(), 2);
    f.click("charactersAttentionButton");
    QCOMPARE(f.table()->model()->rowCount(), 8);
}

void TestMainWindow::inspectorStoresOnLeaving()
{
    Fixture f(Scene::BeforeRun);
    auto *prompt = f.find<QPlainTextEdit>("inspectorPromptEdit");
    prompt->setFocus();
    QTRY_VERIFY(prompt->hasFocus());
    prompt->selectAll();
    QTest::keyClicks(prompt, text("a portrait"));
    QVERIFY(!f.project.calls().join(QString()).contains(text("editCharacter")));
    f.table()->setFocus();
    QCOMPARE(f.project.lastCall(), text("editCharacter yuki Yuki Tanaka | a portrait"));
    QCOMPARE(f.project.undoStack().undoText(), text("edit character"));
    // Moving to another row stores too.
    prompt->setFocus();
    prompt->setPlainText(text("another"));
    f.table()->selectCharacter(text("mei"));
    QCOMPARE(f.project.row(text("yuki")).character.prompt, text("another"));
    QVERIFY(f.project.row(text("mei")).character.prompt.isEmpty());
}

void TestMainWindow::inspectorFollowsTheRow()
{
    Fixture f(Scene::Running);
    QCOMPARE(f.find<QLabel>("inspectorNameLabel")->text(), text("Yuki Tanaka"));
    f.table()->selectCharacter(text("noah"));
    QCOMPARE(f.find<QLabel>("inspectorNameLabel")->text(), text("Noah Berg"));
    QCOMPARE(f.find<QLabel>("inspectorPromptNoteLabel")->text(), text("Made from the type"));
    QVERIFY(f.find<QPlainTextEdit>("inspectorPromptEdit")->placeholderText().contains(text("photo of noah_berg")));
    QVERIFY(!f.visible("inspectorShowAllLink"));
    CharacterRow row = f.project.row(text("noah"));
    row.character.type = text("calm_male");
    row.summary.stored = 3;
    f.project.changeRow(row);
    QCOMPARE(f.find<QLineEdit>("inspectorTypeEdit")->text(), text("calm_male"));
    QVERIFY(f.visible("inspectorShowAllLink"));
}

void TestMainWindow::galleryOpensFullSize()
{
    Fixture f(Scene::Running);
    f.click("inspectorShowAllLink");
    QVERIFY(f.visible("galleryPage"));
    auto *view = f.find<QListView>("galleryView");
    QTRY_COMPARE(view->model()->rowCount(), 30);
    QVERIFY(f.visible("imagePanelScrollArea"));
    QCOMPARE(f.find<QComboBox>("galleryCharacterCombo")->currentText(), text("Yuki Tanaka"));
    QTRY_VERIFY(view->isVisible());
    view->setFocus();
    view->setCurrentIndex(view->model()->index(1, 0));
    QTest::keyClick(view, Qt::Key_Return);
    auto *image = f.find<QWidget>("galleryImageView");
    QVERIFY(image->isVisible());
    const QString title = f.find<QLabel>("galleryImageTitleLabel")->text();
    QTRY_VERIFY(image->hasFocus());
    QTest::keyClick(image, Qt::Key_Right);
    QVERIFY(f.find<QLabel>("galleryImageTitleLabel")->text() != title);
    QTest::keyClick(image, Qt::Key_Left);
    QCOMPARE(f.find<QLabel>("galleryImageTitleLabel")->text(), title);
    QTest::keyClick(image, Qt::Key_Z);
    QVERIFY(f.action("actualSizeAction")->isChecked());
    QTest::keyClick(image, Qt::Key_Escape);
    QVERIFY(!image->isVisible());
    QVERIFY(view->isVisible());
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(0, 0)).center());
    QVERIFY(image->isVisible());
}

void TestMainWindow::galleryTakesNewImages()
{
    Fixture f(Scene::Running);
    f.action("galleryPageAction")->trigger();
    auto *view = f.find<QListView>("galleryView");
    const int before = 30 + 30 + 12 + 30 + 30 + 30;
    QTRY_COMPARE(view->model()->rowCount(), before);
    f.project.makeImages(text("yuki"), 2);
    f.project.makeImages(text("mei"), 1);
    QTRY_COMPARE(view->model()->rowCount(), before + 3);
    f.find<QComboBox>("galleryCharacterCombo")->setCurrentIndex(1);
    Q_EMIT f.find<QComboBox>("galleryCharacterCombo")->activated(1);
    QTRY_COMPARE(view->model()->rowCount(), 32);
    f.project.makeImages(text("mei"), 1);
    f.project.makeImages(text("yuki"), 1);
    QTRY_COMPARE(view->model()->rowCount(), 33);
}

void TestMainWindow::galleryHoldsWhatIsLookedAt()
{
    Fixture f(Scene::Running);
    f.action("galleryPageAction")->trigger();
    auto *view = f.find<QListView>("galleryView");
    QTRY_VERIFY(view->model()->rowCount() > 0);
    const int before = view->model()->rowCount();
    view->selectionModel()->select(view->model()->index(5, 0), QItemSelectionModel::Select);
    f.project.makeImages(text("yuki"), 4);
    QTRY_VERIFY(f.visible("galleryNewImagesButton"));
    QCOMPARE(view->model()->rowCount(), before);
    f.click("galleryNewImagesButton");
    QCOMPARE(view->model()->rowCount(), before + 4);
    QVERIFY(!f.visible("galleryNewImagesButton"));
}

void TestMainWindow::undoIsOffered()
{
    Fixture f(Scene::BeforeRun);
    f.table()->model()->setData(f.cell(0, Model::ImagesColumn), 7);
    QCOMPARE(f.project.row(text("yuki")).character.images, 7);
    QCOMPARE(f.action("undoAction")->text(), text("&Undo change number of images"));
    QVERIFY(f.visible("undoLink"));
    f.click("undoLink");
    QCOMPARE(f.project.row(text("yuki")).character.images, 100);
    QVERIFY(f.action("redoAction")->isEnabled());
    QTest::keyClick(&f.window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(f.project.row(text("yuki")).character.images, 7);
}

void TestMainWindow::noticesHaveButtons()
{
    Fixture f(Scene::Running);
    QVERIFY(!f.visible("charactersMessages"));
    f.project.setNotices({{text("disk"),
                           Notice::Kind::Problem,
                           text("The disk is full"),
                           text("0.2 GB left"),
                           {{text("open"), text("Open Folder")}},
                           true},
                          {text("b"), Notice::Kind::Good, text("Imported"), {}, {}, true},
                          {text("c"), Notice::Kind::Good, text("Oldest"), {}, {}, true}});
    QVERIFY(f.visible("charactersMessages"));
    QCOMPARE(f.window.findChildren<QWidget *>(text("messageBar")).size(), 2);
    f.click("messageopenButton");
    QCOMPARE(f.project.lastCall(), text("runNoticeAction disk open"));
    f.click("messageCloseButton");
    QCOMPARE(f.project.lastCall(), text("dismissNotice disk"));
    f.project.setNotices({});
    QVERIFY(!f.visible("charactersMessages"));
}

void TestMainWindow::noticesGoWithTheirPage()
{
    Fixture f(Scene::Running);
    f.action("galleryPageAction")->trigger();
    f.project.setNotices({{text("copy"), Notice::Kind::Good, text("Copied 4 images"), {}, {}, true},
                          {text("run"), Notice::Kind::Problem, text("The run did not start"), {}, {}, true}});
    f.action("galleryPageAction")->trigger(); // it is there already
    QCOMPARE(f.project.notices().size(), 2);
    f.action("charactersPageAction")->trigger();
    QCOMPARE(f.project.notices().size(), 1);
    QCOMPARE(f.project.notices().first().id, text("run"));
    f.project.setNotices({{text("action"), Notice::Kind::Problem, text("It cannot be changed"), {}, {}, true}});
    f.action("galleryPageAction")->trigger();
    QVERIFY(f.project.notices().isEmpty());
}

void TestMainWindow::returnPressesAButton()
{
    Fixture f(Scene::Running);
    auto *button = f.find<QAbstractButton>("charactersOpenGalleryButton");
    auto *attention = f.find<QAbstractButton>("charactersAttentionButton");
    attention->setFocus();
    const bool before = attention->isChecked();
    QTest::keyClick(attention, Qt::Key_Return);
    QCOMPARE(attention->isChecked(), !before);
    QTest::keyClick(attention, Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(attention->isChecked(), before);
    QSignalSpy clicked(button, &QAbstractButton::clicked);
    button->setEnabled(false);
    QTest::keyClick(button, Qt::Key_Return);
    QCOMPARE(clicked.size(), 0);
}

void TestMainWindow::theListOfKeysIsReadable()
{
    Fixture f(Scene::Running);
    f.action("keysAction")->trigger();
    auto *table = f.find<QTableView>("keysTable");
    const QPalette before = QApplication::palette();
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        QApplication::setPalette(palette);
        table->selectRow(0);
        table->setFocus();
        const QRect cell = table->visualRect(table->model()->index(0, 0));
        const QImage image = table->viewport()->grab(cell.adjusted(8, 4, -8, -4)).toImage();
        const QColor ground = image.pixelColor(image.width() - 1, 0);
        double most = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                most = std::max(most, contrast(image.pixelColor(x, y), ground));
        }
        QVERIFY2(most >= 4.5, qPrintable(QString::number(most)));
    }
    QApplication::setPalette(before);
}

void TestMainWindow::theProgramSaysWhatItIs()
{
    Fixture f(Scene::Running);
    QVERIFY(f.find<QMenu>("helpMenu")->actions().contains(f.action("aboutAction")));
    f.action("aboutAction")->trigger();
    QVERIFY(f.visible("aboutDialog"));
    QVERIFY(f.find<QLabel>("aboutLicenceLabel")->text().contains(text("GPL-3.0-or-later")));
    f.click("aboutCloseButton");
    QVERIFY(!f.window.findChild<QWidget *>(text("aboutDialog")) || !f.visible("aboutDialog"));
}

void TestMainWindow::demoIsAlwaysSaid()
{
    Fixture f(Scene::Running);
    QVERIFY(!f.visible("statusDemoLabel"));
    RunSummary summary = f.project.runSummary();
    summary.demo = true;
    f.project.changeSummary(summary);
    QVERIFY(f.visible("statusDemoLabel"));
    f.action("galleryPageAction")->trigger();
    QVERIFY(f.visible("statusDemoLabel"));
    QVERIFY(f.find<QWidget>("statusDemoLabel")->accessibleName().contains(text("stand-ins")));
}

void TestMainWindow::closingWhileRunningAsks()
{
    Fixture f(Scene::Running);
    f.window.close();
    QVERIFY(f.window.isVisible());
    auto *question = f.find<QMessageBox>("closeQuestion");
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!f.window.findChild<QMessageBox *>(text("closeQuestion")));
    QVERIFY(!f.project.calls().contains(text("shutDown")));
    f.window.close();
    QTest::mouseClick(f.find<QWidget>("closeQuitButton"), Qt::LeftButton);
    QTRY_COMPARE(f.project.lastCall(), text("shutDown"));
    QTRY_VERIFY(!f.window.isVisible());

    Fixture idle(Scene::BeforeRun);
    idle.window.close();
    QVERIFY(!idle.window.isVisible());
    QCOMPARE(idle.project.lastCall(), text("shutDown"));
}

void TestMainWindow::smallWindows()
{
    Fixture f(Scene::Running, QSize(1024, 640));
    QVERIFY(!f.visible("inspectorDock"));
    QCOMPARE(f.find<QWidget>("navigationPane")->width(), 56);
    QCOMPARE(f.find<QToolButton>("importButton")->toolButtonStyle(), Qt::ToolButtonIconOnly);
    QCOMPARE(f.find<QToolButton>("startButton")->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    int width = 0;
    for (int column = 0; column < Model::ColumnCount; ++column)
        width += f.table()->isColumnHidden(column) ? 0 : f.table()->columnWidth(column);
    QCOMPARE(width, f.table()->viewport()->width());
    QTest::keyClick(&f.window, Qt::Key_F4);
    auto *dock = f.find<QDockWidget>("inspectorDock");
    QTRY_VERIFY(dock->isVisible() && dock->isFloating());
    f.window.resize(1440, 900);
    QTRY_VERIFY(dock->isVisible() && !dock->isFloating());
    QCOMPARE(f.find<QWidget>("navigationPane")->width(), 156);
    QTest::keyClick(&f.window, Qt::Key_F4);
    QTRY_VERIFY(!dock->isVisible());
    f.window.resize(1100, 700);
    f.window.resize(1500, 900);
    QVERIFY2(!dock->isVisible(), "closed by a person, so it does not come back by itself");
}

void TestMainWindow::geometryIsRemembered()
{
    {
        Fixture f(Scene::BeforeRun);
        f.window.resize(1300, 777);
        f.table()->horizontalHeader()->resizeSection(Model::CharacterColumn, 222);
        f.action("galleryPageAction")->trigger();
        f.window.close();
    }
    Fixture f(Scene::BeforeRun, QSize());
    // The fixture's size is invalid and therefore ignored by resize().
    QCOMPARE(f.table()->columnWidth(Model::CharacterColumn), 222);
    QVERIFY(f.visible("galleryPage"));
    QSettings().setValue(text("window/page"), 99);
    QSettings().setValue(text("window/geometry"), QByteArray("nonsense"));
    QSettings().setValue(text("characters/columns"), QByteArray("nonsense"));
    Fixture again(Scene::BeforeRun);
    QVERIFY(again.visible("charactersTable"));
}

void TestMainWindow::paletteChangesAtOnce()
{
    Fixture f(Scene::Running);
    const auto ground = [&] {
        return f.table()->grab().toImage().pixelColor(400, f.table()->height() - 20);
    };
    QTRY_COMPARE(ground(), QColor(0xff, 0xff, 0xff));
    QApplication::setPalette(darkPalette());
    QTRY_COMPARE(ground(), QColor(0x1b, 0x1b, 0x1c));
    QVERIFY(Roles::current().dark);
    QApplication::setPalette(lightPalette());
}

void TestMainWindow::everyControlHasAName()
{
    for (const Scene scene : {Scene::Empty, Scene::Running, Scene::Finished}) {
        Fixture f(scene);
        f.action("galleryPageAction")->trigger();
        const QList<QWidget *> widgets = f.window.findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                                 qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractItemView *>(widget) ||
                                 qobject_cast<QPlainTextEdit *>(widget) || qobject_cast<QAbstractSlider *>(widget) ||
                                 qobject_cast<QAbstractSpinBox *>(widget);
            // Parts that Qt makes inside its own widgets.
            const bool inner = widget->objectName().startsWith(text("qt_")) || widget->inherits("QScrollBar") ||
                               widget->inherits("QLineEditIconButton") || widget->inherits("QComboBoxListView") ||
                               widget->inherits("QHeaderView") || widget->inherits("QTableCornerButton") ||
                               widget->inherits("QToolBarExtension") || widget->inherits("QMenuBarExtension") ||
                               (widget->parentWidget() && widget->parentWidget()->inherits("QDockWidget") &&
                                qobject_cast<QAbstractButton *>(widget));
            if (!control || inner)
                continue;
            const QByteArray what = widget->metaObject()->className() + QByteArray(" ") +
                                    widget->objectName().toLatin1() + " in " +
                                    (widget->parentWidget() ? widget->parentWidget()->objectName().toLatin1() : "");
            QVERIFY2(!widget->objectName().isEmpty(), what.constData());
            QVERIFY2(!widget->accessibleName().isEmpty(), what.constData());
        }
        for (const QLabel *label : f.window.findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText || label->parent()->inherits("QMessageBox"),
                     qPrintable(label->text()));
        // Tab leads through every pane and comes back.
        QSet<QWidget *> seen;
        QWidget *at = &f.window;
        do {
            at = at->nextInFocusChain();
            QVERIFY(!seen.contains(at));
            seen.insert(at);
        } while (at != &f.window);
    }
}

void TestMainWindow::case13_hostileTextIsText()
{
    Fixture f(Scene::Running);
    CharacterRow row = f.project.row(text("yuki"));
    row.character.name = text("<img src=x>");
    row.status.server = text("<b>server</b>");
    f.project.changeRow(row);
    QCOMPARE(f.find<QLabel>("inspectorNameLabel")->text(), text("<img src=x>"));
    QCOMPARE(f.find<QLabel>("inspectorNameLabel")->textFormat(), Qt::PlainText);
    QTRY_COMPARE(f.cell(0, 0).data().toString(), text("<img src=x>"));
    QVERIFY(!f.window.grab().isNull());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
