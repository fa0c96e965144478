// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "models/imagesource.h"

#include <QCache>
#include <QSet>

namespace lorastudio {

/// Pictures that lie anywhere on this computer, for the import page: a key is an absolute path, or a key of the library
/// (`libraryKey`). They are decoded in the thread pool, two at a time and the newest wish first, within the limits of
/// every foreign picture; nothing is written. `close()` is awaited before it is destroyed.
class ImportImages : public ImageSource
{
    Q_OBJECT

public:
    static constexpr int memoryKiB = 64 * 1024;
    static constexpr int longestQueue = 256; ///< wishes that wait; older ones are dropped

    explicit ImportImages(ImageSource &library);
    ~ImportImages() override;

    static QString libraryKey(const QString &key);

    QImage thumbnail(const QString &key, bool large = false) override;
    bool isMissing(const QString &key) const override;
    void requestPicture(const QString &key) override;
    /// Drops what is in memory, and what waits.
    void forget();
    Task<void> close();

Q_SIGNALS:
    /// This file is no picture that can be used, although it looked like one.
    void refused(const QString &path, const QString &reason);

private:
    void startNext();
    Task<void> load(QString path);
    Task<void> loadWhole(QString path);

    ImageSource &m_library;
    QCache<QString, QImage> m_memory; ///< cost in KiB
    QStringList m_waiting;            ///< newest last
    QSet<QString> m_running;
    QSet<QString> m_failed;
    AsyncScope m_scope;
};

} // namespace lorastudio
