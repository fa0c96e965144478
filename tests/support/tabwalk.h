// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

class QWidget;

namespace lorastudio::test {

/// "QToolButton startButton in QWidget "; for messages.
QString described(const QWidget *widget);

/// What the key Tab reaches from `first` on, in its order, until it is there again. Ends the test program if it comes
/// to a widget twice before, because it leads nowhere from there.
QList<QWidget *> walkByTab(QWidget *first);

/// What a person who reads from top to bottom, and each line in the direction of the script, finds out of its place:
/// one that comes later stands above an earlier one, or before it in its line. Empty = nothing. Of two widgets those
/// parents are compared that stand beside each other.
QStringList againstReading(const QList<QWidget *> &walk);

} // namespace lorastudio::test
