// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QImage>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace lorastudio {

/// Name of the file in a library that holds the id of its database.
inline const QString libraryMark = QStringLiteral(".lora-studio-library");

/// A file as it stands in the library.
struct StoredFile
{
    QString relativePath; ///< to the library, with `/`
    qint64 bytes = 0;
    QString sha256; ///< lower-case hexadecimal
    friend bool operator==(const StoredFile &, const StoredFile &) = default;
};

/// A reference picture as it stands in the library.
struct StoredReference
{
    QString relativePath;
    bool isNew = true; ///< it was not there before
    friend bool operator==(const StoredReference &, const StoredReference &) = default;
};

/// A file that an earlier attempt of the same job left, whole and decodable.
struct AdoptedFile
{
    StoredFile file;
    QByteArray content;
    QImage image; ///< decoded once; score, hash and thumbnail come from it
};

/// The library: one folder in which every image lies at PROJECT/CHARACTER/CHARACTER-NNNN.png. The path follows from
/// the job alone, so that a job finds what an interrupted attempt of it left. Guarantees that no function leaves the
/// library, whatever a database or symbolic link says, and that a file is there whole or not at all.
///
/// A plain value (the folder's name); all functions are thread-safe, and those with a Result block: for the thread
/// pool.
class ImageStore
{
public:
    /// `root` is made when the first file is written; then a hidden file in it names the `owner`, the id of the
    /// database whose library it is. See claimLibrary().
    explicit ImageStore(QString root, QString owner = {});

    QString root() const { return m_root; }

    /// Makes the folder if it is not there, and marks it. False if it cannot be made.
    bool makeRoot() const;

    /// The folder name for an id: its slug, with a hash behind it where the slug is not the id, so that two ids never
    /// share a folder.
    static QString folderName(const QString &id);
    /// "PROJECT/CHARACTER", the folder of one character.
    static QString relativeFolderFor(const QString &project, const QString &characterId);
    /// "PROJECT/CHARACTER/CHARACTER-0001.png"; `number` is the image number, 1 ….
    static QString relativePathFor(const QString &project, const QString &characterId, int number);

    /// The place of a relative path. Refused (Validation): absolute, `..`, backslash or NUL, and anything that a
    /// symbolic link leads out of the library.
    Result<QString> absolutePath(const QString &relativePath) const;

    /// Writes atomically, reads back, synchronises. Replaces what is there. A full disk has `diskFull` set.
    Result<StoredFile> write(const QString &relativePath, const QByteArray &bytes) const;

    /// What stands at the place of a job: a whole picture is returned, anything else there (half a file, a link, an
    /// empty folder) is removed, and the result is empty.
    Result<std::optional<AdoptedFile>> adopt(const QString &relativePath) const;

    /// Removes what a crash left: in the given folders (relative, see relativeFolderFor) part files, and images of our
    /// naming that no row knows. Never anything else, never in sub-folders, and nothing changed at or after
    /// `olderThan`, because another program on the same database may be between file and row. Returns what was removed.
    Result<QStringList> removeOrphans(const QSet<QString> &knownRelativePaths, const QStringList &folders,
                                      const QDateTime &olderThan) const;

    /// Copies a picture into `references/` under a name that its content makes: the same picture is there once. Refused
    /// (Validation, Parse) if it is no picture that decodeImage takes.
    Result<StoredReference> storeReference(const QString &characterId, const QString &file) const;
    Result<StoredReference> storeReference(const QString &characterId, const QByteArray &bytes) const;

    /// Bytes that this user may still write where the library is, or will be.
    Result<qint64> freeSpace() const;

private:
    QString m_root; ///< absolute, clean
    QString m_owner;
};

} // namespace lorastudio
