// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/celldelegate.h"

namespace lorastudio {

/// Ten steps; 10/10 is ten full steps.
class SharpnessDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;
    QString extraToolTip(const CharacterRow &row) const override;
};

/// How many images are asked for; edited with a spin box.
class ImagesDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;
};

/// How far a row is: figures, the bar of verdicts, counts and rate.
class ProgressDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;
};

/// Mean score with its distribution from 50 to 100.
class QualityDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;
    QString extraToolTip(const CharacterRow &row) const override;
};

} // namespace lorastudio
