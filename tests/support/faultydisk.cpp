// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultydisk.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>

namespace lorastudio::test {

namespace {

using namespace Qt::StringLiterals;

const QString runPreload = u"/usr/lib/fiu/fiu_run_preload.so"_qs;
const QString posixPreload = u"/usr/lib/fiu/fiu_posix_preload.so"_qs;

/// fiu_run_preload appends the process id.
QString pipes()
{
    return QDir::tempPath() + u"/lora-studio-fiu"_qs;
}

} // namespace

bool FaultyDisk::isAvailable()
{
    return QFile::exists(runPreload) && QFile::exists(posixPreload) && QFile::exists(u"/usr/bin/fiu-ctrl"_qs);
}

void FaultyDisk::prepare(QProcess &process)
{
    QProcessEnvironment environment = process.processEnvironment();
    if (environment.isEmpty())
        environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LD_PRELOAD"_qs, runPreload + u' ' + posixPreload);
    environment.insert(u"FIU_CTRL_FIFO"_qs, pipes());
    process.setProcessEnvironment(environment);
}

QStringList FaultyDisk::points(Call call)
{
    switch (call) {
    case Call::Open:
        return {u"posix/io/oc/open"_qs};
    case Call::Write:
        return {u"posix/io/rw/write"_qs, u"posix/io/rw/pwrite"_qs, u"posix/io/rw/ftruncate"_qs};
    case Call::Sync:
        return {u"posix/io/sync/fsync"_qs, u"posix/io/sync/fdatasync"_qs};
    }
    return {};
}

bool FaultyDisk::tell(qint64 pid, const QStringList &commands)
{
    QStringList arguments;
    for (const QString &command : commands)
        arguments << u"-c"_qs << command;
    QProcess control;
    control.start(u"fiu-ctrl"_qs, QStringList{u"-f"_qs, pipes()} + arguments + QStringList{QString::number(pid)});
    return control.waitForFinished(10'000) && control.exitStatus() == QProcess::NormalExit && control.exitCode() == 0;
}

bool FaultyDisk::fail(qint64 pid, Call call, int errnoValue)
{
    QStringList commands;
    for (const QString &point : points(call))
        commands.append(u"enable name=%1,failinfo=%2"_qs.arg(point).arg(errnoValue));
    return tell(pid, commands);
}

bool FaultyDisk::heal(qint64 pid, Call call)
{
    QStringList commands;
    for (const QString &point : points(call))
        commands.append(u"disable name=%1"_qs.arg(point));
    return tell(pid, commands);
}

} // namespace lorastudio::test
