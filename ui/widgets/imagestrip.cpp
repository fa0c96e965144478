// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/imagestrip.h"

#include "delegates/tiledelegate.h"
#include "models/imagesource.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/studiostyle.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace lorastudio {

namespace {

constexpr int gap = 8;

} // namespace

ImageStrip::ImageStrip(ImageSource &images, QWidget *parent) : QWidget(parent), m_images(images)
{
    setObjectName(QStringLiteral("inspectorNewestStrip"));
    setAccessibleName(tr("Newest images"));
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
    connect(&images, &ImageSource::thumbnailReady, this, [this](const QString &key) {
        for (const GalleryItem &item : std::as_const(m_items)) {
            if (item.thumbnailKey == key)
                update();
        }
    });
    describe();
}

int ImageStrip::boxHeight() const
{
    const int wide = width() > 100 ? width() : 248;
    return (wide - (count - 1) * gap) / count * 3 / 2;
}

QRect ImageStrip::boxOf(int place) const
{
    const int wide = (width() - (count - 1) * gap) / count;
    return QStyle::visualRect(layoutDirection(), rect(), QRect(place * (wide + gap), 0, wide, height()));
}

void ImageStrip::setItems(const QList<GalleryItem> &items)
{
    const QList<GalleryItem> shown = items.mid(0, count);
    if (shown == m_items)
        return;
    m_items = shown;
    m_current = qBound(0, m_current, qMax(0, int(m_items.size()) - 1));
    describe();
    update();
}

void ImageStrip::describe()
{
    setEnabled(!m_items.isEmpty());
    setAccessibleDescription(m_items.isEmpty() ? tr("No images yet") : phrases::tileSentence(m_items[m_current]));
}

void ImageStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

void ImageStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    if (m_items.isEmpty()) {
        CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
        ink.text(QRectF(0, 0, width(), ink.fonts.small.line), tr("No images yet"), ink.fonts.small, roles.text2);
        return;
    }
    for (int i = 0; i < m_items.size(); ++i) {
        const GalleryItem &item = m_items[i];
        const QRect box = boxOf(i);
        const QPixmap pixmap = roundedPicture(m_images.thumbnail(item.thumbnailKey), box.size(), 4, devicePixelRatioF(),
                                              PictureFit::Cover);
        if (pixmap.isNull()) {
            paintBox(&painter, box, 4, roles.track, Qt::transparent);
            paintGlyph(&painter, QStringLiteral("page-gallery"), box.center() - QPoint(10, 10), 20, roles.text3);
        } else {
            painter.drawPixmap(box.topLeft(), pixmap);
        }
        paintScorePill(&painter, box, phrases::score(item.record.score));
        if (hasFocus() && i == m_current)
            paintBox(&painter, box, 4, Qt::transparent, roles.ring, 2);
    }
}

void ImageStrip::mouseReleaseEvent(QMouseEvent *event)
{
    for (int i = 0; i < m_items.size(); ++i) {
        if (event->button() == Qt::LeftButton && boxOf(i).contains(event->position().toPoint())) {
            m_current = i;
            Q_EMIT imageActivated(m_items[i].record.id);
            return;
        }
    }
}

void ImageStrip::keyPressEvent(QKeyEvent *event)
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    int step = 0;
    if (event->key() == Qt::Key_Left)
        step = mirrored ? 1 : -1;
    else if (event->key() == Qt::Key_Right)
        step = mirrored ? -1 : 1;
    if (step != 0 && !m_items.isEmpty()) {
        m_current = qBound(0, m_current + step, int(m_items.size()) - 1);
        describe();
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) &&
               !m_items.isEmpty()) {
        Q_EMIT imageActivated(m_items[m_current].record.id);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace lorastudio
