// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the journal is written on both databases, as a multiple of a control in the same process: the same rows by
// bare 100-row INSERTs through QSqlQuery. Then the writes of one image, and what the window reads at its start.
#include "core/ids.h"
#include "generation/runplanner.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"
#include "support/postgrescluster.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTextStream>

#include <algorithm>

using namespace lorastudio;
using lorastudio::test::PostgresCluster;

namespace {

constexpr int rows = 10'000;
constexpr int repeats = 5;
constexpr int plannedCharacters = 100;
constexpr int storedImages = 500;
constexpr int galleryImages = 100'000;
constexpr int galleryCharacters = 400;

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s | %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double median(QVector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

QVector<Job> plannedJobs(qint64 run, const QString &character, int count)
{
    QVector<Job> jobs;
    for (int i = 1; i <= count; ++i) {
        Job job;
        job.id = newUuid();
        job.runId = run;
        job.characterId = character;
        job.number = i;
        job.seed = i;
        jobs += job;
    }
    return jobs;
}

/// The control: the same values in the same table, with nothing of ours around it.
double bareInsert(const DatabaseUrl &url, const QVector<Job> &jobs)
{
    double seconds = 0;
    {
        const Dialect dialect(url.driver);
        QSqlDatabase database = QSqlDatabase::addDatabase(dialect.qtDriver(), QStringLiteral("bare"));
        database.setDatabaseName(dialect.isPostgreSql() ? url.name : url.path);
        database.setHostName(url.host);
        database.setPort(url.port);
        database.setUserName(url.user);
        if (!database.open())
            qFatal("the control cannot open the database");
        QSqlQuery query(database);
        if (!dialect.isPostgreSql())
            query.exec(QStringLiteral("PRAGMA synchronous = FULL"));
        QElapsedTimer timer;
        timer.start();
        const QString row = QStringLiteral("(?, ?, ?, ?, ?, 'planned', 1, 0, '', '', '', '[]', '', FALSE, NULL, 0, 0)");
        query.exec(QStringLiteral("BEGIN"));
        query.prepare(
            QStringLiteral("INSERT INTO jobs (id, run_id, character_id, number, seed, state, attempt, failures, "
                           "server, client_id, prompt_id, prompt_ids, reason, demo, work_order, created_at, "
                           "updated_at) VALUES ") +
            QStringList(100, row).join(u','));
        for (qsizetype first = 0; first < jobs.size(); first += 100) {
            int position = 0;
            for (qsizetype i = first; i < first + 100; ++i) {
                const Job &job = jobs.at(i);
                query.bindValue(position++, job.id);
                query.bindValue(position++, job.runId);
                query.bindValue(position++, job.characterId);
                query.bindValue(position++, job.number);
                query.bindValue(position++, job.seed);
            }
            if (!query.exec())
                qFatal("the control failed");
        }
        query.exec(QStringLiteral("COMMIT"));
        seconds = double(timer.nsecsElapsed()) / 1e9;
    }
    QSqlDatabase::removeDatabase(QStringLiteral("bare"));
    return seconds;
}

ImageRecord imageOf(const Job &job)
{
    ImageRecord image;
    image.characterId = job.characterId;
    image.runId = job.runId;
    image.number = job.number;
    image.modelFile = QStringLiteral("epicrealism_v5.safetensors");
    image.imagePath = QStringLiteral("default/%1/%1-%2.png").arg(job.characterId).arg(job.number);
    image.prompt = QStringLiteral("yuki_tanaka, portrait photo, natural light, detailed skin, 85mm");
    image.size = QSize(512, 768);
    image.seconds = 6;
    image.score.total = 50 + job.number % 50;
    image.score.scorer = QStringLiteral("technical");
    return image;
}

/// The same number of jobs as a person's Start plans them: numbers, seeds, checkpoints, rows, in one transaction.
void measurePlanning(Connection &connection, QTextStream &out)
{
    RunRequest request;
    request.project = QStringLiteral("planning");
    QMap<QString, QStringList> onServers;
    onServers.insert(QStringLiteral("http://gpu.lan:8188"), {QStringLiteral("epicrealism_v5.safetensors")});
    must(ProjectRepository(connection).ensure(request.project, request.project));
    must(connection.transaction([&]() -> Result<void> {
        for (int i = 0; i < plannedCharacters; ++i) {
            Character character;
            character.project = request.project;
            character.name = QStringLiteral("Planned %1").arg(i);
            character.images = rows / plannedCharacters;
            const QString id = must(CharacterRepository(connection).insert(character)).id;
            must(AssignmentRepository(connection).set({id, QStringLiteral("epicrealism_v5.safetensors"), false, {}}));
        }
        return {};
    }));
    QVector<double> times;
    for (int i = 0; i < repeats; ++i) {
        QElapsedTimer timer;
        timer.start();
        RunPlan plan;
        must(connection.transaction([&]() -> Result<void> {
            Result<RunPlan> planned = planRun(connection, request, onServers, QDateTime::currentDateTimeUtc());
            if (!planned)
                return fail(planned.error());
            plan = std::move(*planned);
            return {};
        }));
        times += double(timer.nsecsElapsed()) / 1e9;
        if (plan.jobs.size() != rows)
            qFatal("%lld jobs were planned", qint64(plan.jobs.size()));
        must(connection.change(QStringLiteral("DELETE FROM jobs WHERE run_id = ?"), {plan.run.id}));
        must(connection.change(QStringLiteral("DELETE FROM runs WHERE id = ?"), {plan.run.id}));
    }
    out << connection.dialect().name() << ": a run of " << plannedCharacters << " characters x "
        << rows / plannedCharacters << " images is planned in " << QString::number(median(times), 'f', 3)
        << " s, slowest " << QString::number(*std::max_element(times.cbegin(), times.cend()), 'f', 3) << " s"
        << Qt::endl;
}

void measure(const DatabaseUrl &url, QTextStream &out)
{
    const std::unique_ptr<Connection> connection = must(Connection::open(url, {}));
    must(Migrator(*connection).run());
    Run run;
    run.project = QStringLiteral("default");
    run.id = must(RunRepository(*connection).insert(run)).id;
    Character character;
    character.project = run.project;
    character.name = QStringLiteral("Yuki Tanaka");
    character = must(CharacterRepository(*connection).insert(character));
    must(
        AssignmentRepository(*connection).set({character.id, QStringLiteral("epicrealism_v5.safetensors"), false, {}}));
    const QString name = connection->dialect().name();
    JobRepository jobs(*connection);
    QVector<double> ours;
    QVector<double> control;
    const auto clear = [&] {
        must(connection->execDirect(QStringLiteral("DELETE FROM jobs")));
    };
    for (int i = 0; i < 2 * repeats; ++i) {
        const QVector<Job> planned = plannedJobs(run.id, character.id, rows);
        if (i % 2 == 0) {
            control += bareInsert(url, planned);
        } else {
            QElapsedTimer timer;
            timer.start();
            must(jobs.insert(planned));
            ours += double(timer.nsecsElapsed()) / 1e9;
        }
        clear();
    }
    out << name << ": journal " << qRound(rows / median(ours)) << " jobs/s, control " << qRound(rows / median(control))
        << " rows/s, ratio of times " << QString::number(median(ours) / median(control), 'f', 2) << "; " << rows
        << " jobs in " << QString::number(median(ours), 'f', 3) << " s (bar 0.5), slowest of " << repeats << ' '
        << QString::number(*std::max_element(ours.cbegin(), ours.cend()), 'f', 3) << " s" << Qt::endl;
    measurePlanning(*connection, out);

    QVector<Job> planned = plannedJobs(run.id, character.id, storedImages);
    must(jobs.insert(planned));
    ImageRepository images(*connection);
    QElapsedTimer timer;
    timer.start();
    for (Job &job : planned) {
        for (const JobState state : {JobState::Posting, JobState::Queued, JobState::Running, JobState::Fetching}) {
            job.state = state;
            must(jobs.update(job));
        }
        must(images.store(imageOf(job), job));
    }
    out << name << ": " << QString::number(double(timer.nsecsElapsed()) / 1e6 / storedImages, 'f', 2)
        << " ms per image for its five state changes, row and means" << Qt::endl;

    CharacterRepository characters(*connection);
    QStringList ids{character.id};
    must(connection->transaction([&]() -> Result<void> {
        for (int i = 1; i < galleryCharacters; ++i) {
            character.name = QStringLiteral("Character %1").arg(i);
            ids += must(characters.insert(character)).id;
        }
        for (int i = storedImages + 1; i <= galleryImages; ++i) {
            Job job;
            job.number = i;
            job.runId = run.id;
            job.characterId = ids.at(i % galleryCharacters);
            ImageRecord image = imageOf(job);
            image.jobId = QString::number(i);
            must(images.insert(image));
        }
        return {};
    }));
    must(connection->execDirect(QStringLiteral("ANALYZE")));
    const auto timed = [&](const QString &what, auto function) {
        QVector<double> times;
        for (int i = 0; i < repeats; ++i) {
            timer.restart();
            must(function());
            times += double(timer.nsecsElapsed()) / 1e6;
        }
        out << name << ": " << what << " with " << galleryImages
            << " images: " << QString::number(median(times), 'f', 2) << " ms" << Qt::endl;
    };
    timed(QStringLiteral("summaries of the project"), [&] { return characters.summaries(run.project); });
    timed(QStringLiteral("newest 100 of the project"),
          [&] { return images.list({.project = run.project, .limit = 100}); });
    timed(QStringLiteral("newest 100 of a character"),
          [&] { return images.list({.characterId = ids.at(7), .limit = 100}); });
    timed(QStringLiteral("a page of 100 from the middle"),
          [&] { return images.list({.beforeId = galleryImages / 2, .limit = 100}); });
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream out(stdout);
    QTemporaryDir folder;
    measure(DatabaseUrl::sqlite(folder.filePath(QStringLiteral("bench.db"))), out);
    PostgresCluster cluster;
    must(cluster.start(true));
    measure(must(DatabaseUrl::parse(cluster.socketUrl(must(cluster.createDatabase())))), out);
    return 0;
}
