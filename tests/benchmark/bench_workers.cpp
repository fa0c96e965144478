// SPDX-License-Identifier: GPL-3.0-or-later
// How many jobs several worker processes claim and settle together on one PostgreSQL, and whether they wait for each
// other's locks. Every process is this program once more, with the writes, the second looks and the notifications of a
// real worker, and no server: it is as fast as the database lets it. Control: one process alone.
#include "benchworker.h"
#include "core/ids.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/connection.h"
#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "storage/runrepository.h"
#include "support/postgrescluster.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTextStream>
#include <QThread>

#include <algorithm>
#include <memory>
#include <unistd.h>
#include <vector>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

constexpr int imagesPerCharacter = 100;
constexpr int sampleEveryMs = 20;
constexpr int patienceMs = 600'000;

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s | %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// A run with so many planned jobs, on eight checkpoints.
qint64 plan(Connection &connection, int jobs)
{
    must(Migrator(connection).run());
    Run run;
    run.project = QStringLiteral("default");
    run.id = must(RunRepository(connection).insert(run)).id;
    QVector<Job> planned;
    must(connection.transaction([&]() -> Result<void> {
        for (int c = 0; planned.size() < jobs; ++c) {
            Character character;
            character.project = run.project;
            character.name = QStringLiteral("Character %1").arg(c);
            character = must(CharacterRepository(connection).insert(character));
            Assignment assignment;
            assignment.characterId = character.id;
            assignment.modelFile = QStringLiteral("checkpoint-%1.safetensors").arg(c % 8);
            must(AssignmentRepository(connection).set(assignment));
            for (int n = 1; n <= imagesPerCharacter && planned.size() < jobs; ++n) {
                Job job;
                job.id = newUuid();
                job.runId = run.id;
                job.characterId = character.id;
                job.number = n;
                job.seed = n;
                planned.append(job);
            }
        }
        return JobRepository(connection).insert(planned);
    }));
    must(connection.execDirect(QStringLiteral("ANALYZE")));
    return run.id;
}

/// Fields 14 to 17 of /proc/PID/stat (user and system time, own and of children that ended), in seconds; and its
/// parent.
struct ProcessTimes
{
    qint64 parent = 0;
    double seconds = 0;
};

ProcessTimes timesOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    ProcessTimes times;
    times.parent = fields.value(1).toLongLong();
    for (int i = 11; i <= 14; ++i)
        times.seconds += fields.value(i).toDouble() / double(sysconf(_SC_CLK_TCK));
    return times;
}

/// What the server waits for, while the processes work.
class LockWatch
{
public:
    explicit LockWatch(Connection &connection) : m_connection(connection) {}
    void sample()
    {
        const auto row = must(m_connection.first(
            QStringLiteral("SELECT COUNT(*) FILTER (WHERE wait_event_type = 'Lock'), "
                           "COUNT(*) FILTER (WHERE wait_event_type = 'LWLock'), "
                           "COUNT(*) FILTER (WHERE wait_event_type = 'IO'), "
                           "(SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype = 'object'), "
                           "(SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype <> 'object') "
                           "FROM pg_stat_activity "
                           "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"),
            {}, [](const SqlRows &rows) {
                return QVector<int>{rows.number(0), rows.number(1), rows.number(2), rows.number(3), rows.number(4)};
            }));
        m_samples.push_back(row.value_or(QVector<int>(5)));
    }
    double mean(int what, double from = 0, double to = 1) const
    {
        const auto first = std::size_t(from * double(m_samples.size()));
        const auto last = std::size_t(to * double(m_samples.size()));
        double sum = 0;
        for (std::size_t i = first; i < last; ++i)
            sum += m_samples[i].at(what);
        return last > first ? sum / double(last - first) : 0;
    }
    int most(int what) const
    {
        int most = 0;
        for (const QVector<int> &sample : m_samples)
            most = std::max(most, sample.at(what));
        return most;
    }
    std::size_t samples() const { return m_samples.size(); }

private:
    Connection &m_connection;
    std::vector<QVector<int>> m_samples;
};

/// How many deadlocks and transactions that were undone the database has seen.
QVector<int> troubles(Connection &connection)
{
    return must(connection.first(QStringLiteral("SELECT deadlocks, xact_rollback FROM pg_stat_database WHERE datname = "
                                                "current_database()"),
                                 {},
                                 [](const SqlRows &row) {
                                     return QVector<int>{row.number(0), row.number(1)};
                                 }))
        .value();
}

void measure(PostgresCluster &cluster, int processes, int jobs, const char *life, QTextStream &out)
{
    const QString address = cluster.socketUrl(must(cluster.createDatabase()));
    const std::unique_ptr<Connection> connection = must(Connection::open(must(DatabaseUrl::parse(address)), {}));
    const qint64 run = plan(*connection, jobs);
    const auto backend = must(connection->first(QStringLiteral("SELECT pg_backend_pid()"), {},
                                                [](const SqlRows &row) { return row.integer(0); }));
    const qint64 server = timesOf(backend.value_or(0)).parent;
    std::vector<std::unique_ptr<QProcess>> workers;
    for (int i = 0; i < processes; ++i) {
        auto worker = std::make_unique<QProcess>();
        worker->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        worker->start(
            QCoreApplication::applicationFilePath(),
            {QStringLiteral("--worker"), address, QString::number(run), QString::number(i), QString::fromLatin1(life)});
        workers.push_back(std::move(worker));
    }
    for (const auto &worker : workers) {
        while (!worker->canReadLine()) {
            if (!worker->waitForReadyRead(patienceMs))
                qFatal("a worker did not begin");
        }
        worker->readLine();
    }
    const double before = timesOf(server).seconds;
    const QVector<int> calm = troubles(*connection);
    LockWatch locks(*connection);
    QElapsedTimer timer;
    timer.start();
    for (const auto &worker : workers) {
        worker->write("go\n");
        worker->waitForBytesWritten(patienceMs);
    }
    const auto isGoing = [](const std::unique_ptr<QProcess> &worker) {
        worker->waitForReadyRead(0);
        return worker->state() == QProcess::Running && !worker->canReadLine();
    };
    while (std::any_of(workers.begin(), workers.end(), isGoing)) {
        locks.sample();
        QThread::msleep(sampleEveryMs);
    }
    const double seconds = double(timer.nsecsElapsed()) / 1e9;
    int done = 0;
    int misses = 0;
    double ours = 0;
    for (const auto &worker : workers) {
        worker->waitForFinished(patienceMs);
        const QList<QByteArray> said = worker->readLine().trimmed().split(' ');
        done += said.value(0).toInt();
        misses += said.value(1).toInt();
        ours += said.value(2).toDouble();
    }
    const auto stored = must(connection->first(QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT job_id) FROM "
                                                              "generation_history"),
                                               {},
                                               [](const SqlRows &row) {
                                                   return QVector<int>{row.number(0), row.number(1)};
                                               }))
                            .value();
    if (done != jobs || stored != QVector<int>{jobs, jobs})
        qFatal("%d jobs, %d settled, %d images of %d", jobs, done, stored.at(0), stored.at(1));
    QThread::msleep(200); // until the server has counted the times of those that left
    const double theirs = timesOf(server).seconds - before;
    const QVector<int> after = troubles(*connection);
    out << QString::asprintf("%s  %3d processes %7d jobs: %6.0f jobs/s in %6.1f s | waiting for a lock, mean of %zu "
                             "samples: %5.2f (first third %5.2f, last third %5.2f), most %d; for "
                             "the turn to notify %5.2f, for rows %5.2f | light locks %5.2f, disk "
                             "%5.2f | deadlocks %d | claimed in vain %.2f a job | processor: server %.2f ms a job, "
                             "workers %.2f ms a job, %.2f cores",
                             life, processes, jobs, jobs / seconds, seconds, locks.samples(), locks.mean(0),
                             locks.mean(0, 0, 1.0 / 3), locks.mean(0, 2.0 / 3, 1), locks.most(0), locks.mean(3),
                             locks.mean(4), locks.mean(1), locks.mean(2), after.at(0) - calm.at(0),
                             double(misses) / jobs, 1000 * theirs / jobs, 1000 * ours / jobs, (theirs + ours) / seconds)
        << Qt::endl;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--worker"))
        return benchWorker(arguments.mid(2));
    QTextStream out(stdout);
    // Without arguments the whole table; else `processes jobs`.
    PostgresCluster cluster;
    must(cluster.start(true));
    if (arguments.size() >= 3) {
        for (const char *life : {WorkerLife::brief, WorkerLife::whole})
            measure(cluster, arguments.at(1).toInt(), arguments.at(2).toInt(), life, out);
        return 0;
    }
    for (const char *life : {WorkerLife::brief, WorkerLife::whole}) {
        for (const int jobs : {1'000, 10'000, 100'000}) {
            for (const int processes : {1, 4, 16}) {
                if (jobs < 100'000 || processes == 16)
                    measure(cluster, processes, jobs, life, out);
            }
        }
    }
    return 0;
}
