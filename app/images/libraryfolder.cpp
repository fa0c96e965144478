// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/libraryfolder.h"

#include "core/logging.h"
#include "images/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

namespace lorastudio {

Result<void> checkLibraryWritable(const ImageStore &store)
{
    const auto refuse = [&](const QString &why) {
        return fail(Error::Kind::FileSystem,
                    QCoreApplication::translate(
                        "LibraryFolder", "Images cannot be stored in %1: %2. Choose another folder with --library "
                                         "or in the settings, or make this one writable.")
                        .arg(store.root(), why));
    };
    if (!store.makeRoot())
        return refuse(QCoreApplication::translate("LibraryFolder", "the folder cannot be made"));
    QTemporaryFile probe(QDir(store.root()).filePath(QStringLiteral(".write-test-XXXXXX")));
    if (!probe.open() || probe.write("x") != 1 || !probe.flush())
        return refuse(probe.errorString());
    return {};
}

ImageStore claimLibrary(const QString &root, const QString &databaseId)
{
    const QString own = root + QStringLiteral("/database-") + databaseId.left(8);
    if (QFileInfo::exists(own + u'/' + libraryMark))
        return ImageStore(own, databaseId);
    const QString mark = root + u'/' + libraryMark;
    const Result<QByteArray> owner = readWholeFile(mark, 1000);
    if (owner && QString::fromUtf8(*owner).trimmed() != databaseId)
        return ImageStore(own, databaseId);
    if (!owner && QFileInfo::exists(root) && !QFileInfo::exists(mark)) {
        if (const Result<void> marked = writeFileAtomically(mark, databaseId.toUtf8()); !marked)
            qCInfo(logImages) << "the library is not marked:" << marked.error().message;
    }
    return ImageStore(root, databaseId);
}

Result<void> passLibrary(const QString &root, const QString &fromId, const QString &toId)
{
    const ImageStore store = claimLibrary(root, fromId);
    QString folder = store.root();
    if (!QFileInfo::exists(folder + u'/' + libraryMark))
        return {}; // nothing is there yet
    const QString before = folder;
    if (folder != root) {
        const QString renamed = root + QStringLiteral("/database-") + toId.left(8);
        if (!QDir().rename(folder, renamed))
            return fail(Error::Kind::FileSystem,
                        QCoreApplication::translate("LibraryFolder", "The folder %1 cannot be renamed to %2. Check the "
                                                                     "rights on it.")
                            .arg(folder, renamed));
        folder = renamed;
    }
    const Result<void> marked = writeFileAtomically(folder + u'/' + libraryMark, toId.toUtf8());
    if (!marked && folder != before && !QDir().rename(folder, before))
        qCWarning(logImages) << "not renamed back:" << folder;
    return marked;
}

namespace {

Error notMoved(const QString &folder)
{
    return Error::make(
        Error::Kind::FileSystem,
        QCoreApplication::translate("LibraryFolder", "The folder %1 cannot be renamed. Check the rights on it.")
            .arg(folder));
}

Result<SharedFolder> exchangeFolder(const ImageStore &store, const SharedFolder &shared, const QDateTime &now)
{
    const Result<QString> place = store.absolutePath(shared.folder);
    if (!place)
        return fail(place.error());
    const Result<SharedFolder> moved = setFolderAside(store, shared.folder, now);
    if (!moved || shared.aside.isEmpty())
        return moved;
    const Result<QString> from = store.absolutePath(shared.aside);
    if (from && !QFileInfo(*from).isDir()) {
        qCWarning(logImages) << "images that stood aside are not there any more:" << *from;
        return moved;
    }
    QDir().rmdir(*place); // goes only if it is empty
    if (from && !QFileInfo::exists(*place) && QDir().rename(*from, *place))
        return moved;
    if (const Result<QString> back = store.absolutePath(moved->aside); back && !moved->aside.isEmpty())
        QDir().rename(*back, *place);
    return fail(from ? notMoved(*from) : from.error());
}

/// Under the names that they had before.
void exchangeBack(const ImageStore &store, const SharedFolder &before, const SharedFolder &after)
{
    const auto move = [&](const QString &from, const QString &to) {
        const Result<QString> source = store.absolutePath(from);
        const Result<QString> target = store.absolutePath(to);
        if (source && target && QFileInfo(*source).isDir() && !QDir().rename(*source, *target))
            qCWarning(logImages) << "not moved back:" << *source;
    };
    if (!before.aside.isEmpty())
        move(before.folder, before.aside);
    if (!after.aside.isEmpty())
        move(after.aside, after.folder);
}

} // namespace

Result<SharedFolder> setFolderAside(const ImageStore &store, const QString &relativeFolder, const QDateTime &now)
{
    const Result<QString> path = store.absolutePath(relativeFolder);
    if (!path)
        return fail(path.error());
    constexpr QDir::Filters everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    if (!QFileInfo(*path).isDir() || QDir(*path).isEmpty(everything))
        return SharedFolder{relativeFolder, {}};
    const QString wanted =
        relativeFolder + QStringLiteral(".removed-") + now.toUTC().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString aside = wanted;
    Result<QString> target = store.absolutePath(aside);
    for (int n = 2; target && QFileInfo::exists(*target); ++n) {
        aside = QStringLiteral("%1-%2").arg(wanted).arg(n);
        target = store.absolutePath(aside);
    }
    if (!target || !QDir().rename(*path, *target)) {
        qCWarning(logImages) << "the old images could not be put aside:" << *path;
        return fail(target ? notMoved(*path) : target.error());
    }
    qCInfo(logImages) << "old images of a removed character are in" << *target;
    return SharedFolder{relativeFolder, aside};
}

Result<QVector<SharedFolder>> setFoldersAside(const ImageStore &store, const QStringList &relativeFolders,
                                              const QDateTime &now)
{
    QVector<SharedFolder> folders;
    for (const QString &folder : relativeFolders)
        folders.append({folder, {}});
    return exchangeFolders(store, folders, now);
}

Result<QVector<SharedFolder>> exchangeFolders(const ImageStore &store, const QVector<SharedFolder> &folders,
                                              const QDateTime &now)
{
    QVector<SharedFolder> exchanged;
    for (const SharedFolder &folder : folders) {
        const Result<SharedFolder> one = exchangeFolder(store, folder, now);
        if (one) {
            exchanged.append(*one);
            continue;
        }
        for (qsizetype i = 0; i < exchanged.size(); ++i)
            exchangeBack(store, folders.at(i), exchanged.at(i));
        return fail(one.error());
    }
    return exchanged;
}

bool removeImageFile(const ImageStore &store, const QString &relativePath)
{
    const Result<QString> path = store.absolutePath(relativePath);
    return path && QFile::remove(*path);
}

} // namespace lorastudio
