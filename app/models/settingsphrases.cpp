// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settingsphrases.h"

#include "models/phrases.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace lorastudio::phrases {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SettingsPhrases", text);
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QString figures(const DatabaseFigures &figures)
{
    const QStringList parts{figures.characters == 1 ? tr("1 character")
                                                    : tr("%1 characters").arg(number(figures.characters)),
                            figures.images == 1 ? tr("1 image") : tr("%1 images").arg(number(figures.images)),
                            figures.runs == 1 ? tr("1 run") : tr("%1 runs").arg(number(figures.runs))};
    return parts.join(tr(", "));
}

QString settingsChange(const SettingsValues &before, const SettingsValues &after)
{
    if (before.newImages != after.newImages)
        return tr("New characters get %1 images.").arg(number(after.newImages));
    if (before.newSize != after.newSize)
        return tr("New characters get images of %1×%2.").arg(after.newSize.width()).arg(after.newSize.height());
    if (before.baseSeed != after.baseSeed)
        return after.baseSeed ? tr("Runs begin with seed %1.").arg(*after.baseSeed)
                              : tr("Runs begin with a random seed.");
    if (before.attempts != after.attempts)
        return after.attempts == 1 ? tr("An image is tried once.")
                                   : tr("An image is tried %1 times.").arg(number(after.attempts));
    if (before.freeMemoryWhenPaused != after.freeMemoryWhenPaused)
        return after.freeMemoryWhenPaused ? tr("A pause frees the memory of the servers.")
                                          : tr("A pause leaves the memory of the servers.");
    if (before.notify != after.notify)
        return after.notify ? tr("Turned notifications on.") : tr("Turned notifications off.");
    if (before.notifyAtEnd != after.notifyAtEnd || before.notifyWhenStuck != after.notifyWhenStuck)
        return tr("Changed the notifications.");
    if (before.preventSleep != after.preventSleep)
        return after.preventSleep ? tr("The computer stays awake during a run.")
                                  : tr("The computer may sleep during a run.");
    if (before.onClose != after.onClose)
        return tr("Changed what closing the window does.");
    if (before.palette != after.palette)
        return tr("Changed the palette.");
    if (before.compactRows != after.compactRows)
        return after.compactRows ? tr("Made the rows compact.") : tr("Made the rows regular.");
    return {};
}

QString bytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString trayRun(const RunSummary &summary)
{
    if (!summary.active())
        return tr("No run is going on");
    const QString count = tr("Run %1: %2 of %3").arg(number(summary.run), number(summary.made), number(summary.total));
    if (summary.phase == RunPhase::Paused)
        return tr("%1, paused").arg(count);
    if (summary.phase == RunPhase::Stopping)
        return tr("%1, stopping").arg(count);
    return summary.secondsLeft < 0 ? count : tr("%1, %2").arg(count, timeLeft(summary.secondsLeft));
}

QStringList trayLines(const RunSummary &summary)
{
    QStringList lines;
    if (summary.active()) {
        const QString count = tr("%1 of %2 images").arg(number(summary.made), number(summary.total));
        if (summary.phase == RunPhase::Paused)
            lines.append(tr("%1, paused").arg(count));
        else if (summary.secondsLeft >= 0)
            lines.append(tr("%1, %2").arg(count, aboutTimeLeft(summary.secondsLeft).toLower()));
        else
            lines.append(count);
    } else if (summary.phase == RunPhase::Finished) {
        lines.append(tr("Run %1 is finished: %2 of %3 images")
                         .arg(number(summary.run), number(summary.made), number(summary.total)));
    } else {
        lines.append(tr("No run is going on"));
    }
    QStringList troubles;
    if (summary.servers.stuck > 0)
        troubles.append(summary.servers.stuck == 1 ? tr("1 server stuck")
                                                   : tr("%1 servers stuck").arg(number(summary.servers.stuck)));
    if (summary.servers.offline > 0) {
        const QString count = number(summary.servers.offline);
        troubles.append(!troubles.isEmpty()            ? tr("%1 offline").arg(count)
                        : summary.servers.offline == 1 ? tr("1 server offline")
                                                       : tr("%1 servers offline").arg(count));
    }
    if (summary.failed > 0 && (summary.active() || summary.phase == RunPhase::Finished))
        troubles.append(summary.failed == 1 ? tr("1 image failed")
                                            : tr("%1 images failed").arg(number(summary.failed)));
    if (!troubles.isEmpty())
        lines.append(troubles.join(tr(", ")));
    return lines;
}

QString runDuration(qint64 seconds)
{
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 1)
        return tr("under a minute");
    const QString minutesText = minutes % 60 == 1 ? tr("1 minute") : tr("%1 minutes").arg(minutes % 60);
    if (minutes < 60)
        return minutesText;
    const QString hours = minutes / 60 == 1 ? tr("1 hour") : tr("%1 hours").arg(number(minutes / 60));
    return minutes % 60 == 0 ? hours : tr("%1 %2").arg(hours, minutesText);
}

QString runEnd(const RunSummary &summary, const QString &cause)
{
    const qint64 seconds =
        summary.started.isValid() && summary.finished.isValid() ? summary.started.secsTo(summary.finished) : -1;
    QString text = tr("%1 of %2 images").arg(number(summary.made), number(summary.total));
    if (seconds >= 0)
        text = tr("%1 in %2").arg(text, runDuration(seconds));
    text += u'.';
    if (summary.failed > 0) {
        text += u' ' + (cause.isEmpty() ? tr("%1 failed.").arg(number(summary.failed))
                                        : tr("%1 failed: %2").arg(number(summary.failed), cause));
        if (!cause.isEmpty() && !cause.endsWith(u'.'))
            text += u'.';
    }
    return text;
}

} // namespace lorastudio::phrases
