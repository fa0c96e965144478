// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/charactertablemodel.h"

#include <QTableView>

#include <functional>

namespace lorastudio {

class CharacterDelegate;
class ImageSource;
class ModelDelegate;
class StatusDelegate;

/// The character table with its cells, keys, hover of whole rows and column widths.
///
/// Widths follow the window until a person has moved or sized a column; then they stay, and only Status stretches.
class CharacterTableView : public QTableView
{
    Q_OBJECT

public:
    explicit CharacterTableView(ImageSource &images, QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    QStringList selectedIds() const;
    QString currentId() const;
    CharacterRowPtr rowAt(const QModelIndex &index) const;
    void selectCharacter(const QString &id);
    /// Where a cell is on the screen.
    QRect globalRect(const QModelIndex &index) const;
    /// Column order and widths as chosen by a person; empty if never changed.
    QByteArray columnState() const;
    void restoreColumns(const QByteArray &state);
    /// See CharacterDelegate::setNameCheck.
    void setNameCheck(std::function<QString(const QString &id, const QString &name)> check);
    /// Rows of one or two lines.
    void setCompact(bool on);

Q_SIGNALS:
    void modelListRequested(const QModelIndex &index);
    void linkActivated(const QModelIndex &index);
    void galleryRequested(const QString &id);
    void currentCharacterChanged(const QString &id);
    void selectionEdited();
    void menuRequested(const QModelIndex &index, const QPoint &globalPos);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyboardSearch(const QString &search) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void layoutColumns();
    void setKeysUsed(bool used);
    void setHover(const QModelIndex &index);
    void activateCell(const QModelIndex &index);

    CharacterDelegate *m_characterDelegate;
    ModelDelegate *m_modelDelegate;
    StatusDelegate *m_statusDelegate;
    bool m_compact = false;
    bool m_ownWidths = false;
    bool m_layingOut = false;
};

} // namespace lorastudio
