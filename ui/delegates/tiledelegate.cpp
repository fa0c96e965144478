// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/tiledelegate.h"

#include "models/gallerymodel.h"
#include "models/imagesource.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/studiostyle.h"

#include <QAbstractItemView>

namespace lorastudio {

namespace {

constexpr int inset = 6;
constexpr int pillHeight = 18;
constexpr int smallTile = 80;
constexpr int wordyTile = 120;       ///< from here on a tile says in words why its picture is not there
constexpr int storedThumbnail = 170; ///< device pixels that a stored thumbnail covers

QColor pillColor()
{
    return QColor(0, 0, 0, 189);
}

QString verdictGlyph(const ImageRecord &record)
{
    switch (record.verdict) {
    case Verdict::Accepted:
        return record.verdictByRule ? QStringLiteral("verdict-accepted-rule") : QStringLiteral("verdict-accepted");
    case Verdict::Rejected:
        return record.verdictByRule ? QStringLiteral("verdict-rejected-rule") : QStringLiteral("verdict-rejected");
    case Verdict::Undecided:
        break;
    }
    return {};
}

} // namespace

void paintScorePill(QPainter *painter, const QRectF &picture, const QString &text)
{
    const CellFonts::Face &face = CellFonts::current().smallBold;
    const qreal width = std::ceil(face.width(text)) + 10;
    const QRectF pill(picture.right() - width - 4, picture.bottom() - pillHeight - 4, width, pillHeight);
    paintBox(painter, pill, 4, pillColor(), Qt::transparent);
    painter->setFont(face.font);
    painter->setPen(Qt::white);
    painter->drawText(pill, Qt::AlignCenter | Qt::TextDontClip, text);
}

TileDelegate::TileDelegate(ImageSource &images, QObject *parent) : QStyledItemDelegate(parent), m_images(images) {}

QSize TileDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return m_size;
}

void TileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto item = index.data(GalleryModel::ItemRole).value<GalleryItemPtr>();
    if (!item)
        return;
    const QRect box = option.rect.adjusted(inset, inset, -inset, -inset);
    paintPicture(painter, box, *item);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool current = view && view->hasFocus() && view->currentIndex() == index;
    const bool selected = option.state & QStyle::State_Selected;
    if (current || selected) {
        const Roles &roles = Roles::current();
        const qreal width = !selected ? 2 : current ? 4 : 3; // thin: the keys are here, and nothing is chosen
        paintBox(painter, QRectF(box).adjusted(-1 - width, -1 - width, 1 + width, 1 + width), 6, Qt::transparent,
                 roles.ring, width);
    }
}

void TileDelegate::paintPicture(QPainter *painter, const QRect &box, const GalleryItem &item) const
{
    const Roles &roles = Roles::current();
    const qreal ratio = painter->device()->devicePixelRatioF();
    const bool missing = item.fileMissing || m_images.isMissing(item.thumbnailKey);
    if (missing) {
        paintBox(painter, box, 4, roles.badSoft, Qt::transparent);
        const QString reason = item.fileMissing ? QString() : m_images.missingReason(item.thumbnailKey);
        const bool says = !reason.isEmpty() && box.width() >= wordyTile;
        paintGlyph(painter, QStringLiteral("state-failed"),
                   says ? QPoint(box.center().x() - 8, box.top() + 12) : box.center() - QPoint(8, 8), 16, roles.bad);
        if (says) {
            painter->save();
            painter->setFont(CellFonts::current().small.font);
            painter->setPen(roles.text);
            painter->drawText(box.adjusted(8, 36, -8, -8), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, reason);
            painter->restore();
        }
        return;
    }
    const bool large = qMax(box.width(), box.height()) * ratio > 256 || box.width() * ratio > storedThumbnail;
    const QImage picture = m_images.thumbnail(item.thumbnailKey, large);
    if (picture.isNull()) {
        paintBox(painter, box, 4, roles.track, Qt::transparent);
        paintGlyph(painter, QStringLiteral("page-gallery"), box.center() - QPoint(10, 10), 20, roles.text3);
        return;
    }
    const QPixmap pixmap = roundedPicture(picture, box.size(), 4, ratio, PictureFit::Inside);
    const QSizeF size = pixmap.deviceIndependentSize();
    const QRectF drawn(QPointF(box.left() + std::floor((box.width() - size.width()) / 2),
                               box.top() + std::floor((box.height() - size.height()) / 2)),
                       size);
    const bool rejected = item.record.verdict == Verdict::Rejected;
    if (rejected)
        painter->setOpacity(.5);
    painter->drawPixmap(drawn.topLeft(), pixmap);
    painter->setOpacity(1);

    const QString verdict = verdictGlyph(item.record);
    if (!verdict.isEmpty()) {
        const QPointF at = drawn.topLeft() + QPointF(4, 4);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Qt::white);
        painter->drawEllipse(QRectF(at, QSizeF(21, 21)));
        painter->restore();
        paintGlyph(painter, verdict, at + QPointF(1.5, 1.5), 18,
                   rejected ? Roles::markRejected() : Roles::markAccepted());
    }
    paintScorePill(painter, drawn, phrases::score(item.record.score));
    if (drawn.width() < smallTile)
        return;
    if (!item.record.score.flags.isEmpty()) {
        const QRectF pill(drawn.left() + 4, drawn.bottom() - pillHeight - 4, 22, pillHeight);
        paintBox(painter, pill, 4, pillColor(), Qt::transparent);
        paintGlyph(painter, QStringLiteral("flag-%1").arg(item.record.score.flags.first()),
                   pill.topLeft() + QPointF(4, 2), 14, Qt::white);
    }
    if (item.duplicates > 1) {
        const CellFonts::Face &face = CellFonts::current().smallBold;
        const QString text = QLocale().toString(item.duplicates);
        const qreal width = std::ceil(face.width(text)) + 28;
        const QRectF pill(drawn.right() - width - 4, drawn.top() + 4, width, pillHeight);
        paintBox(painter, pill, 4, pillColor(), Qt::transparent);
        paintGlyph(painter, QStringLiteral("flag-duplicate"), pill.topLeft() + QPointF(5, 2), 14, Qt::white);
        painter->setFont(face.font);
        painter->setPen(Qt::white);
        painter->drawText(pill.adjusted(22, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

} // namespace lorastudio
