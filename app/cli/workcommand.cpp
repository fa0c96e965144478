// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "domain/server.h"
#include "generation/livingworkers.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonObject>

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto lookPause = 500ms;        // between looks for open jobs
constexpr qint64 reapEveryMs = 5'000;    // what dead workers held is given back
constexpr qint64 mostBackOffMs = 10'000; // after a visit to a run in which nothing could be done

QString text(const char *source)
{
    return QCoreApplication::translate("WorkCommand", source);
}

/// What a worker has done so far.
struct WorkDone
{
    int stored = 0;
    int failed = 0;
};

/// What there is to do in the database.
struct Openings
{
    QVector<Run> runs; ///< with jobs that nobody has in hand, oldest first
    int open = 0;      ///< jobs that are not final, whoever holds them
};

Task<Result<Openings>> lookForWork(Database &database, QString project, bool reap)
{
    const auto work = [=](Connection &connection) -> Result<Openings> {
        if (reap) {
            const Result<QVector<Worker>> living = livingOthersAfterDead(connection);
            if (!living)
                return fail(living.error());
        }
        Openings openings;
        const Result<QVector<Run>> runs = RunRepository(connection).withFreeJobs(project);
        if (!runs)
            return fail(runs.error());
        openings.runs = *runs;
        const Result<int> open = JobRepository(connection).openCount(project);
        if (!open)
            return fail(open.error());
        openings.open = *open;
        return openings;
    };
    Result<Openings> found = fail(Error::canceled());
    if (reap)
        found = co_await database.write(work);
    else
        found = co_await database.read(work);
    co_return found;
}

Result<QStringList> urlsOf(const CommandContext &context)
{
    QStringList urls;
    for (const QString &given : context.options->values(QStringLiteral("server"))) {
        const QString url = normalizedServerUrl(given);
        if (url.isEmpty())
            return fail(Error::Kind::Validation,
                        text("“%1” is no address of a server. Write for example http://127.0.0.1:8188.").arg(given));
        urls.append(url);
    }
    return urls;
}

/// Takes part in `run` until there is nothing to do for this process. False if nothing came of it.
Task<bool> visit(CommandContext context, Run run, std::shared_ptr<WorkDone> done)
{
    RunRequest request;
    request.project = run.project;
    request.resumeOnly = request.standBy = true;
    const Result<RunReport> report = co_await context.services->generation().run(request, context.stop);
    if (!report) {
        if (!report.error().isCanceled())
            context.console->error(report.error());
        co_return false;
    }
    done->stored += report->storedHere;
    done->failed += report->failedHere;
    for (const RunProblem &problem : report->problems)
        context.console->error(problem.reason);
    if (report->storedHere > 0)
        context.console->message(text("Run %1: %2 images made here.").arg(run.id).arg(report->storedHere));
    co_return report->storedHere + report->failedHere > 0;
}

Task<void> workToTheEnd(CommandContext context, std::optional<qint64> idleExit, std::shared_ptr<WorkDone> done)
{
    Services &services = *context.services;
    const QString project = context.projectGiven ? context.project : QString();
    QElapsedTimer clock;
    clock.start();
    qint64 reapedMs = -reapEveryMs;
    qint64 idleSinceMs = 0;
    qint64 notBeforeMs = 0;
    qint64 backOffMs = 0;
    while (!context.stop.stop_requested()) {
        const bool reap = clock.elapsed() - reapedMs >= reapEveryMs;
        if (reap)
            reapedMs = clock.elapsed();
        const Result<Openings> found = co_await lookForWork(services.database(), project, reap);
        if (found && found->open > 0)
            idleSinceMs = clock.elapsed();
        if (found && !found->runs.isEmpty() && clock.elapsed() >= notBeforeMs) {
            const bool helped = co_await visit(context, found->runs.first(), done);
            backOffMs = helped ? 0 : std::min(backOffMs * 2 + 500, mostBackOffMs);
            notBeforeMs = clock.elapsed() + backOffMs;
            idleSinceMs = clock.elapsed();
            continue;
        }
        if (found && found->open == 0 && idleExit && clock.elapsed() - idleSinceMs >= *idleExit * 1000)
            co_return;
        const Result<void> slept = co_await sleepFor(lookPause, context.stop);
        if (!slept)
            co_return;
    }
}

Task<int> run(CommandContext context)
{
    Console &console = *context.console;
    if (!context.arguments.isEmpty()) {
        console.error(text("work takes no “%1”.").arg(context.arguments.first()));
        co_return WrongUsage;
    }
    const Result<QStringList> urls = urlsOf(context);
    if (!urls)
        co_return failed(console, urls.error());
    std::optional<qint64> idleExit;
    if (context.options->isSet(QStringLiteral("idle-exit"))) {
        const QString given = context.options->value(QStringLiteral("idle-exit"));
        const Result<qint64> seconds = wholeNumber(given, 0, 1'000'000, QStringLiteral("--idle-exit"));
        if (!seconds)
            co_return failed(console, seconds.error());
        idleExit = *seconds;
    }
    Services &services = *context.services;
    const Result<void> writable = co_await services.checkLibrary();
    if (!writable)
        co_return failed(console, writable.error());
    co_await services.connectServers(*urls);
    const bool answers = co_await services.pool().settled(true, 15s, context.stop);
    if (context.stop.stop_requested())
        co_return Interrupted;
    if (!answers) {
        console.error(
            Error::make(Error::Kind::Network,
                        services.pool().servers().empty()
                            ? text("There is no server. Add one with `servers add URL`, or name one with --server URL.")
                            : text("No server could be reached. `servers list` says what each of them answers.")));
        co_return NoServer;
    }
    QElapsedTimer clock;
    clock.start();
    const auto done = std::make_shared<WorkDone>();
    co_await workToTheEnd(context, idleExit, done);
    const double seconds = double(clock.elapsed()) / 1000.0;
    if (console.json())
        console.value(QJsonObject{{QStringLiteral("stored"), done->stored},
                                  {QStringLiteral("failed"), done->failed},
                                  {QStringLiteral("seconds"), seconds}});
    else
        console.line(text("%1 images in %2 s, %3 failed.").arg(done->stored).arg(seconds, 0, 'f', 1).arg(done->failed));
    if (context.stop.stop_requested())
        co_return Interrupted;
    co_return done->failed == 0 ? Done : SomethingFailed;
}

} // namespace

Command workCommand()
{
    return {QStringLiteral("work"),
            QStringLiteral("[--server URL]… [--idle-exit S]"),
            text("Makes the open jobs of the database until it is told to stop."),
            {{QStringLiteral("server"), text("Drive only these servers; may be given several times."),
              QStringLiteral("URL")},
             {QStringLiteral("idle-exit"), text("End when no job was open for S seconds."), QStringLiteral("S")}},
            true,
            false,
            run};
}

} // namespace lorastudio
