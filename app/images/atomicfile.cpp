// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/atomicfile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

/// Makes the names inside `folder` durable. File systems that cannot do it say EINVAL, which is not our failure.
Result<void> syncFolder(const QString &folder)
{
    const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return fail(fileError(errno, folder));
    const int status = ::fsync(handle);
    const int error = errno;
    ::close(handle);
    if (status != 0 && error != EINVAL && error != ENOTSUP)
        return fail(fileError(error, folder));
    return {};
}

} // namespace

Result<QString> makeFolders(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return QString();
    QString existing = folder;
    while (!QFileInfo::exists(existing)) {
        const QString parent = QFileInfo(existing).path();
        if (parent == existing)
            break;
        existing = parent;
    }
    if (!QFileInfo(existing).isDir())
        return fail(fileError(ENOTDIR, existing));
    errno = 0;
    if (!QDir().mkpath(folder)) {
        const int error = errno;
        return fail(fileError(error != 0 ? error : EACCES, folder));
    }
    return existing;
}

Result<void> syncFile(const QString &path)
{
    const int handle = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return fail(fileError(errno, path));
    const int status = ::fsync(handle);
    const int error = errno;
    ::close(handle);
    return status == 0 ? Result<void>() : Result<void>(fail(fileError(error, path)));
}

Result<void> syncNames(const QString &folder, const QString &topmost)
{
    QString above = folder;
    for (;;) {
        if (const Result<void> synced = syncFolder(above); !synced)
            return synced;
        if (topmost.isEmpty() || above == topmost)
            return {};
        const QString parent = QFileInfo(above).path();
        if (parent == above)
            return {};
        above = parent;
    }
}

namespace {

Result<void> save(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return fail(fileError(errno, path, file.errorString()));
    errno = 0;
    qint64 written = 0;
    while (written < bytes.size()) {
        const qint64 now = file.write(bytes.constData() + written, bytes.size() - written);
        if (now <= 0)
            break;
        written += now;
    }
    if (written != bytes.size()) {
        const int error = errno;
        const QString detail = file.errorString();
        file.cancelWriting();
        return fail(fileError(error, path, detail));
    }
    errno = 0;
    if (!file.commit())
        return fail(fileError(errno, path, file.errorString()));
    return {};
}

} // namespace

Error fileError(int errnoValue, const QString &path, const QString &detail)
{
    const QString shown = QDir::toNativeSeparators(path);
    const QString reason = detail.isEmpty() ? QString::fromLocal8Bit(std::strerror(errnoValue)) : detail;
    Error error{Error::Kind::FileSystem, {}, QStringLiteral("%1: %2 (errno %3)").arg(path, reason).arg(errnoValue)};
    switch (errnoValue) {
    case ENOSPC:
    case EDQUOT:
        error.diskFull = true;
        error.message = tr("The disk is full: %1 could not be written. Make room and resume.").arg(shown);
        break;
    case EACCES:
    case EPERM:
        error.message = tr("No permission for %1. Give yourself access or choose another folder.").arg(shown);
        break;
    case EROFS:
        error.message = tr("%1 is on a read-only file system. Make it writable or choose another folder.").arg(shown);
        break;
    case EFBIG:
        error.message =
            tr("%1 could not be written: the file is larger than the file system or a limit of this session "
               "allows.")
                .arg(shown);
        break;
    case ENOTDIR:
        error.message = tr("%1 is not a folder. Move the file that stands in its place away.").arg(shown);
        break;
    case EISDIR:
        error.message = tr("A folder stands at %1 where a file belongs. Move it away.").arg(shown);
        break;
    case ENOENT:
        error.message = tr("%1 does not exist. Was the folder moved or its drive taken away?").arg(shown);
        break;
    default:
        error.message = tr("%1 could not be read or written: %2").arg(shown, reason);
        break;
    }
    return error;
}

QString sha256Hex(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return QString::fromLatin1(hash.result().toHex());
}

Result<QByteArray> readWholeFile(const QString &path, qint64 maxBytes)
{
    QFile file(path);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly))
        return fail(fileError(errno, path, file.errorString()));
    if (file.size() > maxBytes) {
        return fail(Error::Kind::FileSystem,
                    tr("%1 is too large: %2, at most %3 are read.")
                        .arg(QDir::toNativeSeparators(path), QLocale().formattedDataSize(file.size()),
                             QLocale().formattedDataSize(maxBytes)));
    }
    errno = 0;
    // One byte more than allowed: a pipe or a growing file has no honest size.
    QByteArray bytes = file.read(maxBytes + 1);
    if (file.error() != QFileDevice::NoError || bytes.size() > maxBytes)
        return fail(fileError(errno != 0 ? errno : EFBIG, path, file.errorString()));
    return bytes;
}

Result<void> writeCacheFile(const QString &path, const QByteArray &bytes)
{
    if (const Result<QString> made = makeFolders(QFileInfo(path).path()); !made)
        return fail(made.error());
    // QSaveFile would wait for the disk, which costs more than making the thumbnail.
    QTemporaryFile file(path + QStringLiteral(".XXXXXX"));
    errno = 0;
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush())
        return fail(fileError(errno, path, file.errorString()));
    if (std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0)
        return fail(fileError(errno, path));
    file.setAutoRemove(false);
    return {};
}

Result<void> writeFileAtomically(const QString &path, const QByteArray &bytes)
{
    const QString folder = QFileInfo(path).path();
    const Result<QString> made = makeFolders(folder);
    if (!made)
        return fail(made.error());
    if (QFileInfo(path).isDir())
        return fail(fileError(EISDIR, path));
    if (const Result<void> saved = save(path, bytes); !saved)
        return saved;

    const Result<QByteArray> readBack = readWholeFile(path, bytes.size());
    if (!readBack || *readBack != bytes) {
        QFile::remove(path);
        return fail(Error::Kind::FileSystem,
                    tr("%1 was written but reads back differently. The disk or its driver is at fault; check it.")
                        .arg(QDir::toNativeSeparators(path)),
                    readBack ? QString() : readBack.error().detail);
    }
    // QSaveFile synchronises the file but not the names, from the new entry up to the folder that was there before.
    return syncNames(folder, *made);
}

} // namespace lorastudio
