// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/librarytrash.h"

#include "images/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <filesystem>

namespace lorastudio {

namespace {

constexpr int mostNames = 10'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

/// "a.png", "a-2.png", "a-3.png" …
QString numbered(const QString &path, int n)
{
    const QFileInfo info(path);
    const QString suffix = info.suffix().isEmpty() ? QString() : u'.' + info.suffix();
    return n == 1 ? path : QStringLiteral("%1/%2-%3%4").arg(info.path(), info.completeBaseName()).arg(n).arg(suffix);
}

/// A second name for a file, on the disk when this returns, content and all. False if the target is there or could not
/// be made; `taken` tells which.
bool linkOrCopy(const QString &from, const QString &to, const QString &topmost, bool &taken, QString &why)
{
    std::error_code error;
    std::filesystem::create_hard_link(from.toStdString(), to.toStdString(), error);
    const bool linked = !error;
    if (!linked) {
        taken = QFileInfo::exists(to);
        if (taken)
            return false;
        QFile file(from);
        if (!file.copy(to)) {
            taken = QFileInfo::exists(to);
            why = file.errorString();
            return false;
        }
    }
    Result<void> synced = linked ? Result<void>() : syncFile(to);
    if (synced)
        synced = syncNames(QFileInfo(to).path(), topmost);
    if (synced)
        return true;
    why = synced.error().message;
    QFile::remove(to);
    return false;
}

/// Takes empty folders away, from the lowest up; `folder` itself stays.
void removeEmptyFolders(const QString &folder)
{
    QStringList folders;
    QDirIterator all(folder, QDir::Dirs | QDir::NoSymLinks | QDir::Hidden | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
    while (all.hasNext())
        folders.append(all.next());
    for (auto it = folders.crbegin(); it != folders.crend(); ++it)
        QDir().rmdir(*it); // goes only if it is empty
}

} // namespace

Result<TrashedFile> keepInTrash(const ImageStore &store, const QString &relativePath)
{
    const Result<QString> from = store.absolutePath(relativePath);
    if (!from)
        return fail(from.error());
    if (!QFileInfo(*from).isFile())
        return TrashedFile{relativePath, {}};
    const QString wanted = libraryTrash + u'/' + relativePath;
    QString why;
    QString topmost;
    for (int n = 1; n < mostNames; ++n) {
        const QString name = numbered(wanted, n);
        const Result<QString> to = store.absolutePath(name);
        if (!to)
            return fail(to.error());
        if (n == 1) {
            const Result<QString> made = makeFolders(QFileInfo(*to).path());
            if (!made)
                return fail(Error::Kind::FileSystem,
                            tr("The trash of the library cannot be made in %1.").arg(store.root()),
                            made.error().detail);
            topmost = *made;
        }
        bool taken = false;
        if (linkOrCopy(*from, *to, topmost, taken, why))
            return TrashedFile{relativePath, name};
        if (!taken)
            break;
    }
    return fail(Error::Kind::FileSystem, tr("%1 cannot be put into the trash: %2.").arg(relativePath, why));
}

Result<void> putBackFromTrash(const ImageStore &store, const TrashedFile &file)
{
    if (file.trashPath.isEmpty())
        return {};
    const Result<QString> from = store.absolutePath(file.trashPath);
    const Result<QString> to = store.absolutePath(file.relativePath);
    if (!from || !to)
        return fail(from ? to.error() : from.error());
    if (!QFileInfo(*from).isFile())
        return fail(Error::Kind::FileSystem,
                    tr("%1 is not in the trash of the library any more.").arg(file.relativePath));
    std::error_code error;
    if (std::filesystem::equivalent(from->toStdString(), to->toStdString(), error))
        return {}; // an earlier deletion did not come further than the trash
    const Result<QString> topmost = makeFolders(QFileInfo(*to).path());
    if (!topmost)
        return fail(topmost.error());
    bool taken = false;
    QString why;
    if (linkOrCopy(*from, *to, *topmost, taken, why))
        return {};
    return fail(Error::Kind::FileSystem, taken ? tr("Another file has the place of %1 by now.").arg(file.relativePath)
                                               : tr("%1 cannot be put back: %2.").arg(file.relativePath, why));
}

void dropFromTrash(const ImageStore &store, const TrashedFile &file)
{
    if (file.trashPath.isEmpty())
        return;
    if (const Result<QString> path = store.absolutePath(file.trashPath))
        QFile::remove(*path);
}

int removeOldTrash(const ImageStore &store, const QDateTime &now)
{
    const QString trash = store.root() + u'/' + libraryTrash;
    if (!QFileInfo(trash).isDir() || QFileInfo(trash).isSymLink())
        return 0;
    const QDateTime before = now.addDays(-trashDays);
    int removed = 0;
    QDirIterator files(trash, QDir::Files | QDir::NoSymLinks | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        // The content is as old as the image; when it got its name here is what the change of its entry tells.
        const QDateTime since = files.fileInfo().metadataChangeTime();
        if (since.isValid() && since < before && QFile::remove(files.filePath()))
            ++removed;
    }
    removeEmptyFolders(trash);
    return removed;
}

Result<QString> copyIntoFolder(const QString &file, const QString &folder)
{
    QFile source(file);
    const QString name = QFileInfo(file).fileName();
    if (!source.exists())
        return fail(Error::Kind::FileSystem, tr("%1 is missing.").arg(name));
    for (int n = 1; n < mostNames; ++n) {
        const QString to = numbered(folder + u'/' + name, n);
        if (QFileInfo::exists(to) || QFileInfo(to).isSymLink())
            continue;
        if (source.copy(to))
            return to;
        if (!QFileInfo::exists(to)) // else another program took the name in between
            return fail(Error::Kind::FileSystem, tr("%1 cannot be copied: %2.").arg(name, source.errorString()));
    }
    return fail(Error::Kind::FileSystem, tr("%1 cannot be copied: every name for it is taken.").arg(name));
}

} // namespace lorastudio
