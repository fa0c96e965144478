// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"

#include <QByteArray>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace lorastudio {

/// Turns the preview frames of servers into small pictures, in the thread pool: a frame may hold up to 32 megapixels,
/// and there is one stream per character. Of each character only the newest frame is decoded, ten times a second at
/// most and one at a time; what came in between is never looked at. Main thread only; `close()` is awaited before it is
/// destroyed.
class PreviewDecoder : public QObject
{
    Q_OBJECT

public:
    /// Longer side of the result in pixels: the box of the live preview is 180 high, on a screen with three pixels
    /// each.
    static constexpr int largestSide = 540;

    explicit PreviewDecoder(QObject *parent = nullptr);

    /// `frame` is an undecoded picture of a foreign source; one that cannot be read is dropped in silence.
    void add(const QString &characterId, const QByteArray &frame);
    Task<void> close();

Q_SIGNALS:
    void decoded(const QString &characterId, const QImage &image);

private:
    void startWaiting();
    Task<void> decode(QString characterId, QByteArray frame);

    QHash<QString, QByteArray> m_waiting; ///< newest frame per character
    QSet<QString> m_running;
    QTimer m_timer;
    AsyncScope m_scope;
};

} // namespace lorastudio
