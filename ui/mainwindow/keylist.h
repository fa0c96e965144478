// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;

namespace lorastudio {

/// The text of an action as a list of keys has it: without the marks of letters and the dots at its end.
QString wordsOf(const QAction &action);

/// All keys of the window, taken from its actions, beside the work and not in front of it.
class KeyList : public QDialog
{
    Q_OBJECT

public:
    KeyList(const QList<QAction *> &actions, QWidget *parent);
};

} // namespace lorastudio
