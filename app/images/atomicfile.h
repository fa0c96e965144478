// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QString>

namespace lorastudio {

/// Writes `bytes` to `path`, all or nothing: a reader sees the old file, or the new one whole. With success the bytes
/// and the name are on the disk (file and folder are synchronised), and the file was read again and found equal. Makes
/// missing folders. Blocking: for the thread pool.
Result<void> writeFileAtomically(const QString &path, const QByteArray &bytes);

/// The same for files that may be lost with the power, such as thumbnails: whole or absent, but neither synchronised
/// nor read again.
Result<void> writeCacheFile(const QString &path, const QByteArray &bytes);

/// Makes `folder` with its parents. Returns the folder that was there before and got the topmost new name; empty if
/// nothing was new.
Result<QString> makeFolders(const QString &folder);
/// Waits until the content of this file is on the disk.
Result<void> syncFile(const QString &path);
/// The same for the names in `folder` and in those above it up to `topmost`, as makeFolders() returned it.
Result<void> syncNames(const QString &folder, const QString &topmost);

/// What an errno of the operating system means to the person: `diskFull` for a full disk or quota, and a text for no
/// permission, read-only and too large.
Error fileError(int errnoValue, const QString &path, const QString &detail = {});

/// The whole content of a file of at most `maxBytes`.
Result<QByteArray> readWholeFile(const QString &path, qint64 maxBytes);

/// Lower-case hexadecimal SHA-256.
QString sha256Hex(QByteArrayView bytes);

} // namespace lorastudio
