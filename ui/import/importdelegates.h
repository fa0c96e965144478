// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/cellink.h"
#include "models/importtablemodel.h"

#include <QStyledItemDelegate>

namespace lorastudio {

class ImageSource;

/// What all cells of the import table have in common: ground, hover of the whole row, the bar of the current row, the
/// focus ring, and a tool tip with whatever was elided. The view says with the dynamic properties `hoverRow` and
/// `keysUsed` where the pointer is, and that a person works with the keyboard.
class ImportCellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
    /// The larger of 66 and two lines.
    static int rowHeight();

protected:
    virtual void paintCell(CellInk &ink, const ImportRow &row) const = 0;
    /// Two lines in the middle of the cell, the first in `face`.
    static void paintLines(CellInk &ink, const QRectF &rect, const QString &first, const CellFonts::Face &face,
                           const QColor &color, const QString &second);
};

/// The box that takes an entry or leaves it out, and its picture.
class TakenDelegate : public ImportCellDelegate
{
    Q_OBJECT

public:
    explicit TakenDelegate(ImageSource &images, QObject *parent = nullptr);
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    /// Where the box takes clicks.
    static QRect boxRect(const QStyleOptionViewItem &option);

protected:
    void paintCell(CellInk &ink, const ImportRow &row) const override;

private:
    ImageSource &m_images;
};

/// Name and type, where it comes from, the number of its pictures, its model: which one says `column`.
class ImportTextDelegate : public ImportCellDelegate
{
    Q_OBJECT

public:
    ImportTextDelegate(ImportTableModel::Column column, QObject *parent = nullptr);
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

protected:
    void paintCell(CellInk &ink, const ImportRow &row) const override;

private:
    ImportTableModel::Column m_column;
};

/// What will happen: glyph, sentence, why, and a painted link at the right that takes clicks. The link is no object of
/// its own, so that it is also on Enter, in the context menu and in the sentence for screen readers.
class HappeningDelegate : public ImportCellDelegate
{
    Q_OBJECT

public:
    using ImportCellDelegate::ImportCellDelegate;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    /// Empty if the row has no link.
    QRect linkRect(const QStyleOptionViewItem &option, const QModelIndex &index) const;

Q_SIGNALS:
    void linkActivated(const QModelIndex &index);

protected:
    void paintCell(CellInk &ink, const ImportRow &row) const override;
};

} // namespace lorastudio
