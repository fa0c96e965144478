// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/imageview.h"

#include "delegates/cellink.h"
#include "models/imagesource.h"
#include "models/phrases.h"

#include <QMouseEvent>

namespace lorastudio {

ImageView::ImageView(ImageSource &images, QWidget *parent) : QWidget(parent), m_images(images)
{
    setObjectName(QStringLiteral("galleryImageView"));
    setAccessibleName(tr("Image"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(100, 100);
    connect(&images, &ImageSource::pictureReady, this,
            [this](const QString &key, const QImage &picture, const QString &problem) {
                if (!m_item || m_item->thumbnailKey != key)
                    return;
                m_picture = picture;
                m_problem = picture.isNull() ? problem : QString();
                update();
            });
    connect(&images, &ImageSource::thumbnailReady, this, [this](const QString &key) {
        if (m_item && m_item->thumbnailKey == key)
            update();
    });
}

void ImageView::setItem(const GalleryItemPtr &item)
{
    const bool other = !item || !m_item || item->record.id != m_item->record.id ||
                       item->thumbnailKey != m_item->thumbnailKey; // it had not been loaded before
    m_item = item;
    if (!other)
        return;
    m_picture = {};
    m_problem.clear();
    m_offset = {};
    setAccessibleDescription(item ? phrases::tileSentence(*item) : QString());
    if (item) {
        if (item->fileMissing)
            m_problem = tr("The file of this image is missing.");
        else if (!item->thumbnailKey.isEmpty())
            m_images.requestPicture(item->thumbnailKey);
    }
    update();
}

void ImageView::setActualSize(bool on)
{
    if (on == m_actualSize)
        return;
    m_actualSize = on;
    m_offset = {};
    setCursor(on ? Qt::OpenHandCursor : Qt::ArrowCursor);
    Q_EMIT actualSizeChanged(on);
    update();
}

QSizeF ImageView::shownSize() const
{
    if (!m_item)
        return {};
    const QSizeF pixels = m_picture.isNull() ? QSizeF(m_item->record.size) : QSizeF(m_picture.size());
    if (pixels.isEmpty())
        return {};
    const qreal ratio = devicePixelRatioF();
    if (m_actualSize)
        return pixels / ratio;
    const QSizeF room(width() - 32, height() - 32);
    const QSizeF fitted = pixels.scaled(room, Qt::KeepAspectRatio);
    // Larger than twice its own size a picture shows nothing more.
    const QSizeF most = pixels * 2 / ratio;
    return fitted.width() > most.width() ? most : fitted;
}

void ImageView::moveTo(QPointF offset)
{
    const QSizeF size = shownSize();
    const qreal x = qMax(0.0, (size.width() - width()) / 2);
    const qreal y = qMax(0.0, (size.height() - height()) / 2);
    m_offset = QPointF(qBound(-x, offset.x(), x), qBound(-y, offset.y(), y));
    update();
}

void ImageView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    moveTo(m_offset);
}

void ImageView::mousePressEvent(QMouseEvent *event)
{
    m_grabbed = event->position();
    m_offsetAtGrab = m_offset;
}

void ImageView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_actualSize && (event->buttons() & Qt::LeftButton))
        moveTo(m_offsetAtGrab + event->position() - m_grabbed);
}

void ImageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setActualSize(!m_actualSize);
}

void ImageView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    painter.fillRect(rect(), ink.roles.stage);
    if (!m_item)
        return;
    if (!m_problem.isEmpty()) {
        ink.glyph(QStringLiteral("state-failed"), QPointF(width() / 2.0 - 8, height() / 2.0 - 28), 16, ink.roles.bad);
        painter.setPen(ink.roles.text2);
        painter.drawText(rect().adjusted(32, 0, -32, 0), Qt::AlignCenter | Qt::TextWordWrap, m_problem);
        return;
    }
    const QImage picture = m_picture.isNull() ? m_images.thumbnail(m_item->thumbnailKey, true) : m_picture;
    const QSizeF size = shownSize();
    const QPointF centre = QPointF(width() / 2.0, height() / 2.0) + m_offset;
    const QRectF box(QPointF(std::round(centre.x() - size.width() / 2), std::round(centre.y() - size.height() / 2)),
                     size);
    if (picture.isNull()) {
        painter.fillRect(box, ink.roles.track);
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !m_actualSize || m_picture.isNull());
    painter.drawImage(box, picture);
}

} // namespace lorastudio
