// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program but its main(): the real window over real services, on SQLite and on PostgreSQL, driven as a person
// drives it, from an empty database over a run with the demo server to the next start.
#include "demoserver/demoserver.h"
#include "mainwindow/pagearea.h"
#include "models/charactertablemodel.h"
#include "support/storagefixture.h"
#include "support/wholewindow.h"

#include <QAbstractItemView>
#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace lorastudio;
using test::Program;
using Model = CharacterTableModel;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

class TestWholeWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareWholeWindow(m_settings); }
    void init() { QSettings().clear(); }
    void fromTheFirstStartToTheNext_data() { test::StorageFixture::addDrivers(); }
    void fromTheFirstStartToTheNext();
    void modelsAreAssignedByTheButton_data() { test::StorageFixture::addDrivers(); }
    void modelsAreAssignedByTheButton();
    void aRunIsStopped_data() { test::StorageFixture::addDrivers(); }
    void aRunIsStopped();
    void failedJobsAreTriedAgain_data() { test::StorageFixture::addDrivers(); }
    void failedJobsAreTriedAgain();

private:
    QTemporaryDir m_settings;
    test::StorageFixture m_storage;
};

void TestWholeWindow::fromTheFirstStartToTheNext()
{
    const QTemporaryDir folder;
    const QString database = m_storage.create().display();
    const QString list = test::written(
        folder.filePath(text("people.csv")),
        "name,type,size,images\nAnna,gentle_female,64x96,6\nBea,sharp_female,64x96,6\n,no name,64x96,3\n");
    {
        Program program(folder, database);
        // Dropped, looked at, taken in, taken back and taken in again.
        QVERIFY(program.drop({list}));
        auto *accept = program.find<QPushButton>("importSaveButton");
        QTRY_VERIFY(accept->isVisible() && accept->isEnabled());
        QCOMPARE(program.project().rows().size(), 0);
        accept->click();
        QTRY_COMPARE(program.table()->model()->rowCount(), 2);
        program.trigger("undoAction");
        QTRY_COMPARE(program.project().rows().size(), 0);
        program.trigger("redoAction");
        QTRY_COMPARE(program.project().rows().size(), 2);

        // The rule has chosen; a choice of one's own is locked.
        QTRY_COMPARE(program.project().rows().first().assignment.modelFile, text("realistic_vision_v51.safetensors"));
        program.table()->setCurrentIndex(program.table()->model()->index(0, Model::ModelColumn));
        QVERIFY(program.table()->model()->setData(program.table()->model()->index(0, Model::ModelColumn),
                                                  text("chilloutmix.safetensors")));
        QTRY_VERIFY(program.project().rows().first().assignment.locked);

        // A run on the demo server: watched, paused, resumed.
        QVERIFY(!program.find<QAction>("startAction")->isEnabled());
        program.project().useDemoServer();
        QTRY_VERIFY_WITH_TIMEOUT(program.find<QAction>("startAction")->isEnabled(), 30'000);
        program.trigger("startAction");
        QTRY_VERIFY_WITH_TIMEOUT(program.run().made >= 2, 60'000);
        program.trigger("pauseAction");
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Paused, 30'000);
        program.trigger("pauseAction");
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Running, 30'000);

        // Verdicts by keys while it goes on, and back.
        program.trigger("galleryPageAction");
        auto *view = program.find<QAbstractItemView>("galleryView");
        QTRY_VERIFY_WITH_TIMEOUT(view->model()->rowCount() >= 2, 30'000);
        view->setFocus();
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_A);
        QTRY_COMPARE_WITH_TIMEOUT(program.run().accepted, 1, 30'000);
        program.trigger("undoAction");
        QTRY_COMPARE_WITH_TIMEOUT(program.run().accepted, 0, 30'000);
        // The end in the middle of it.
        QVERIFY(program.run().active());
        SettingsValues values = program.sessions.settings().values();
        values.onClose = SettingsValues::OnClose::Quit; // as by the tick in the question
        program.sessions.settings().change(values);
        program.end();
    }
    {
        Program program(folder, database);
        QCOMPARE(program.project().rows().size(), 2);
        QVERIFY(program.project().rows().first().assignment.locked);
        QCOMPARE(program.find<PageArea>("pageArea")->currentId(), text("gallery")); // as it was left
        program.project().useDemoServer();
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 120'000);
        QTRY_COMPARE_WITH_TIMEOUT(program.project().rows().first().summary.stored, 6, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(program.project().rows().last().summary.stored, 6, 30'000);
        // Retry has nothing to do, settings are changed and back, and every page opens.
        QVERIFY(!program.find<QAction>("retryAction")->isEnabled());
        program.trigger("compactRowsAction");
        QTRY_VERIFY(program.sessions.settings().values().compactRows);
        program.trigger("undoAction");
        QTRY_VERIFY(!program.sessions.settings().values().compactRows);
        for (const char *page : {"characters", "gallery", "models", "servers", "log", "settings"}) {
            program.find<PageArea>("pageArea")->showPage(text(page));
            QCOMPARE(program.find<PageArea>("pageArea")->currentId(), text(page));
        }
        program.end();
    }
}

/// A change of the type is followed by the rule, a choice of a person is not.
void TestWholeWindow::modelsAreAssignedByTheButton()
{
    const QTemporaryDir folder;
    Program program(folder, m_storage.create().display());
    QVERIFY(!program.find<QAction>("autoAssignAction")->isEnabled());
    program.project().importFiles(
        {test::written(folder.filePath(text("people.csv")),
                       "name,type\nAnna,gentle_female\nBea,gentle_female\nCarl,gentle_female\n")});
    QTRY_COMPARE_WITH_TIMEOUT(program.project().rows().size(), 3, 30'000);
    const QString gentle = program.row(text("Anna")).assignment.modelFile;
    QCOMPARE(gentle, text("realistic_vision_v51.safetensors"));
    program.project().chooseModel(program.row(text("Bea")).character.id, text("chilloutmix.safetensors"));
    QTRY_VERIFY(program.row(text("Bea")).assignment.locked);
    for (const char *name : {"Anna", "Bea"}) {
        Character other = program.row(text(name)).character;
        other.type = text("sharp_female");
        program.project().editCharacter(other);
        QTRY_COMPARE(program.row(text(name)).character.type, other.type);
    }
    QCOMPARE(program.row(text("Anna")).assignment.modelFile, gentle); // not before it is asked for

    program.click("autoAssignButton");
    QTRY_VERIFY(program.row(text("Anna")).assignment.modelFile != gentle);
    QCOMPARE(program.row(text("Carl")).assignment.modelFile, gentle);
    QCOMPARE(program.row(text("Bea")).assignment.modelFile, text("chilloutmix.safetensors"));
    QVERIFY(program.row(text("Bea")).assignment.locked);
    QTRY_VERIFY(!program.find<QLabel>("lastChangeLabel")->text().isEmpty());
    program.trigger("undoAction");
    QTRY_COMPARE(program.row(text("Anna")).assignment.modelFile, gentle);
}

void TestWholeWindow::aRunIsStopped()
{
    const QTemporaryDir folder;
    Program program(folder, m_storage.create().display());
    program.project().importFiles(
        {test::written(folder.filePath(text("people.csv")), "name,size,images\nAnna,64x96,2000\n")});
    QTRY_COMPARE_WITH_TIMEOUT(program.project().rows().size(), 1, 30'000);
    program.project().useDemoServer();
    QTRY_VERIFY_WITH_TIMEOUT(program.find<QAction>("startAction")->isEnabled(), 30'000);
    program.click("startButton");
    QTRY_VERIFY_WITH_TIMEOUT(program.run().made >= 1, 60'000);

    // Asked from another page; the question stands where the strip was.
    program.trigger("logPageAction");
    program.click("stopButton");
    auto *question = program.find<QWidget>("charactersStopQuestion");
    QTRY_VERIFY(question->isVisible());
    QVERIFY(!program.find<QWidget>("charactersRunStrip")->isVisible());
    QVERIFY(program.find<QLabel>("charactersStopDetailLabel")->text().contains(text("stay")));
    program.click("charactersStopCancelButton");
    QTRY_VERIFY(!question->isVisible());
    QCOMPARE(program.run().phase, RunPhase::Running);

    program.click("stopButton");
    QTRY_VERIFY(question->isVisible());
    program.click("charactersStopConfirmButton");
    QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Stopped, 60'000);
    QTRY_COMPARE(program.run().onServers, 0);
    const int made = program.run().made;
    QVERIFY(made >= 1 && made < 2000);
    QTRY_COMPARE(program.row(text("Anna")).status.state, RowState::Stopped);
    QTRY_COMPARE(program.row(text("Anna")).summary.stored, made);
    QVERIFY(!program.find<QAction>("stopAction")->isEnabled());
    // What was stopped is not taken up by itself, but goes on when it is asked for.
    QVERIFY(program.find<QAction>("startAction")->isEnabled());
    program.click("startButton");
    QTRY_VERIFY_WITH_TIMEOUT(program.row(text("Anna")).summary.stored > made, 60'000);
    program.project().stop();
    QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Stopped, 60'000);
}

void TestWholeWindow::failedJobsAreTriedAgain()
{
    const std::unique_ptr<DemoServer> server = test::startServer(2);
    const QTemporaryDir folder;
    Program program(folder, m_storage.create().display());
    program.project().importFiles(
        {test::written(folder.filePath(text("people.csv")), "name,size,images\nAnna,64x96,4\n")});
    QTRY_COMPARE_WITH_TIMEOUT(program.project().rows().size(), 1, 30'000);
    program.connectTo(*server);
    QTRY_VERIFY_WITH_TIMEOUT(program.find<QAction>("startAction")->isEnabled(), 30'000);
    QVERIFY(!program.find<QAction>("retryAction")->isEnabled());
    program.click("startButton");
    QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 60'000);
    QTRY_COMPARE(program.row(text("Anna")).status.state, RowState::Failed);
    QCOMPARE(program.row(text("Anna")).summary.failed, 2);
    // It says why, in the row and in the log.
    QVERIFY(!program.row(text("Anna")).status.cause.isEmpty());
    program.trigger("logPageAction");
    QTRY_VERIFY(program.find<QAbstractItemView>("logTable")->model()->rowCount() > 0);

    // The link of the row, by keyboard.
    program.trigger("charactersPageAction");
    program.table()->setFocus();
    program.table()->setCurrentIndex(program.table()->model()->index(0, Model::StatusColumn));
    QTRY_VERIFY(program.find<QAction>("retryAction")->isEnabled());
    QTest::keyClick(program.table(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(program.row(text("Anna")).summary.stored, 4, 60'000);
    QTRY_COMPARE(program.row(text("Anna")).summary.failed, 0);
    QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 60'000);
    QTRY_VERIFY(!program.find<QAction>("retryAction")->isEnabled());
}

QTEST_MAIN(TestWholeWindow)
#include "tst_wholewindow.moc"
