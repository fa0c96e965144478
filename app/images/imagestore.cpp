// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/imagestore.h"

#include "core/logging.h"
#include "core/text.h"
#include "images/atomicfile.h"
#include "images/imagedecoder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <limits>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

constexpr qint64 largestFile = 64LL << 20;

tl::unexpected<Error> outside(const QString &relativePath)
{
    return fail(Error::Kind::Validation,
                tr("The path “%1” does not lie in the library and is not used.").arg(relativePath.left(300)));
}

/// Relative, with `/`, and no part that leads upwards or nowhere.
bool staysBelow(const QString &relativePath)
{
    if (relativePath.isEmpty() || relativePath.size() > 1000 || QDir::isAbsolutePath(relativePath) ||
        relativePath.contains(u'\\') || relativePath.contains(QChar(0)))
        return false;
    const QStringList parts = relativePath.split(u'/');
    return std::none_of(parts.begin(), parts.end(),
                        [](const QString &part) { return part.isEmpty() || part == u"." || part == u".."; });
}

/// The deepest part of `path` that exists, with every link resolved.
QString canonicalExisting(const QString &path)
{
    QString existing = path;
    for (;;) {
        const QFileInfo info(existing);
        if (info.exists())
            return info.canonicalFilePath();
        if (info.isSymLink())
            return {}; // leads nowhere: what would be written there is out of our hands
        const QString parent = info.path();
        if (parent == existing)
            return {};
        existing = parent;
    }
}

} // namespace

ImageStore::ImageStore(QString root, QString owner)
    : m_root(QDir::cleanPath(QFileInfo(root).absoluteFilePath())), m_owner(std::move(owner))
{
}

bool ImageStore::makeRoot() const
{
    if (QFileInfo::exists(m_root))
        return true;
    if (!QDir().mkpath(m_root))
        return false;
    if (!m_owner.isEmpty()) {
        const Result<void> marked = writeFileAtomically(m_root + u'/' + libraryMark, m_owner.toUtf8());
        if (!marked) // a full disk, say; the next program that opens the library does it
            qCWarning(logImages) << "the library is not marked:" << marked.error().message;
    }
    return true;
}

QString ImageStore::folderName(const QString &id)
{
    const QString name = slug(id);
    // A slug holds no `-`, so a name with a hash can never be the slug of another id.
    return name == id ? name : name + u'-' + sha256Hex(id.toUtf8()).left(12);
}

QString ImageStore::relativeFolderFor(const QString &project, const QString &characterId)
{
    return folderName(project) + u'/' + folderName(characterId);
}

QString ImageStore::relativePathFor(const QString &project, const QString &characterId, int number)
{
    return QStringLiteral("%1/%2-%3.png")
        .arg(relativeFolderFor(project, characterId), folderName(characterId))
        .arg(number, 4, 10, QLatin1Char('0'));
}

Result<QString> ImageStore::absolutePath(const QString &relativePath) const
{
    if (!staysBelow(relativePath))
        return outside(relativePath);
    const QString path = m_root + u'/' + relativePath;
    const QString root = canonicalExisting(m_root);
    const QString place = canonicalExisting(path);
    if (root.isEmpty() || place.isEmpty())
        return outside(relativePath);
    // Without the library folder the deepest existing folder is above it for both.
    if (place != root && !place.startsWith(root == u"/" ? root : root + u'/'))
        return outside(relativePath);
    return path;
}

Result<StoredFile> ImageStore::write(const QString &relativePath, const QByteArray &bytes) const
{
    const Result<QString> path = absolutePath(relativePath);
    if (!path)
        return fail(path.error());
    makeRoot(); // if it cannot be made, the write says why
    if (const Result<void> written = writeFileAtomically(*path, bytes); !written)
        return fail(written.error());
    return StoredFile{relativePath, bytes.size(), sha256Hex(bytes)};
}

Result<std::optional<AdoptedFile>> ImageStore::adopt(const QString &relativePath) const
{
    // The last part may be a link that a stranger put there; it is removed, not followed. So only its folder is
    // resolved.
    const QString folder = relativePath.section(u'/', 0, -2);
    if (!staysBelow(relativePath) || folder.isEmpty())
        return outside(relativePath);
    const Result<QString> place = absolutePath(folder);
    if (!place)
        return fail(place.error());
    const QString path = *place + u'/' + relativePath.section(u'/', -1);

    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return std::optional<AdoptedFile>();
    if (info.isFile() && !info.isSymLink()) {
        const Result<QByteArray> content = readWholeFile(path, largestFile);
        // A file that cannot be read now (no permission, I/O error) may still be whole: not ours to throw away.
        if (!content && info.size() <= largestFile)
            return fail(content.error());
        if (content) {
            const Result<QImage> image = decodeImage(*content);
            if (image)
                return std::optional(
                    AdoptedFile{{relativePath, content->size(), sha256Hex(*content)}, *content, *image});
            qCWarning(logImages) << "removing" << path << ":" << image.error().message;
        }
    }
    errno = 0;
    const bool removed = info.isDir() && !info.isSymLink() ? QDir().rmdir(path) : QFile::remove(path);
    if (!removed)
        return fail(fileError(info.isDir() && !info.isSymLink() ? EISDIR : errno, path));
    return std::optional<AdoptedFile>();
}

Result<QStringList> ImageStore::removeOrphans(const QSet<QString> &knownRelativePaths, const QStringList &folders,
                                              const QDateTime &olderThan) const
{
    QStringList removed;
    for (const QString &folder : folders) {
        const Result<QString> path = absolutePath(folder);
        if (!path)
            return fail(path.error());
        // QSaveFile adds six random letters; without a capital among them it may be a person's ".backup".
        const QRegularExpression ours(QStringLiteral("^%1-[0-9]{4,}\\.png(\\.(?=[a-z]*[A-Z])[A-Za-z]{6})?$")
                                          .arg(QRegularExpression::escape(folder.section(u'/', -1))));
        const QFileInfoList entries =
            QDir(*path).entryInfoList(QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDir::Name);
        for (const QFileInfo &entry : entries) {
            const QString relative = folder + u'/' + entry.fileName();
            if (!ours.match(entry.fileName()).hasMatch() || knownRelativePaths.contains(relative) ||
                entry.lastModified() >= olderThan)
                continue;
            errno = 0;
            if (!QFile::remove(entry.filePath()))
                return fail(fileError(errno, entry.filePath()));
            qCInfo(logImages) << "removed orphan" << relative;
            removed.append(relative);
        }
    }
    return removed;
}

Result<StoredReference> ImageStore::storeReference(const QString &characterId, const QString &file) const
{
    const Result<QByteArray> bytes = readWholeFile(file, largestFile);
    if (!bytes)
        return fail(bytes.error());
    return storeReference(characterId, *bytes);
}

Result<StoredReference> ImageStore::storeReference(const QString &characterId, const QByteArray &bytes) const
{
    if (const Result<QImage> image = decodeImage(bytes); !image)
        return fail(image.error());
    const QString relativePath =
        QStringLiteral("references/%1-%2.%3")
            .arg(folderName(characterId), sha256Hex(bytes).left(12), fileSuffix(pictureFormat(bytes)));
    const Result<QString> path = absolutePath(relativePath);
    if (!path)
        return fail(path.error());
    const bool isNew = !QFileInfo::exists(*path);
    if (!isNew) {
        const Result<QByteArray> present = readWholeFile(*path, largestFile);
        if (present && *present == bytes)
            return StoredReference{relativePath, false};
    }
    const Result<StoredFile> stored = write(relativePath, bytes);
    if (!stored)
        return fail(stored.error());
    return StoredReference{relativePath, isNew};
}

Result<qint64> ImageStore::freeSpace() const
{
    const QString existing = canonicalExisting(m_root);
    if (existing.isEmpty())
        return fail(fileError(ENOENT, m_root));
    // Not QStorageInfo: it looks for a mount point, and finds none in a container whose root is not one.
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(existing.toStdString(), error);
    if (error)
        return fail(fileError(error.value(), m_root));
    return qint64(std::min<std::uintmax_t>(space.available, std::numeric_limits<qint64>::max()));
}

} // namespace lorastudio
