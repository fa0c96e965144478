// SPDX-License-Identifier: GPL-3.0-or-later
// The page of models in the real window, over a catalog from memory.
#include "models/modelcelldelegate.h"
#include "models/modelspage.h"
#include "models/modeltableview.h"
#include "models/scoreridges.h"
#include "style/appearance.h"
#include "style/roles.h"
#include "support/windowfixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;
using namespace Qt::StringLiterals;

namespace {

const QString epic = u"epicrealism_v5.safetensors"_qs;
const QString stranger = u"dreamshaper_8.safetensors"_qs;

struct Fixture : test::WindowFixture
{
    explicit Fixture(QSize size = QSize(1440, 900)) : WindowFixture(Scene::BeforeRun, size)
    {
        project.undoStack().clear();
        QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
    }
    ModelTableView *table() const { return find<ModelTableView>("modelsTable"); }
    QString label(const char *name) const { return find<QLabel>(name)->text(); }
    void type(QWidget *field, const QString &text) const
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Tab);
    }
};

} // namespace

class TestModelsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(u"lora-studio-tests"_qs);
        QCoreApplication::setApplicationName(u"tst_modelspage"_qs);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale::c());
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }

    void isReachedAndCounted()
    {
        Fixture f;
        QVERIFY(f.table()->isVisible());
        QVERIFY(f.table()->hasFocus());
        QCOMPARE(f.label("modelsCountLabel"), u"4 in the catalog, 4 on servers"_qs);
        QCOMPARE(f.window.findChild<ModelsPage *>()->badge().count, 5);
        QCOMPARE(f.label("modelNameLabel"), u"epiCRealism v5"_qs); // the first one is current, in the side panel
        QCOMPARE(f.catalog.calls().last(), u"watched"_qs);
        QTest::keyClick(&f.window, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(f.catalog.calls().last(), u"unwatched"_qs);
    }

    void enterEditsAndEachFieldIsOneStep()
    {
        Fixture f;
        QTest::keyClick(f.table(), Qt::Key_Return);
        auto *type = f.find<QComboBox>("modelTypeCombo");
        QTRY_VERIFY(type->hasFocus() || type->lineEdit()->hasFocus());
        f.type(f.find<QSpinBox>("modelSharpnessSpin"), u"8"_qs);
        QCOMPARE(f.catalog.row(epic).checkpoint.sharpness, 8);
        QCOMPARE(f.project.undoStack().count(), 1);
        f.type(f.find<QLineEdit>("modelBestForEdit"), u"male,  female ,,male"_qs);
        QCOMPARE(f.catalog.row(epic).checkpoint.bestFor, (QStringList{u"male"_qs, u"female"_qs}));
        f.type(f.find<QDoubleSpinBox>("modelCfgSpin"), u"6.25"_qs);
        QCOMPARE(f.catalog.row(epic).checkpoint.settings.cfg, 6.25);
        auto *negative = f.find<QPlainTextEdit>("modelNegativeEdit");
        f.type(negative, u"<b>noise</b>"_qs);
        QCOMPARE(f.catalog.row(epic).checkpoint.negative, u"<b>noise</b>"_qs);
        QCOMPARE(f.project.undoStack().count(), 4);
        f.type(f.find<QSpinBox>("modelSpeedSpin"), u"7"_qs); // what it was: no step
        QCOMPARE(f.project.undoStack().count(), 4);

        f.table()->setFocus();
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(&f.window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(f.find<QSpinBox>("modelSharpnessSpin")->value(), 10);
        QCOMPARE(f.find<QLineEdit>("modelBestForEdit")->text(), u"male, female, sharp_detail"_qs);
        QCOMPARE(f.find<QDoubleSpinBox>("modelCfgSpin")->text(), u"5.0"_qs);
        QCOMPARE(negative->toPlainText(), u"blurry, anime, cartoon, smooth skin"_qs);
    }

    void whatIsNotStoredIsNotShown()
    {
        Fixture f;
        f.catalog.failEdits();
        auto *sharpness = f.find<QSpinBox>("modelSharpnessSpin");
        f.type(sharpness, u"8"_qs);
        QCOMPARE(sharpness->value(), 10); // as it is stored
        f.type(sharpness, u"8"_qs);       // and asked for once more
        QCOMPARE(f.catalog.calls().filter(u"edit "_qs).size(), 2);
    }

    void whatIsInvalidIsSaidInPlace()
    {
        Fixture f;
        auto *note = f.find<QLabel>("modelSamplerNoteLabel");
        QVERIFY(!note->isVisible());
        auto *sampler = f.find<QComboBox>("modelSamplerCombo");
        sampler->setFocus();
        sampler->lineEdit()->selectAll();
        QTest::keyClick(sampler->lineEdit(), Qt::Key_Delete);
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains(u"is needed"_qs));
        f.table()->setFocus();
        QCOMPARE(f.project.undoStack().count(), 0);
        QCOMPARE(f.catalog.row(epic).checkpoint.settings.sampler, u"dpmpp_sde"_qs);
        sampler->setFocus();
        QTest::keyClicks(sampler->lineEdit(), u"dpmpp_2m"_qs); // not made longer by itself
        f.table()->setFocus();
        QCOMPARE(f.catalog.row(epic).checkpoint.settings.sampler, u"dpmpp_2m"_qs);
        QVERIFY(!note->isVisible());
        sampler->setFocus();
        sampler->lineEdit()->selectAll();
        QTest::keyClicks(sampler->lineEdit(), u"mine"_qs); // allowed, and said that no server has it
        f.table()->setFocus();
        QCOMPARE(f.catalog.row(epic).checkpoint.settings.sampler, u"mine"_qs);
        QVERIFY(note->text().contains(u"No connected server"_qs));
    }

    void resetBringsTheBuiltInValuesBack()
    {
        Fixture f;
        auto *reset = f.find<QPushButton>("modelResetButton");
        QVERIFY(!reset->isEnabled());
        f.type(f.find<QSpinBox>("modelStepsSpin"), u"12"_qs);
        QVERIFY(reset->isEnabled());
        reset->click();
        QCOMPARE(f.find<QSpinBox>("modelStepsSpin")->value(), 30);
        QVERIFY(!reset->isEnabled());
        f.project.undo();
        QCOMPARE(f.find<QSpinBox>("modelStepsSpin")->value(), 12);
    }

    void typingOutlivesNews()
    {
        Fixture f;
        auto *steps = f.find<QSpinBox>("modelStepsSpin");
        steps->setFocus();
        QTest::keyClick(steps, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(steps, u"4"_qs);
        CatalogRow row = f.catalog.row(epic);
        row.figures.images = 700;
        QList<CatalogRow> rows = f.catalog.rows();
        rows[0] = row;
        f.catalog.setRows(rows); // an image came
        QCOMPARE(steps->text(), u"4"_qs);
        QTest::keyClicks(steps, u"2"_qs);
        QTest::keyClick(steps, Qt::Key_Tab);
        QCOMPARE(f.catalog.row(epic).checkpoint.settings.steps, 42);
        // And going to another row stores for the row it was typed for.
        steps->setFocus();
        QTest::keyClick(steps, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(steps, u"43"_qs);
        f.table()->selectFile(stranger);
        QCOMPARE(f.catalog.row(epic).checkpoint.settings.steps, 43);
        QCOMPARE(f.catalog.row(stranger).checkpoint.settings.steps, 25);
    }

    void ownEntriesAreAddedAndRemoved()
    {
        Fixture f;
        f.find<QPushButton>("modelsAddButton")->click();
        auto *edit = f.find<QLineEdit>("modelsAddEdit");
        QTRY_VERIFY(edit->hasFocus());
        QTest::keyClicks(edit, epic);
        QVERIFY(f.label("modelsAddProblemLabel").contains(u"already"_qs));
        QVERIFY(!f.find<QPushButton>("modelsAddAcceptButton")->isEnabled());
        edit->clear();
        QTest::keyClicks(edit, u"sd15/<i>mine</i>.safetensors"_qs);
        QTest::keyClick(edit, Qt::Key_Return);
        const QString own = u"sd15/<i>mine</i>.safetensors"_qs;
        QCOMPARE(f.catalog.calls().last(), u"add "_qs + own);
        QCOMPARE(f.table()->currentFile(), own); // and it can be edited at once
        QCOMPARE(f.find<QLabel>("modelFileLabel")->textFormat(), Qt::PlainText);
        QCOMPARE(f.label("modelFileLabel"), own);
        QCOMPARE(f.find<QPushButton>("modelResetButton")->text(), u"Remove from Catalog"_qs);
        f.table()->setFocus();
        QTest::keyClick(f.table(), Qt::Key_Delete);
        QVERIFY(f.catalog.row(own).checkpoint.file.isEmpty());
        QTest::keyClick(&f.window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(f.catalog.row(own).checkpoint.file, own);
        f.table()->selectFile(epic);
        QTest::keyClick(f.table(), Qt::Key_Delete); // a built-in one stays
        QCOMPARE(f.catalog.row(epic).checkpoint.file, epic);
    }

    void escapeClosesTheQuestion()
    {
        Fixture f;
        f.find<QAction>("addModelAction")->trigger();
        auto *bar = f.find<QWidget>("modelsAddBar");
        QVERIFY(bar->isVisible());
        QTest::keyClick(f.find<QLineEdit>("modelsAddEdit"), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(!f.catalog.calls().join(u' ').contains(u"add"_qs));
    }

    void seriesFollowTheCatalog()
    {
        Fixture f;
        const Roles &roles = Roles::current();
        const QImage table = f.table()->viewport()->grab().toImage();
        const int height = ModelCellDelegate::rowHeight();
        for (int row = 0; row < 5; ++row)
            QCOMPARE(table.pixelColor(18, row * height + height / 2), roles.series[std::size_t(row)]);
        // A search takes rows away, never the colour of those that stay.
        QTest::keyClicks(f.find<QLineEdit>("searchEdit"), u"chill"_qs);
        QCOMPARE(f.table()->model()->rowCount(), 1);
        QTRY_COMPARE(f.table()->viewport()->grab().toImage().pixelColor(18, height / 2), roles.series[3]);
        QCOMPARE(f.label("modelNameLabel"), u"ChilloutMix"_qs);
    }

    void searchSaysWhenNothingMatches()
    {
        Fixture f;
        auto *search = f.find<QLineEdit>("searchEdit");
        QCOMPARE(search->placeholderText(), u"Search models"_qs);
        search->setText(u"<b>x</b>"_qs);
        QCOMPARE(f.label("modelsNothingLabel"), u"No model matches “<b>x</b>”."_qs);
        f.find<QPushButton>("modelsClearSearchButton")->click();
        QCOMPARE(search->text(), QString());
        QCOMPARE(f.table()->currentFile(), epic);
        QVERIFY(f.table()->isVisible());
    }

    void ridgesSpeakAndCanBeCopied()
    {
        Fixture f;
        auto *ridges = f.find<ScoreRidges>("modelsScoreRidges");
        QVERIFY(ridges->isVisible());
        const QString spoken = ridges->accessibleDescription();
        QVERIFY2(spoken.contains(u"612 images, mean 89.0, median"_qs), qPrintable(spoken));
        QVERIFY(spoken.contains(u"ChilloutMix"_qs));
        QVERIFY(!spoken.contains(u"dreamshaper"_qs)); // three images say nothing
        f.find<QAction>("modelsCopyFiguresAction")->trigger();
        const QStringList lines = QApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines.at(1).split(u'\t').size(), 5 + ModelFigures::steps);
        QVERIFY(lines.at(1).startsWith(u"epiCRealism v5\tepicrealism_v5.safetensors\t612\t89.00\t"_qs));
    }

    void demoImagesDoNotCount()
    {
        Fixture f;
        QList<CatalogRow> rows = f.catalog.rows();
        for (CatalogRow &row : rows) {
            row.figures = {};
            row.figures.demoImages = 12;
        }
        f.catalog.setRows(rows);
        QVERIFY(!f.find<ScoreRidges>("modelsScoreRidges")->isVisible());
        QCOMPARE(f.label("modelsNoScoresLabel"), u"Demo images do not count"_qs);
        for (CatalogRow &row : rows)
            row.figures = {};
        f.catalog.setRows(rows);
        QCOMPARE(f.label("modelsNoScoresLabel"), u"No images yet"_qs);
    }

    void withoutServersNobodyKnows()
    {
        Fixture f;
        f.catalog.setServers(0);
        auto *body = f.find<QLabel>("modelsNoServerLabel");
        QVERIFY(body->isVisible());
        QCOMPARE(body->text(), u"No server is connected, so nobody knows which of these models are there."_qs);
        QSignalSpy asked(f.window.findChild<ModelsPage *>(), &ModelsPage::serversRequested);
        f.find<QPushButton>("modelsServersButton")->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(f.label("modelsCountLabel"), u"4 in the catalog"_qs);
        f.catalog.setServers(2);
        QVERIFY(!body->isVisible());
    }

    void serversAreReadAgain()
    {
        Fixture f;
        QTest::keyClick(f.table(), Qt::Key_F5);
        QCOMPARE(f.catalog.calls().last(), u"readServersAgain"_qs);
        f.catalog.setReading(u"<b>atelier</b>"_qs);
        QCOMPARE(f.label("modelsCountLabel"), u"Reading the models of <b>atelier</b>…"_qs);
        QVERIFY(!f.find<QPushButton>("modelsReadAgainButton")->isEnabled());
        f.catalog.setReading({});
        f.find<QPushButton>("modelsReadAgainButton")->click();
        QCOMPARE(f.catalog.calls().count(u"readServersAgain"_qs), 2);
    }

    void opensWithoutRows()
    {
        Fixture f;
        f.catalog.setReady(false);
        f.catalog.setRows({});
        QVERIFY(!f.table()->isVisible());
        QCOMPARE(f.window.findChild<ModelsPage *>()->sidePanel(), nullptr);
        f.catalog.setReady(true);
        QVERIFY(f.find<QWidget>("modelsScrollArea")->isVisible());
    }

    void fitsSmallWindows()
    {
        Fixture f(QSize(1024, 640));
        auto *table = f.table();
        int wide = 0;
        for (int column = 0; column < CatalogTableModel::ColumnCount; ++column)
            wide += table->columnWidth(column);
        QCOMPARE(wide, table->viewport()->width());
        QCOMPARE(table->height(), table->heightOf(5)); // all five, and the page scrolls
        QTest::keyClick(table, Qt::Key_Return);        // the side panel opens by itself
        QTRY_VERIFY(f.find<QWidget>("modelEditor")->isVisible());
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestModelsPage)
#include "tst_modelspage.moc"
