// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "images/imagedecoder.h"
#include "scoring/technicalscore.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("ScoreCommand", source);
}

struct Scored
{
    QString file;
    QSize size;
    Result<Score> score = fail(Error::canceled());
};

constexpr qint64 largestFile = 64'000'000;

Scored scoreFile(const QString &path)
{
    Scored scored;
    scored.file = QFileInfo(path).absoluteFilePath();
    QFile file(path);
    if (QFileInfo(path).isDir())
        scored.score = fail(Error::Kind::FileSystem, text("This is a folder, not a picture."));
    else if (!file.open(QIODevice::ReadOnly))
        scored.score = fail(Error::Kind::FileSystem, text("The file cannot be opened: %1.").arg(file.errorString()));
    else if (file.size() > largestFile)
        scored.score = fail(Error::Kind::FileSystem,
                            text("The file is larger than %1 MB and is not read.").arg(largestFile / 1'000'000));
    else {
        const Result<QImage> image = decodeImage(file.readAll());
        if (image) {
            scored.size = image->size();
            scored.score = technicalScore(*image);
        } else {
            scored.score = fail(image.error());
        }
    }
    return scored;
}

Task<int> runScore(CommandContext context)
{
    if (context.arguments.isEmpty()) {
        context.console->error(text("Say which pictures to score."));
        co_return WrongUsage;
    }
    QJsonArray array;
    QVector<QStringList> table{{text("score"), text("flags"), text("file")}};
    bool bad = false;
    for (const QString &path : std::as_const(context.arguments)) {
        const auto work = [path] {
            return scoreFile(path);
        };
        const Scored scored = co_await offload(work);
        if (context.stop.stop_requested())
            co_return Interrupted;
        const Score score = scored.score.value_or(Score{});
        array.append(QJsonObject{
            {QStringLiteral("file"), scored.file},
            {QStringLiteral("score"), orNull(score.total)},
            {QStringLiteral("components"), componentsJson(score)},
            {QStringLiteral("flags"), QJsonArray::fromStringList(score.flags)},
            {QStringLiteral("width"), scored.size.width()},
            {QStringLiteral("height"), scored.size.height()},
            {QStringLiteral("scorer"), orNull(score.scorer)},
            {QStringLiteral("scorer_version"), orNull(score.version)},
            {QStringLiteral("error"), scored.score ? QJsonValue() : QJsonValue(scored.score.error().message)}});
        table.append({score.total ? QString::number(*score.total, 'f', 1) : QStringLiteral("–"), score.flags.join(u' '),
                      scored.file});
        if (!scored.score) {
            bad = true;
            context.console->error(QStringLiteral("%1: %2").arg(path, scored.score.error().message));
        }
    }
    if (context.console->json())
        context.console->value(array);
    else
        context.console->table(table, {0});
    co_return bad ? SomethingFailed : Done;
}

} // namespace

Command scoreCommand()
{
    return {QStringLiteral("score"),
            QStringLiteral("PATH…"),
            text("The built-in technical score of any pictures; nothing is stored."),
            {},
            false,
            false,
            runScore};
}

} // namespace lorastudio
