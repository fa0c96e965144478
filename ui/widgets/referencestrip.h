// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace lorastudio {

class ImageSource;

/// The reference pictures of a character in one line, the shown one first. Another one takes its place with Enter, a
/// double click or the context menu. Of more than fit, the outermost tiles say how many lie behind them; a click on
/// such a tile goes on to them. Only what is seen is asked for.
class ReferenceStrip : public QWidget
{
    Q_OBJECT

public:
    explicit ReferenceStrip(ImageSource &images, QWidget *parent = nullptr);
    /// Thumbnail keys. Other pictures in the same number keep the place that is looked at.
    void setKeys(const QStringList &keys);
    /// Goes back to the first picture.
    void goToFirst();
    int current() const { return m_current; }
    /// Where a picture stands; empty if it is not seen now.
    QRect tileRect(int place) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void referenceChosen(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    int fitting() const;
    int placeAt(const QPoint &point) const;
    void setCurrent(int place);
    void choose(int place);
    void describe();
    QString sentence(int place) const;
    void paintTile(QPainter &painter, int place, const QRect &box) const;

    ImageSource &m_images;
    QStringList m_keys;
    int m_current = 0;
    int m_first = 0; ///< the first one that is seen
};

} // namespace lorastudio
