// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/characterrow.h"

#include <QFrame>

class QListView;
class QStandardItemModel;

namespace lorastudio {

/// The list that a model cell opens: the rule's choice first, then what the servers have, then the others.
class ModelListPopup : public QFrame
{
    Q_OBJECT

public:
    explicit ModelListPopup(QWidget *parent);
    /// Opens below `cell` (global), at least as wide. `automatic` is what the rule would choose.
    void open(const CharacterRow &row, const QList<ModelChoice> &choices, const std::optional<Checkpoint> &automatic,
              const QRect &cell);

Q_SIGNALS:
    /// An empty `file` means: let the rule choose.
    void chosen(const QString &characterId, const QString &file);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(const QModelIndex &index);

    QStandardItemModel *m_model;
    QListView *m_list;
    QString m_characterId;
};

} // namespace lorastudio
