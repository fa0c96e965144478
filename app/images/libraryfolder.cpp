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
    if (folder != root) {
        const QString renamed = root + QStringLiteral("/database-") + toId.left(8);
        if (!QDir().rename(folder, renamed))
            return fail(Error::Kind::FileSystem,
                        QCoreApplication::translate("LibraryFolder", "The folder %1 cannot be renamed to %2. Check the "
                                                                     "rights on it.")
                            .arg(folder, renamed));
        folder = renamed;
    }
    return writeFileAtomically(folder + u'/' + libraryMark, toId.toUtf8());
}

QString setFolderAside(const ImageStore &store, const QString &relativeFolder, const QDateTime &now)
{
    const Result<QString> path = store.absolutePath(relativeFolder);
    if (!path || !QFileInfo(*path).isDir() || QDir(*path).isEmpty())
        return {};
    const QString aside =
        relativeFolder + QStringLiteral(".removed-") + now.toUTC().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    const Result<QString> target = store.absolutePath(aside);
    if (!target || !QDir().rename(*path, *target)) {
        qCWarning(logImages) << "the old images could not be put aside:" << *path;
        return {};
    }
    qCInfo(logImages) << "old images of a removed character are in" << *target;
    return aside;
}

bool removeImageFile(const ImageStore &store, const QString &relativePath)
{
    const Result<QString> path = store.absolutePath(relativePath);
    return path && QFile::remove(*path);
}

} // namespace lorastudio
