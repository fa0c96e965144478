// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryitem.h"

#include <QWidget>

namespace lorastudio {

class ImageSource;

/// The newest images of a character, small, with their scores. Click or Enter opens one.
class ImageStrip : public QWidget
{
    Q_OBJECT

public:
    static constexpr int count = 4;

    explicit ImageStrip(ImageSource &images, QWidget *parent = nullptr);
    /// Newest first; the first four are shown.
    void setItems(const QList<GalleryItem> &items);
    QSize sizeHint() const override { return QSize(248, boxHeight()); }

Q_SIGNALS:
    void imageActivated(qint64 imageId);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int boxHeight() const;
    QRect boxOf(int place) const;
    void describe();

    ImageSource &m_images;
    QList<GalleryItem> m_items;
    int m_current = 0;
};

} // namespace lorastudio
