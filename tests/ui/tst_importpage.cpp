// SPDX-License-Identifier: GPL-3.0-or-later
// The import page in the real window, over readers and a plan but without a database.
#include "import/importpage.h"

#include "characters/charactertableview.h"
#include "import/importtableview.h"
#include "import/picturegrid.h"
#include "mainwindow/mainwindow.h"
#include "mainwindow/pagearea.h"
#include "style/appearance.h"
#include "support/fakeimportview.h"
#include "support/windowfixture.h"
#include "widgets/messagebar.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;
using Model = ImportTableModel;

namespace {

QString u(const char *text)
{
    return QString::fromUtf8(text);
}

struct Fixture
{
    explicit Fixture(QSize size = QSize(1440, 900), Scene scene = Scene::BeforeRun)
        : project(scene), window({.project = project, .dialogs = dialogs, .imports = &imports})
    {
        QVector<Character> known;
        for (const CharacterRow &row : project.rows())
            known.append(row.character);
        imports.setKnown(project.projectId(), known);
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
    QString path(const char *name) const { return folder.filePath(u(name)); }
    QString write(const char *name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
            qFatal("cannot write %s", name);
        return path(name);
    }
    QString picture(const char *name) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QImage image(16, 24, QImage::Format_RGB32);
        image.fill(Qt::green);
        image.save(path(name), "PNG");
        return path(name);
    }
    static QMimeData *urls(const QStringList &paths)
    {
        auto *data = new QMimeData;
        QList<QUrl> list;
        for (const QString &one : paths)
            list.append(QUrl::fromLocalFile(one));
        data->setUrls(list);
        return data;
    }
    /// Over the window and let go, as a person does it.
    void drop(const QStringList &paths)
    {
        const std::unique_ptr<QMimeData> data(urls(paths));
        QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        if (!enter.isAccepted())
            return;
        QDropEvent fallen(QPointF(700, 400), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &fallen);
    }
    ImportTableView *table() const { return find<ImportTableView>("importTable"); }
    QModelIndex cell(int row, int column) const { return table()->model()->index(row, column); }
    QString text(int row, int column) const { return cell(row, column).data().toString(); }
    QString sentence(int row, int column) const { return cell(row, column).data(Qt::AccessibleTextRole).toString(); }
    bool taken(int row) const
    {
        return cell(row, Model::TakenColumn).data(Qt::CheckStateRole).toInt() == int(Qt::Checked);
    }
    QString label(const char *name) const { return find<TextLabel>(name)->text(); }
    bool visible(const char *name) const { return find<QWidget>(name)->isVisible(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

    QTemporaryDir folder;
    FakeProjectView project;
    test::AnsweredDialogs dialogs;
    FakeImportView imports;
    MainWindow window;
};

} // namespace

class TestImportPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QSettings().clear(); }
    void dropOpensThePage();
    void eachKindOfDrop_data();
    void eachKindOfDrop();
    void whatCannotBeReadSaysSoBefore();
    void pasteOpensThePage();
    void dialogsOpenThePage();
    void rowsSayWhatWillHappen();
    void spaceTakesAndLeavesOut();
    void enterFollowsTheLink();
    void namesAreTyped();
    void textsAreCorrectedInThePanel();
    void correctionsAreTakenBack();
    void onlyWhatNeedsAttention();
    void searchNarrows();
    void escapeCancels();
    void savingBySecondHand();
    void storingShowsHowFarItIs();
    void picturesAreShownAndChosen();
    void aPictureIsDraggedToTheFront();
    void readingIsSaidAndStopped();
    void hostileNamesAreText();
    void smallWindows();
    void everyControlHasAName();

private:
    QTemporaryDir m_settings;
};

void TestImportPage::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(u("lora-studio-test"));
    QApplication::setApplicationName(u("lora-studio-test"));
    Appearance::prepareApplication(false);
}

void TestImportPage::dropOpensThePage()
{
    Fixture f;
    f.find<PageArea>("pageArea")->showPage(u("gallery"));
    f.picture("hana_mori/a.png");
    f.drop({f.path("hana_mori"), f.write("list.csv", "name,type\nAmara Diallo,sharp_female\n")});
    QVERIFY(f.visible("importPage"));
    QVERIFY(!f.visible("charactersTable"));
    QCOMPARE(f.find<PageArea>("pageArea")->currentId(), u("characters"));
    QCOMPARE(f.label("importTitleLabel"), u("Import 2 characters"));
    QVERIFY(f.label("importSummaryLabel").startsWith(u("1 picture from 1 folder and 1 file. Nothing is saved yet")));
    QCOMPARE(f.find<QPushButton>("importSaveButton")->text(), u("Import 2 Characters"));
    QCOMPARE(f.project.calls().filter(u("importFiles")), QStringList()); // never by itself
    QVERIFY(f.table()->hasFocus());
    QVERIFY(!f.find<QWidget>("startButton")->property("primary").toBool());
    QCOMPARE(f.label("sidePanelTitle"), u("Selected entry"));

    f.drop({f.write("more.csv", "name\nJonas\n")}); // adds to what is there
    QCOMPARE(f.label("importTitleLabel"), u("Import 3 characters"));
}

void TestImportPage::eachKindOfDrop_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("from");
    QTest::newRow("folder") << u("yuna_sato/1.png") << QByteArray() << u("Yuna Sato") << u("yuna_sato, Folder");
    QTest::newRow("kohya") << u("10_meik woman/1.png") << QByteArray() << u("Meik") << u("10_meik woman, Folder");
    QTest::newRow("picture") << u("sofia_lind.png") << QByteArray() << u("Sofia Lind") << u("sofia_lind.png, Picture");
    QTest::newRow("table") << u("a.csv") << QByteArray("name\nA\n") << u("A") << u("a.csv, line 2, Table");
    QTest::newRow("list") << u("a.json") << QByteArray("[{\"name\":\"A\"}]") << u("A") << u("a.json, entry 1, List");
}

void TestImportPage::eachKindOfDrop()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, name);
    QFETCH(QString, from);
    Fixture f;
    QString path = content.isEmpty() ? f.picture(qUtf8Printable(file)) : f.write(qUtf8Printable(file), content);
    if (file.contains(u'/'))
        path = QFileInfo(path).path();
    f.drop({path});
    QCOMPARE(f.table()->model()->rowCount(), 1);
    QCOMPARE(f.text(0, Model::NameColumn), name);
    QCOMPARE(f.sentence(0, Model::FromColumn), from);
    QCOMPARE(f.text(0, Model::HappeningColumn), u("New"));
    QVERIFY(f.taken(0));
}

void TestImportPage::whatCannotBeReadSaysSoBefore()
{
    Fixture f;
    const auto hold = [&](const QStringList &names) {
        const std::unique_ptr<QMimeData> data(Fixture::urls(names));
        QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window, &enter);
        return enter.isAccepted();
    };
    QVERIFY(!hold({f.write("notes.odt", "x")}));
    QVERIFY(f.find<QWidget>("dropFrame")->accessibleName().contains(u("notes.odt")));
    QVERIFY(hold({f.path("notes.odt"), f.write("list.csv", "name\nA\n")}));
    QVERIFY(f.find<QWidget>("dropFrame")->accessibleDescription().startsWith(u("1 of 2 cannot be read")));
    QDir().mkpath(f.path("folder.with.dots"));
    QVERIFY(hold({f.path("folder.with.dots")}));
    QVERIFY(f.find<QWidget>("dropFrame")->accessibleName().startsWith(u("One folder per character")));
    f.drop({f.path("notes.odt")});
    QVERIFY(f.visible("charactersTable"));
}

void TestImportPage::pasteOpensThePage()
{
    Fixture f;
    QApplication::clipboard()->setText(u("name\ttype\nAnna\tsoft_female\nBert\t\n"));
    f.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(f.label("importTitleLabel"), u("Import 2 characters"));
    QCOMPARE(f.sentence(0, Model::FromColumn), u("Pasted text, line 2, Clipboard"));
    QApplication::clipboard()->setMimeData(Fixture::urls({f.picture("Cleo/a.png"), f.path("Cleo")}));
    f.find<QAction>("pasteAction")->trigger();
    QCOMPARE(f.table()->model()->rowCount(), 4);
    // A text box keeps the key for itself.
    QApplication::clipboard()->setText(u("name\nNobody\n"));
    auto *edit = f.find<QLineEdit>("importTypeEdit");
    edit->setFocus();
    f.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(f.table()->model()->rowCount(), 4);
}

void TestImportPage::dialogsOpenThePage()
{
    Fixture f({1440, 900}, Scene::Empty);
    f.dialogs.answerWith = QStringList{f.write("list.csv", "name\nA\n")};
    f.find<PageArea>("pageArea")->showPage(u("gallery"));
    f.find<QAction>("importAction")->trigger();
    QVERIFY(f.visible("importPage"));
    QVERIFY(f.find<QDockWidget>("inspectorDock")->isVisible()); // although there is no character yet
}

void TestImportPage::rowsSayWhatWillHappen()
{
    Fixture f;
    f.picture("hana_mori/a.png");
    f.picture("luca_rossi/a.png");
    f.write("luca_rossi/img_007.png", "<html>");
    f.write("luca_rossi/img_011.png", QByteArray("\x89PNG\r\n\x1a\n", 8));
    f.drop({f.path("hana_mori"), f.path("luca_rossi"),
            f.write("characters.csv", "name,prompt,images,model\nyuki tanaka,new,,\nJonas,,many,a/b.safetensors\n,,,\n"
                                      ",x,,\n"),
            f.write("broken.json", "[\n{\"name\" 1}]")});
    const auto said = [&](int row) {
        return f.sentence(row, Model::HappeningColumn);
    };
    QCOMPARE(f.table()->model()->rowCount(), 6);
    QCOMPARE(said(0), u("New: The picture becomes the reference"));
    const QString two = said(1);
    QVERIFY2(two.startsWith(u("2 pictures cannot be read: ")) && two.contains(u("img_007.png")) &&
                 two.endsWith(u("are left out. Enter: Show.")),
             qPrintable(two));
    QCOMPARE(said(2), u("Exists already: Prompt will be replaced. Enter: Add as new."));
    QVERIFY2(said(3).startsWith(u("Images: “")) &&
                 said(3).endsWith(u("is not a number: 100 will be used. Enter: Edit.")),
             qPrintable(said(3)));
    QCOMPARE(said(4), u("No name, so it is left out: Type a name to bring it in. Enter: Type a name."));
    QCOMPARE(f.sentence(4, Model::FromColumn), u("characters.csv, line 5, Table"));
    QCOMPARE(said(5), u("Not valid JSON, so it is left out: Line 2, column 10: a colon is missing. Enter: Open."));
    QCOMPARE(f.label("messageHeadLabel"), u("2 entries are left out, 3 have notes."));
    QCOMPARE(f.label("importTitleLabel"), u("Import 4 characters"));
    for (int row = 0; row < 6; ++row)
        QCOMPARE(f.taken(row), row < 4);
    f.table()->setCurrentIndex(f.cell(5, Model::NameColumn));
    f.press(Qt::Key_Return);
    QCOMPARE(f.imports.calls().last(), u("openSource ") + f.path("broken.json"));
}

void TestImportPage::spaceTakesAndLeavesOut()
{
    Fixture f;
    f.drop({f.write("list.csv", "name\nA\nB\nC\n")});
    f.press(Qt::Key_Space);
    QVERIFY(!f.taken(0));
    QCOMPARE(f.text(0, Model::HappeningColumn), u("Left out by you"));
    f.press(Qt::Key_Down, Qt::ShiftModifier);
    f.press(Qt::Key_Space); // the current one decides for all that are selected
    QVERIFY(!f.taken(0) && !f.taken(1) && f.taken(2));
    QCOMPARE(f.find<QPushButton>("importSaveButton")->text(), u("Import 1 Character"));
    f.table()->selectEntry(3);
    f.press(Qt::Key_Space);
    QCOMPARE(f.label("importTitleLabel"), u("Nothing to import"));
    QVERIFY(!f.find<QPushButton>("importSaveButton")->isEnabled());
    const QRect first = f.table()->visualRect(f.cell(0, Model::TakenColumn));
    QTest::mouseClick(f.table()->viewport(), Qt::LeftButton, {}, QPoint(24, first.center().y()));
    QVERIFY(f.taken(0));
    QTest::mouseClick(f.table()->viewport(), Qt::LeftButton, {}, QPoint(60, first.center().y()));
    QVERIFY(f.taken(0)); // on the picture
}

void TestImportPage::enterFollowsTheLink()
{
    Fixture f;
    f.drop({f.write("list.csv", "name,images\nYuki Tanaka,3\nJonas,many\n")});
    f.press(Qt::Key_Return);
    QCOMPARE(f.text(0, Model::NameColumn), u("Yuki Tanaka 2"));
    QCOMPARE(f.text(0, Model::HappeningColumn), u("New"));
    f.press(Qt::Key_Down);
    f.press(Qt::Key_Enter);
    auto *images = f.find<QLineEdit>("importImagesEdit");
    QVERIFY(images->hasFocus());
    QTest::keyClicks(images, u("40"));
    f.press(Qt::Key_Return);
    QCOMPARE(f.text(1, Model::HappeningColumn), u("New"));
    QCOMPARE(f.imports.entry(u("Jonas"))->imported.character.images, 40);
    // The link itself takes clicks.
    f.find<QAction>("undoAction")->trigger();
    const QRect cell = f.table()->visualRect(f.cell(1, Model::HappeningColumn));
    f.table()->setFocus();
    QTest::mouseClick(f.table()->viewport(), Qt::LeftButton, {}, QPoint(cell.right() - 24, cell.center().y() - 8));
    QVERIFY(images->hasFocus());
}

void TestImportPage::namesAreTyped()
{
    Fixture f;
    f.drop({f.write("list.csv", "name,type\n,soft_male\nB,\n")});
    QCOMPARE(f.text(0, Model::NameColumn), u("No name"));
    f.press(Qt::Key_Return);
    auto *edit = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(edit && edit->objectName() == u("importCellNameEdit"));
    QVERIFY(edit->text().isEmpty());
    QTest::keyClicks(edit, u("Anna Berg"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(f.text(0, Model::NameColumn), u("Anna Berg"));
    QVERIFY(f.taken(0));
    QCOMPARE(f.label("importTitleLabel"), u("Import 2 characters"));
    f.table()->setFocus();
    f.table()->selectEntry(2);
    f.press(Qt::Key_F2);
    edit = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(edit && edit->text() == u("B"));
    edit->setText(u("anna  berg"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(f.text(1, Model::HappeningColumn), u("Same name as an entry above"));
    QCOMPARE(f.label("importTitleLabel"), u("Import 1 character"));
}

void TestImportPage::textsAreCorrectedInThePanel()
{
    Fixture f;
    f.drop({f.write("list.csv", "name,type\nAnna,soft_female\nBert,\n")});
    QCOMPARE(f.label("importNameLabel"), u("Anna"));
    auto *name = f.find<QLineEdit>("importNameEdit");
    auto *type = f.find<QLineEdit>("importTypeEdit");
    auto *prompt = f.find<QPlainTextEdit>("importPromptEdit");
    QCOMPARE(prompt->placeholderText(), u("photo of anna, soft female"));
    f.press(Qt::Key_Tab);
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, u("Anneke"));
    f.press(Qt::Key_Tab);
    QVERIFY(type->hasFocus());
    QCOMPARE(f.text(0, Model::NameColumn), u("Anneke"));
    type->setText(u("gentle_female"));
    prompt->setFocus();
    QTest::keyClicks(prompt, u("a woman"));
    f.table()->setFocus();
    QCOMPARE(f.imports.entry(u("Anneke"))->imported.character.prompt, u("a woman"));
    QCOMPARE(f.text(0, Model::ModelColumn), u("Realistic Vision 5.1"));
    // What makes no sense is said and not taken over.
    auto *images = f.find<QLineEdit>("importImagesEdit");
    images->setFocus();
    images->setText(u("lots"));
    f.press(Qt::Key_Return);
    QVERIFY(f.label("importProblemLabel").contains(u("lots")));
    QCOMPARE(images->text(), u("100"));
    // Typed, and on to another row without leaving the box: it stays with its row.
    name->setFocus();
    name->setText(u("Anne"));
    f.table()->selectEntry(2);
    QCOMPARE(f.text(0, Model::NameColumn), u("Anne"));
    QCOMPARE(name->text(), u("Bert"));
}

void TestImportPage::correctionsAreTakenBack()
{
    Fixture f;
    f.drop({f.write("list.csv", "name\nAnna\n")});
    QVERIFY(!f.find<QAction>("undoAction")->isEnabled());
    f.press(Qt::Key_Space);
    QVERIFY(!f.taken(0));
    f.press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f.taken(0));
    f.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!f.taken(0));
    QVERIFY(!f.project.calls().contains(u("undo")));
    f.press(Qt::Key_Escape);
    QVERIFY(f.visible("charactersTable"));
    QVERIFY(!f.find<QAction>("redoAction")->isEnabled());
}

void TestImportPage::onlyWhatNeedsAttention()
{
    Fixture f;
    f.drop({f.write("list.csv", "name,images\nA,1\n,2\nC,none\nD,4\n")});
    QCOMPARE(f.table()->model()->rowCount(), 4);
    QTest::mouseClick(f.find<QPushButton>("messageAttentionButton"), Qt::LeftButton);
    QCOMPARE(f.table()->model()->rowCount(), 2);
    QTRY_COMPARE(f.window.findChildren<QPushButton *>(u("messageAttentionButton")).size(), 1);
    QCOMPARE(f.find<QPushButton>("messageAttentionButton")->text(), u("Show All"));
    QTest::mouseClick(f.find<QPushButton>("messageAttentionButton"), Qt::LeftButton);
    QCOMPARE(f.table()->model()->rowCount(), 4);
}

void TestImportPage::searchNarrows()
{
    Fixture f;
    auto *search = f.find<QLineEdit>("searchEdit");
    search->setText(u("mei"));
    f.drop({f.write("list.csv", "name\nAnna\nBert\n")});
    QVERIFY(search->text().isEmpty()); // that was about the table
    search->setText(u("bert"));
    QCOMPARE(f.table()->model()->rowCount(), 1);
    search->setText(u("<b>nobody</b>"));
    QVERIFY(f.visible("importNothingLabel"));
    f.table()->setFocus();
    f.find<ImportPage>("importPage")->takeFocus();
    QTest::keyClick(&f.window, Qt::Key_Escape); // the search first
    QVERIFY(search->text().isEmpty());
    QVERIFY(f.visible("importTable"));
    QTest::keyClick(&f.window, Qt::Key_Escape);
    QVERIFY(f.visible("charactersTable"));
}

void TestImportPage::escapeCancels()
{
    Fixture f;
    f.drop({f.write("list.csv", "name\nAnna\n")});
    f.press(Qt::Key_Escape);
    QVERIFY(!f.visible("importPage"));
    QVERIFY(f.find<CharacterTableView>("charactersTable")->hasFocus());
    QVERIFY(!f.imports.calls().contains(u("import")));
    QVERIFY(f.imports.plan().isEmpty());
    QVERIFY(f.find<QWidget>("startButton")->property("primary").toBool());
    f.drop({f.path("list.csv")});
    QTest::mouseClick(f.find<QPushButton>("importCancelButton"), Qt::LeftButton);
    QVERIFY(!f.visible("importPage"));
}

void TestImportPage::savingBySecondHand()
{
    Fixture f;
    QVERIFY(!f.find<QAction>("importSaveAction")->isEnabled());
    f.drop({f.write("list.csv", "name\nAnna\n")});
    auto *type = f.find<QLineEdit>("importTypeEdit");
    type->setFocus();
    QTest::keyClicks(type, u("soft_female"));
    QString typed;
    connect(&f.imports, &ImportView::rowsChanged, this, [&] {
        if (!f.imports.plan().isEmpty())
            typed = f.imports.plan().entries().first()->imported.character.type;
    });
    QTest::keyClick(type, Qt::Key_S, Qt::ControlModifier); // from the panel too, and with what is being typed
    QCOMPARE(typed, u("soft_female"));
    QVERIFY(f.imports.calls().contains(u("import")));
    QVERIFY(!f.visible("importPage"));
}

void TestImportPage::storingShowsHowFarItIs()
{
    Fixture f;
    f.drop({f.write("list.csv", "name\nAnna\n")});
    auto *bar = f.find<QProgressBar>("importProgress");
    auto *cancel = f.find<QPushButton>("importCancelButton");
    QVERIFY(!bar->isVisible());
    f.imports.setStoring(120, 400);
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->value(), 120);
    QCOMPARE(bar->maximum(), 400);
    QVERIFY(!bar->accessibleName().isEmpty());
    QCOMPARE(f.find<TextLabel>("importSummaryLabel")->text(), u("Importing 120 of 400…"));
    QVERIFY(!f.find<QAction>("importSaveAction")->isEnabled());
    QVERIFY(cancel->isEnabled());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(f.imports.calls().last(), u("cancel"));
    QVERIFY(!bar->isVisible());
    QVERIFY(f.visible("importPage")); // what was to come in is still there
    QVERIFY(f.find<QAction>("importSaveAction")->isEnabled());
}

void TestImportPage::picturesAreShownAndChosen()
{
    Fixture f;
    for (const char *name : {"A/1.png", "A/2.png", "A/4.png"})
        f.picture(name);
    f.write("A/3.png", "no");
    f.drop({f.path("A")});
    QCOMPARE(f.label("importPictureCountLabel"), u("3 of 4"));
    f.press(Qt::Key_Return); // Show
    auto *grid = f.find<PictureGrid>("importPictureGrid");
    QVERIFY(grid->hasFocus());
    QCOMPARE(grid->current(), 2);
    QVERIFY(grid->accessibleDescription().contains(u("3.png, is left out")));
    f.press(Qt::Key_Return); // it cannot be the reference
    QCOMPARE(f.imports.plan().find(1)->edited, QStringList());
    f.press(Qt::Key_Right);
    f.press(Qt::Key_Return);
    QCOMPARE(QFileInfo(f.imports.plan().find(1)->pictures.first().path).fileName(), u("4.png"));
    QCOMPARE(grid->current(), 0);
    f.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(QFileInfo(f.imports.plan().find(1)->pictures.first().path).fileName(), u("1.png"));
    f.press(Qt::Key_End);
    QContextMenuEvent menu(QContextMenuEvent::Keyboard, QPoint(), grid->mapToGlobal(QPoint()));
    QApplication::sendEvent(grid, &menu);
    f.find<QAction>("useAsReferenceAction")->trigger();
    QCOMPARE(QFileInfo(f.imports.plan().find(1)->pictures.first().path).fileName(), u("4.png"));
}

void TestImportPage::aPictureIsDraggedToTheFront()
{
    Fixture f;
    for (const char *name : {"A/1.png", "A/2.png", "A/3.png"})
        f.picture(name);
    f.drop({f.path("A")});
    auto *grid = f.find<PictureGrid>("importPictureGrid");
    const auto drag = [&](int from, int to) {
        QTest::mousePress(grid, Qt::LeftButton, {}, grid->tileRect(from).center());
        QTest::mouseMove(grid, (grid->tileRect(from).center() + grid->tileRect(to).center()) / 2);
        QTest::mouseMove(grid, grid->tileRect(to).center());
        QTest::mouseRelease(grid, Qt::LeftButton, {}, grid->tileRect(to).center());
    };
    const auto first = [&] {
        return QFileInfo(f.imports.plan().find(1)->pictures.first().path).fileName();
    };
    drag(1, 2);
    QCOMPARE(first(), u("1.png"));
    drag(2, 0);
    QCOMPARE(first(), u("3.png"));
    QTest::mouseClick(grid, Qt::LeftButton, {}, grid->tileRect(1).center());
    QCOMPARE(first(), u("3.png"));
}

void TestImportPage::readingIsSaidAndStopped()
{
    Fixture f;
    f.imports.setReading(u("luca_rossi"));
    QVERIFY(f.visible("importPage"));
    QCOMPARE(f.label("importTitleLabel"), u("Reading…"));
    QVERIFY(f.label("importSummaryLabel").contains(u("luca_rossi")));
    QVERIFY(!f.find<QPushButton>("importSaveButton")->isEnabled());
    QTest::keyClick(&f.window, Qt::Key_Escape);
    QVERIFY(f.visible("charactersTable"));
    f.drop({f.write("list.csv", "name\nAnna\n")});
    f.imports.setReading(u("more"));
    QCOMPARE(f.find<QPushButton>("importCancelButton")->text(), u("Stop Reading"));
    QTest::mouseClick(f.find<QPushButton>("importCancelButton"), Qt::LeftButton);
    QCOMPARE(f.imports.calls().last(), u("stopReading"));
    QVERIFY(f.visible("importPage")); // what was there stays
    QCOMPARE(f.find<QPushButton>("importCancelButton")->text(), u("Cancel"));
}

void TestImportPage::hostileNamesAreText()
{
    Fixture f;
    const QString name = u("<img src=file:///etc/passwd>");
    QByteArray table("name,type,images\n");
    table += name.toUtf8() + ",<i>x</i>,<u>1\n\"'); DROP TABLE x;--\",%1 %2,\n" + u("\u202Eevil,,\n").toUtf8();
    f.drop({f.write("<b>list.csv", table)});
    QCOMPARE(f.text(0, Model::NameColumn), name);
    QCOMPARE(f.label("importNameLabel"), name);
    QVERIFY(f.text(0, Model::HappeningColumn).contains(u("<u>1")));
    for (const QLabel *label : f.window.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    f.table()->selectEntry(2);
    QCOMPARE(f.label("importNameLabel"), u("'); DROP TABLE x;--"));
    QVERIFY(f.label("importOriginLabel").contains(u("<b>list.csv")));
    QCOMPARE(f.find<QLineEdit>("importTypeEdit")->text(), u("%1 %2"));
    f.window.grab(); // and it is painted
}

void TestImportPage::smallWindows()
{
    Fixture f({1024, 640});
    f.drop({f.write("list.csv", "name,images\nAnna,many\n")});
    QVERIFY(!f.find<QDockWidget>("inspectorDock")->isVisible());
    int wide = 0;
    for (int column = 0; column < Model::ColumnCount; ++column)
        wide += f.table()->columnWidth(column);
    QVERIFY(wide <= f.table()->viewport()->width());
    f.press(Qt::Key_Return); // Edit: the panel comes by itself
    QVERIFY(f.find<QDockWidget>("inspectorDock")->isVisible());
    QTRY_VERIFY(f.find<QLineEdit>("importImagesEdit")->isVisible());
}

void TestImportPage::everyControlHasAName()
{
    Fixture f;
    f.picture("A/1.png");
    f.drop({f.path("A"), f.write("list.csv", "name\n,\nB\n")});
    for (const char *parent : {"importPage", "importPanelScrollArea"}) {
        for (QWidget *widget : f.find<QWidget>(parent)->findChildren<QWidget *>()) {
            const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                                 qobject_cast<QPlainTextEdit *>(widget) || qobject_cast<PictureGrid *>(widget) ||
                                 qobject_cast<QTableView *>(widget);
            if (!control || widget->inherits("QTableCornerButton"))
                continue;
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
        }
    }
}

QTEST_MAIN(TestImportPage)
#include "tst_importpage.moc"
