// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;

namespace lorastudio {

/// The text of a menu's entry as it is read: without the marks of letters and dots.
QString wordsOf(const QString &text);
/// What a list of keys calls an action, as it is read.
QString wordsOf(const QAction &action);

/// All keys of the window, taken from its actions, beside the work and not in front of it.
class KeyList : public QDialog
{
    Q_OBJECT

public:
    KeyList(const QList<QAction *> &actions, QWidget *parent);
};

} // namespace lorastudio
