// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/gallerymodel.h"

#include <QWidget>

namespace lorastudio {

class ImageSource;

/// One image as large as it fits, or at 100 % and moved with the mouse. Until the whole picture is there it shows the
/// thumbnail.
class ImageView : public QWidget
{
    Q_OBJECT

public:
    explicit ImageView(ImageSource &images, QWidget *parent = nullptr);
    void setItem(const GalleryItemPtr &item);
    bool isActualSize() const { return m_actualSize; }
    void setActualSize(bool on);

Q_SIGNALS:
    void actualSizeChanged(bool on);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void moveTo(QPointF offset);
    QSizeF shownSize() const;

    ImageSource &m_images;
    GalleryItemPtr m_item;
    QImage m_picture; ///< null until loaded
    QString m_problem;
    bool m_actualSize = false;
    QPointF m_offset; ///< of the picture's centre from the middle, at 100 %
    QPointF m_grabbed;
    QPointF m_offsetAtGrab;
};

} // namespace lorastudio
