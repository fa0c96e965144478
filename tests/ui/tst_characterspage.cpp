// SPDX-License-Identifier: GPL-3.0-or-later
// The character table in the real window: sorting, compact rows, new characters and copies, images that try a prompt.
#include "characters/charactertableview.h"
#include "delegates/celldelegate.h"
#include "models/characterfiltermodel.h"
#include "style/appearance.h"
#include "support/windowfixture.h"
#include "widgets/projectchooser.h"
#include "widgets/referencestrip.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;
using Model = CharacterTableModel;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

struct Fixture : test::WindowFixture
{
    using WindowFixture::WindowFixture;
    CharacterTableView *table() const { return find<CharacterTableView>("charactersTable"); }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            names.append(table()->model()->index(row, 0).data().toString().section(u' ', 0, 0));
        return names;
    }
    void clickHeading(int column)
    {
        QHeaderView *header = table()->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(column) + 30, header->height() / 2));
    }
};

} // namespace

class TestCharactersPage : public QObject
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
    void headingsSort();
    void rowsDoNotDance();
    void sortingAndRowsAreRemembered();
    void charactersAreAddedByName();
    void aNameThatIsTakenIsRefusedInPlace();
    void enterWithoutImagesEditsTheName();
    void copiesAndTrials();
    void factsAreTypedOver();
    void referencesAreSeenAndChosen();
    void projectsAreMadeAndNamed();

private:
    QTemporaryDir m_settings;
};

void TestCharactersPage::headingsSort()
{
    Fixture f(Scene::Running);
    const QStringList imported = f.names();
    f.clickHeading(Model::CharacterColumn);
    QStringList sorted = imported;
    sorted.sort(Qt::CaseInsensitive);
    QCOMPARE(f.names(), sorted);
    QVERIFY(f.find<QAction>("sortCharactersAction1")->isChecked());
    f.clickHeading(Model::CharacterColumn);
    std::reverse(sorted.begin(), sorted.end());
    QCOMPARE(f.names(), sorted);
    f.clickHeading(Model::CharacterColumn); // and back to the order of the import
    QCOMPARE(f.names(), imported);
    QVERIFY(f.find<QAction>("sortCharactersAction0")->isChecked());
    // Without a mouse, by numbers and not by digits.
    f.find<QAction>("sortCharactersAction5")->trigger();
    f.find<QAction>("sortCharactersAction5")->trigger();
    int former = 101;
    for (const QString &name : f.names()) {
        const CharacterRow row = f.project.row(name.toLower());
        const int share = 100 * row.summary.stored / row.character.images;
        QVERIFY(share <= former);
        former = share;
    }
}

void TestCharactersPage::rowsDoNotDance()
{
    Fixture f(Scene::Running);
    f.find<QAction>("sortCharactersAction5")->trigger();
    const QStringList before = f.names();
    const QString id = before.first().toLower();
    f.table()->selectCharacter(id);
    CharacterRow row = f.project.row(id);
    row.summary.stored = row.character.images;
    const QSignalSpy shown(f.table()->model(), &QAbstractItemModel::dataChanged);
    f.project.changeRow(row);
    QTRY_VERIFY(!shown.isEmpty());
    QCOMPARE(f.names(), before);
    QTRY_VERIFY_WITH_TIMEOUT(f.names() != before, 3000);
    QCOMPARE(f.table()->currentId(), id); // whoever is current goes along
}

void TestCharactersPage::sortingAndRowsAreRemembered()
{
    {
        Fixture f(Scene::BeforeRun);
        QCOMPARE(f.table()->rowHeight(0), CellDelegate::rowHeight());
        f.find<QAction>("compactRowsAction")->trigger();
        QCOMPARE(f.table()->rowHeight(0), CellDelegate::rowHeight(true));
        QVERIFY(f.table()->rowHeight(0) < 56);
        QVERIFY(f.settings.values().compactRows); // kept with the other settings
        f.find<QAction>("compactRowsAction")->trigger();
        QVERIFY(!f.settings.values().compactRows);
        f.clickHeading(Model::CharacterColumn);
        f.window.close();
    }
    Fixture f(Scene::BeforeRun);
    QCOMPARE(f.names().first(), text("Mei"));
}

void TestCharactersPage::aNameThatIsTakenIsRefusedInPlace()
{
    Fixture f(Scene::BeforeRun);
    f.table()->selectCharacter(text("mei"));
    f.table()->setFocus();
    const auto calls = f.project.lastCall();
    QTest::keyClick(f.table(), Qt::Key_F2);
    QPointer<QLineEdit> edit = f.find<QLineEdit>("charactersNameEdit");
    edit->setText(text(" YUKI  tanaka "));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(edit && edit->isVisible());
    QVERIFY2(edit->toolTip().contains(text("here already")), qPrintable(edit->toolTip()));
    QCOMPARE(f.project.lastCall(), calls);
    edit->setText(text("Mei K."));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(f.project.lastCall().startsWith(text("editCharacter mei Mei K.")));
    // Who goes elsewhere is told by whoever refuses the name, and has not lost it in silence.
    QTest::keyClick(f.table(), Qt::Key_F2);
    edit = f.find<QLineEdit>("charactersNameEdit");
    edit->setText(text("Yuki Tanaka"));
    f.find<QPlainTextEdit>("inspectorPromptEdit")->setFocus();
    QTRY_VERIFY(!edit);
    QVERIFY(f.project.lastCall().startsWith(text("editCharacter mei Yuki Tanaka")));
}

void TestCharactersPage::enterWithoutImagesEditsTheName()
{
    Fixture f(Scene::Running);
    QSignalSpy gallery(f.table(), &CharacterTableView::galleryRequested);
    const QAbstractItemModel *rows = f.table()->model();
    int edited = 0;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const QModelIndex cell = rows->index(row, CharacterTableModel::CharacterColumn);
        const bool images = f.table()->rowAt(cell)->summary.stored > 0;
        gallery.clear();
        f.find<QAction>("charactersPageAction")->trigger();
        f.table()->setFocus();
        f.table()->setCurrentIndex(cell);
        QTest::keyClick(f.table(), Qt::Key_Return);
        QCOMPARE(gallery.size(), images ? 1 : 0);
        if (images)
            continue;
        const QPointer<QLineEdit> edit = f.find<QLineEdit>("charactersNameEdit");
        QVERIFY(edit && edit->isVisible());
        QTest::keyClick(edit, Qt::Key_Escape);
        QTRY_VERIFY(!edit);
        ++edited;
    }
    QVERIFY(edited > 0 && edited < rows->rowCount());
}

void TestCharactersPage::charactersAreAddedByName()
{
    Fixture f(Scene::BeforeRun);
    f.table()->setFocus();
    QTest::keyClick(f.table(), Qt::Key_N, Qt::ControlModifier);
    auto *edit = f.find<QLineEdit>("nameBarEdit");
    QVERIFY(edit->isVisible());
    QTRY_VERIFY(edit->hasFocus());
    QVERIFY(!f.find<QPushButton>("nameBarAcceptButton")->isEnabled());
    QTest::keyClicks(edit, text("yuki tanaka"));
    QVERIFY(f.find<QLabel>("nameBarProblemLabel")->text().contains(text("here already")));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(edit->isVisible()); // nothing is taken, nothing is lost
    edit->selectAll();
    QTest::keyClicks(edit, text("Noor"));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("addCharacter Noor"));
    QVERIFY(!edit->isVisible());
    QCOMPARE(f.table()->currentId(), text("noor"));
    QCOMPARE(f.table()->selectedIds(), QStringList{text("noor")});
    // Escape closes it.
    f.find<QAction>("newCharacterAction")->trigger();
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!edit->isVisible());
}

void TestCharactersPage::copiesAndTrials()
{
    Fixture f(Scene::BeforeRun);
    f.table()->selectCharacter(text("mei"));
    f.table()->setFocus();
    QTest::keyClick(f.table(), Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(f.project.lastCall(), text("duplicateCharacters mei"));
    f.find<QAction>("oneImageAction")->trigger();
    QCOMPARE(f.project.lastCall(), text("makeOneImage mei"));
}

void TestCharactersPage::factsAreTypedOver()
{
    Fixture f(Scene::BeforeRun);
    f.table()->selectCharacter(text("mei"));
    auto *size = f.find<QLineEdit>("inspectorSizeEdit");
    const auto type = [&](QLineEdit *edit, const char *value) {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text(value));
        f.table()->setFocus();
    };
    type(size, "832x1216");
    QCOMPARE(f.project.row(text("mei")).character.size, QSize(832, 1216));
    QCOMPARE(size->text(), text("832 × 1216"));
    type(size, "10x10");
    QVERIFY(f.find<QLabel>("inspectorProblemLabel")->text().contains(text("10x10")));
    QCOMPARE(f.project.row(text("mei")).character.size, QSize(832, 1216));
    QCOMPARE(size->text(), text("832 × 1216"));
    type(f.find<QLineEdit>("inspectorTypeEdit"), "sharp_female");
    type(f.find<QLineEdit>("inspectorTriggerEdit"), "meikb");
    QCOMPARE(f.project.row(text("mei")).character.type, text("sharp_female"));
    QCOMPARE(f.project.row(text("mei")).character.trigger, text("meikb"));
    // Escape takes back what was typed.
    auto *trigger = f.find<QLineEdit>("inspectorTriggerEdit");
    trigger->setFocus();
    QTest::keyClicks(trigger, text("zzz"));
    QTest::keyClick(trigger, Qt::Key_Escape);
    QCOMPARE(trigger->text(), text("meikb"));
}

void TestCharactersPage::referencesAreSeenAndChosen()
{
    Fixture f(Scene::Running);
    const QString id = f.table()->currentId();
    auto *strip = f.find<ReferenceStrip>("inspectorReferenceStrip");
    f.project.setReferences(id, {text("portrait/0")});
    QVERIFY(!strip->isVisible()); // it is the portrait
    QStringList keys;
    for (int i = 0; i < 12; ++i)
        keys.append(text("image/0/%1").arg(i));
    f.project.setReferences(id, keys);
    QVERIFY(strip->isVisible());
    QCOMPARE(f.find<QLabel>("inspectorReferenceCountLabel")->text(), text("12"));
    QVERIFY(strip->tileRect(11).isEmpty());
    strip->setFocus();
    QTest::keyClick(strip, Qt::Key_End);
    QCOMPARE(strip->current(), 11);
    QVERIFY(!strip->tileRect(11).isEmpty());
    QVERIFY(strip->tileRect(0).isEmpty());
    QVERIFY(strip->accessibleDescription().startsWith(text("Picture 12 of 12")));
    QTest::keyClick(strip, Qt::Key_Home);
    QTest::keyClick(strip, Qt::Key_Return); // it is shown already
    QVERIFY(!f.project.lastCall().startsWith(text("chooseReference")));
    QTest::keyClick(strip, Qt::Key_Right);
    QTest::keyClick(strip, Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("chooseReference %1 image/0/1").arg(id));
    QCOMPARE(strip->current(), 0);
    // With the mouse: the tile with a number leads on, a double click chooses.
    int edge = 0;
    while (!strip->tileRect(edge + 1).isEmpty())
        ++edge;
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->tileRect(edge).center());
    QCOMPARE(strip->current(), edge);
    QVERIFY(!strip->tileRect(edge + 1).isEmpty());
    const QPoint place = strip->tileRect(edge).center();
    QTest::mouseClick(strip, Qt::LeftButton, {}, place);
    QTest::mouseDClick(strip, Qt::LeftButton, {}, place);
    QCOMPARE(f.project.lastCall(), text("chooseReference %1 image/0/%2").arg(id).arg(edge));
    // The next character starts at its first picture.
    QTest::keyClick(strip, Qt::Key_End);
    QTest::keyClick(f.table(), Qt::Key_Down);
    QVERIFY(!strip->isVisible());
    QTest::keyClick(f.table(), Qt::Key_Up);
    QVERIFY(strip->isVisible());
    QCOMPARE(strip->current(), 0);
}

void TestCharactersPage::projectsAreMadeAndNamed()
{
    Fixture f(Scene::BeforeRun);
    auto *chooser = f.find<ProjectChooser>("projectChooser");
    QCOMPARE(chooser->projectName(), f.project.projectName());
    QVERIFY(chooser->menu());
    f.find<QAction>("newProjectAction")->trigger();
    auto *edit = f.find<QLineEdit>("nameBarEdit");
    QTest::keyClicks(edit, text("Winter"));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("createProject Winter"));
    f.find<QAction>("renameProjectAction")->trigger();
    QCOMPARE(edit->text(), f.project.projectName());
    QTest::keyClicks(edit, text("Summer"));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(f.project.lastCall(), text("renameProject Summer"));
}

QTEST_MAIN(TestCharactersPage)
#include "tst_characterspage.moc"
