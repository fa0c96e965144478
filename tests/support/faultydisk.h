// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace lorastudio::test {

/// Makes the disk of one running process fail by libfiu (package fiu-utils): its calls of the C library fail with the
/// error that is asked for, and succeed again when it is taken away. Sockets use other calls and go on.
///
/// It reaches open, write, pwrite, ftruncate, fsync and fdatasync. It does not reach what has no call of its own: pages
/// that are written by mmap (SQLite's -shm file, which holds no data that would have to survive), `openat` and
/// `linkat`. A program with AddressSanitizer cannot be run under it, because both want to stand before malloc.
class FaultyDisk
{
public:
    /// Calls of this kind fail.
    enum class Call { Open, Write, Sync };

    static bool isAvailable();
    /// Makes `process` start its program with libfiu; to be called before it is started. Nothing fails yet.
    static void prepare(QProcess &process);
    /// From now on such calls of `pid` fail with `errnoValue`. False if the process cannot be reached.
    static bool fail(qint64 pid, Call call, int errnoValue);
    static bool heal(qint64 pid, Call call);

private:
    static QStringList points(Call call);
    static bool tell(qint64 pid, const QStringList &commands);
};

} // namespace lorastudio::test
