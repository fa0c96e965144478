// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/processidentity.h"

#include "core/ids.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

namespace lorastudio {

namespace {

/// Field 22 of /proc/PID/stat: when the process started, in clock ticks since boot; 0 if there is no such process.
/// A pid is used again, pid and start time together are not.
qint64 startOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.isEmpty() || fields.first() == "Z" || fields.size() < 20) // a zombie does nothing any more
        return 0;
    return fields.at(19).toLongLong();
}

QString ownHost()
{
    return QString::fromLatin1(QSysInfo::bootUniqueId()) + u'@' + QSysInfo::machineHostName();
}

ProcessIdentity make()
{
    ProcessIdentity self;
    self.id = newUuid();
    self.host = ownHost();
    self.pid = QCoreApplication::applicationPid();
    self.started = startOf(self.pid);
    return self;
}

} // namespace

const ProcessIdentity &ProcessIdentity::own()
{
    static const ProcessIdentity self = make();
    return self;
}

bool ProcessIdentity::mayBeAlive(const QString &host, qint64 pid, qint64 started)
{
    return host != own().host || startOf(pid) == started;
}

} // namespace lorastudio
