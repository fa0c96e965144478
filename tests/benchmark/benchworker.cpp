// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchworker.h"

#include "storage/characterrepository.h"
#include "storage/database.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/workerrepository.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QElapsedTimer>
#include <QTextStream>

#include <deque>
#include <sys/resource.h>
#include <unistd.h>

namespace lorastudio::test {

namespace {

constexpr int candidates = 8;         // as GenerationService::giveOne
constexpr qint64 lookEveryMs = 1'000; // as ServerShare and catchUp
constexpr qint64 beatEveryMs = 10'000;
constexpr qint64 overlapMs = 3'000;

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s | %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

WorkOrder orderOf(const Job &job, int process)
{
    WorkOrder order;
    order.modelFile = QStringLiteral("checkpoint-%1.safetensors").arg(process % 8);
    order.prompt =
        QStringLiteral("a person, portrait photo, natural light, detailed skin, 85mm, looking at the viewer");
    order.negative = QStringLiteral("lowres, blurry, extra fingers, watermark, text");
    order.size = QSize(512, 768);
    order.settings = {7.0, QStringLiteral("dpmpp_2m"), QStringLiteral("karras"), 28};
    order.seed = job.seed;
    order.filenamePrefix = QStringLiteral("lora_studio/%1/%2-1").arg(job.characterId, job.id);
    return order;
}

ImageRecord imageOf(const Job &job)
{
    ImageRecord image;
    image.characterId = job.characterId;
    image.jobId = job.id;
    image.runId = job.runId;
    image.number = job.number;
    image.seed = job.seed;
    image.server = job.server;
    image.promptId = job.promptId;
    image.modelFile = job.order->modelFile;
    image.prompt = job.order->prompt;
    image.negative = job.order->negative;
    image.settings = job.order->settings;
    image.imagePath =
        QStringLiteral("default/%1/%1-%2.png").arg(job.characterId).arg(job.number, 4, 10, QLatin1Char('0'));
    image.size = job.order->size;
    image.seconds = 6;
    image.bytes = 400'000;
    image.sha256 = QString(64, QLatin1Char('a'));
    image.score.total = 50 + job.number % 50;
    image.score.scorer = QStringLiteral("technical");
    return image;
}

/// What one process does with the database, in the order in which the program does it.
struct Working
{
    Database database;
    Worker self;
    qint64 runId = 0;
    int process = 0;
    bool whole = true;
    std::deque<Job> waiting; ///< in the order of the schedule, the same for all
    QSet<QString> elsewhere; ///< of `waiting`, known to be in other hands
    int done = 0;
    int misses = 0;
    bool changed = false;
    qint64 knownUntilMs = -60'000;

    Task<void> enter()
    {
        const auto work = [worker = self, run = runId](Connection &connection) -> Result<QVector<Job>> {
            if (const Result<bool> entered = WorkerRepository(connection).beat(worker); !entered)
                return fail(entered.error());
            return JobRepository(connection).openOfRun(run);
        };
        const Result<QVector<Job>> jobs = co_await database.write(work);
        const QVector<Job> open = must(jobs);
        waiting.assign(open.cbegin(), open.cend());
    }

    /// Once a second: who lives, who drives what, and what the others did.
    Task<void> look(bool beat)
    {
        if (beat) {
            const auto sign = [worker = self](Connection &connection) {
                return WorkerRepository(connection).beat(worker);
            };
            const Result<bool> known = co_await database.write(sign);
            must(known);
        }
        const qint64 since = knownUntilMs;
        const auto work = [run = runId, since](Connection &connection) -> Result<JobNews> {
            WorkerRepository workers(connection);
            if (const Result<QVector<Worker>> all = workers.list(); !all)
                return fail(all.error());
            if (const Result<QVector<ServerLease>> leases = workers.leases(); !leases)
                return fail(leases.error());
            return JobRepository(connection).changedSince(run, since);
        };
        const Result<JobNews> news = co_await database.read(work);
        const JobNews heard = must(news);
        knownUntilMs = heard.untilMs - overlapMs;
        for (const Job &job : heard.jobs) {
            if (job.state != JobState::Planned || !job.worker.isEmpty())
                elsewhere.insert(job.id);
        }
    }

    Task<std::optional<Job>> claim()
    {
        while (!waiting.empty()) {
            QVector<Job> asked;
            while (!waiting.empty() && asked.size() < candidates) {
                const Job job = waiting.front();
                waiting.pop_front();
                if (!elsewhere.contains(job.id))
                    asked.append(job);
            }
            QStringList ids;
            for (const Job &job : std::as_const(asked))
                ids.append(job.id);
            const auto work = [ids, worker = self.id](Connection &connection) {
                return JobRepository(connection).claim(ids, 1, worker);
            };
            const Result<QStringList> answer = co_await database.write(work);
            const QStringList taken = must(answer);
            const qsizetype got = taken.isEmpty() ? ids.size() : ids.indexOf(taken.first());
            misses += int(got);
            for (qsizetype i = asked.size() - 1; i > got; --i)
                waiting.push_front(asked.at(i));
            if (got == asked.size())
                continue;
            Job job = asked.at(got);
            job.worker = self.id;
            co_return job;
        }
        co_return std::nullopt;
    }

    Task<void> write(Job job)
    {
        const auto work = [job](Connection &connection) {
            return JobRepository(connection).update(job);
        };
        const Result<void> written = co_await database.write(work);
        must(written);
    }

    Task<void> settle(Job job)
    {
        job.state = JobState::Posting;
        job.order = orderOf(job, process);
        job.server = QStringLiteral("http://gpu%1.lan:8188").arg(process);
        job.clientId = self.id;
        job.promptId = job.id;
        job.promptIds = QStringList(job.id);
        co_await write(job);
        if (whole) {
            const auto place = [id = job.characterId](Connection &connection) {
                return CharacterRepository(connection).byId(id);
            };
            const Result<std::optional<Character>> character = co_await database.read(place);
            must(character);
            for (const JobState state : {JobState::Queued, JobState::Running, JobState::Fetching}) {
                job.state = state;
                co_await write(job);
            }
        }
        const auto store = [image = imageOf(job), job](Connection &connection) {
            return ImageRepository(connection).store(image, job);
        };
        const Result<ImageRecord> stored = co_await database.write(store);
        must(stored);
        ++done;
    }

    Task<void> work(QString url)
    {
        const Result<DatabaseUrl> parsed = DatabaseUrl::parse(url);
        const Result<void> opened = co_await database.open(must(parsed), QString());
        must(opened);
        QObject::connect(&database, &Database::changedElsewhere, &database, [this] { changed = true; });
        co_await enter();
        QTextStream out(stdout);
        out << "ready" << Qt::endl;
        QTextStream(stdin).readLine();
        QElapsedTimer sinceLook;
        QElapsedTimer sinceBeat;
        sinceLook.start();
        sinceBeat.start();
        while (true) {
            const std::optional<Job> job = co_await claim();
            if (!job)
                break;
            co_await settle(*job);
            if (changed && sinceLook.hasExpired(lookEveryMs)) {
                const bool beat = sinceBeat.hasExpired(beatEveryMs);
                if (beat)
                    sinceBeat.restart();
                changed = false;
                co_await look(beat);
                sinceLook.restart();
            }
        }
        out << done << ' ' << misses << ' ' << processorSeconds() << Qt::endl;
        co_await database.close();
        QCoreApplication::quit();
    }
};

} // namespace

int benchWorker(const QStringList &arguments)
{
    Working working;
    working.runId = arguments.value(1).toLongLong();
    working.process = arguments.value(2).toInt();
    working.whole = arguments.value(3) == QLatin1String(WorkerLife::whole);
    working.self.id = QStringLiteral("bench-%1").arg(working.process);
    working.self.host = QStringLiteral("here");
    working.self.pid = getpid();
    working.self.runId = working.runId;
    const Task<void> running = working.work(arguments.value(0));
    return QCoreApplication::exec();
}

} // namespace lorastudio::test
