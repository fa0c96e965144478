// SPDX-License-Identifier: GPL-3.0-or-later
// Servers as a person has them in the window, with real services and servers on loopback, one of them behind TLS.
#include "core/text.h"
#include "network/certificatepin.h"
#include "serverplace.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

Task<void> keepSecrets(Services *services, QString url, std::optional<ServerSecrets> *into)
{
    *into = co_await services->secretsOf(*services->serverConfig(url));
}

/// Takes the bytes of a TLS connection to a plain server and back, as a proxy in front of a ComfyUI does.
class TlsProxy : public QObject
{
public:
    TlsProxy(quint16 target, const QString &certificate) : m_target(target)
    {
        use(certificate);
        connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, [this] {
            while (QTcpSocket *outside = m_server.nextPendingConnection())
                join(outside);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port is free");
    }
    QString url() const { return u"https://127.0.0.1:%1"_qs.arg(m_server.serverPort()); }
    void use(const QString &name)
    {
        const QString base = QStringLiteral(LORASTUDIO_SOURCE_DIR "/tests/data/tls/") + name;
        QFile key(base + u".key"_qs);
        QFile certificate(base + u".crt"_qs);
        if (!key.open(QIODevice::ReadOnly) || !certificate.open(QIODevice::ReadOnly))
            qFatal("no test certificate");
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        configuration.setLocalCertificate(QSslCertificate(&certificate));
        fingerprint = certificateFingerprint(configuration.localCertificate());
        m_server.setSslConfiguration(configuration);
    }
    QByteArray heard; ///< everything that clients sent
    QString fingerprint;

private:
    void join(QTcpSocket *outside)
    {
        auto *inside = new QTcpSocket(outside);
        outside->setParent(this);
        inside->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
        connect(outside, &QTcpSocket::readyRead, inside, [this, outside, inside] {
            const QByteArray bytes = outside->readAll();
            heard += bytes;
            inside->write(bytes);
        });
        connect(inside, &QTcpSocket::readyRead, outside, [outside, inside] { outside->write(inside->readAll()); });
        connect(outside, &QTcpSocket::disconnected, inside, &QTcpSocket::disconnectFromHost);
        connect(inside, &QTcpSocket::disconnected, outside, &QTcpSocket::disconnectFromHost);
        connect(outside, &QTcpSocket::disconnected, outside, &QObject::deleteLater);
    }
    QSslServer m_server;
    quint16 m_target;
};

QStringList heads(const ServerTest &test)
{
    QStringList heads;
    for (const ServerTestLine &line : test.lines)
        heads.append(line.head);
    return heads;
}

} // namespace

class TestServerSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // the keyring of whoever runs this is not ours
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void aServerIsTestedAddedAndRemoved();
    void anEditedServerMovesAndMovesBack();
    void aMoveThatCannotBeStoredChangesNothing();
    void aServerOfThisRunAloneIsAsItWasAfterUndo();
    void modelsAreChosenWithUndo();
    void nothingIsReadForAPageThatIsNotSeen();
    void rowsThatAreTheSameAreNotSaid();
    void whatDoesNotAnswerIsSaid();
    void aTestIsBrokenOff();
    void aCertificateIsPinned();
    void aDrainedServerGetsNothing();
    void aFailedJobIsTriedAgain();
    void theTimelineIsWrittenDown();
    void theDemoServerComesAndGoes();
    void memoryIsFreed();
};

void TestServerSession::aServerIsTestedAddedAndRemoved()
{
    Place here;
    const ServerForm form{.former = {}, .name = u"Atelier"_qs, .address = here.url()};
    const ServerTest test = here.tested(form);
    QCOMPARE(test.lines.size(), 3);
    QVERIFY(QRegularExpression(u"^Reached in \\d+ ms$"_qs).match(test.lines.at(0).head).hasMatch());
    QVERIFY(test.lines.at(0).body.contains(u"0.3.64"_qs));
    QCOMPARE(test.lines.at(1).head, u"Live events arrive"_qs);
    QCOMPARE(test.lines.at(1).body, u"Progress and previews"_qs);
    QCOMPARE(test.lines.at(2).head, u"4 checkpoints"_qs);
    QCOMPARE(test.lines.at(2).body, u"All of them in your catalog"_qs);
    QVERIFY(here.servers->rows().isEmpty()); // a test changes nothing

    here.servers->save(form);
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(here.url()), 20'000);
    QCOMPARE(here.row(here.url())->name, u"Atelier"_qs);
    QVERIFY(here.row(here.url())->state == ServerState::Idle);
    QVERIFY(here.services->serverConfig(here.url()));
    QVERIFY(!here.servers->whyNotSaved(form).isEmpty()); // it is there
    QCOMPARE(here.project->undoStack().count(), 1);

    here.project->undo();
    QTRY_VERIFY(here.servers->rows().isEmpty());
    here.project->redo();
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(here.url()), 20'000);
    here.servers->remove(here.url());
    QTRY_VERIFY(here.servers->rows().isEmpty());
    QVERIFY(!here.services->serverConfig(here.url()));
    here.project->undo();
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(here.url()), 20'000);
    QCOMPARE(here.row(here.url())->name, u"Atelier"_qs);
}

void TestServerSession::anEditedServerMovesAndMovesBack()
{
    Place here;
    DemoServer other(realServer());
    QVERIFY(other.start());
    const QString there = Place::urlOf(other);
    QSignalSpy saved(here.servers.get(), &ServerListView::saved);
    here.servers->save({.former = {},
                        .name = u"A"_qs,
                        .address = here.url(),
                        .signIn = SignIn::Password,
                        .user = u"me"_qs,
                        .secret = u"canary"_qs});
    QTRY_COMPARE(saved.size(), 1);
    ServerForm form = here.servers->form(here.url());
    QCOMPARE(form.user, u"me"_qs);
    QVERIFY(form.hasSecret && form.secret.isEmpty()); // it is never handed out again
    form.address = there;
    here.servers->save(form);
    QTRY_COMPARE(saved.size(), 2);
    QVERIFY(!here.services->serverConfig(here.url()));
    std::optional<ServerSecrets> secrets;
    awaitVoid(keepSecrets(here.services.get(), there, &secrets));
    QCOMPARE(secrets->password, u"canary"_qs);
    here.project->undo();
    QTRY_VERIFY(here.services->serverConfig(here.url()) && !here.services->serverConfig(there));
    awaitVoid(keepSecrets(here.services.get(), here.url(), &secrets));
    QCOMPARE(secrets->password, u"canary"_qs);
    QVERIFY(!here.servers->keepsSecrets()); // there is no keyring here
    // Nothing of it on the disk.
    QDirIterator files(here.folder.path(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("canary"), qPrintable(file.fileName()));
    }
}

void TestServerSession::aMoveThatCannotBeStoredChangesNothing()
{
    Place here;
    DemoServer other(realServer());
    QVERIFY(other.start());
    const QString there = Place::urlOf(other);
    here.add(here.url());
    const int steps = here.project->undoStack().count();
    here.execute(u"CREATE TRIGGER stays BEFORE DELETE ON servers BEGIN SELECT RAISE(ABORT, 'it stays'); END"_qs);
    QSignalSpy saved(here.servers.get(), &ServerListView::saved);
    QSignalSpy failed(here.servers.get(), &ServerListView::saveFailed);
    ServerForm form = here.servers->form(here.url());
    form.address = there;
    form.id = 7;
    here.servers->save(form);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().toInt(), 7);
    QCOMPARE(saved.size(), 0);
    QVERIFY(here.services->serverConfig(here.url()));
    QVERIFY(!here.services->serverConfig(there));
    QVERIFY(here.services->pool().find(here.url()));
    QVERIFY(!here.services->pool().find(there));
    QCOMPARE(here.project->undoStack().count(), steps);
    here.execute(u"DROP TRIGGER stays"_qs);
    here.servers->save(form);
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(!here.services->serverConfig(here.url()) && here.services->serverConfig(there));
    QVERIFY(!here.services->pool().find(here.url()) && here.services->pool().find(there));
}

void TestServerSession::aServerOfThisRunAloneIsAsItWasAfterUndo()
{
    Place here;
    ServerConfig config; // as one that was given on the command line
    config.url = here.url();
    config.name = u"Guest"_qs;
    here.services->pool().add(config, {});
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(here.url()), 20'000);
    QVERIFY(!here.row(here.url())->keeps);
    ServerForm form = here.servers->form(here.url());
    QVERIFY(!form.builtIn);
    form.name = u"Resident"_qs;
    here.servers->save(form);
    QTRY_VERIFY(here.services->serverConfig(here.url()));
    QTRY_VERIFY(here.project->undoStack().undoText().startsWith(u"Edited"_qs));
    here.project->undo();
    QTRY_VERIFY(!here.services->serverConfig(here.url()));
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(here.url()), 20'000);
    QCOMPARE(here.row(here.url())->name, u"Guest"_qs);
    here.project->redo();
    QTRY_VERIFY(here.services->serverConfig(here.url()));
    QTRY_COMPARE(here.row(here.url())->name, u"Resident"_qs);
    here.project->undo();
    QTRY_VERIFY(!here.services->serverConfig(here.url()));
    here.servers->remove(here.url());
    QTRY_VERIFY(!here.services->pool().find(here.url()));
    here.project->undo();
    QTRY_VERIFY(here.services->pool().find(here.url()));
    QVERIFY(!here.services->serverConfig(here.url())); // still of this run alone
}

void TestServerSession::modelsAreChosenWithUndo()
{
    DemoOptions options = realServer();
    options.checkpoints = {u"chilloutmix.safetensors"_qs};
    Place here(options);
    here.import(sixOfAnna);
    const QString before = here.project->rows().first().assignment.modelFile;
    QVERIFY(before != u"chilloutmix.safetensors"_qs);
    here.add(here.url());
    QTRY_COMPARE(here.project->rows().first().assignment.modelFile, u"chilloutmix.safetensors"_qs);
    QTRY_COMPARE(here.project->undoStack().undoText(), u"Auto-assigned 1 character."_qs);
    here.project->undo();
    QTRY_COMPARE(here.project->rows().first().assignment.modelFile, before);
    QVERIFY(here.project->undoStack().undoText().startsWith(u"Added"_qs));
    QVERIFY(here.project->runSummary().lastChange.startsWith(u"Undone: Auto-assigned"_qs));
}

void TestServerSession::nothingIsReadForAPageThatIsNotSeen()
{
    DemoOptions options = realServer();
    options.faults = {DemoFault::make(DemoFault::Kind::Refuse, QString(), 2)};
    Place here(options);
    here.add(here.url());
    here.import(sixOfAnna);
    here.servers->setWatched(false);
    QSignalSpy jobs(here.servers.get(), &ServerListView::jobsChanged);
    here.servers->watchJobs(JobList::Failed);
    QTRY_COMPARE(jobs.size(), 1);
    jobs.clear();
    here.project->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    QTRY_COMPARE(here.row(here.url())->images, 4); // what rows say is kept, for the badge
    QCOMPARE(jobs.size(), 0);
    QCOMPARE(here.servers->jobCount(JobList::Failed), 0);
    here.servers->setWatched(true);
    QTRY_COMPARE(here.servers->jobCount(JobList::Failed), 2);
    QCOMPARE(here.servers->jobs(JobList::Failed).size(), 2);
}

void TestServerSession::rowsThatAreTheSameAreNotSaid()
{
    Place here;
    here.add(here.url());
    here.servers->setDraining(here.url(), true);
    QSignalSpy changed(here.servers.get(), &ServerListView::rowsChanged);
    here.servers->setDraining(here.url(), true); // as it is
    QCOMPARE(changed.size(), 0);
    here.servers->setDraining(here.url(), false);
    QVERIFY(changed.size() >= 1);
}

void TestServerSession::whatDoesNotAnswerIsSaid()
{
    Place here;
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const QString url = u"http://127.0.0.1:%1"_qs.arg(closed.serverPort());
    closed.close();
    const ServerTest test = here.tested({.former = {}, .address = url});
    QCOMPARE(heads(test), (QStringList{u"Not reached"_qs}));
    QCOMPARE(test.lines.first().kind, ServerTestLine::Kind::Problem);
    QVERIFY(test.lines.first().body.contains(u"Connection refused"_qs));
    QCOMPARE(heads(here.tested({.former = {}, .address = u"ftp://x"_qs})), (QStringList{u"Not tested"_qs}));

    QSignalSpy saved(here.servers.get(), &ServerListView::saved);
    here.servers->save({.former = {}, .address = url});
    QTRY_VERIFY_WITH_TIMEOUT(here.row(url) && here.row(url)->state == ServerState::Offline, 20'000);
    const QList<ServerMessage> messages = here.row(url)->messages;
    QCOMPARE(messages.size(), 1);
    QVERIFY(messages.first().text.contains(u"Connection refused: nothing answers at this address."_qs));
    QVERIFY(messages.first().links.contains(ServerLink::ConnectNow));
    QVERIFY(here.row(url)->nextTry.isValid());
}

void TestServerSession::aTestIsBrokenOff()
{
    DemoOptions options = realServer();
    options.faults = {DemoFault::make(DemoFault::Kind::Hang, QString(), -1)};
    Place here(options);
    const QSignalSpy asked(&here.server, &DemoServer::requestReceived);
    here.servers->startTest({.former = {}, .address = here.url()});
    QCOMPARE(here.servers->test().phase, ServerTest::Phase::Going);
    QTRY_VERIFY(!asked.isEmpty()); // and never answered
    here.servers->cancelTest();
    QCOMPARE(here.servers->test().phase, ServerTest::Phase::None);
    here.server.clearFaults();
    QVERIFY(heads(here.tested({.former = {}, .address = here.url()})).first().startsWith(u"Reached"_qs));
}

void TestServerSession::aCertificateIsPinned()
{
    Place here;
    TlsProxy proxy(quint16(here.server.url().port()), u"server"_qs);
    ServerForm form{.former = {}, .address = proxy.url(), .signIn = SignIn::Token, .secret = u"canary"_qs};
    const ServerTest first = here.tested(form);
    QCOMPARE(first.lines.size(), 4);
    QCOMPARE(first.lines.last().head, u"The certificate is self-signed"_qs);
    QCOMPARE(first.fingerprint, proxy.fingerprint);
    QVERIFY(first.lines.first().head.startsWith(u"Reached"_qs)); // what is behind it is looked at
    QVERIFY(proxy.heard.contains("system_stats"));
    QVERIFY(!proxy.heard.contains("canary")); // without the secret

    form.fingerprint = first.fingerprint;
    const ServerTest second = here.tested(form);
    QCOMPARE(second.lines.last().head, u"You trust its certificate"_qs);
    QVERIFY(proxy.heard.contains("Bearer canary"));
    here.servers->save(form);
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(proxy.url()), 20'000);
    QVERIFY(here.row(proxy.url())->state == ServerState::Idle);

    proxy.use(u"other"_qs);
    ServerForm edited = here.servers->form(proxy.url());
    QCOMPARE(edited.fingerprint, form.fingerprint);
    const ServerTest third = here.tested(edited);
    QCOMPARE(third.lines.last().head, u"The certificate has changed"_qs);
    QCOMPARE(third.lines.last().kind, ServerTestLine::Kind::Problem);
    QCOMPARE(third.fingerprint, proxy.fingerprint);
    // What the test looked at is not trusted by it.
    edited.fingerprint.clear();
    QCOMPARE(here.tested(edited).lines.last().kind, ServerTestLine::Kind::Warning);
}

void TestServerSession::aDrainedServerGetsNothing()
{
    Place here;
    DemoServer other(realServer());
    QVERIFY(other.start());
    const QString drained = Place::urlOf(other);
    QSignalSpy accepted(&other, &DemoServer::promptAccepted);
    here.add(here.url());
    here.add(drained);
    here.servers->setDraining(drained, true);
    QVERIFY(here.row(drained)->state == ServerState::Draining);
    QVERIFY(here.row(drained)->messages.first().links.contains(ServerLink::TakeUp));
    here.import(sixOfAnna);
    here.project->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    QCOMPARE(accepted.size(), 0);
    QTRY_COMPARE(here.row(here.url())->images, 6);
    here.servers->setDraining(drained, false);
    QVERIFY(here.row(drained)->state == ServerState::Idle);

    // It alone is left: what waits for it is made as soon as it takes work again.
    here.servers->setDraining(drained, true);
    here.servers->remove(here.url());
    QTRY_VERIFY(!here.row(here.url()));
    here.project->setImages(here.project->rows().first().character.id, 8);
    QTRY_COMPARE(here.project->rows().first().character.images, 8);
    here.project->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Running, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(here.servers->jobCount(JobList::Open), 2, 10'000);
    QCOMPARE(accepted.size(), 0);
    here.servers->setDraining(drained, false);
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    QCOMPARE(accepted.size(), 2);
}

void TestServerSession::aFailedJobIsTriedAgain()
{
    DemoOptions options = realServer();
    options.faults = {DemoFault::make(DemoFault::Kind::Refuse, QString(), 2)};
    Place here(options);
    here.add(here.url());
    here.import(sixOfAnna);
    here.servers->watchJobs(JobList::Failed);
    here.project->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    QTRY_COMPARE(here.servers->jobCount(JobList::Failed), 2);
    QTRY_COMPARE(here.servers->jobs(JobList::Failed).size(), 2);
    const JobRow failed = here.servers->jobs(JobList::Failed).first();
    QCOMPARE(failed.character, u"Anna"_qs);
    QVERIFY(!failed.reason.isEmpty());
    QVERIFY(failed.number > 0);
    here.servers->retry(failed.id);
    QTRY_COMPARE_WITH_TIMEOUT(here.servers->jobCount(JobList::Failed), 1, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(here.row(here.url())->images, 5, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    here.servers->retry({});
    QTRY_COMPARE_WITH_TIMEOUT(here.row(here.url())->images, 6, 60'000);
    QTRY_COMPARE(here.servers->jobCount(JobList::Failed), 0);
    QTRY_VERIFY(here.servers->jobs(JobList::Failed).isEmpty());
}

void TestServerSession::theTimelineIsWrittenDown()
{
    Place here(realServer(4));
    here.add(here.url());
    here.import(sixOfAnna);
    here.project->start({});
    QTRY_VERIFY_WITH_TIMEOUT(here.row(here.url())->workingOn == u"Anna"_qs, 30'000);
    QVERIFY(!here.row(here.url())->checkpoint.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    int images = 0;
    QDateTime last;
    for (const TimelineBlock &block : here.servers->timeline(here.servers->now())) {
        if (block.kind != TimelineBlock::Kind::Image)
            continue;
        ++images;
        QCOMPARE(block.server, here.url());
        QVERIFY(!block.checkpoint.isEmpty());
        QVERIFY(block.from < block.to);
        QVERIFY(!last.isValid() || block.from >= last); // images of one server never overlap
        last = block.to;
    }
    QCOMPARE(images, 6);
}

void TestServerSession::theDemoServerComesAndGoes()
{
    Place here;
    here.import(sixOfAnna); // else the sample project is opened with it
    here.servers->useDemoServer();
    QTRY_VERIFY_WITH_TIMEOUT(here.servers->rows().size() == 1 && here.answers(here.servers->rows().first().url),
                             20'000);
    const ServerRow demo = here.servers->rows().first();
    QVERIFY(demo.demo);
    QVERIFY(!demo.keeps);
    QVERIFY(demo.builtIn);
    const ServerForm form = here.servers->form(demo.url);
    QVERIFY(form.builtIn);
    QVERIFY(!here.servers->whyNotSaved(form).isEmpty());
    here.servers->save(form);
    QVERIFY(!here.services->serverConfig(demo.url)); // a port that means nothing next time
    QVERIFY(here.services->usesDemoServer());
    here.servers->remove(demo.url);
    QTRY_VERIFY(here.servers->rows().isEmpty());
    QVERIFY(!here.services->usesDemoServer());
    here.project->undo();
    QTRY_VERIFY_WITH_TIMEOUT(here.servers->rows().size() == 1, 20'000);
}

void TestServerSession::memoryIsFreed()
{
    Place here;
    QSignalSpy requests(&here.server, &DemoServer::requestReceived);
    here.add(here.url());
    here.servers->freeMemory(here.url());
    const auto freed = [&] {
        return std::any_of(requests.cbegin(), requests.cend(), [](const QVariantList &request) {
            return request.at(0).toByteArray() == "POST" && request.at(1).toByteArray().endsWith("/free");
        });
    };
    QTRY_VERIFY(freed());
    QVERIFY(here.project->notices().isEmpty());
}

QTEST_MAIN(TestServerSession)
#include "tst_serversession.moc"
