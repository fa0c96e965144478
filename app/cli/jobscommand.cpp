// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("JobsCommand", source);
}

QCommandLineOption characterOption()
{
    return {QStringLiteral("character"), text("Only this character (id)."), QStringLiteral("ID")};
}

QCommandLineOption limitOption()
{
    return {QStringLiteral("limit"), text("At most this many."), QStringLiteral("N")};
}

Result<int> limitOf(const CommandContext &context, int unset)
{
    if (!context.options->isSet(QStringLiteral("limit")))
        return unset;
    const Result<qint64> limit =
        wholeNumber(context.options->value(QStringLiteral("limit")), 1, 1'000'000, QStringLiteral("--limit"));
    return limit ? Result<int>(int(*limit)) : Result<int>(fail(limit.error()));
}

Task<int> runJobs(CommandContext context)
{
    JobFilter filter;
    filter.project = context.project;
    if (context.options->isSet(QStringLiteral("state"))) {
        const std::optional<JobState> state = jobStateFromString(context.options->value(QStringLiteral("state")));
        if (state)
            filter.states = {*state};
        else {
            context.console->error(
                text("There is no state “%1”. The states are planned, posting, queued, running, fetching, stored, "
                     "rejected, failed, lost and cancelled.")
                    .arg(context.options->value(QStringLiteral("state"))));
            co_return WrongUsage;
        }
    }
    const Result<QStringList> ids = co_await characterIds(context);
    if (!ids)
        co_return failed(*context.console, ids.error());
    filter.characterId = ids->value(0);
    const Result<int> limit = limitOf(context, 0);
    if (!limit)
        co_return failed(*context.console, limit.error());
    filter.limit = *limit;
    const auto work = [filter](Connection &connection) {
        return JobRepository(connection).list(filter);
    };
    const Result<QVector<Job>> jobs = co_await context.services->database().read(work);
    if (!jobs)
        co_return failed(*context.console, jobs.error());
    QJsonArray array;
    QVector<QStringList> table{
        {text("character"), text("number"), text("state"), text("attempt"), text("server"), text("reason")}};
    for (const Job &job : *jobs) {
        array.append(toJson(job));
        table.append({job.characterId, QString::number(job.number), toString(job.state), QString::number(job.attempt),
                      job.server, job.reason});
    }
    if (context.console->json())
        context.console->value(array);
    else
        context.console->table(table, {1, 3});
    co_return Done;
}

Task<int> runImages(CommandContext context)
{
    const Result<QStringList> ids = co_await characterIds(context);
    if (!ids)
        co_return failed(*context.console, ids.error());
    const Result<int> limit = limitOf(context, 0);
    if (!limit)
        co_return failed(*context.console, limit.error());
    ImageFilter filter;
    filter.project = context.project;
    filter.characterId = ids->value(0);
    filter.limit = *limit;
    const auto work = [filter](Connection &connection) {
        return ImageRepository(connection).list(filter);
    };
    const Result<QVector<ImageRecord>> images = co_await context.services->database().read(work);
    if (!images)
        co_return failed(*context.console, images.error());
    QJsonArray array;
    QVector<QStringList> table{
        {text("character"), text("number"), text("score"), text("seed"), text("model"), text("file")}};
    for (const ImageRecord &image : *images) {
        const QString file = context.services->imageFile(image);
        array.append(toJson(image, file));
        table.append({image.characterId, QString::number(image.number),
                      image.score.total ? QString::number(*image.score.total, 'f', 1) : QStringLiteral("–"),
                      QString::number(image.seed), image.modelFile, file});
    }
    if (context.console->json())
        context.console->value(array);
    else
        context.console->table(table, {1, 2, 3});
    co_return Done;
}

Task<int> runStatus(CommandContext context)
{
    struct Figures
    {
        QMap<JobState, int> counts;
        std::optional<Run> run;
        double secondsPerImage = 0;
    };
    const QString project = context.project;
    const auto work = [project](Connection &connection) -> Result<Figures> {
        Figures all;
        const auto counts = JobRepository(connection).counts(project);
        if (!counts)
            return fail(counts.error());
        all.counts = *counts;
        const auto run = RunRepository(connection).open(project);
        if (!run)
            return fail(run.error());
        if (!run->isEmpty())
            all.run = run->last();
        ImageFilter newest;
        newest.project = project;
        newest.limit = 20;
        const auto images = ImageRepository(connection).list(newest);
        if (!images)
            return fail(images.error());
        int measured = 0;
        for (const ImageRecord &image : *images) {
            if (image.seconds > 0) {
                all.secondsPerImage += image.seconds;
                ++measured;
            }
        }
        if (measured > 0)
            all.secondsPerImage /= measured;
        return all;
    };
    const Result<Figures> figures = co_await context.services->database().read(work);
    if (!figures)
        co_return failed(*context.console, figures.error());
    // Those of the run that goes on, too, where it was started with --server.
    Services &services = *context.services;
    QStringList urls = figures->run ? figures->run->servers : QStringList();
    urls.removeIf([&](const QString &url) { return services.pool().find(url) != nullptr; });
    if (!urls.isEmpty()) {
        co_await services.connectServers(urls);
        co_await services.pool().settled(false, std::chrono::seconds(3), context.stop);
    }
    QJsonObject jobs;
    QVector<QStringList> table;
    int open = 0;
    for (const JobState state :
         {JobState::Planned, JobState::Posting, JobState::Queued, JobState::Running, JobState::Fetching,
          JobState::Stored, JobState::Rejected, JobState::Failed, JobState::Lost, JobState::Cancelled}) {
        const int count = figures->counts.value(state);
        jobs.insert(toString(state), count);
        if (!isFinal(state))
            open += count;
        if (count > 0)
            table.append({toString(state), QString::number(count)});
    }
    QJsonArray servers;
    int working = 0;
    for (const ServerStatus &status : context.services->pool().statuses()) {
        servers.append(toJson(status));
        working += status.state == ServerState::Busy || status.state == ServerState::Loading ||
                           status.state == ServerState::Idle
                       ? 1
                       : 0;
        table.append({status.url, toString(status.state) +
                                      (status.error.isEmpty() ? QString() : QStringLiteral(": ") + status.error)});
    }
    QJsonValue run;
    if (figures->run) {
        const bool known = figures->secondsPerImage > 0 && working > 0;
        const double eta = open * figures->secondsPerImage / qMax(1, working);
        run = QJsonObject{{QStringLiteral("id"), figures->run->id},
                          {QStringLiteral("state"), toString(figures->run->state)},
                          {QStringLiteral("started"), isoTime(figures->run->started)},
                          {QStringLiteral("eta_seconds"), known ? QJsonValue(eta) : QJsonValue()}};
        table.append({text("run %1").arg(figures->run->id), toString(figures->run->state)});
    }
    if (context.console->json())
        context.console->value(QJsonObject{
            {QStringLiteral("jobs"), jobs}, {QStringLiteral("servers"), servers}, {QStringLiteral("run"), run}});
    else if (table.isEmpty())
        context.console->line(text("Nothing was asked for yet."));
    else
        context.console->table(table);
    co_return Done;
}

Task<int> runRetry(CommandContext context)
{
    const Result<QStringList> ids = co_await characterIds(context);
    if (!ids)
        co_return failed(*context.console, ids.error());
    int planned = 0;
    const QStringList wanted = ids->isEmpty() ? QStringList{QString()} : *ids;
    for (const QString &id : wanted) {
        const Result<int> count = co_await context.services->generation().retryFailed(context.project, id);
        if (!count)
            co_return failed(*context.console, count.error());
        planned += *count;
    }
    if (context.console->json())
        context.console->value(QJsonObject{{QStringLiteral("planned"), planned}});
    else
        context.console->line(planned == 0
                                  ? text("Nothing has failed.")
                                  : text("%1 jobs are planned again; `run --resume` makes them.").arg(planned));
    co_return Done;
}

} // namespace

Command jobsCommand()
{
    return {QStringLiteral("jobs"),
            QStringLiteral("[--state S] [--character ID] [--limit N]"),
            text("The journal: every image that was asked for, and what became of it."),
            {{QStringLiteral("state"), text("Only jobs in this state."), QStringLiteral("S")},
             characterOption(),
             limitOption()},
            true,
            false,
            runJobs};
}

Command imagesCommand()
{
    return {QStringLiteral("images"),
            QStringLiteral("[--character ID] [--limit N]"),
            text("The stored images, newest first, with everything that makes them again."),
            {characterOption(), limitOption()},
            true,
            false,
            runImages};
}

Command statusCommand()
{
    return {QStringLiteral("status"),
            {},
            text("Jobs by state, servers, and the run that is open."),
            {},
            true,
            true,
            runStatus};
}

Command retryCommand()
{
    return {QStringLiteral("retry"),
            QStringLiteral("[--character ID]"),
            text("Failed jobs become planned again."),
            {characterOption()},
            true,
            false,
            runRetry};
}

} // namespace lorastudio
