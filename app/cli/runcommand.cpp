// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "cli/runprogressline.h"
#include "generation/leftruns.h"
#include "images/contactsheet.h"
#include "storage/imagerepository.h"

#include <QCoreApplication>
#include <QDir>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("RunCommand", source);
}

Result<RunRequest> requestOf(const CommandContext &context)
{
    RunRequest request;
    request.project = context.project;
    request.demo = context.options->isSet(QStringLiteral("demo"));
    request.resumeOnly = context.options->isSet(QStringLiteral("resume"));
    const auto number = [&](const QString &name, qint64 low, qint64 high) -> Result<std::optional<qint64>> {
        if (!context.options->isSet(name))
            return std::optional<qint64>();
        const Result<qint64> value = wholeNumber(context.options->value(name), low, high, QStringLiteral("--") + name);
        return value ? Result<std::optional<qint64>>(*value) : Result<std::optional<qint64>>(fail(value.error()));
    };
    const auto images = number(QStringLiteral("images"), 1, Character::maxImages);
    if (!images)
        return fail(images.error());
    if (*images)
        request.imagesMore = int(**images);
    const auto seed = number(QStringLiteral("seed"), 0, (qint64(1) << 52) - 1);
    if (!seed)
        return fail(seed.error());
    request.baseSeed = *seed;
    const auto timeout = number(QStringLiteral("timeout"), 1, 1'000'000);
    if (!timeout)
        return fail(timeout.error());
    request.timeout = std::chrono::seconds(timeout->value_or(0));
    if (request.resumeOnly && (request.imagesMore || request.baseSeed))
        return fail(Error::Kind::Validation,
                    text("--resume plans nothing new, so --images and --seed have no place beside it."));
    if (request.resumeOnly && context.options->isSet(QStringLiteral("detach")))
        return fail(Error::Kind::Validation,
                    text("--resume plans nothing new, and --detach makes nothing: together they would do nothing."));
    if (request.demo && context.options->isSet(QStringLiteral("server")))
        return fail(Error::Kind::Validation, text("--demo and --server exclude each other."));
    return request;
}

/// The servers of this run: the demo server, those of --server, those of the run that is resumed, else the configured
/// ones.
Task<Result<void>> chooseServers(CommandContext context, RunRequest request)
{
    Services &services = *context.services;
    if (request.demo)
        co_return services.startDemoServer();
    QStringList urls;
    for (const QString &given : context.options->values(QStringLiteral("server"))) {
        const QString url = normalizedServerUrl(given);
        if (url.isEmpty())
            co_return fail(Error::Kind::Validation,
                           text("“%1” is no address of a server. Write for example http://127.0.0.1:8188.").arg(given));
        urls.append(url);
    }
    if (urls.isEmpty() && request.resumeOnly)
        urls = co_await services.serversOfOpenRun(request.project);
    co_await services.connectServers(urls);
    co_return Result<void>{};
}

/// A picture of the sheet, read in the thread pool.
ContactSheetTile tileOf(const ThumbnailCache &thumbnails, const ImageRecord &image)
{
    ContactSheetTile tile;
    tile.image = thumbnails.get({image.imagePath, image.sha256});
    tile.label = QStringLiteral("%1").arg(image.number, 4, 10, QLatin1Char('0'));
    tile.score = image.score.total;
    tile.flags = image.score.flags;
    return tile;
}

Task<void> writeSheet(CommandContext context, RunReport report)
{
    ImageFilter filter;
    filter.project = context.project;
    filter.runId = report.runId;
    const auto read = [filter](Connection &connection) {
        return ImageRepository(connection).list(filter);
    };
    const Result<QVector<ImageRecord>> images = co_await context.services->database().read(read);
    if (!images || images->isEmpty())
        co_return;
    const QString path =
        QDir(context.services->libraryFolder()).filePath(QStringLiteral("contact-sheet-run-%1.jpg").arg(report.runId));
    const auto write = [images = *images, report, path, thumbnails = context.services->thumbnails()] {
        QList<ContactSheetGroup> groups;
        for (const CharacterReport &character : report.characters) {
            ContactSheetGroup group{character.name, character.modelFile, {}};
            for (auto image = images.crbegin(); image != images.crend(); ++image) {
                if (image->characterId == character.id)
                    group.tiles.append(tileOf(thumbnails, *image));
            }
            groups.append(group);
        }
        ContactSheetOptions options;
        options.title = text("Run %1").arg(report.runId);
        return writeContactSheet(path, groups, options);
    };
    const Result<void> written = co_await offload(write);
    if (written)
        context.console->line(text("Contact sheet: %1").arg(path));
    else
        context.console->error(written.error());
}

void printSummary(const CommandContext &context, const RunReport &report)
{
    const Console &console = *context.console;
    QVector<QStringList> table{
        {text("character"), text("model"), text("asked"), text("made"), text("failed"), text("mean score")}};
    for (const CharacterReport &character : report.characters)
        table.append({character.name, character.modelFile.isEmpty() ? QStringLiteral("–") : character.modelFile,
                      QString::number(character.requested), QString::number(character.stored),
                      QString::number(character.failed),
                      character.meanScore ? QString::number(*character.meanScore, 'f', 1) : QStringLiteral("–")});
    if (report.characters.isEmpty())
        console.line(text("Nothing to do: every character has its images."));
    else
        console.table(table, {2, 3, 4, 5});
    for (const RunProblem &problem : report.problems) {
        const QString counted = QStringLiteral("%1 (%2×)").arg(problem.reason).arg(problem.count);
        console.error(problem.characterId.isEmpty() ? problem.reason
                                                    : QStringLiteral("%1: %2").arg(problem.characterId, counted));
    }
    if (report.stored > 0) {
        console.line({});
        console.line(text("%1 images in %2 s. They are in %3")
                         .arg(report.stored)
                         .arg(report.seconds, 0, 'f', 1)
                         .arg(context.services->libraryFolder()));
    }
}

constexpr std::chrono::seconds detachPatience(5); // whether it is a demo run only a server can say

RunReport nothingMade(const QString &reason)
{
    RunReport none;
    none.problems.append({QString(), reason, 0});
    return none;
}

int exitCode(const RunReport &report)
{
    if (report.end == RunReport::End::ShutDown)
        return Interrupted; // main turns it into 143 for SIGTERM
    const bool all = report.stored == report.requested && report.failed == 0 && report.skipped == 0;
    return all && report.end == RunReport::End::Finished ? Done : SomethingFailed;
}

/// Plans and leaves: a demo server inside this program would end with it.
Task<int> detach(CommandContext context, RunRequest request)
{
    Console &console = *context.console;
    if (!request.demo) {
        const Result<void> chosen = co_await chooseServers(context, request);
        if (!chosen)
            co_return failed(console, chosen.error());
    }
    request.serverWait = context.services->pool().servers().empty() ? std::chrono::seconds(0) : detachPatience;
    const Result<RunReport> report = co_await context.services->generation().plan(request, context.stop);
    if (!report) {
        if (report.error().isCanceled())
            co_return Interrupted;
        if (console.json())
            console.value(toJson(nothingMade(report.error().message)));
        co_return failed(console, report.error());
    }
    if (console.json())
        console.value(toJson(*report));
    else
        console.line(text("Run %1: %2 images are to be made. `lora-studio-cli work` or a window makes them.")
                         .arg(report->runId)
                         .arg(report->requested - report->skipped));
    co_return report->skipped == 0 ? Done : SomethingFailed;
}

Task<int> run(CommandContext context)
{
    Console &console = *context.console;
    if (!context.arguments.isEmpty()) {
        console.error(
            text("run takes no “%1”; characters are named with --character ID.").arg(context.arguments.first()));
        co_return WrongUsage;
    }
    Result<RunRequest> request = requestOf(context);
    if (!request)
        co_return failed(console, request.error());
    Services &services = *context.services;
    if (request->demo) {
        const Result<QString> project = co_await services.sampleIfEmpty(context.project, context.projectGiven);
        if (!project)
            co_return failed(console, project.error());
        context.project = request->project = *project;
    }
    const Result<QStringList> ids = co_await characterIds(context);
    if (!ids)
        co_return failed(console, ids.error());
    request->characterIds = *ids;
    if (!co_await services.hasWork(*request)) { // done is done, whether a server is there or not
        const Result<void> closed = co_await finishLeftRuns(services.database(), request->project);
        if (!closed)
            console.error(closed.error());
        RunReport nothing;
        nothing.end = RunReport::End::Finished;
        if (console.json())
            console.value(toJson(nothing));
        else
            printSummary(context, nothing);
        co_return Done;
    }
    if (context.options->isSet(QStringLiteral("detach")))
        co_return co_await detach(context, *request);
    const Result<void> writable = co_await services.checkLibrary();
    if (!writable) {
        if (console.json())
            console.value(toJson(nothingMade(writable.error().message)));
        co_return failed(console, writable.error());
    }
    const Result<void> chosen = co_await chooseServers(context, *request);
    if (!chosen)
        co_return failed(console, chosen.error());
    Result<RunReport> report = fail(Error::canceled());
    {
        RunProgressLine progress(console, services.generation(), services.pool());
        report = co_await services.generation().run(*request, context.stop);
    }
    if (!report) {
        if (report.error().isCanceled())
            co_return Interrupted;
        if (console.json())
            console.value(toJson(nothingMade(report.error().message)));
        console.error(report.error());
        co_return report.error().kind == Error::Kind::Network ? NoServer
        : report.error().kind == Error::Kind::Storage         ? NoDatabase
                                                              : SomethingFailed;
    }
    const int left = report->requested - report->stored - report->failed - report->skipped;
    if (report->end == RunReport::End::TakenOver)
        report->problems.append({QString(),
                                 text("Another program has taken over the run and goes on with it. `status` "
                                      "shows how far it is."),
                                 left});
    if (report->end == RunReport::End::TimedOut)
        report->problems.append({QString(),
                                 text("Nothing went on for %1 s, so the run was left. `run --resume` goes on. %2")
                                     .arg(request->timeout.count())
                                     .arg(report->holdReason)
                                     .trimmed(),
                                 left});
    if (report->end == RunReport::End::Stopped)
        report->problems.append({QString(), text("The run was stopped."), left});
    if (console.json())
        console.value(toJson(*report));
    else
        printSummary(context, *report);
    if (context.options->isSet(QStringLiteral("contact-sheet")))
        co_await writeSheet(context, *report);
    co_return exitCode(*report);
}

} // namespace

Command runCommand()
{
    return {
        QStringLiteral("run"),
        QStringLiteral("[--character ID]… [--images N] [--seed S] [--server URL]… [--demo] [--timeout S] [--resume] "
                       "[--detach]"),
        text("Makes the images that the characters lack, and ends by itself."),
        {{QStringLiteral("character"), text("Only this character; may be given several times."), QStringLiteral("ID")},
         {QStringLiteral("images"), text("Make N more for each, whatever is there."), QStringLiteral("N")},
         {QStringLiteral("seed"), text("Base seed; image n gets S + n − 1."), QStringLiteral("S")},
         {QStringLiteral("server"), text("Use these servers for this run; may be given several times."),
          QStringLiteral("URL")},
         {QStringLiteral("demo"), text("Use the demo server inside this program. Its pictures are stand-ins.")},
         {QStringLiteral("timeout"), text("End after S seconds without progress; the rest can be resumed."),
          QStringLiteral("S")},
         {QStringLiteral("resume"), text("Plan nothing new and finish what is open.")},
         {QStringLiteral("detach"), text("Plan the jobs and return; workers and windows make them.")},
         {QStringLiteral("contact-sheet"), text("Write a contact sheet of this run into the library folder.")}},
        true,
        false,
        run};
}

} // namespace lorastudio
