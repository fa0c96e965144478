// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/messagetap.h"

#include <QLoggingCategory>
#include <QMutex>

namespace lorastudio {

namespace {

QMutex listening;
MessageTap *listener = nullptr;    ///< guarded by `listening`, so that it cannot go while a message is handed over
QtMessageHandler former = nullptr; ///< guarded by `listening`
thread_local bool handing = false; ///< handing over may log itself

void hear(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    QtMessageHandler next = nullptr;
    if (handing) {
        next = former; // this thread holds the lock
    } else {
        const QMutexLocker locker(&listening);
        next = former;
    }
    if (next)
        next(type, context, text);
    if (handing || (type != QtWarningMsg && type != QtCriticalMsg))
        return;
    const QString category = QString::fromLatin1(context.category);
    const QString ours = QStringLiteral("lorastudio.");
    if (!category.startsWith(ours))
        return;
    {
        const QMutexLocker locker(&listening);
        handing = true;
        if (MessageTap *tap = listener) {
            const auto tell = [tap, type, name = category.mid(ours.size()), text,
                               time = QDateTime::currentDateTimeUtc()] {
                Q_EMIT tap->heard(type == QtCriticalMsg, name, text, time);
            };
            QMetaObject::invokeMethod(tap, tell, Qt::QueuedConnection);
        }
        handing = false;
    }
}

} // namespace

MessageTap::MessageTap(QObject *parent) : QObject(parent)
{
    const QMutexLocker locker(&listening); // a message that comes now waits until it is known where it goes on to
    Q_ASSERT(!listener);
    listener = this;
    const QtMessageHandler before = qInstallMessageHandler(hear);
    if (before != hear)
        former = before;
}

MessageTap::~MessageTap()
{
    const QMutexLocker locker(&listening);
    qInstallMessageHandler(former);
    listener = nullptr;
}

} // namespace lorastudio
