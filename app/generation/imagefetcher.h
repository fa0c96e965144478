// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "domain/image.h"
#include "images/imagestore.h"
#include "images/thumbnailcache.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace lorastudio {

class Database;
class ServerPool;

/// Brings images whose file is not in this library, because another workstation with a library of its own made them:
/// they are fetched again from the server that made them, for as long as it has them. Only a file with the very
/// SHA-256 of its row is taken; it is in the library whole or not at all, with its thumbnail.
///
/// At most two at a time, the newest wish first; each is asked for once until a person tries again, or the server that
/// did not answer is back. Main thread only; `close()` is awaited before it is destroyed.
class ImageFetcher : public QObject
{
    Q_OBJECT

public:
    static constexpr int atATime = 2;
    /// Wishes that wait; older ones are dropped and may be expressed again.
    static constexpr int longestQueue = 256;

    /// All outlive it.
    ImageFetcher(Database &database, ServerPool &pool, const ImageStore &store, const ThumbnailCache &thumbnails);
    ~ImageFetcher() override;
    Task<void> close();

    /// The file at this path of the library is missing. `again`: a person asks, whatever came of it before.
    /// True if it is being fetched now or will be: `fetched` or `failed` follows.
    bool request(const QString &relativePath, bool again = false);
    bool isWanted(const QString &relativePath) const
    {
        return m_waiting.contains(relativePath) || m_going.contains(relativePath);
    }
    /// Why it is not there, for people; empty if that is not known, or the path is no image of a job.
    QString problem(const QString &relativePath) const { return m_problems.value(relativePath); }

Q_SIGNALS:
    void fetched(const QString &relativePath, const QString &sha256);
    /// `reason` may be empty, see problem().
    void failed(const QString &relativePath, const QString &reason);
    /// It failed because a server did not answer, which does now: it may be asked for again.
    void mayBeThere(const QString &relativePath);

private:
    void startNext();
    Task<void> fetch(QString relativePath);
    Task<Result<ImageRecord>> bring(QString relativePath);
    Task<Result<QByteArray>> download(ImageRecord image);
    Task<Result<void>> keep(ImageRecord image, QByteArray bytes);
    void forgetUnanswered();

    Database &m_database;
    ServerPool &m_pool;
    const ImageStore &m_store;
    const ThumbnailCache &m_thumbnails;
    QStringList m_waiting; ///< newest last
    QSet<QString> m_going;
    QHash<QString, QString> m_problems; ///< of those that were asked for and are not there
    QSet<QString> m_unanswered;         ///< of these, those whose server did not answer
    AsyncScope m_scope;
};

} // namespace lorastudio
