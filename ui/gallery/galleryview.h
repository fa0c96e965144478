// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace lorastudio {

class ImageSource;
class TileDelegate;

/// The grid of tiles: whole columns only, of a size near the one that is wished for.
///
/// All tiles are of one size, so places are computed and never stored: 100,000 tiles cost nothing to lay out, where the
/// icon mode of QListView takes 15 ms for every insertion. Above that class it is a list, so that screen readers and
/// keys find one.
class GalleryView : public QListView
{
    Q_OBJECT

public:
    static constexpr int leastTile = 80;
    static constexpr int largestTile = 320;
    static constexpr int wishStep = 24;

    explicit GalleryView(ImageSource &images, QWidget *parent = nullptr);
    /// Width of a tile in pixels, taken as near as whole columns allow.
    void setTileWish(int width);
    int tileWish() const { return m_wish; }
    int columns() const { return m_columns; }
    /// Height over width of most pictures.
    void setAspect(double aspect);
    bool isAtTop() const;
    /// Rows in order; what is selected.
    QList<int> selectedRows() const;
    int selectedCount() const;
    /// Makes it the current and only selected tile, from which Shift selects, and shows it.
    void selectOnly(const QModelIndex &index);
    /// Says to screen readers that the tile of this row has another sentence.
    void announce(int row);

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void doItemsLayout() override;
    void reset() override;

Q_SIGNALS:
    void imageActivated(const QModelIndex &index);
    void tileWishChanged(int width);
    void announced(int row); ///< screen readers were told that this tile says something else
    void looked();           ///< scrolled, or another selection or current tile

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    QModelIndexList selectedIndexes() const override;
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void updateGeometries() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    void scrollContentsBy(int dx, int dy) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyboardSearch(const QString &) override {}
    void changeEvent(QEvent *event) override;

private:
    void layoutTiles();
    void applyStage();
    int count() const { return model() ? model()->rowCount() : 0; }
    /// The row whose cell is at this place of the contents, or the nearest one in that line of cells.
    int nearestRow(QPoint contents) const;
    void selectRows(int first, int last, QItemSelection &selection) const;

    TileDelegate *m_delegate;
    QPersistentModelIndex m_anchor; ///< from which Shift selects
    int m_wish = 136;
    int m_columns = 1;
    QSize m_cell{136, 198};
    double m_aspect = 1.5;
};

} // namespace lorastudio
