// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "models/eventlog.h"

#include <QByteArray>

namespace lorastudio {

/// The log as it outlives the program: one JSON object per line, in a file of bounded size and its predecessor. All of
/// these may be called from any thread.
namespace eventlogfile {

/// Larger than this, the file becomes the predecessor and a new one begins; so at most twice this is on the disk.
inline constexpr qint64 largestFile = 512 * 1024;

/// A line with its line feed. `session` tells the runs of the program apart.
QByteArray line(const LogEntry &entry, const QString &session);
/// Adds lines at the end; makes the folder if it is missing, readable by its owner alone.
Result<void> append(const QString &folder, const QByteArray &lines);
/// What is there, newest first, at most `limit`; lines that cannot be read are passed over. Empty if there is no file.
Result<QList<LogEntry>> read(const QString &folder, int limit);

} // namespace eventlogfile
} // namespace lorastudio
