// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/serverphrases.h"

#include "core/text.h"
#include "models/phrases.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace lorastudio::phrases {

namespace {

constexpr double gigabyte = 1024.0 * 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("lorastudio::phrases", text);
}

QString number(int value)
{
    return QLocale().toString(value);
}

QString dash()
{
    return tr("–");
}

/// Foreign text in a cell: one line, and unable to reorder what stands around it.
QString foreign(const QString &text)
{
    return text.isEmpty() ? QString() : isolated(cleanName(text, 1000));
}

/// "24" for the size of a card, "9.8" for what is in use.
QString gigabytes(double bytes, bool whole)
{
    const double value = bytes / gigabyte;
    return whole && value >= 1.5 ? number(int(std::lround(value))) : QLocale().toString(value, 'f', 1);
}

QString shortDuration(qint64 seconds)
{
    if (seconds < 60)
        return tr("%1 s").arg(number(int(seconds)));
    if (seconds < 3600)
        return tr("%1 min").arg(number(int(seconds / 60)));
    return tr("%1 h %2 min").arg(number(int(seconds / 3600)), number(int(seconds / 60 % 60)));
}

qint64 secondsSince(const QDateTime &when, const QDateTime &now)
{
    return when.isValid() ? qMax<qint64>(0, when.secsTo(now)) : 0;
}

QString jobs(int count)
{
    return count == 1 ? tr("1 job") : tr("%1 jobs").arg(number(count));
}

ServerMessage stuckMessage(const ServerRow &row, const QDateTime &now)
{
    QString text =
        tr("Took %1 %2 ago and has not started one.").arg(jobs(row.stuckJobs), duration(secondsSince(row.since, now)));
    if (!row.movedTo.isEmpty())
        text += u' ' +
                (row.stuckJobs == 1 ? tr("It now runs on %1.") : tr("They now run on %1.")).arg(foreign(row.movedTo));
    text += u' ' + tr("Restarting ComfyUI there usually helps.");
    return {ServerMessage::Kind::Warning, text,
            row.draining ? QList<ServerLink>{ServerLink::AskAgain}
                         : QList<ServerLink>{ServerLink::AskAgain, ServerLink::Drain}};
}

ServerMessage foreignMessage(const ServerRow &row)
{
    const QString ahead = row.others == 1 ? tr("1 of their jobs is in its queue. It is counted in the time left and "
                                               "never touched.")
                                          : tr("%1 of their jobs are ahead. They are counted in the time left and "
                                               "never touched.")
                                                .arg(number(row.others));
    return {ServerMessage::Kind::Information, tr("Someone else is using it too: %1").arg(ahead)};
}

} // namespace

QString duration(qint64 seconds)
{
    if (seconds < 60)
        return seconds == 1 ? tr("1 second") : tr("%1 seconds").arg(number(int(seconds)));
    const int minutes = int(seconds / 60);
    if (minutes < 60)
        return minutes == 1 ? tr("1 minute") : tr("%1 minutes").arg(number(minutes));
    const int hours = minutes / 60;
    return hours == 1 ? tr("1 hour") : tr("%1 hours").arg(number(hours));
}

QString serverState(ServerState state)
{
    switch (state) {
    case ServerState::Offline:
        return tr("Offline");
    case ServerState::Connecting:
        return tr("Connecting");
    case ServerState::Idle:
        return tr("Idle");
    case ServerState::Busy:
        return tr("Busy");
    case ServerState::Loading:
        return tr("Loading");
    case ServerState::Degraded:
        return tr("Degraded");
    case ServerState::Draining:
        return tr("Draining");
    case ServerState::Stuck:
        return tr("Stuck");
    }
    return {};
}

QString serverDriver(const ServerRow &row)
{
    if (!row.shared)
        return {};
    if (row.drivenHere)
        return tr("Driven by this program");
    // A process has no thousands.
    return row.driverHost.isEmpty()
               ? QString()
               : tr("Driven by %1, process %2").arg(foreign(row.driverHost), QString::number(row.driverPid));
}

QString serverDetail(const ServerRow &row, const QDateTime &now)
{
    const bool works = row.state == ServerState::Busy || row.state == ServerState::Loading;
    const bool drivenElsewhere = !row.drivenHere && !row.driverHost.isEmpty();
    if (row.shared && (row.state == ServerState::Idle || (works && drivenElsewhere))) {
        if (const QString driver = serverDriver(row); !driver.isEmpty())
            return driver;
    }
    const qint64 lasted = secondsSince(row.since, now);
    switch (row.state) {
    case ServerState::Busy:
        if (!row.workingOn.isEmpty())
            return tr("%1, image %2").arg(foreign(row.workingOn), number(row.workingNumber));
        return row.ours == 0 && row.others > 0 ? tr("With jobs of others") : tr("Since %1").arg(clock(row.since));
    case ServerState::Loading:
        return row.loadSeconds > 0
                   ? tr("For %1, usually %2").arg(shortDuration(lasted), shortDuration(std::lround(row.loadSeconds)))
                   : tr("For %1").arg(shortDuration(lasted));
    case ServerState::Stuck:
        return tr("For %1").arg(shortDuration(lasted));
    case ServerState::Draining:
        return row.ours > 0 ? tr("%1 to finish").arg(jobs(row.ours)) : tr("Takes nothing new");
    case ServerState::Offline:
    case ServerState::Degraded: {
        const qint64 left = row.nextTry.isValid() ? now.secsTo(row.nextTry) : 0;
        return left > 0 ? tr("Tries again in %1").arg(shortDuration(left)) : tr("Trying again");
    }
    case ServerState::Connecting:
        return tr("Asking for its state");
    case ServerState::Idle:
        break;
    }
    return row.since.isValid() ? tr("Since %1").arg(clock(row.since)) : QString();
}

bool serverAnswers(const ServerRow &row)
{
    return row.state != ServerState::Offline && row.state != ServerState::Degraded &&
           row.state != ServerState::Connecting;
}

bool serverNeedsPerson(const ServerRow &row)
{
    return row.state == ServerState::Stuck || row.state == ServerState::Offline || row.state == ServerState::Degraded;
}

double serverMemoryShare(const ServerRow &row)
{
    if (row.vramTotal <= 0 || !serverAnswers(row))
        return -1;
    return qBound(0.0, 1 - double(row.vramFree) / double(row.vramTotal), 1.0);
}

QString serverMemory(const ServerRow &row)
{
    if (row.vramTotal <= 0)
        return {};
    const QString total = gigabytes(double(row.vramTotal), true);
    if (!serverAnswers(row))
        return tr("%1 GB").arg(total);
    const qint64 used = qBound<qint64>(0, row.vramTotal - row.vramFree, row.vramTotal);
    return tr("%1 of %2 GB in use").arg(gigabytes(double(used), false), total);
}

QString serverCheckpoint(const ServerRow &row)
{
    if (!serverAnswers(row))
        return dash();
    if (!row.checkpoint.isEmpty())
        return foreign(row.checkpoint);
    return row.state == ServerState::Idle ? tr("None loaded") : tr("Not known");
}

QString serverNext(const ServerRow &row)
{
    if (!serverAnswers(row))
        return {};
    if (row.lacksModels)
        return tr("No model of this run");
    if (row.state == ServerState::Loading)
        return row.formerCheckpoint.isEmpty() ? QString() : tr("Was %1").arg(foreign(row.formerCheckpoint));
    if (row.nextCheckpoint.isEmpty())
        return {};
    return row.nextCheckpoint == row.checkpoint ? tr("Then the same") : tr("Then %1").arg(foreign(row.nextCheckpoint));
}

QString serverQueue(const ServerRow &row)
{
    if (!serverAnswers(row))
        return {};
    if (row.others > 0)
        return tr("+%1 of others").arg(number(row.others));
    if (row.elsewhereRunning + row.elsewhereWaiting > 0)
        return tr("%1 now, %2 next").arg(number(row.elsewhereRunning), number(row.elsewhereWaiting));
    return tr("ours");
}

QString serverRate(const ServerRow &row)
{
    return row.secondsPerImage > 0 ? rate(60 / row.secondsPerImage) : dash();
}

QString serverSeconds(const ServerRow &row)
{
    return row.secondsPerImage > 0 ? tr("%1 s per image").arg(QLocale().toString(row.secondsPerImage, 'f', 1))
                                   : QString();
}

QList<ServerMessage> serverMessages(const ServerRow &row, const QDateTime &now)
{
    QList<ServerMessage> messages;
    if (row.stuckJobs > 0 && serverAnswers(row))
        messages.append(stuckMessage(row, now));
    if (row.others > 0 && serverAnswers(row))
        messages.append(foreignMessage(row));
    if (row.draining && row.state == ServerState::Draining)
        messages.append({ServerMessage::Kind::Information,
                         row.ours > 0 ? tr("It finishes what it has and takes nothing new.")
                                      : tr("It has nothing of ours any more and takes nothing new."),
                         {ServerLink::TakeUp}});
    if (row.state == ServerState::Offline || row.state == ServerState::Degraded) {
        const QString why = row.error.isEmpty() ? tr("It does not answer.") : foreign(row.error);
        QList<ServerLink> links{ServerLink::ConnectNow, ServerLink::OpenLog};
        if (row.keeps && !row.demo)
            links.insert(1, ServerLink::Edit);
        messages.append({ServerMessage::Kind::Problem, why, links});
    }
    return messages;
}

QString serverLink(ServerLink link)
{
    switch (link) {
    case ServerLink::AskAgain:
        return tr("Ask Again");
    case ServerLink::ConnectNow:
        return tr("Connect Now");
    case ServerLink::Drain:
        return tr("Drain");
    case ServerLink::TakeUp:
        return tr("Take Up Again");
    case ServerLink::OpenLog:
        return tr("Log");
    case ServerLink::Edit:
        return tr("Edit");
    }
    return {};
}

QString serverSummary(const QList<ServerRow> &rows)
{
    int working = 0, idle = 0, draining = 0, stuck = 0, connecting = 0, offline = 0;
    for (const ServerRow &row : rows) {
        switch (row.state) {
        case ServerState::Busy:
        case ServerState::Loading:
            ++working;
            break;
        case ServerState::Idle:
            ++idle;
            break;
        case ServerState::Draining:
            ++draining;
            break;
        case ServerState::Stuck:
            ++stuck;
            break;
        case ServerState::Connecting:
            ++connecting;
            break;
        case ServerState::Offline:
        case ServerState::Degraded:
            ++offline;
            break;
        }
    }
    const std::pair<int, QString> parts[] = {{working, tr("%1 working")},       {idle, tr("%1 idle")},
                                             {draining, tr("%1 draining")},     {stuck, tr("%1 stuck")},
                                             {connecting, tr("%1 connecting")}, {offline, tr("%1 offline")}};
    QStringList words;
    for (const auto &[count, text] : parts) {
        if (count > 0)
            words.append(text.arg(number(count)));
    }
    return words.join(QStringLiteral(", "));
}

QString serverSentence(const ServerRow &row)
{
    return row.demo ? tr("%1, %2, demo: pictures are stand-ins").arg(foreign(row.name), foreign(row.url))
                    : tr("%1, %2").arg(foreign(row.name), foreign(row.url));
}

QString serverStateSentence(const ServerRow &row, const QDateTime &now)
{
    const QString detail = serverDetail(row, now);
    const QString sentence =
        detail.isEmpty() ? serverState(row.state) : tr("%1: %2").arg(serverState(row.state), detail);
    const QString driver = serverDriver(row);
    return driver.isEmpty() || driver == detail ? sentence : tr("%1. %2").arg(sentence, driver);
}

QString serverMemorySentence(const ServerRow &row)
{
    const QString device = row.device.isEmpty() ? tr("Device not known") : foreign(row.device);
    const QString memory = serverMemory(row);
    return memory.isEmpty() ? device : tr("%1, %2").arg(device, memory);
}

QString serverCheckpointSentence(const ServerRow &row)
{
    if (!serverAnswers(row))
        return tr("Checkpoint not known");
    const QString next = serverNext(row);
    return next.isEmpty() ? tr("Checkpoint %1").arg(serverCheckpoint(row))
                          : tr("Checkpoint %1. %2").arg(serverCheckpoint(row), next);
}

QString serverQueueSentence(const ServerRow &row)
{
    if (!serverAnswers(row))
        return tr("Queue not known");
    const QString sentence =
        row.others > 0 ? tr("%1 of ours and %2 of others in the queue").arg(jobs(row.ours), number(row.others))
                       : tr("%1 of ours in the queue").arg(jobs(row.ours));
    const int elsewhere = row.elsewhereRunning + row.elsewhereWaiting;
    return elsewhere == 0 ? sentence
                          : tr("%1, %2 of them running and %3 waiting for another program")
                                .arg(sentence, number(row.elsewhereRunning), number(row.elsewhereWaiting));
}

QString serverSpeedSentence(const ServerRow &row)
{
    return row.secondsPerImage > 0 ? tr("%1, %2").arg(serverRate(row), serverSeconds(row)) : tr("Speed not known");
}

QString serverImagesSentence(const ServerRow &row)
{
    return tr("%1 made for this project").arg(images(row.images));
}

QString jobState(JobState state)
{
    switch (state) {
    case JobState::Planned:
        return tr("Waiting");
    case JobState::Posting:
        return tr("Being sent");
    case JobState::Queued:
        return tr("In the queue");
    case JobState::Running:
        return tr("Running");
    case JobState::Fetching:
        return tr("Being fetched");
    case JobState::Stored:
        return tr("Made");
    case JobState::Rejected:
        return tr("Refused");
    case JobState::Failed:
        return tr("Failed");
    case JobState::Lost:
        return tr("Lost");
    case JobState::Cancelled:
        return tr("Cancelled");
    }
    return {};
}

QString jobSentence(const JobRow &row)
{
    QString text = tr("%1, image %2: %3").arg(foreign(row.character), number(row.number), jobState(row.state));
    if (!row.server.isEmpty())
        text += tr(" on %1").arg(foreign(row.server));
    if (!row.reason.isEmpty())
        text += tr(". %1").arg(foreign(row.reason));
    return text;
}

} // namespace lorastudio::phrases
