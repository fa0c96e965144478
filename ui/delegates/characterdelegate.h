// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/celldelegate.h"

namespace lorastudio {

class ImageSource;

/// Picture, name and type; the name is edited in place.
class CharacterDelegate : public CellDelegate
{
    Q_OBJECT

public:
    explicit CharacterDelegate(ImageSource &images, QObject *parent = nullptr);
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;

private:
    ImageSource &m_images;
};

} // namespace lorastudio
