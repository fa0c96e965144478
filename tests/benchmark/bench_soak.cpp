// SPDX-License-Identifier: GPL-3.0-or-later
// bench_soak, bench_windowsoak [JOBS [sqlite|postgresql]]: the program without or with its window makes so many images
// (100,000) of a demo server at full speed, which is this program once more as another process. Printed every 10,000:
// memory, pace, and the longest turns of the event loop since the last line, by the clock and by the processor time of
// the main thread (other programs take the clock).
#include "demoserver/demoserver.h"
#include "services.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "support/postgrescluster.h"

#ifdef LORASTUDIO_WITH_WINDOW
#include "mainwindow/mainwindow.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "widgets/filedialogs.h"
#include "windowsessions.h"

#include <QApplication>
using Application = QApplication;
#else
#include <QGuiApplication>
using Application = QGuiApplication;
#endif

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include <algorithm>
#include <ctime>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace lorastudio;
using lorastudio::test::PostgresCluster;

namespace {

constexpr int imagesEach = 500;
constexpr int printEvery = 10'000;
constexpr double barMs = 16;

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
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 120'000))
        qFatal("a task did not end");
    return std::move(*result);
}

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end");
}

double residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

/// What is allocated and not given back, whatever the allocator keeps.
double usedMiB()
{
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks + info.hblkhd) / (1024 * 1024);
}

double processorMs(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// Times every event that the loop hands out, with all that follows from it: while it lasts, nothing else happens.
class WatchedApplication : public Application
{
public:
    using Application::Application;
    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0 || !watching)
            return Application::notify(receiver, event);
        ++m_depth;
        const double clock = processorMs(CLOCK_MONOTONIC);
        const double processor = processorMs(CLOCK_THREAD_CPUTIME_ID);
        const QByteArray name = receiver->metaObject()->className(); // it may be gone afterwards
        const int kind = event->type();
        const bool taken = Application::notify(receiver, event);
        note(processorMs(CLOCK_MONOTONIC) - clock, processorMs(CLOCK_THREAD_CPUTIME_ID) - processor, name, kind);
        --m_depth;
        return taken;
    }
    void note(double clock, double processor, const QByteArray &name, int kind)
    {
        ++turns;
        overByClock += clock > barMs ? 1 : 0;
        over += processor > barMs ? 1 : 0;
        longestByClock = std::max(longestByClock, clock);
        if (processor > longest) {
            longest = processor;
            longestIn = name + ", event " + QByteArray::number(kind);
        }
    }
    void forget()
    {
        turns = over = overByClock = 0;
        longest = longestByClock = 0;
        longestIn.clear();
    }
    bool watching = false;
    qint64 turns = 0;
    qint64 over = 0; ///< more than the bar, by processor time
    qint64 overByClock = 0;
    double longest = 0; ///< ms
    double longestByClock = 0;
    QByteArray longestIn;

private:
    int m_depth = 0;
};

int serve()
{
    DemoOptions options;
    options.stepMs = 0;
    options.loadMs = 0;
    DemoServer server(options);
    if (!server.start())
        qFatal("the demo server did not start");
    QTextStream(stdout) << server.url().toString() << Qt::endl;
    return QCoreApplication::exec();
}

PathOptions paths(const QTemporaryDir &folder, const QString &database)
{
    return {.configDir = folder.filePath(QStringLiteral("config")),
            .database = database,
            .library = folder.filePath(QStringLiteral("library"))};
}

void prepare(const PathOptions &place, const QString &server, int jobs)
{
    Services services(place);
    if (!await(services.open({})))
        qFatal("the database did not open");
    const auto work = [jobs](Connection &connection) -> Result<void> {
        for (int i = 0; i * imagesEach < jobs; ++i) {
            Character character;
            character.project = QStringLiteral("default");
            character.name = QStringLiteral("Character %1").arg(i);
            character.type = i % 2 ? QStringLiteral("gentle_female") : QStringLiteral("sharp_male");
            character.images = std::min(imagesEach, jobs - i * imagesEach);
            character.size = QSize(64, 64);
            if (const Result<Character> stored = CharacterRepository(connection).insert(character); !stored)
                return fail(stored.error());
        }
        return {};
    };
    if (!await(services.database().write(work)))
        qFatal("the characters were not stored");
    ServerConfig config;
    config.url = normalizedServerUrl(server);
    config.demo = true;
    if (!await(services.addServer(config, {})))
        qFatal("the server was not stored");
    awaitVoid(services.shutdown());
}

class Soak : public QObject
{
public:
    Soak(Services &services, WatchedApplication &application, int jobs)
        : m_services(services), m_application(application), m_jobs(jobs)
    {
        connect(&services.generation(), &GenerationService::imageStored, this, [this] {
            if (++m_stored % printEvery == 0 || m_stored == 1'000)
                print();
        });
        m_timer.start();
    }
    int stored() const { return m_stored; }
    void print()
    {
        const double seconds = double(m_timer.nsecsElapsed()) / 1e9;
        const double processor = processorMs(CLOCK_PROCESS_CPUTIME_ID);
        m_out << QString::asprintf(
                     "%7d of %d images, %7.0f s, %5.1f a second | %6.1f MiB resident, %6.1f MiB in use | %lld turns, "
                     "longest %.1f ms of processor time (%s), %.1f ms by the clock, above 16 ms: %lld, by the clock "
                     "%lld | %.2f cores",
                     m_stored, m_jobs, seconds, double(m_stored - m_before) / (seconds - m_secondsBefore),
                     residentMiB(), usedMiB(), m_application.turns, m_application.longest,
                     m_application.longestIn.constData(), m_application.longestByClock, m_application.over,
                     m_application.overByClock, (processor - m_processorBefore) / 1e3 / (seconds - m_secondsBefore))
              << Qt::endl;
        m_before = m_stored;
        m_secondsBefore = seconds;
        m_processorBefore = processor;
        m_application.forget();
    }

private:
    Services &m_services;
    WatchedApplication &m_application;
    int m_jobs;
    int m_stored = 0;
    int m_before = 0;
    double m_secondsBefore = 0;
    double m_processorBefore = 0;
    QElapsedTimer m_timer;
    QTextStream m_out{stdout};
};

void soak(WatchedApplication &application, const PathOptions &place, int jobs)
{
    Services services(place);
#ifdef LORASTUDIO_WITH_WINDOW
    Appearance appearance;
    WindowSessions sessions(services, appearance, QString());
    ProjectSession &session = sessions.project();
    DesktopFileDialogs dialogs;
    MainWindow window(sessions.views(dialogs));
    window.resize(1440, 900);
    window.show();
    session.begin(false);
    const auto serverAnswers = [&] {
        return session.isReady() && services.pool().anyReachable();
    };
    const auto start = [&] {
        session.start({});
    };
    const auto close = [&] {
        return session.close();
    };
#else
    if (!await(services.open({})))
        qFatal("the database did not open");
    if (!await(services.openProject(QStringLiteral("default"))))
        qFatal("the project did not open");
    awaitVoid(services.connectServers({}));
    const auto serverAnswers = [&] {
        return services.pool().anyReachable();
    };
    std::optional<Result<RunReport>> report;
    std::optional<Task<void>> running;
    const auto start = [&] {
        RunRequest request;
        request.project = QStringLiteral("default");
        running.emplace(keep(services.generation().run(request, {}), &report));
    };
    const auto close = [&] {
        return services.shutdown();
    };
#endif
    if (!QTest::qWaitFor(serverAnswers, 60'000))
        qFatal("the server does not answer");
    QTest::qWait(1'000);
    Soak counted(services, application, jobs);
    application.watching = true;
    QEventLoop loop;
    QObject::connect(&services.generation(), &GenerationService::runEnded, &loop, &QEventLoop::quit);
    start();
    loop.exec();
    application.watching = false;
    const auto count = [](Connection &connection) {
        return ImageRepository(connection).count({});
    };
    const Result<int> images = await(services.database().read(count));
    QTextStream(stdout) << "images in the database: " << images.value_or(-1) << " of " << jobs << Qt::endl;
    counted.print();
    awaitVoid(close());
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && QByteArray(argv[1]) == "--serve") {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        const QGuiApplication application(argc, argv); // it paints
        return serve();
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    WatchedApplication application(argc, argv);
    Application::setQuitOnLastWindowClosed(false);
    const int jobs = argc > 1 ? std::max(1, QByteArray(argv[1]).toInt()) : 100'000;
    const bool onPostgres = argc > 2 && QByteArray(argv[2]) == "postgresql";
    QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    Application::setOrganizationName(QStringLiteral("bench"));
#ifdef LORASTUDIO_WITH_WINDOW
    Appearance::prepareApplication(false);
    QApplication::setPalette(lightPalette());
#endif
    PostgresCluster cluster;
    QString database = QStringLiteral("sqlite:") + folder.filePath(QStringLiteral("data.db"));
    if (onPostgres) {
        if (!cluster.start(true))
            qFatal("PostgreSQL did not start");
        database = cluster.socketUrl(cluster.createDatabase().value());
    }
    QProcess server;
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--serve")});
    while (!server.canReadLine()) {
        if (!server.waitForReadyRead(30'000))
            qFatal("the demo server did not start");
    }
    const PathOptions place = paths(folder, database);
    prepare(place, QString::fromUtf8(server.readLine()).trimmed(), jobs);
    soak(application, place, jobs);
    server.kill();
    server.waitForFinished();
    return 0;
}
