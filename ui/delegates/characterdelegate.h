// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/celldelegate.h"

#include <functional>

class QLineEdit;

namespace lorastudio {

class ImageSource;

/// Picture, name and type; the name is edited in place. A key that would take a name that cannot be leaves the editor
/// open and tells why beside it; if the keyboard goes elsewhere, the name is given to the model all the same, and
/// whoever refuses it says so.
class CharacterDelegate : public CellDelegate
{
    Q_OBJECT

public:
    /// Why the character of this id cannot have this name, for people; empty = it can.
    using NameCheck = std::function<QString(const QString &id, const QString &name)>;

    explicit CharacterDelegate(ImageSource &images, QObject *parent = nullptr);
    void setNameCheck(NameCheck check) { m_nameCheck = std::move(check); }
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

protected:
    bool eventFilter(QObject *editor, QEvent *event) override;
    void paintCell(CellInk &ink, const CharacterRow &row) const override;

private:
    QString problemOf(const QLineEdit &edit) const;
    ImageSource &m_images;
    NameCheck m_nameCheck;
};

} // namespace lorastudio
