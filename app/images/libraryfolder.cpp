// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/libraryfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
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
    if (!QDir().mkpath(store.root()))
        return refuse(QCoreApplication::translate("LibraryFolder", "the folder cannot be made"));
    QTemporaryFile probe(QDir(store.root()).filePath(QStringLiteral(".write-test-XXXXXX")));
    if (!probe.open() || probe.write("x") != 1 || !probe.flush())
        return refuse(probe.errorString());
    return {};
}

bool removeImageFile(const ImageStore &store, const QString &relativePath)
{
    const Result<QString> path = store.absolutePath(relativePath);
    return path && QFile::remove(*path);
}

} // namespace lorastudio
