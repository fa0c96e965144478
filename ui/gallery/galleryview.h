// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace lorastudio {

class ImageSource;
class TileDelegate;

/// The grid of tiles: whole columns only, of a size near the one that is wished for.
class GalleryView : public QListView
{
    Q_OBJECT

public:
    static constexpr int leastTile = 80;
    static constexpr int largestTile = 320;

    explicit GalleryView(ImageSource &images, QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    /// Width of a tile in pixels, taken as near as whole columns allow.
    void setTileWish(int width);
    int tileWish() const { return m_wish; }
    /// Height over width of most pictures.
    void setAspect(double aspect);
    bool isAtTop() const;

Q_SIGNALS:
    void imageActivated(const QModelIndex &index);
    void tileWishChanged(int width);
    void looked(); ///< scrolled, or another selection

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void keyboardSearch(const QString &) override {}
    void changeEvent(QEvent *event) override;

private:
    void layoutTiles();
    void applyStage();

    TileDelegate *m_delegate;
    int m_wish = 136;
    double m_aspect = 1.5;
};

} // namespace lorastudio
