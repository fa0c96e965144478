// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/phrases.h"

#include "core/text.h"

#include <QCoreApplication>
#include <QLocale>

namespace lorastudio::phrases {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("lorastudio::phrases", text);
}

QString number(int value)
{
    return QLocale().toString(value);
}

QString failedText(int count)
{
    return tr("%1 failed").arg(number(count));
}

} // namespace

QString images(int count)
{
    return count == 1 ? tr("1 image") : tr("%1 images").arg(number(count));
}

QString timeLeft(int seconds)
{
    if (seconds < 60)
        return tr("under 1 min");
    const int minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return tr("%1 min left").arg(number(minutes));
    return tr("%1 h %2 min left").arg(number(minutes / 60), number(minutes % 60));
}

QString aboutTimeLeft(int seconds)
{
    if (seconds < 60)
        return tr("Under 1 min left");
    return tr("About %1").arg(timeLeft(seconds));
}

QString clock(const QDateTime &when)
{
    return QLocale().toString(when.toLocalTime().time(), QStringLiteral("HH:mm"));
}

QString finishClock(const QDateTime &now, int seconds)
{
    const QDateTime local = now.toLocalTime();
    const QDateTime end = local.addSecs(seconds);
    const qint64 days = local.date().daysTo(end.date());
    if (days == 0)
        return tr("about %1").arg(clock(end));
    if (days == 1)
        return tr("tomorrow %1").arg(clock(end));
    return QLocale().toString(end, QLocale::ShortFormat);
}

QString rate(double perMinute)
{
    return tr("%1/min").arg(QLocale().toString(perMinute, 'f', 1));
}

QString mean(double score)
{
    return score >= 99.95 ? number(100) : QLocale().toString(score, 'f', 1);
}

QString score(const Score &score)
{
    return score.total ? number(qRound(*score.total)) : tr("–");
}

bool needsAttention(RowState state)
{
    return state == RowState::ModelMissing || state == RowState::Failed || state == RowState::NoServer ||
           state == RowState::DiskFull || state == RowState::StoppedEarly;
}

Status status(const CharacterRow &row)
{
    const RowStatus &s = row.status;
    const QString server = s.server.isEmpty() ? QString() : isolated(s.server);
    const QString cause = s.cause.isEmpty() ? QString() : isolated(s.cause);
    switch (s.state) {
    case RowState::ModelMissing:
        return {tr("Model missing"), tr("No server has it"), tr("Choose another"), RowLink::ChooseModel};
    case RowState::Failed:
        return {failedText(s.count), cause,
                s.count == 1 ? tr("Retry 1 image") : tr("Retry %1 images").arg(number(s.count)), RowLink::RetryFailed};
    case RowState::NoServer:
        return {tr("No server"), s.count == 1 ? tr("1 image waits") : tr("%1 images wait").arg(number(s.count)),
                QString(), RowLink::None};
    case RowState::Paused:
        return {tr("Paused"), s.at.isValid() ? tr("Paused at %1").arg(clock(s.at)) : QString(), tr("Resume"),
                RowLink::Resume};
    case RowState::DiskFull:
        return {tr("Paused"), tr("Disk full"), tr("Open folder"), RowLink::OpenFolder};
    case RowState::Sampling:
        return {tr("Running"), server, QString(), RowLink::None};
    case RowState::LoadingCheckpoint:
        return {tr("Loading checkpoint"), server, QString(), RowLink::None};
    case RowState::Waiting:
        return {tr("Waiting"),
                s.count <= 0   ? QString()
                : s.count == 1 ? tr("Behind 1 other")
                               : tr("Behind %1 others").arg(number(s.count)),
                QString(), RowLink::None};
    case RowState::WaitingForReview:
        return {tr("Waiting for review"), tr("%1: %2 to go").arg(cause, number(s.count)), QString(), RowLink::None};
    case RowState::StoppedEarly:
        return {tr("Stopped early"), cause, tr("Go on"), RowLink::GoOn};
    case RowState::Done:
        return {tr("Done"), s.at.isValid() ? tr("Finished at %1").arg(clock(s.at)) : QString(), QString(),
                RowLink::None};
    case RowState::Stopped:
        return {tr("Stopped"), tr("%1 of %2 made").arg(number(s.count), number(row.character.images)), tr("Continue"),
                RowLink::ContinueRun};
    case RowState::NotStarted:
        if (s.runActive)
            return {tr("Not started"), tr("Not part of this run"), tr("Add to the run"), RowLink::AddToRun};
        return {tr("Not started"), QString(), QString(), RowLink::None};
    }
    return {};
}

ProgressNote progressNote(const CharacterRow &row)
{
    const int left = row.character.images - row.summary.made();
    if (left <= 0)
        return {tr("Complete"), false};
    if (row.summary.failed > 0)
        return {failedText(row.summary.failed), true};
    if (row.secondsLeft >= 0)
        return {timeLeft(row.secondsLeft), false};
    return {tr("%1 to go").arg(number(left)), false};
}

QString modelName(const CharacterRow &row)
{
    if (row.checkpoint && !row.checkpoint->name.isEmpty())
        return row.checkpoint->name;
    if (!row.assignment.modelFile.isEmpty())
        return checkpointBaseName(row.assignment.modelFile);
    return tr("No model yet");
}

QString modelReason(const CharacterRow &row)
{
    const QString reason =
        row.assignment.locked && row.assignment.reason.isEmpty() ? tr("Chosen by you") : row.assignment.reason;
    if (!row.onNoServer)
        return reason;
    return reason.isEmpty() ? tr("On no server") : tr("%1, on no server").arg(reason);
}

QString characterSentence(const CharacterRow &row)
{
    if (row.character.type.isEmpty())
        return isolated(row.character.name);
    return tr("%1, %2").arg(isolated(row.character.name), isolated(row.character.type));
}

QString modelSentence(const CharacterRow &row)
{
    if (row.assignment.modelFile.isEmpty())
        return tr("No model yet");
    QString text = tr("Model %1").arg(isolated(modelName(row)));
    if (row.checkpoint)
        text = tr("%1, sharpness %2 of 10").arg(text, number(row.checkpoint->sharpness));
    const QString reason = modelReason(row);
    return reason.isEmpty() ? text : tr("%1, %2").arg(text, isolated(reason));
}

QString sharpnessSentence(const CharacterRow &row)
{
    if (!row.checkpoint)
        return tr("Sharpness not known");
    const QString text = tr("Sharpness %1 of 10").arg(number(row.checkpoint->sharpness));
    return row.checkpoint->known ? text : tr("%1, assumed: this model is not in the catalog").arg(text);
}

QString imagesSentence(const CharacterRow &row)
{
    return tr("%1 asked for").arg(images(row.character.images));
}

QString progressSentence(const CharacterRow &row)
{
    const CharacterSummary &s = row.summary;
    QString text = tr("%1 of %2 images").arg(number(s.made()), number(row.character.images));
    if (s.made() > 0)
        text = tr("%1, %2 accepted, %3 undecided, %4 rejected")
                   .arg(text, number(s.accepted), number(s.undecided), number(s.rejected));
    if (s.failed > 0)
        text = tr("%1, %2 failed").arg(text, number(s.failed));
    if (row.secondsLeft >= 0 && s.made() < row.character.images)
        text = tr("%1, %2").arg(text, timeLeft(row.secondsLeft));
    return text;
}

QString qualitySentence(const CharacterRow &row)
{
    if (!row.summary.meanScore)
        return tr("Not scored");
    return tr("Mean technical score %1 of %2").arg(mean(*row.summary.meanScore), images(row.summary.scored));
}

QString statusSentence(const CharacterRow &row)
{
    const Status s = status(row);
    QString text = s.word;
    if (!s.detail.isEmpty())
        text =
            row.status.state == RowState::Failed ? tr("%1: %2").arg(text, s.detail) : tr("%1, %2").arg(text, s.detail);
    switch (s.link) {
    case RowLink::None:
        return text;
    case RowLink::RetryFailed:
        return tr("%1. Enter retries.").arg(text);
    default:
        return tr("%1. Enter: %2.").arg(text, s.linkText);
    }
}

QString tileSentence(const GalleryItem &item)
{
    const ImageRecord &record = item.record;
    QString text = tr("%1, image %2").arg(isolated(item.characterName), number(record.number));
    text = record.score.total ? tr("%1, score %2").arg(text, score(record.score)) : tr("%1, not scored").arg(text);
    switch (record.verdict) {
    case Verdict::Accepted:
        text = tr("%1, accepted").arg(text);
        break;
    case Verdict::Rejected:
        text = tr("%1, rejected").arg(text);
        break;
    case Verdict::Undecided:
        text = tr("%1, undecided").arg(text);
        break;
    }
    if (item.duplicates > 1)
        text = tr("%1, one of %2 near-duplicates").arg(text, number(item.duplicates));
    if (item.fileMissing)
        text = tr("%1, the file is missing").arg(text);
    return text;
}

QString servers(const ServerCounts &counts)
{
    if (counts.total == 0)
        return tr("No server");
    QString text;
    if (counts.working > 0)
        text = counts.total == 1 ? tr("1 server working")
                                 : tr("%1 of %2 servers working").arg(number(counts.working), number(counts.total));
    else if (counts.connected == 0 && counts.connecting > 0)
        text = counts.total == 1 ? tr("Connecting to the server") : tr("Connecting to the servers");
    else if (counts.total == 1)
        return counts.connected == 1 ? tr("1 server connected") : tr("The server is offline");
    else
        text = tr("%1 of %2 servers connected").arg(number(counts.connected), number(counts.total));
    if (counts.stuck > 0)
        text = tr("%1, %2 stuck").arg(text, number(counts.stuck));
    if (counts.offline > 0)
        text = tr("%1, %2 offline").arg(text, number(counts.offline));
    return text;
}

} // namespace lorastudio::phrases
