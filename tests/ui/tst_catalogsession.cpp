// SPDX-License-Identifier: GPL-3.0-or-later
// The catalog and the log as the window sees them, with real services on a SQLite file and a server on loopback.
#include "session/catalogsession.h"

#include "core/logging.h"
#include "session/logsession.h"
#include "session/projectsession.h"
#include "storage/checkpointrepository.h"

#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

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

const QString epic = u"epicrealism_v5.safetensors"_qs;
const QString epicThere = u"sd15/epicrealism_v5.safetensors"_qs;
const QString stranger = u"dreamshaper_8.safetensors"_qs;

/// A place of its own with a server that has one model of the catalog in a folder, and one that nobody knows.
struct Place
{
    QTemporaryDir folder;
    DemoServer server{DemoOptions{
        .port = freePort(), .stepMs = 1, .loadMs = 120, .asReal = true, .checkpoints = {epicThere, stranger}}};
    std::unique_ptr<Services> services;
    std::unique_ptr<ProjectSession> session;
    std::unique_ptr<LogSession> log;
    std::unique_ptr<CatalogSession> catalog;

    ~Place() { end(); }
    void begin(bool withServer = true)
    {
        services = std::make_unique<Services>(PathOptions{.configDir = folder.filePath(u"config"_qs),
                                                          .database = u"sqlite:"_qs + folder.filePath(u"data.db"_qs),
                                                          .library = folder.filePath(u"library"_qs)});
        session = std::make_unique<ProjectSession>(*services, QString());
        log = std::make_unique<LogSession>(*services, *session);
        catalog = std::make_unique<CatalogSession>(*services, *session);
        session->begin(false);
        if (!QTest::qWaitFor([&] { return session->isReady() && catalog->isReady(); }, 30'000))
            qFatal("the project did not open");
        if (!withServer)
            return;
        if (!server.start())
            qFatal("the server did not start");
        session->connectServer(server.url().toString());
        if (!QTest::qWaitFor([&] { return catalog->servers() == 1; }, 30'000))
            qFatal("the server does not answer");
        if (!QTest::qWaitFor([&] { return session->runSummary().lastChange.startsWith(u"Connected"_qs); }, 30'000))
            qFatal("the server was not taken");
    }
    void end()
    {
        if (session)
            awaitVoid(session->close());
        catalog.reset();
        log.reset();
        session.reset();
        services.reset();
    }
    CatalogRow row(const QString &file) const
    {
        const QList<CatalogRow> rows = catalog->rows();
        for (const CatalogRow &row : rows) {
            if (row.checkpoint.file == file)
                return row;
        }
        return {};
    }
    QVector<Checkpoint> stored() const
    {
        return await(services->database().read(
                         [](Connection &connection) { return CheckpointRepository(connection).list(); }))
            .value();
    }
    QStringList sentences() const
    {
        QStringList all;
        for (int i = 0; i < log->log().rowCount(); ++i)
            all.append(log->log().entry(i)->where + u": "_qs + log->log().entry(i)->sentence);
        return all;
    }
};

} // namespace

namespace {

Task<void> warn()
{
    qCWarning(logImages) << "said while closing";
    co_return;
}

} // namespace

class TestCatalogSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void joinsCatalogAndServers()
    {
        Place place;
        place.begin();
        const CatalogRow there = place.row(epicThere);
        QCOMPARE(there.origin, CatalogRow::Origin::BuiltIn);
        QCOMPARE(there.checkpoint.name, u"epiCRealism v5"_qs);
        QCOMPARE(there.serverNames.size(), 1);
        QCOMPARE(there.servers, 1);
        QVERIFY(place.row(u"chilloutmix.safetensors"_qs).isOnNoServer());
        QCOMPARE(place.row(stranger).origin, CatalogRow::Origin::Assumed);
        QCOMPARE(place.catalog->rows().size(), 5);
        QVERIFY(!place.catalog->isUnknownSampler(u"no_such_sampler"_qs)); // nobody was asked yet
        place.catalog->setWatched(true);
        QTRY_VERIFY(place.catalog->isUnknownSampler(u"no_such_sampler"_qs));
        QVERIFY(!place.catalog->isUnknownSampler(u"euler"_qs));
        QSignalSpy reading(place.catalog.get(), &CatalogView::readingChanged);
        place.catalog->readServersAgain();
        QVERIFY(!place.catalog->reading().isEmpty());
        QTRY_VERIFY(place.catalog->reading().isEmpty());
        QVERIFY(reading.size() >= 2);
    }

    void editsAreRowsAndUndoSteps()
    {
        Place place;
        place.begin();
        Checkpoint after = place.row(epicThere).checkpoint;
        after.sharpness = 4;
        place.catalog->edit(after);
        after.settings.steps = 12; // asked for before the first one is written
        place.catalog->edit(after);
        QTRY_COMPARE(place.row(epicThere).checkpoint.settings.steps, 12);
        QCOMPARE(place.row(epicThere).checkpoint.sharpness, 4);
        QCOMPARE(place.row(epicThere).origin, CatalogRow::Origin::Changed);
        QCOMPARE(place.session->undoStack().count(), 2);
        QCOMPARE(place.session->runSummary().lastChange, place.session->undoStack().undoText());
        // The built-in entry is changed, whatever folder the server has it in: it keeps its place.
        QCOMPARE(place.stored().size(), 1);
        QCOMPARE(place.stored().first().file, epic);
        QCOMPARE(place.catalog->rows().first().checkpoint.file, epicThere);
        place.session->undo();
        place.session->undo();
        QTRY_VERIFY(place.stored().isEmpty());
        QTRY_COMPARE(place.row(epicThere).checkpoint.sharpness, 10);
        QCOMPARE(place.row(epicThere).origin, CatalogRow::Origin::BuiltIn);
        place.session->redo();
        QTRY_COMPARE(place.row(epicThere).checkpoint.sharpness, 4);
        place.catalog->reset(epicThere);
        QTRY_COMPARE(place.row(epicThere).checkpoint.sharpness, 10);
        QVERIFY(place.stored().isEmpty());
        place.session->undo();
        QTRY_COMPARE(place.row(epicThere).checkpoint.sharpness, 4);
        // Back to the built-in values by hand is the built-in entry again.
        after = place.row(epicThere).checkpoint;
        after.sharpness = 10;
        place.catalog->edit(after);
        QTRY_COMPARE(place.row(epicThere).origin, CatalogRow::Origin::BuiltIn);
        QVERIFY(place.stored().isEmpty());
    }

    void whatWasAskedForIsStoredAtTheEnd()
    {
        Place place;
        place.begin(false);
        Checkpoint after = place.row(epic).checkpoint;
        after.sharpness = 4;
        place.catalog->edit(after);
        after.settings.steps = 12; // behind the first one
        place.catalog->edit(after);
        place.end();
        place.begin(false);
        QCOMPARE(place.row(epic).checkpoint.sharpness, 4);
        QCOMPARE(place.row(epic).checkpoint.settings.steps, 12);
    }

    void undoComesAfterWhatWasAskedForBefore()
    {
        Place place;
        place.begin(false);
        Checkpoint after = place.row(epic).checkpoint;
        after.sharpness = 4;
        place.catalog->edit(after);
        QTRY_COMPARE(place.row(epic).checkpoint.sharpness, 4);
        after.sharpness = 6;
        place.catalog->edit(after);
        place.session->undo(); // the second one, which is not written yet
        after.settings.steps = 12;
        place.catalog->edit(after);
        QTRY_COMPARE(place.row(epic).checkpoint.settings.steps, 12);
        QCOMPARE(place.row(epic).checkpoint.sharpness, 6);
        QTRY_COMPARE(place.session->undoStack().index(), 2);
        place.session->undo();
        QTRY_COMPARE(place.row(epic).checkpoint.sharpness, 4);
        place.session->undo();
        QTRY_COMPARE(place.row(epic).checkpoint.sharpness, 10);
        QVERIFY(place.stored().isEmpty());
    }

    void whatCannotBeStoredIsSaid()
    {
        Place place;
        place.begin(false);
        QSignalSpy failed(place.catalog.get(), &CatalogView::editFailed);
        Checkpoint after = place.row(epic).checkpoint;
        after.sharpness = 4;
        awaitVoid(place.services->database().close());
        place.catalog->edit(after);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), epic);
        QCOMPARE(place.row(epic).checkpoint.sharpness, 10);
        QCOMPARE(place.session->undoStack().count(), 0);
    }

    void theLogHearsTheEnd()
    {
        Place place;
        place.begin(false);
        place.session->closeFirst(&warn);
        place.end();
        place.begin(false);
        QTRY_VERIFY(place.sentences().join(u'\n').contains(u"said while closing"_qs));
    }

    void whatIsInvalidIsNotStored()
    {
        Place place;
        place.begin(false);
        Checkpoint after = place.row(epic).checkpoint;
        after.sharpness = 11;
        place.catalog->edit(after);
        after = place.row(epic).checkpoint;
        after.settings.sampler = u" \n"_qs;
        place.catalog->edit(after);
        after = place.row(epic).checkpoint;
        after.negative = u"kept"_qs;
        place.catalog->edit(after);
        QTRY_COMPARE(place.row(epic).checkpoint.negative, u"kept"_qs);
        QCOMPARE(place.row(epic).checkpoint.sharpness, 10);
        QCOMPARE(place.session->undoStack().count(), 1);
        QCOMPARE(place.catalog->servers(), 0);
    }

    void ownEntriesComeAndGo()
    {
        Place place;
        place.begin();
        QVERIFY(!place.catalog->cannotAdd(u"  "_qs).isEmpty());
        QVERIFY(!place.catalog->cannotAdd(epic).isEmpty());
        QVERIFY(!place.catalog->cannotAdd(epicThere).isEmpty()); // the same one, where the server has it
        const QString own = u"xl/mine.safetensors"_qs;
        QVERIFY(place.catalog->cannotAdd(u"xl\\mine.safetensors"_qs).isEmpty());
        place.catalog->add(u"xl\\mine.safetensors"_qs); // as a server on Windows lists it
        QTRY_COMPARE(place.row(own).origin, CatalogRow::Origin::Own);
        QCOMPARE(place.row(own).checkpoint.name, u"mine"_qs);
        QVERIFY(!place.catalog->cannotAdd(own).isEmpty());
        // One that a server has becomes an entry by its first value.
        Checkpoint after = place.row(stranger).checkpoint;
        after.sharpness = 9;
        place.catalog->edit(after);
        QTRY_COMPARE(place.row(stranger).origin, CatalogRow::Origin::Own);
        place.catalog->reset(stranger);
        QTRY_COMPARE(place.row(stranger).origin, CatalogRow::Origin::Assumed);
        QCOMPARE(place.row(stranger).checkpoint.sharpness, 5);
        place.catalog->reset(own);
        QTRY_VERIFY(place.row(own).checkpoint.file.isEmpty());
        place.session->undo();
        QTRY_COMPARE(place.row(own).origin, CatalogRow::Origin::Own);
    }

    void figuresFollowTheImages()
    {
        Place place;
        place.begin();
        QFile table(place.folder.filePath(u"table.csv"_qs));
        QVERIFY(table.open(QIODevice::WriteOnly) && table.write("name,type,images\nBo,sharp,6\n") > 0);
        table.close();
        place.session->importFiles({table.fileName()});
        QTRY_COMPARE(place.session->rows().size(), 1);
        QTRY_COMPARE(place.session->rows().first().assignment.modelFile, epicThere);
        place.catalog->setWatched(true);
        place.session->start({});
        QTRY_COMPARE_WITH_TIMEOUT(place.row(epicThere).figures.images, 6, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(place.session->runSummary().phase, RunPhase::Finished, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(place.row(epicThere).figures.scored, 6, 10'000);
        QVERIFY(place.row(epicThere).figures.medianScore);
        QVERIFY(place.row(epicThere).loadSeconds);
        QVERIFY(*place.row(epicThere).loadSeconds >= 0.1);
        // When its server is gone, the figures stay with the entry.
        place.server.stop();
        QTRY_COMPARE_WITH_TIMEOUT(place.catalog->servers(), 0, 30'000);
        QCOMPARE(place.row(epic).figures.images, 6);
        QStringList log = place.sentences();
        QVERIFY2(log.join(u'\n').contains(u"Started: 6 images to make."_qs), qPrintable(log.join(u'\n')));
        QVERIFY(log.join(u'\n').contains(u"Finished: 6 of 6 images."_qs));
        QVERIFY(log.first().contains(u"Went offline"_qs));
        QCOMPARE(place.log->log().entry(0)->target.kind, LogTarget::Kind::Server);
    }

    void theLogIsReadAgain()
    {
        Place place;
        place.begin(false);
        place.session->notify({u"x"_qs, Notice::Kind::Information, u"Hint"_qs, u"not for the log"_qs, {}, true});
        Error error = Error::make(Error::Kind::Storage, u"The disk is full."_qs, u"SQLSTATE 53100"_qs);
        place.session->notify(u"action"_qs, u"It cannot be saved"_qs, error);
        place.session->notify(u"action"_qs, u"It cannot be saved"_qs, error);
        EventLog &log = place.log->log();
        QCOMPARE(log.rowCount(), 1);
        QCOMPARE(log.entry(0)->sentence, u"It cannot be saved: \u2068The disk is full.\u2069"_qs);
        QCOMPARE(log.entry(0)->details, u"SQLSTATE 53100"_qs);
        QCOMPARE(log.entry(0)->count, 2);
        QCOMPARE(log.unreadErrors(), 1);
        qCWarning(logImages) << "a warning of the program";
        QTRY_COMPARE(log.rowCount(), 2);
        QCOMPARE(log.entry(0)->level, LogEntry::Level::Warning);
        place.end();
        place.begin(false);
        EventLog &next = place.log->log();
        QTRY_COMPARE(next.rowCount(), 2);
        QVERIFY(next.entry(0)->earlier);
        QCOMPARE(next.entry(1)->count, 2);
        QCOMPARE(next.unreadErrors(), 0);
    }
};

QTEST_MAIN(TestCatalogSession)
#include "tst_catalogsession.moc"
