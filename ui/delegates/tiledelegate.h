// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/cellink.h"

#include <QStyledItemDelegate>

namespace lorastudio {

class ImageSource;
struct GalleryItem;

/// A picture of the gallery with its verdict, score, flag and near-duplicates.
class TileDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TileDelegate(ImageSource &images, QObject *parent = nullptr);
    void setTileSize(QSize size) { m_size = size; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintPicture(QPainter *painter, const QRect &box, const GalleryItem &item) const;

    ImageSource &m_images;
    QSize m_size{130, 190};
};

/// Dark pill with a white figure in the lower right corner of `picture`; readable on any picture.
void paintScorePill(QPainter *painter, const QRectF &picture, const QString &text);

} // namespace lorastudio
