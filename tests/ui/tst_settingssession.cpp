// SPDX-License-Identifier: GPL-3.0-or-later
// The settings over the real services: what is set is kept, undone, and the same for the command line.
#include "core/messagetap.h"
#include "images/libraryfolder.h"
#include "session/databasesentences.h"
#include "session/settingssession.h"
#include "storage/characterrepository.h"
#include "storage/databaseprobe.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"
#include "storage/workerrepository.h"
#include "style/appearance.h"
#include "support/fakeprojectview.h"

#include <QApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace lorastudio;
using Step = DatabaseState::Step;

namespace {

template <class T>
Task<void> keep(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

template <class T>
T await(Task<T> task)
{
    std::optional<T> result;
    const Task<void> running = keep(std::move(task), &result);
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 30'000))
        qFatal("a task did not end");
    return std::move(*result);
}

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 30'000))
        qFatal("a task did not end");
}

struct Place
{
    explicit Place(bool fixed = false)
    {
        PathOptions options;
        options.configDir = folder.filePath(QStringLiteral("config"));
        if (fixed) {
            options.database = QStringLiteral("sqlite:") + file();
            options.library = folder.filePath(QStringLiteral("library"));
        }
        services = std::make_unique<Services>(options);
        if (!fixed) {
            services->settings().database.setValue(QStringLiteral("sqlite:") + file());
            services->settings().library.setValue(folder.filePath(QStringLiteral("library")));
        }
        settings = std::make_unique<SettingsSession>(*services, project, appearance);
        if (const Result<void> opened = await(services->open({})); !opened)
            qFatal("%s", qPrintable(opened.error().message));
        (void)await(services->openProject(QStringLiteral("default")));
        Q_EMIT project.rowsReset();
    }
    ~Place()
    {
        awaitVoid(settings->close());
        awaitVoid(services->shutdown());
    }
    QString file() const { return folder.filePath(QStringLiteral("first.sqlite")); }
    void add(const QString &name) const
    {
        Character character;
        character.project = QStringLiteral("default");
        character.name = name;
        const auto insert = [character](Connection &connection) {
            return CharacterRepository(connection).insert(character);
        };
        if (!await(services->database().write(insert)))
            qFatal("the character was not stored");
    }
    DatabaseForm other(const QString &name) const
    {
        DatabaseForm form;
        form.path = folder.filePath(name);
        return form;
    }

    QTemporaryDir folder;
    FakeProjectView project{FakeProjectView::Scene::Empty};
    Appearance appearance;
    std::unique_ptr<Services> services;
    std::unique_ptr<SettingsSession> settings;
};

} // namespace

class TestSettingsSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QSettings().clear(); }
    void changesAreKeptAndUndone();
    void whatIsOutOfRangeIsNotTaken();
    void changesShortlyAfterEachOtherAreOneStep();
    void libraryWaitsForTheNextStart();
    void thumbnailsAreMeasuredAndCleared();
    void whatTheStartFixedIsSaid();
    void aTestSaysWhatIsThere();
    void theDatabaseIsChangedWithWhatIsHere();
    void theLibraryStaysWhereTheCopyIsNotTakenUp();
    void aWorkerStandsInTheWay();
    void theChangeWaitsForARun();
    void aChangeThatFailsLeavesEverything();
    void formsAndAddressesAreTheSame();

private:
    QTemporaryDir m_settings;
};

void TestSettingsSession::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(QStringLiteral("lora-studio-test"));
    QApplication::setApplicationName(QStringLiteral("lora-studio-test"));
    qunsetenv("DBUS_SESSION_BUS_ADDRESS"); // no keyring of the person who runs it
    qputenv("XDG_CACHE_HOME", m_settings.filePath(QStringLiteral("cache")).toUtf8());
    qputenv("XDG_DATA_HOME", m_settings.filePath(QStringLiteral("data")).toUtf8());
}

void TestSettingsSession::changesAreKeptAndUndone()
{
    Place place;
    QSignalSpy changed(place.settings.get(), &SettingsView::valuesChanged);
    SettingsValues values = place.settings->values();
    QCOMPARE(values, SettingsValues()); // the defaults of both are the same
    values.baseSeed = 4711;
    place.settings->change(values);
    values.palette = SettingsValues::Palette::Dark;
    place.settings->change(values);
    values.onClose = SettingsValues::OnClose::Tray;
    place.settings->change(values);
    QCOMPARE(place.settings->values(), values);
    QVERIFY(changed.size() >= 3);
    QCOMPARE(place.project.undoStack().count(), 3);
    QCOMPARE(place.appearance.choice(), Appearance::Choice::Dark);
    // The command line reads the same file.
    QVERIFY(place.services->settings().sync());
    const AppSettings file(place.services->settings().file());
    QCOMPARE(file.baseSeed.value(), qint64(4711));
    QCOMPARE(file.onClose.value(), QStringLiteral("tray"));
    place.project.undoStack().undo();
    place.project.undoStack().undo();
    QCOMPARE(place.appearance.choice(), Appearance::Choice::AsDesktop);
    QCOMPARE(place.settings->values().baseSeed, std::optional<qint64>(4711));
    place.project.undoStack().redo();
    QCOMPARE(place.settings->values().palette, SettingsValues::Palette::Dark);
}

void TestSettingsSession::whatIsOutOfRangeIsNotTaken()
{
    Place place;
    QSignalSpy changed(place.settings.get(), &SettingsView::valuesChanged);
    SettingsValues values;
    values.newImages = 1'000'000;
    values.newSize = QSize(513, 7);
    values.baseSeed = qint64(1) << 60;
    place.settings->change(values);
    QCOMPARE(place.settings->values(), SettingsValues());
    QCOMPARE(changed.size(), 1); // the form shows what holds
    QCOMPARE(place.project.undoStack().count(), 0);
}

void TestSettingsSession::changesShortlyAfterEachOtherAreOneStep()
{
    Place place;
    SettingsValues values;
    for (int images = 101; images <= 110; ++images) {
        values.newImages = images;
        place.settings->change(values);
    }
    QCOMPARE(place.project.undoStack().count(), 1);
    QVERIFY(place.project.undoStack().undoText().contains(QStringLiteral("110")));
    place.project.undoStack().undo();
    QCOMPARE(place.settings->values().newImages, 100);
}

void TestSettingsSession::libraryWaitsForTheNextStart()
{
    Place place;
    const QString used = place.folder.filePath(QStringLiteral("library"));
    QCOMPARE(place.settings->folders().library, used);
    const QString next = place.folder.filePath(QStringLiteral("elsewhere"));
    place.settings->setLibrary(next);
    QCOMPARE(place.settings->folders().chosen, next);
    QCOMPARE(place.settings->folders().library, used);
    QCOMPARE(place.services->libraryFolder(), used); // nothing is moved or written elsewhere meanwhile
    QCOMPARE(place.services->settings().library.value(), next);
    place.project.undoStack().undo();
    QCOMPARE(place.settings->folders().chosen, QString());
    QCOMPARE(place.services->settings().library.value(), used);
    place.settings->restart();
    QVERIFY(place.settings->wantsRestart());
    QCOMPARE(place.project.lastCall(), QStringLiteral("shutDown"));
}

void TestSettingsSession::thumbnailsAreMeasuredAndCleared()
{
    Place place;
    QImage image(64, 96, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(place.services->thumbnails().put({QStringLiteral("a.png"), QStringLiteral("1")}, image));
    place.settings->refresh();
    QTRY_VERIFY(place.settings->folders().thumbnailBytes > 0);
    QVERIFY(place.settings->folders().free > 0);
    place.settings->clearThumbnails();
    QTRY_COMPARE(place.settings->folders().thumbnailBytes, qint64(0));
    QTRY_VERIFY(!place.services->thumbnails().contains({QStringLiteral("a.png"), QStringLiteral("1")}));
    // Where as much is left as there was, the button comes back all the same.
    QTRY_COMPARE(place.settings->folders().thumbnailBytes, qint64(0));
    QList<qint64> told;
    const auto note = [&] {
        told.append(place.settings->folders().thumbnailBytes);
    };
    connect(place.settings.get(), &SettingsView::foldersChanged, this, note);
    place.settings->clearThumbnails();
    QTRY_COMPARE(told, (QList<qint64>{-1, 0}));
}

void TestSettingsSession::whatTheStartFixedIsSaid()
{
    Place place(true);
    QVERIFY(place.settings->database().fixedReason.contains(QStringLiteral("--database")));
    QVERIFY(place.settings->folders().fixedReason.contains(QStringLiteral("--library")));
    place.settings->changeDatabase(place.other(QStringLiteral("second.sqlite")), false);
    place.settings->setLibrary(QStringLiteral("/tmp"));
    QCOMPARE(place.services->settings().library.value(), QString());
    QVERIFY(!place.settings->wantsRestart());
}

void TestSettingsSession::aTestSaysWhatIsThere()
{
    Place place;
    place.add(QStringLiteral("Yuki"));
    QSignalSpy tested(place.settings.get(), &SettingsView::databaseTested);
    const auto answer = [&tested] {
        return tested.takeLast().first().value<DatabaseTest>();
    };
    DatabaseForm form = place.other(QStringLiteral("none.sqlite"));
    place.settings->testDatabase(form);
    QTRY_COMPARE(tested.size(), 1);
    DatabaseTest test = answer();
    QVERIFY(test.good && test.copyable);
    QVERIFY(!QFile::exists(form.path));
    form.path = place.file();
    place.settings->testDatabase(form);
    QTRY_COMPARE(tested.size(), 1);
    test = answer();
    QVERIFY(test.good && !test.copyable);
    QCOMPARE(test.detail, QStringLiteral("Holds 1 character, 0 images, 0 runs."));
    form = {};
    form.postgreSql = true;
    form.host = QStringLiteral("127.0.0.1");
    form.port = 1; // nothing listens there
    form.name = QStringLiteral("x");
    place.settings->testDatabase(form);
    QTRY_COMPARE_WITH_TIMEOUT(tested.size(), 1, 10'000);
    test = answer();
    QVERIFY(!test.good);
    QCOMPARE(test.head, QStringLiteral("Nothing answers there"));
    form.name.clear();
    place.settings->testDatabase(form);
    QTRY_COMPARE(tested.size(), 1);
    QCOMPARE(answer().head, QStringLiteral("Enter the name of the database."));
    // Only the last question is answered.
    place.settings->testDatabase(place.other(QStringLiteral("a.sqlite")));
    place.settings->cancelDatabase();
    QVERIFY(place.settings->database().step == Step::None);
    form = {};
    form.path = place.file(); // which takes longer than a file that is not there
    place.settings->testDatabase(form);
    QTRY_VERIFY(!tested.isEmpty());
    QCOMPARE(answer().detail, QStringLiteral("Holds 1 character, 0 images, 0 runs."));
    QCOMPARE(tested.size(), 0);
    QVERIFY(place.settings->database().step == Step::None);
}

void TestSettingsSession::theDatabaseIsChangedWithWhatIsHere()
{
    Place place;
    place.add(QStringLiteral("Yuki"));
    place.add(QStringLiteral("Mei"));
    QDir().mkpath(place.folder.filePath(QStringLiteral("library/default")));
    QVERIFY(place.services->imageStore().makeRoot());
    QTRY_VERIFY(place.settings->database().open);
    place.settings->refresh();
    QTRY_COMPARE(place.settings->database().figures.characters, qint64(2));
    const DatabaseForm form = place.other(QStringLiteral("second.sqlite"));
    place.settings->changeDatabase(form, true);
    QTRY_VERIFY(place.settings->wantsRestart());
    QCOMPARE(place.project.lastCall(), QStringLiteral("shutDown"));
    QVERIFY(place.settings->database().step == Step::Restarting);
    QCOMPARE(place.services->settings().database.value(), QStringLiteral("sqlite:") + form.path);
    const Result<DatabaseProbe> probe = probeDatabase(DatabaseUrl::sqlite(form.path), {});
    QVERIFY(probe);
    QCOMPARE(probe->contents.characters, qint64(2));
    QCOMPARE(probeDatabase(DatabaseUrl::sqlite(place.file()), {})->contents.characters, qint64(2)); // as it was
    // Nothing more comes into the former database, where the copy would not have it, and it is said.
    const auto rename = [](Connection &connection) {
        return ProjectRepository(connection).rename(QStringLiteral("default"), QStringLiteral("late"));
    };
    const Result<void> late = await(place.services->database().write(rename));
    QVERIFY(!late);
    QCOMPARE(late.error().code, QStringLiteral("held"));
    // As long as nobody works with the copy, the library is the former database's.
    const QString root = place.folder.filePath(QStringLiteral("library"));
    const auto idOf = [](const QString &path) {
        const Result<std::unique_ptr<Connection>> opened = Connection::open(DatabaseUrl::sqlite(path), {});
        return opened ? ProjectRepository(**opened).databaseId().value_or(QString()) : QString();
    };
    QCOMPARE(claimLibrary(root, idOf(place.file())).root(), root);
    // Then it goes with the copy: the former database would take new images for left-overs.
    PathOptions options;
    options.configDir = place.folder.filePath(QStringLiteral("config"));
    options.database = QStringLiteral("sqlite:") + form.path;
    options.library = root;
    Services next(options);
    QVERIFY(await(next.open({})));
    QCOMPARE(next.libraryFolder(), root);
    QVERIFY(claimLibrary(root, idOf(place.file())).root() != root);
    awaitVoid(next.shutdown());
}

void TestSettingsSession::theLibraryStaysWhereTheCopyIsNotTakenUp()
{
    Place place;
    place.add(QStringLiteral("Yuki"));
    QVERIFY(place.services->imageStore().makeRoot());
    const QString root = place.folder.filePath(QStringLiteral("library"));
    QCOMPARE(place.services->libraryFolder(), root);
    const QString before = place.services->settings().database.value();
    const QString config = QFileInfo(place.services->settings().file()).path();
    // A folder in the place of the file: even root cannot write that.
    QVERIFY(place.services->settings().sync());
    QVERIFY(
        QFile::rename(place.services->settings().file(), place.services->settings().file() + QStringLiteral(".aside")));
    QVERIFY(QDir(config).mkpath(QFileInfo(place.services->settings().file()).fileName() + QStringLiteral("/x")));
    const DatabaseForm form = place.other(QStringLiteral("second.sqlite"));
    place.settings->changeDatabase(form, true);
    QTRY_VERIFY(!place.settings->database().problem.isEmpty());
    QVERIFY(place.settings->database().step == Step::None);
    QVERIFY(!place.settings->wantsRestart());
    QCOMPARE(place.services->settings().database.value(), before);
    QVERIFY(probeDatabase(DatabaseUrl::sqlite(form.path), {})->state == DatabaseProbe::State::Empty);
    const Result<std::unique_ptr<Connection>> former = Connection::open(DatabaseUrl::sqlite(place.file()), {});
    QVERIFY(former);
    QCOMPARE(claimLibrary(root, ProjectRepository(**former).databaseId().value()).root(), root);
    place.add(QStringLiteral("Mei")); // it goes on here
}

void TestSettingsSession::aWorkerStandsInTheWay()
{
    Place place;
    place.add(QStringLiteral("Yuki"));
    const auto beat = [](Connection &connection) {
        Worker worker;
        worker.id = QStringLiteral("somebody");
        worker.host = QStringLiteral("render-2");
        return WorkerRepository(connection).beat(worker);
    };
    QVERIFY(await(place.services->database().write(beat)));
    const MessageTap tap; // what the Log shows
    const QSignalSpy heard(&tap, &MessageTap::heard);
    place.settings->changeDatabase(place.other(QStringLiteral("second.sqlite")), true);
    QTRY_VERIFY(place.settings->database().problem.contains(QStringLiteral("render-2")));
    QTRY_COMPARE(heard.size(), 1);
    QVERIFY(heard.first().at(2).toString().contains(QStringLiteral("render-2")));
    QVERIFY(place.settings->database().step == Step::None);
    QVERIFY(!place.settings->wantsRestart());
    place.add(QStringLiteral("Mei"));
}

void TestSettingsSession::theChangeWaitsForARun()
{
    Place place;
    const auto begin = [](Connection &connection) -> Result<Run> {
        Run run;
        run.project = QStringLiteral("default");
        run.started = QDateTime::currentDateTimeUtc();
        const Result<Run> made = RunRepository(connection).insert(run);
        const Result<qint64> beats =
            connection.change(QStringLiteral("UPDATE runs SET heartbeat_at = ") + connection.dialect().nowMs());
        return made && beats ? made : Result<Run>(fail(Error::Kind::Internal, QString()));
    };
    const Result<Run> run = await(place.services->database().write(begin));
    QVERIFY(run);
    place.settings->changeDatabase(place.other(QStringLiteral("second.sqlite")), true);
    QTRY_VERIFY(place.settings->database().step == Step::WaitingForRun);
    QVERIFY(place.settings->database().runGoes);
    place.settings->cancelDatabase();
    QVERIFY(place.settings->database().step == Step::None);
    place.settings->changeDatabase(place.other(QStringLiteral("second.sqlite")), true);
    QTRY_VERIFY(place.settings->database().step == Step::WaitingForRun);
    const auto pause = [id = run->id](Connection &connection) {
        return RunRepository(connection).setState(id, RunState::Paused);
    };
    QVERIFY(await(place.services->database().write(pause)));
    QTRY_VERIFY(place.settings->wantsRestart());
    QCOMPARE(
        probeDatabase(DatabaseUrl::sqlite(place.folder.filePath(QStringLiteral("second.sqlite"))), {})->contents.runs,
        qint64(1));
}

void TestSettingsSession::aChangeThatFailsLeavesEverything()
{
    Place place;
    place.add(QStringLiteral("Yuki"));
    const QString before = place.services->settings().database.value();
    place.settings->changeDatabase(place.other(QStringLiteral("/proc/none/x.sqlite")), true);
    QTRY_VERIFY(!place.settings->database().problem.isEmpty());
    QVERIFY(place.settings->database().step == Step::None);
    Place full;
    full.add(QStringLiteral("Mei"));
    DatabaseForm form;
    form.path = full.file();
    place.settings->changeDatabase(form, true);
    QTRY_VERIFY(place.settings->database().problem.contains(QStringLiteral("not empty")));
    QVERIFY(!place.settings->wantsRestart());
    QCOMPARE(place.services->settings().database.value(), before);
    QVERIFY(!place.project.calls().contains(QStringLiteral("shutDown")));
}

void TestSettingsSession::formsAndAddressesAreTheSame()
{
    DatabaseForm form;
    form.postgreSql = true;
    form.host = QStringLiteral(" db.studio.lan ");
    form.port = 5433;
    form.name = QStringLiteral("lora studio");
    form.user = QStringLiteral("o'hara@home");
    form.sslMode = QStringLiteral("verify-full");
    const Result<DatabaseUrl> url = urlOf(form);
    QVERIFY(url);
    QCOMPARE(url->host, QStringLiteral("db.studio.lan"));
    QCOMPARE(*urlOf(formOf(*url)), *url);
    QCOMPARE(*DatabaseUrl::parse(url->display()), *url);
    form.sslMode = QStringLiteral("prefer");
    QCOMPARE(urlOf(form)->sslMode, QString());
    form.host = QStringLiteral("bad host/../");
    QVERIFY(!urlOf(form));
    DatabaseForm file;
    QVERIFY(!urlOf(file));
    file.path = QStringLiteral("relative.sqlite");
    QVERIFY(!urlOf(file));
    file.path = QStringLiteral("~/a.sqlite");
    QCOMPARE(urlOf(file)->path, QDir::home().absoluteFilePath(QStringLiteral("a.sqlite")));
}

QTEST_MAIN(TestSettingsSession)
#include "tst_settingssession.moc"
