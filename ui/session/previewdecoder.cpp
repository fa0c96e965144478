// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/previewdecoder.h"

#include "images/imagedecoder.h"
#include "images/thumbnailcache.h"

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto pause = 100ms;

} // namespace

PreviewDecoder::PreviewDecoder(QObject *parent) : QObject(parent), m_scope(QStringLiteral("previews"))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &PreviewDecoder::startWaiting);
}

void PreviewDecoder::add(const QString &characterId, const QByteArray &frame)
{
    if (m_scope.token().stop_requested())
        return;
    m_waiting.insert(characterId, frame);
    if (!m_timer.isActive())
        m_timer.start();
}

void PreviewDecoder::startWaiting()
{
    const QHash<QString, QByteArray> waiting = std::exchange(m_waiting, {});
    for (auto it = waiting.cbegin(); it != waiting.cend(); ++it) {
        if (m_running.contains(it.key()))
            m_waiting.insert(it.key(), it.value());
        else
            m_scope.spawn(decode(it.key(), it.value()));
    }
}

Task<void> PreviewDecoder::decode(QString characterId, QByteArray frame)
{
    m_running.insert(characterId);
    const auto work = [frame] {
        const Result<QImage> image = decodeImage(frame);
        return image ? ThumbnailCache::scaled(*image, largestSide) : QImage();
    };
    const QImage image = co_await offload(work);
    m_running.remove(characterId);
    if (m_scope.token().stop_requested())
        co_return;
    if (m_waiting.contains(characterId) && !m_timer.isActive())
        m_timer.start();
    if (!image.isNull())
        Q_EMIT decoded(characterId, image);
}

Task<void> PreviewDecoder::close()
{
    m_timer.stop();
    m_waiting.clear();
    m_scope.requestStop();
    co_await m_scope.join();
}

} // namespace lorastudio
