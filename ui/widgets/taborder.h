// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace lorastudio {

/// Tab goes through the parts, which stand in one window, one after the other, and inside each of them as it did.
/// Qt goes in the order in which widgets were made, wherever a layout has put them. What is made later has to be
/// brought into its place again.
void setTabOrderOfParts(const QList<QWidget *> &parts);

} // namespace lorastudio
