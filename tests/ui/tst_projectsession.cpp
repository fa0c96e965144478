// SPDX-License-Identifier: GPL-3.0-or-later
// The session between window and services, with real services on a SQLite file and servers on loopback: what a person
// asks of the window, from the first import to the next start of the program.
#include "session/projectsession.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"
#include "support/postgrescluster.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

using namespace lorastudio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const char *const hangVariable = "LORA_STUDIO_TEST_HANGS";

Task<void> hang()
{
    const std::stop_token never;
    co_await sleepFor(1h, never);
}

Task<Result<void>> noteCall(int *calls)
{
    ++*calls;
    co_return Result<void>{};
}

template <class T>
Task<void> keepResult(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

/// Waits in the test only: the program itself never does.
template <class T>
T await(Task<T> task)
{
    std::optional<T> result;
    const Task<void> running = keepResult(std::move(task), &result);
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 60'000))
        qFatal("a task did not end in a minute");
    return std::move(*result);
}

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end in a minute");
}

quint16 freePort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no port is free");
    return server.serverPort();
}

/// A server that is taken for a real one, at a port that stays the same when it is started anew.
DemoOptions realServer(int stepMs = 1)
{
    return {.port = freePort(), .stepMs = stepMs, .loadMs = 10, .asReal = true};
}

/// A place of its own, a server, and the program without its window: started and ended as often as a test wants.
struct Place
{
    QTemporaryDir folder;
    DemoServer server;
    std::unique_ptr<Services> services;
    std::unique_ptr<ProjectSession> session;

    explicit Place(DemoOptions options = realServer()) : server(options)
    {
        if (!server.start())
            qFatal("the server did not start");
    }
    ~Place() { end(); }
    QString url() const { return normalizedServerUrl(server.url().toString()); }
    QString databaseUrl; ///< empty = a file
    QString database() const
    {
        return databaseUrl.isEmpty() ? u"sqlite:"_qs + folder.filePath(u"data.db"_qs) : databaseUrl;
    }
    QString path(const QString &name) const { return folder.filePath(name); }
    void makeServices()
    {
        services = std::make_unique<Services>(
            PathOptions{.configDir = path(u"config"_qs), .database = database(), .library = path(u"library"_qs)});
    }
    /// The server becomes a configured one, as by an earlier use of the program.
    void configure(ServerConfig config, ServerSecrets secrets = {})
    {
        makeServices();
        if (!await(services->open({})) || !await(services->addServer(config, secrets)))
            qFatal("the server was not stored");
        awaitVoid(services->shutdown());
        services.reset();
    }
    void begin(bool demo = false)
    {
        makeServices();
        session = std::make_unique<ProjectSession>(*services, QString());
        session->begin(demo);
        if (!QTest::qWaitFor([&] { return session->isReady(); }, 30'000))
            qFatal("the project did not open");
    }
    void end()
    {
        if (session)
            awaitVoid(session->close());
        session.reset();
        services.reset();
    }
    /// Begins with a configured server that answers and the characters of the table.
    void beginWithServer(const QByteArray &table)
    {
        ServerConfig config;
        config.url = url();
        configure(config);
        begin();
        if (!QTest::qWaitFor([&] { return services->pool().anyReachable(); }, 30'000))
            qFatal("the server does not answer");
        import(table);
    }
    void import(const QByteArray &table)
    {
        QFile file(path(u"table.csv"_qs));
        if (!file.open(QIODevice::WriteOnly) || file.write(table) < 0)
            qFatal("the table was not written");
        file.close();
        const auto before = session->undoStack().count();
        session->importFiles({file.fileName()});
        if (!QTest::qWaitFor([&] { return session->undoStack().count() > before; }, 30'000))
            qFatal("the import did not end");
    }
    /// Something that a person asks for while the database is away, and that says so.
    void fail(const std::function<void()> &wish)
    {
        awaitVoid(services->database().close());
        wish();
        if (!QTest::qWaitFor([&] { return notice(u"action"_qs).has_value(); }, 30'000))
            qFatal("nothing has failed");
        session->dismissNotice(u"action"_qs);
        if (!await(services->database().open(DatabaseUrl::parse(database()).value(), {})))
            qFatal("the database did not open again");
    }
    void execute(const QString &sql)
    {
        const auto work = [sql](Connection &connection) {
            return connection.change(sql, {});
        };
        if (const Result<qint64> done = await(services->database().write(work)); !done)
            qFatal("%s: %s", qPrintable(sql), qPrintable(done.error().detail));
    }
    QVector<Job> jobs(JobState state)
    {
        JobFilter filter;
        filter.states = {state};
        const auto work = [filter](Connection &connection) {
            return JobRepository(connection).list(filter);
        };
        return await(services->database().read(work)).value();
    }
    RunPhase phase() const { return session->runSummary().phase; }
    QVector<ImageRecord> images() const
    {
        return await(services->database().read(
                         [](Connection &connection) { return ImageRepository(connection).list({}); }))
            .value();
    }
    std::optional<Notice> notice(const QString &id) const
    {
        for (const Notice &notice : session->notices()) {
            if (notice.id == id)
                return notice;
        }
        return std::nullopt;
    }
};

const QByteArray twoOfAnna = "name,type,size,images\nAnna,gentle_female,64x96,2\n";
const QByteArray sixOfAnna = "name,type,size,images\nAnna,gentle_female,64x96,6\n";
const QByteArray twentyOfAnna = "name,type,size,images\nAnna,gentle_female,64x96,20\n";

/// Another program that began later goes on with its run: one that begins without being asked would have begun, too.
void untilAnotherGoesOn()
{
    Place other(realServer(4));
    other.beginWithServer(twentyOfAnna);
    other.session->start({});
    if (!QTest::qWaitFor([&] { return other.session->runSummary().made > 0; }, 30'000))
        qFatal("the other run does not begin");
    other.end();
    other.begin();
    if (!QTest::qWaitFor([&] { return other.phase() == RunPhase::Running; }, 30'000))
        qFatal("the other run does not go on");
}

} // namespace

#define TRY_PHASE(place, expected) QTRY_COMPARE_WITH_TIMEOUT((place).phase(), RunPhase::expected, 60'000)

class TestProjectSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // the keyring of whoever runs this is not ours
    }

    void opensAnEmptyProject();
    void importIsTakenBackAndMadeAgainWithItsImages();
    void removalIsMadeAgainWithWhatCameMeanwhile();
    void undoPutsImageFilesBack();
    void undoOfAnImportPutsImageFilesBack();
    void undoMeansWhatWasAskedForLast();
    void whatComesBackIsInTheRunAgain();
    void aRunIsCountedAsAWhole();
    void aDatabaseThatDoesNotOpenIsTriedAgain();
    void aDatabaseThatGoesAwayIsSaid();
    void aNameThatIsTakenIsRefused();
    void changesAreUndone();
    void aFailedUndoLosesNothing();
    void aFailedRedoLosesNothing();
    void undoSaysWhatItTookBack();
    void aProjectThatCannotBeOpenedChangesNothing();
    void stepsOfTheProgramOutliveTheProject();
    void anUnknownServerIsKept();
    void anUnreachableServerIsNotKept();
    void aKnownServerKeepsWhatIsKnownOfIt();
    void aKnownServerThatIsOffStaysKnown();
    void oneAddressAtATime();
    void whatANewServerChangesIsTakenBack();
    void aRunFromTheWindowToTheEnd();
    void theDemoServerOfTheProgram();
    void pauseContinueStop();
    void aStopThatFailsCanBeAskedForAgain();
    void nothingIsAddedToARunThatIsBeingStopped();
    void theNextStartGoesOn();
    void aPausedRunStaysPaused();
    void aPausedRunOfLastTimeCanBeStopped();
    void aRetryLeavesAPausedRunPaused();
    void aRetryIsAboutItsCharacterAlone();
    void aRunWaitsForItsServer();
    void aRealRunDoesNotGoOnWithStandIns();
    void aRunOfAnotherProcessIsLeftToIt();
    void manyRowsAreRefreshedAtOnce();
    void shutDownQuits();
    void anEndThatHangsIsMade();
};

void TestProjectSession::opensAnEmptyProject()
{
    Place here;
    here.begin();
    QVERIFY(here.session->rows().isEmpty());
    QCOMPARE(here.phase(), RunPhase::None);
    QVERIFY(here.session->notices().isEmpty());
    QVERIFY(!here.session->cannotStart({}).isEmpty());
}

void TestProjectSession::importIsTakenBackAndMadeAgainWithItsImages()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    here.session->start({});
    TRY_PHASE(here, Finished);
    const QVector<ImageRecord> before = here.images();
    QCOMPARE(before.size(), 2);

    here.session->undo();
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.session->redo();
    QTRY_COMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.session->rows().first().summary.stored, 2);
    QCOMPARE(here.images(), before);

    // As fast as keys repeat; and without the table, which the person may have moved by now.
    QVERIFY(QFile::remove(here.path(u"table.csv"_qs)));
    QSignalSpy steps(here.session.get(), &ProjectView::rowsReset);
    here.session->undo();
    here.session->redo();
    here.session->undo();
    here.session->redo();
    QTRY_COMPARE(steps.size(), 4);
    QCOMPARE(here.images(), before);
    QVERIFY(!here.notice(u"action"_qs));

    // The next start sweeps away what no row knows, and nothing else.
    const QString orphan = QFileInfo(here.services->imageFile(before.first())).path() + u"/anna-9999.png"_qs;
    QStringList files{orphan};
    for (const ImageRecord &image : before)
        files.append(here.services->imageFile(image));
    QVERIFY(QFile::copy(files.last(), orphan));
    here.end();
    for (const QString &name : std::as_const(files)) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFileDevice::FileModificationTime));
    }
    here.begin();
    QTRY_VERIFY(!QFile::exists(orphan));
    for (const QString &name : files.mid(1))
        QVERIFY2(QFile::exists(name), qPrintable(name));
}

void TestProjectSession::removalIsMadeAgainWithWhatCameMeanwhile()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    here.session->removeCharacters({u"anna"_qs});
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.session->undo();
    QTRY_COMPARE(here.session->rows().size(), 1);
    here.session->start({});
    TRY_PHASE(here, Finished);
    here.session->redo(); // with two images that were not there when it was removed first
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.session->undo();
    QTRY_COMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.images().size(), 2);
}

/// Every image row has its file, and the file is the one of that row.
#define VERIFY_FILES(place)                                                                                            \
    do {                                                                                                               \
        const QVector<ImageRecord> all = (place).images();                                                             \
        for (const ImageRecord &image : all) {                                                                         \
            QFile file((place).services->imageFile(image));                                                            \
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));                                     \
            const QByteArray hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();      \
            QCOMPARE(QString::fromLatin1(hash), image.sha256);                                                         \
        }                                                                                                              \
    } while (false)

void TestProjectSession::undoPutsImageFilesBack()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    here.session->start({});
    TRY_PHASE(here, Finished);
    const QVector<ImageRecord> first = here.images();
    here.session->removeCharacters({u"anna"_qs});
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.session->addCharacter(u"Anna"_qs);
    QTRY_COMPARE(here.session->rows().size(), 1);
    here.session->setImages(u"anna"_qs, 1);
    QTRY_COMPARE(here.session->rows().first().character.images, 1);
    here.session->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.images().size(), 1, 60'000);
    TRY_PHASE(here, Finished);
    const QVector<ImageRecord> second = here.images();
    VERIFY_FILES(here);
    const int steps = here.session->undoStack().index();
    here.session->undo(); // the number of images
    here.session->undo(); // the new one goes
    here.session->undo(); // the old one comes back
    QTRY_COMPARE(here.images(), first);
    VERIFY_FILES(here);
    here.session->redo();
    here.session->redo();
    QTRY_COMPARE(here.images(), second);
    VERIFY_FILES(here);
    here.session->undo();
    here.session->undo();
    QTRY_COMPARE(here.images(), first);
    VERIFY_FILES(here);
    QVERIFY(!here.notice(u"action"_qs));
    // Those of the other one are not lost.
    const QString folder = QFileInfo(here.services->imageFile(first.first())).path();
    const QStringList aside = QFileInfo(folder).dir().entryList({u"anna.removed-*"_qs}, QDir::Dirs);
    QCOMPARE(aside.size(), 1);
    QCOMPARE(steps, 4);
}

void TestProjectSession::undoOfAnImportPutsImageFilesBack()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    here.session->start({});
    TRY_PHASE(here, Finished);
    const QVector<ImageRecord> first = here.images();
    here.session->removeCharacters({u"anna"_qs});
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.import(sixOfAnna);
    QTRY_COMPARE(here.session->rows().size(), 1);
    here.session->undo();
    here.session->undo();
    QTRY_COMPARE(here.images(), first);
    VERIFY_FILES(here);
    here.session->redo();
    here.session->redo();
    QTRY_COMPARE(here.session->undoStack().index(), 3);
    QTRY_VERIFY(!here.session->isGranting());
    QTRY_VERIFY(!here.session->rows().isEmpty() && here.session->rows().first().character.images == 6);
    here.session->undo();
    here.session->undo();
    QTRY_COMPARE(here.images(), first);
    VERIFY_FILES(here);
    QVERIFY(!here.notice(u"action"_qs));
}

void TestProjectSession::undoMeansWhatWasAskedForLast()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    QCOMPARE(here.session->undoStack().count(), 1);
    here.session->setImages(u"anna"_qs, 7);
    QVERIFY(here.session->isGranting());
    here.session->undo(); // as fast as a hand is, and faster than the database
    QTRY_VERIFY(!here.session->isGranting());
    QTRY_COMPARE(here.session->undoStack().index(), 1);
    QCOMPARE(here.session->undoStack().count(), 2);
    QTRY_COMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.session->rows().first().character.images, 2);
    // What fails is no step.
    awaitVoid(here.services->database().close());
    here.session->setImages(u"anna"_qs, 9);
    QTRY_VERIFY(here.notice(u"action"_qs));
    QVERIFY(await(here.services->database().open(DatabaseUrl::parse(here.database()).value(), {})));
    QVERIFY(!here.session->isGranting());
    QCOMPARE(here.session->undoStack().index(), 1);
}

void TestProjectSession::whatComesBackIsInTheRunAgain()
{
    Place here(realServer(20));
    here.beginWithServer("name,type,size,images\nBea,gentle_female,64x96,3\nAnna,gentle_female,64x96,8\n");
    here.session->start({});
    TRY_PHASE(here, Running);
    QTRY_VERIFY_WITH_TIMEOUT(here.services->generation().sampledJob(u"bea"_qs), 30'000);
    here.session->removeCharacters({u"bea"_qs});
    QTRY_COMPARE(here.session->rows().size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(here.services->generation().sampledJob(u"anna"_qs), 30'000);
    QTRY_COMPARE(here.services->generation().waitingJobs(u"bea"_qs), 0);
    QVERIFY(here.services->generation().isGoing());
    here.session->undo();
    QTRY_COMPARE(here.session->rows().size(), 2);
    TRY_PHASE(here, Finished);
    QCOMPARE(here.images().size(), 11);
    QTRY_COMPARE(here.session->runSummary().total, 11);
    QCOMPARE(here.session->runSummary().made, 11);
}

void TestProjectSession::aRunIsCountedAsAWhole()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    TRY_PHASE(here, Running);
    QTRY_VERIFY_WITH_TIMEOUT(here.images().size() >= 2, 30'000);
    here.end();
    here.begin(); // goes on
    TRY_PHASE(here, Finished);
    QTRY_COMPARE(here.session->runSummary().made, 6);
    QCOMPARE(here.session->runSummary().total, 6);
    QCOMPARE(here.session->runSummary().undecided, 6);
    here.execute(u"UPDATE generation_history SET verdict = 'accepted' WHERE number <= 5"_qs);
    here.session->imagesEdited({u"anna"_qs}, 0);
    QTRY_COMPARE(here.session->runSummary().accepted, 5);
    QCOMPARE(here.session->runSummary().undecided, 1);
    here.session->removeCharacters({u"anna"_qs});
    QTRY_COMPARE(here.session->runSummary().made, 0);
    QCOMPARE(here.session->runSummary().undecided, 0);
    QCOMPARE(here.session->runSummary().accepted, 0);
    here.session->undo();
    QTRY_COMPARE(here.session->runSummary().accepted, 5);
    QCOMPARE(here.session->runSummary().made, 6);
}

void TestProjectSession::aDatabaseThatDoesNotOpenIsTriedAgain()
{
    Place here;
    QFile file(here.path(u"data.db"_qs));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    here.makeServices();
    here.session = std::make_unique<ProjectSession>(*here.services, QString());
    here.session->begin(false);
    QTRY_VERIFY(!here.session->runSummary().databaseProblem.isEmpty());
    QVERIFY(here.session->runSummary().databaseProblem.contains(file.fileName()));
    QVERIFY(!here.session->isReady());
    QVERIFY(file.remove());
    here.session->openAgain();
    QTRY_VERIFY_WITH_TIMEOUT(here.session->isReady(), 30'000);
    QVERIFY(here.session->runSummary().databaseProblem.isEmpty());
}

void TestProjectSession::aDatabaseThatGoesAwayIsSaid()
{
    if (!test::PostgresCluster::isAvailable())
        QSKIP("no PostgreSQL is installed");
    test::PostgresCluster cluster;
    QVERIFY(cluster.start());
    const Result<QString> name = cluster.createDatabase();
    QVERIFY(name);
    Place here;
    here.databaseUrl = cluster.socketUrl(*name);
    here.begin();
    QVERIFY(here.session->runSummary().databaseProblem.isEmpty());
    cluster.pause();
    QTRY_VERIFY_WITH_TIMEOUT(!here.session->runSummary().databaseProblem.isEmpty(), 30'000);
    QVERIFY(here.session->isReady()); // what was read stays in sight
    const std::optional<Notice> said = here.notice(u"database"_qs);
    QVERIFY(said && said->body.contains(here.session->runSummary().databaseProblem));
    QVERIFY(cluster.resume());
    QTRY_VERIFY_WITH_TIMEOUT(here.session->runSummary().databaseProblem.isEmpty(), 30'000);
    QVERIFY(!here.notice(u"database"_qs));
    here.session->addCharacter(u"Bea"_qs);
    QTRY_COMPARE(here.session->rows().size(), 1);
    here.end(); // before its database
}

void TestProjectSession::aNameThatIsTakenIsRefused()
{
    Place here;
    here.begin();
    here.session->addCharacter(u"Anna"_qs);
    here.session->addCharacter(u"Bea"_qs);
    QTRY_COMPARE(here.session->rows().size(), 2);
    const auto steps = here.session->undoStack().count();
    Character bea = here.session->find(u"bea"_qs)->character;
    QCOMPARE(here.session->whyNotNamed(u" ANNA "_qs, u"anna"_qs), QString());
    QVERIFY(!here.session->whyNotNamed(u" ANNA "_qs, u"bea"_qs).isEmpty());
    bea.name = u"anna"_qs;
    here.session->editCharacter(bea);
    QTRY_VERIFY(here.notice(u"action"_qs));
    QVERIFY(here.notice(u"action"_qs)->body.contains(u"here already"_qs));
    QCOMPARE(here.session->find(u"bea"_qs)->character.name, u"Bea"_qs);
    QCOMPARE(here.session->undoStack().count(), steps);
    bea.name = u"BEA"_qs; // only written differently
    here.session->editCharacter(bea);
    QTRY_COMPARE(here.session->find(u"bea"_qs)->character.name, u"BEA"_qs);
}

void TestProjectSession::changesAreUndone()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    const auto row = [&] {
        return here.session->rows().first();
    };
    here.session->setImages(u"anna"_qs, 7);
    QTRY_COMPARE(row().character.images, 7);
    here.session->chooseModel(u"anna"_qs, u"chilloutmix.safetensors"_qs);
    QTRY_VERIFY(row().assignment.locked);
    QTRY_COMPARE(here.session->undoStack().index(), 3);
    here.session->undo();
    here.session->undo();
    QTRY_COMPARE(row().character.images, 2);
    QTRY_VERIFY(!row().assignment.locked);
    QCOMPARE(row().assignment.modelFile, u"realistic_vision_v51.safetensors"_qs);
}

void TestProjectSession::aFailedUndoLosesNothing()
{
    Place here;
    here.beginWithServer(twoOfAnna);
    here.session->start({});
    TRY_PHASE(here, Finished);
    const QVector<ImageRecord> before = here.images();
    const QUndoStack &stack = here.session->undoStack();
    const int imported = stack.index();
    here.session->removeCharacters({u"anna"_qs});
    QTRY_VERIFY(here.session->rows().isEmpty());
    QTRY_COMPARE(stack.index(), imported + 1);
    here.fail([&] { here.session->undo(); });
    QCOMPARE(stack.index(), imported + 1); // she is still away, and that can be taken back
    QVERIFY(!stack.canRedo());
    here.fail([&] {
        here.session->undo();
        here.session->redo(); // as fast as keys repeat
        here.session->undo();
    });
    QCOMPARE(stack.index(), imported + 1);
    here.session->redo();
    here.session->undo();
    QTRY_COMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.images(), before);

    here.fail([&] { here.session->undo(); }); // of the import
    QCOMPARE(stack.index(), imported);
    QCOMPARE(here.session->rows().size(), 1);
    here.session->undo();
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.fail([&] { here.session->redo(); });
    QVERIFY(stack.canRedo());
    here.session->redo();
    QTRY_COMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.images(), before);
}

void TestProjectSession::aFailedRedoLosesNothing()
{
    Place here;
    here.begin();
    here.session->addCharacter(u"Bea"_qs);
    const QUndoStack &stack = here.session->undoStack();
    QTRY_COMPARE(stack.index(), 1);
    here.session->undo();
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.fail([&] { here.session->redo(); });
    QCOMPARE(stack.index(), 0);
    here.session->undo(); // nothing is there to be taken back
    here.session->redo();
    QTRY_COMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.session->rows().first().character.name, u"Bea"_qs);
}

void TestProjectSession::undoSaysWhatItTookBack()
{
    Place here;
    here.begin();
    here.session->addCharacter(u"Bea"_qs);
    QTRY_COMPARE(here.session->runSummary().lastChange, u"Added \u2068Bea\u2069."_qs);
    here.session->setImages(u"bea"_qs, 7);
    QTRY_COMPARE(here.session->runSummary().lastChange, u"\u2068Bea\u2069 gets 7 images."_qs);
    here.session->undo();
    QCOMPARE(here.session->runSummary().lastChange, u"Undone: \u2068Bea\u2069 gets 7 images."_qs);
    here.session->redo();
    QCOMPARE(here.session->runSummary().lastChange, u"\u2068Bea\u2069 gets 7 images."_qs);
    here.session->undo();
    here.session->undo();
    QCOMPARE(here.session->runSummary().lastChange, u"Undone: Added \u2068Bea\u2069."_qs);
    QTRY_VERIFY(here.session->rows().isEmpty());
    here.fail([&] { here.session->redo(); });
    QCOMPARE(here.session->runSummary().lastChange, u"Undone: Added \u2068Bea\u2069."_qs); // as it is
}

void TestProjectSession::aProjectThatCannotBeOpenedChangesNothing()
{
    Place here;
    here.begin();
    here.session->createProject(u"Other"_qs);
    QTRY_COMPARE(here.session->projectId(), u"other"_qs);
    here.session->openProject(u"default"_qs);
    QTRY_COMPARE(here.session->projectId(), u"default"_qs);
    here.session->addCharacter(u"Bea"_qs);
    QTRY_COMPARE(here.session->undoStack().index(), 1);
    here.execute(u"ALTER TABLE jobs RENAME TO jobs_away"_qs);
    here.session->openProject(u"other"_qs);
    QTRY_VERIFY(here.notice(u"action"_qs));
    QCOMPARE(here.session->projectId(), u"default"_qs);
    QCOMPARE(here.session->rows().size(), 1);
    QCOMPARE(here.session->undoStack().index(), 1);
    here.execute(u"ALTER TABLE jobs_away RENAME TO jobs"_qs);
    here.session->setImages(u"bea"_qs, 7); // what is asked for now is about the project that is shown
    QTRY_COMPARE(here.session->rows().first().character.images, 7);
    here.session->openProject(u"other"_qs);
    QTRY_COMPARE(here.session->projectId(), u"other"_qs);
    QVERIFY(here.session->rows().isEmpty());
}

void TestProjectSession::stepsOfTheProgramOutliveTheProject()
{
    Place here;
    here.begin();
    int undone = 0;
    int redone = 0;
    const QUndoStack &stack = here.session->undoStack();
    here.session->pushUndo(
        u"Added a server."_qs, [&] { return noteCall(&undone); }, [&] { return noteCall(&redone); }, StepOf::Program);
    here.session->addCharacter(u"Bea"_qs);
    QTRY_COMPARE(stack.count(), 2);
    here.session->createProject(u"Other"_qs);
    QTRY_COMPARE(here.session->projectId(), u"other"_qs);
    QCOMPARE(stack.count(), 1); // Bea is of the other one
    QCOMPARE(stack.undoText(), u"Added a server."_qs);
    QCOMPARE(here.session->runSummary().lastChange, QString());
    here.session->undo();
    QTRY_COMPARE(undone, 1);
    here.session->redo();
    QTRY_COMPARE(redone, 1);
    QCOMPARE(stack.index(), 1);
}

void TestProjectSession::anUnknownServerIsKept()
{
    Place here;
    here.begin();
    QSignalSpy problems(here.session.get(), &ProjectView::serverProblem);
    here.session->connectServer(here.server.url().authority());
    QTRY_VERIFY(here.services->serverConfig(here.url()).has_value());
    QTRY_COMPARE(here.session->runSummary().servers.connected, 1);
    QTRY_COMPARE(problems.size(), 1);
    QCOMPARE(problems.first().first().toString(), QString());
}

void TestProjectSession::anUnreachableServerIsNotKept()
{
    Place here;
    here.begin();
    QSignalSpy problems(here.session.get(), &ProjectView::serverProblem);
    const QString nobody = u"http://127.0.0.1:%1"_qs.arg(freePort());
    here.session->connectServer(nobody);
    QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, 30'000);
    QVERIFY(!problems.first().first().toString().isEmpty());
    QVERIFY(!here.services->pool().find(nobody));
    QVERIFY(!here.services->serverConfig(nobody));
    here.session->connectServer(u"no address at all"_qs);
    QTRY_COMPARE(problems.size(), 2);
    QVERIFY(problems.last().first().toString().contains(u"no address at all"_qs));
}

void TestProjectSession::aKnownServerKeepsWhatIsKnownOfIt()
{
    Place here;
    ServerConfig config;
    config.url = here.url();
    config.name = u"Bench"_qs;
    config.user = u"somebody"_qs;
    config.fingerprint = u"SHA256:AA"_qs; // of no use without TLS, and kept all the same
    here.configure(config);
    here.begin();
    QTRY_VERIFY(here.services->pool().anyReachable());
    const std::shared_ptr<ServerConnection> connection = here.services->pool().find(here.url());
    QVERIFY(await(here.services->addServer(config, {.password = u"secret"_qs, .token = {}, .headers = {}})));
    QSignalSpy problems(here.session.get(), &ProjectView::serverProblem);
    here.session->connectServer(here.url());
    QTRY_COMPARE(problems.size(), 1);
    QCOMPARE(problems.first().first().toString(), QString());
    QCOMPARE(await(here.services->secretsOf(config)).password, u"secret"_qs);
    QCOMPARE(here.services->pool().find(here.url()), connection); // a run on it is not disturbed
    QCOMPARE(connection->config(), config);
    here.end();
    here.begin();
    QCOMPARE(here.services->serverConfig(here.url()), std::optional(config));
}

void TestProjectSession::aKnownServerThatIsOffStaysKnown()
{
    Place here;
    ServerConfig config;
    config.url = here.url();
    config.user = u"somebody"_qs;
    here.configure(config);
    here.server.stop();
    here.begin();
    QTRY_VERIFY(here.services->pool().find(config.url));
    QTRY_VERIFY(here.services->pool().find(config.url)->isSettled());
    QSignalSpy problems(here.session.get(), &ProjectView::serverProblem);
    here.session->connectServer(config.url);
    QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, 30'000);
    QVERIFY(!problems.first().first().toString().isEmpty());
    QVERIFY(here.services->pool().find(config.url));
    QCOMPARE(here.services->serverConfig(config.url), std::optional(config));
    QVERIFY(here.server.start());
    here.session->connectServer(config.url);
    QTRY_COMPARE_WITH_TIMEOUT(here.session->runSummary().servers.connected, 1, 30'000);
    QCOMPARE(here.services->pool().find(config.url)->config(), config);
}

void TestProjectSession::oneAddressAtATime()
{
    Place here;
    here.begin();
    QSignalSpy problems(here.session.get(), &ProjectView::serverProblem);
    here.session->connectServer(here.url());
    here.session->connectServer(here.url());
    QCOMPARE(problems.size(), 1); // the second is refused at once
    QVERIFY(!problems.first().first().toString().isEmpty());
    QTRY_COMPARE(problems.size(), 2); // the first ends well
    QCOMPARE(problems.last().first().toString(), QString());
    QCOMPARE(here.services->pool().servers().size(), std::size_t(1));
    here.session->connectServer(here.url()); // and the next one may be tried
    QTRY_COMPARE(problems.size(), 3);
    QCOMPARE(problems.last().first().toString(), QString());
}

void TestProjectSession::whatANewServerChangesIsTakenBack()
{
    DemoOptions options = realServer();
    options.checkpoints = QStringList{u"chilloutmix.safetensors"_qs};
    Place here(options);
    here.begin();
    here.import(twoOfAnna);
    const auto model = [&] {
        return here.session->rows().first().assignment.modelFile;
    };
    QCOMPARE(model(), u"realistic_vision_v51.safetensors"_qs);
    const auto steps = here.session->undoStack().count();
    here.session->connectServer(here.url());
    QTRY_COMPARE(model(), u"chilloutmix.safetensors"_qs);
    QTRY_COMPARE(here.session->undoStack().count(), steps + 1);
    here.session->undo();
    QTRY_COMPARE(model(), u"realistic_vision_v51.safetensors"_qs);
    here.session->redo();
    QTRY_COMPARE(model(), u"chilloutmix.safetensors"_qs);
}

void TestProjectSession::nothingIsAddedToARunThatIsBeingStopped()
{
    Place here(realServer(20));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    TRY_PHASE(here, Running);
    QTRY_VERIFY_WITH_TIMEOUT(here.services->generation().sampledJob(u"anna"_qs), 30'000);
    here.session->stop();
    QCOMPARE(here.phase(), RunPhase::Stopping);
    here.session->makeOneImage(u"anna"_qs);
    QTRY_VERIFY(here.notice(u"action"_qs));
    QVERIFY(here.notice(u"action"_qs)->body.contains(u"being stopped"_qs));
    TRY_PHASE(here, Stopped);
    QTRY_COMPARE(here.session->rows().first().status.state, RowState::Stopped);
    QCOMPARE(here.jobs(JobState::Planned).size(), 0);
    QCOMPARE(here.jobs(JobState::Cancelled).size() + here.jobs(JobState::Stored).size(), 6); // no seventh
}

void TestProjectSession::aRunFromTheWindowToTheEnd()
{
    Place here({.stepMs = 4, .loadMs = 10});
    here.begin();
    here.session->connectServer(here.url());
    QTRY_COMPARE(here.session->runSummary().servers.connected, 1);
    QTRY_VERIFY(here.session->runSummary().demo);
    here.import(twoOfAnna);
    QCOMPARE(here.session->cannotStart({}), QString());
    QSignalSpy added(here.session.get(), &ProjectView::imagesAdded);
    bool previewed = false;
    connect(here.session.get(), &ProjectView::livePreviewChanged, this, [&](const QString &id) {
        const std::optional<LivePreview> preview = here.session->livePreview(id);
        previewed = previewed || (preview && !preview->image.isNull() && preview->target == 2);
    });
    here.session->start({});
    here.session->start({}); // pressed twice
    TRY_PHASE(here, Running);
    TRY_PHASE(here, Finished);
    QVERIFY(previewed);
    for (const Notice &notice : here.session->notices())
        QFAIL(qPrintable(notice.head + u": "_qs + notice.body));
    const RunSummary summary = here.session->runSummary();
    QCOMPARE(summary.made, 2);
    QCOMPARE(summary.total, 2);
    QCOMPARE(summary.images, 2);
    QTRY_COMPARE(here.session->rows().first().status.state, RowState::Done);
    QTRY_VERIFY(!added.isEmpty());
    QVERIFY(!here.session->cannotStart({}).isEmpty());

    // One picture, one key: table, side panel and gallery show the thumbnail that was made when it came.
    (void)here.session->newestImages(u"anna"_qs, 4);
    QTRY_COMPARE(here.session->newestImages(u"anna"_qs, 4).size(), 2);
    const GalleryItem newest = here.session->newestImages(u"anna"_qs, 4).first();
    QCOMPARE(here.session->rows().first().thumbnailKey, newest.thumbnailKey);
    const ImageRecord record = newest.record;
    QVERIFY(here.services->thumbnails().contains({record.imagePath, record.sha256}));
    QVERIFY(newest.thumbnailKey.contains(record.sha256));
    QSignalSpy ready(&here.session->images(), &ImageSource::thumbnailReady);
    QVERIFY(here.session->images().thumbnail(newest.thumbnailKey).isNull());
    QTRY_COMPARE(ready.size(), 1);
    QVERIFY(!here.session->images().thumbnail(newest.thumbnailKey).isNull());
}

void TestProjectSession::theDemoServerOfTheProgram()
{
    Place here;
    here.begin();
    here.import("name,type,size,images\nAnna,gentle_female,64x96,1\n");
    here.session->useDemoServer();
    QTRY_COMPARE(here.session->runSummary().servers.connected, 1);
    here.session->start({});
    TRY_PHASE(here, Finished);
    QVERIFY(here.images().first().demo);
    here.end();
    here.begin(); // its address means nothing any more
    QVERIFY(here.services->pool().servers().empty());
}

void TestProjectSession::pauseContinueStop()
{
    Place here(realServer(4));
    here.beginWithServer("name,type,size,images\nAnna,gentle_female,64x96,40\n");
    here.session->start({});
    TRY_PHASE(here, Running);
    here.session->pause();
    TRY_PHASE(here, Paused);
    QTRY_COMPARE_WITH_TIMEOUT(here.session->rows().first().status.state, RowState::Paused, 30'000);
    here.session->resume();
    TRY_PHASE(here, Running);
    QTRY_VERIFY_WITH_TIMEOUT(here.session->runSummary().made > 0, 30'000);
    here.session->stop();
    QCOMPARE(here.phase(), RunPhase::Stopping);
    TRY_PHASE(here, Stopped);
    QTRY_COMPARE(here.session->rows().first().status.state, RowState::Stopped);
    const int made = int(here.images().size());
    QVERIFY(made > 0 && made < 40);
}

void TestProjectSession::aStopThatFailsCanBeAskedForAgain()
{
    Place here(realServer(60)); // nothing is done while the database is away
    here.beginWithServer("name,type,size,images\nAnna,gentle_female,64x96,20\n");
    here.session->start({});
    TRY_PHASE(here, Running);
    awaitVoid(here.services->database().close());
    here.session->stop();
    QTRY_VERIFY(here.notice(u"action"_qs));
    QCOMPARE(here.phase(), RunPhase::Running);
    QVERIFY(await(here.services->database().open(DatabaseUrl::parse(here.database()).value(), {})));
    here.session->stop();
    TRY_PHASE(here, Stopped);
}

void TestProjectSession::theNextStartGoesOn()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    QTRY_VERIFY_WITH_TIMEOUT(here.session->runSummary().made > 0, 30'000);
    here.end();
    here.begin();
    TRY_PHASE(here, Running);
    TRY_PHASE(here, Finished);
    QCOMPARE(here.images().size(), 6);
    QVERIFY(here.session->notices().isEmpty());
    here.end();
    here.begin(); // nothing is left to go on with
    QTRY_VERIFY(here.services->pool().anyReachable());
    untilAnotherGoesOn();
    QCOMPARE(here.phase(), RunPhase::None);
}

void TestProjectSession::aPausedRunStaysPaused()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    TRY_PHASE(here, Running);
    here.session->pause();
    TRY_PHASE(here, Paused);
    here.end();
    here.begin();
    TRY_PHASE(here, Paused);
    QTRY_VERIFY(here.services->pool().anyReachable());
    QCOMPARE(here.session->runSummary().total, 6);
    QCOMPARE(here.session->rows().first().status.state, RowState::Paused);
    untilAnotherGoesOn();
    QVERIFY(!here.services->generation().isGoing());
    here.session->resume();
    TRY_PHASE(here, Running);
    TRY_PHASE(here, Finished);
    QCOMPARE(here.images().size(), 6);
}

void TestProjectSession::aPausedRunOfLastTimeCanBeStopped()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    TRY_PHASE(here, Running);
    here.session->pause();
    TRY_PHASE(here, Paused);
    here.end();
    here.begin();
    TRY_PHASE(here, Paused);
    here.session->stop();
    TRY_PHASE(here, Stopped);
    here.end();
    here.begin();
    QCOMPARE(here.phase(), RunPhase::None);
}

void TestProjectSession::aRetryLeavesAPausedRunPaused()
{
    DemoOptions options = realServer(4);
    options.faults = {DemoFault::make(DemoFault::Kind::Refuse, QString(), 1)};
    Place here(options);
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    TRY_PHASE(here, Running);
    here.session->pause();
    TRY_PHASE(here, Paused);
    QTRY_COMPARE_WITH_TIMEOUT(here.jobs(JobState::Rejected).size(), 1, 30'000);
    here.end();
    here.begin();
    TRY_PHASE(here, Paused);
    QTRY_VERIFY(here.services->pool().anyReachable());
    here.session->retryJob(here.jobs(JobState::Rejected).first().id);
    QTRY_VERIFY(here.jobs(JobState::Rejected).isEmpty());
    untilAnotherGoesOn();
    QVERIFY(!here.services->generation().isGoing());
    QCOMPARE(here.phase(), RunPhase::Paused);
    here.session->resume();
    TRY_PHASE(here, Finished);
    QCOMPARE(here.images().size(), 6); // with the one that was tried again
}

void TestProjectSession::aRetryIsAboutItsCharacterAlone()
{
    DemoOptions options = realServer();
    options.faults = {DemoFault::make(DemoFault::Kind::Refuse, QString(), 1)};
    Place here(options);
    here.beginWithServer(twoOfAnna);
    here.session->start({});
    TRY_PHASE(here, Finished);
    QCOMPARE(here.images().size(), 1);
    const Job refused = here.jobs(JobState::Rejected).first();
    here.import("name,type,size,images\nBea,gentle_female,64x96,1\n");
    Job open; // left over from a run that has ended
    open.id = u"left"_qs;
    open.runId = refused.runId;
    open.characterId = u"bea"_qs;
    open.number = 1;
    const auto insert = [open](Connection &connection) {
        return JobRepository(connection).insert({open});
    };
    QVERIFY(await(here.services->database().write(insert)));
    here.session->retryJob(refused.id);
    QTRY_COMPARE_WITH_TIMEOUT(here.images().size(), 2, 30'000);
    TRY_PHASE(here, Finished);
    QCOMPARE(here.jobs(JobState::Planned).size(), 1);
    QCOMPARE(here.jobs(JobState::Planned).first().id, open.id);
}

void TestProjectSession::aRunWaitsForItsServer()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    QTRY_VERIFY_WITH_TIMEOUT(here.session->runSummary().made > 0, 30'000);
    here.end();
    here.server.stop();
    here.begin();
    QTRY_VERIFY_WITH_TIMEOUT(here.notice(u"resume"_qs), 30'000);
    QVERIFY(!here.notice(u"resume"_qs)->actions.isEmpty());
    const QString again = here.notice(u"resume"_qs)->actions.first().id;
    here.session->runNoticeAction(u"resume"_qs, again);
    QVERIFY(!here.notice(u"resume"_qs));
    QTRY_VERIFY_WITH_TIMEOUT(here.notice(u"resume"_qs), 30'000); // still nobody there
    QCOMPARE(here.phase(), RunPhase::None);
    QVERIFY(here.server.start());
    TRY_PHASE(here, Finished); // by itself
    QVERIFY(!here.notice(u"resume"_qs));
    QCOMPARE(here.images().size(), 6);
}

void TestProjectSession::aRealRunDoesNotGoOnWithStandIns()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    QTRY_VERIFY_WITH_TIMEOUT(here.session->runSummary().made > 0, 30'000);
    here.end();
    here.server.stop();
    here.begin(true); // with the demo server
    QTRY_VERIFY(here.services->pool().anyReachable());
    QTRY_VERIFY_WITH_TIMEOUT(here.notice(u"resume"_qs), 30'000);
    QVERIFY(!here.services->generation().isGoing());
    here.session->runNoticeAction(u"resume"_qs, u"stop"_qs);
    TRY_PHASE(here, Stopped);
    for (const ImageRecord &image : here.images())
        QVERIFY(!image.demo);
}

void TestProjectSession::aRunOfAnotherProcessIsLeftToIt()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    QTRY_VERIFY_WITH_TIMEOUT(here.session->runSummary().made > 0, 30'000);
    here.end();
    here.makeServices();
    QVERIFY(await(here.services->open({})));
    const Result<bool> taken = await(here.services->database().write([](Connection &connection) -> Result<bool> {
        RunRepository runs(connection);
        const RunOwner other{.owner = u"other"_qs, .pid = 1, .started = 1, .host = u"elsewhere"_qs};
        return runs.tryOwn(runs.open(u"default"_qs)->last().id, other, 60);
    }));
    QVERIFY(taken && *taken);
    awaitVoid(here.services->shutdown());
    here.begin();
    QTRY_VERIFY(here.services->pool().anyReachable());
    untilAnotherGoesOn();
    QVERIFY(!here.services->generation().isGoing());
    QCOMPARE(here.phase(), RunPhase::Running);
    QVERIFY(!here.notice(u"resume"_qs));
}

void TestProjectSession::manyRowsAreRefreshedAtOnce()
{
    constexpr int count = 3000;
    Place here(realServer(60));
    ServerConfig config;
    config.url = here.url();
    here.configure(config);
    here.makeServices();
    QVERIFY(await(here.services->open({})));
    QVERIFY(await(here.services->openProject(u"default"_qs)));
    const Result<qint64> inserted = await(here.services->database().write([](Connection &connection) {
        return connection.change(
            u"INSERT INTO characters (id, project_id, name, type, prompt, negative, trigger_word, width, height, "
            "images, reference, notes, position, name_key) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n WHERE i < 3000) SELECT 'p' || i, 'default', 'p' || i, 'male', '', '', '', 64, 96, 1, '', '', i, "
            "'p' || i FROM n"_qs,
            {});
    }));
    QVERIFY2(inserted, inserted ? "" : qPrintable(inserted.error().detail));
    awaitVoid(here.services->shutdown());
    here.begin();
    QCOMPARE(here.session->rows().size(), count);
    QTRY_VERIFY(here.services->pool().anyReachable());
    here.session->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Running, 120'000);
    QTRY_VERIFY_WITH_TIMEOUT(here.session->rows().last().status.count > count - 10, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(here.session->rows().last().summary.planned, 1, 60'000);
    QElapsedTimer timer;
    timer.start();
    here.session->pauseCharacter(u"p3000"_qs);
    const qint64 took = timer.elapsed();
    QVERIFY2(took < 600, qPrintable(QString::number(took)));
    QCOMPARE(here.session->rows().last().status.state, RowState::Paused);
}

void TestProjectSession::shutDownQuits()
{
    Place here(realServer(4));
    here.beginWithServer(sixOfAnna);
    here.session->start({});
    TRY_PHASE(here, Running);
    QTimer::singleShot(30'000, QCoreApplication::instance(), [] { QCoreApplication::exit(1); });
    here.session->shutDown();
    here.session->shutDown(); // a second signal changes nothing
    QCOMPARE(QCoreApplication::exec(), 0);
    here.session.reset(); // nothing of it is under way any more
    here.services.reset();
}

void TestProjectSession::anEndThatHangsIsMade()
{
    if (qEnvironmentVariableIsSet(hangVariable)) {
        Place here;
        here.begin();
        here.session->closeFirst(&hang);
        const Task<void> end = here.session->close();
        if (QTest::qWaitFor([&end] { return end.isReady(); }, 25'000))
            qWarning("the end was made after all");
        std::_Exit(EXIT_SUCCESS); // it should have been ended by now
    }
    const QTemporaryDir folder; // for what it leaves behind
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(hangVariable), u"1"_qs);
    environment.insert(u"TMPDIR"_qs, folder.path());
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QCoreApplication::applicationFilePath(), {u"anEndThatHangsIsMade"_qs});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitCode(), EXIT_FAILURE);
    QVERIFY(child.readAll().contains("the shutdown hangs"));
}

QTEST_MAIN(TestProjectSession)
#include "tst_projectsession.moc"
