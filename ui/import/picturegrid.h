// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importentry.h"

#include <QWidget>

namespace lorastudio {

class ImageSource;

/// The pictures of an entry, the reference first. Another one becomes the reference when it is dragged to the front,
/// with Enter, or from the context menu. Those that cannot be used stand there too, and say why. Only what is seen is
/// asked for and painted.
class PictureGrid : public QWidget
{
    Q_OBJECT

public:
    static constexpr int columns = 4;

    explicit PictureGrid(ImageSource &images, QWidget *parent = nullptr);
    void setPictures(const QVector<PlannedPicture> &pictures);
    /// Goes to the first picture that cannot be used. False if there is none.
    bool showFirstProblem();
    int current() const { return m_current; }
    /// Where a picture stands.
    QRect tileRect(int place) const;
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void referenceChosen(const QString &path);
    /// This place should be seen.
    void currentMoved(const QRect &tile);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;

private:
    QSize tileSize(int width) const;
    int placeAt(const QPoint &point) const;
    bool canBeReference(int place) const;
    void choose(int place);
    void setCurrent(int place);
    void describe();
    QString sentence(int place) const;
    void paintTile(QPainter &painter, int place, const QRect &box) const;

    ImageSource &m_images;
    QVector<PlannedPicture> m_pictures;
    int m_current = 0;
    int m_pressed = -1;
    bool m_dragging = false;
    QPoint m_pressPoint;
    QPoint m_dragPoint;
};

} // namespace lorastudio
