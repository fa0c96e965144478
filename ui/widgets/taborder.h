// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace lorastudio {

/// Tab goes through the parts one after the other, as in a ring, and inside each of them as it did. The first part is
/// left as it stands and the others follow it, so it may be a widget whose focus proxy is a child (Qt cannot move such
/// a one apart from its children). A part may be null, or lie inside a later one, which then goes on with the rest; one
/// that floats in a window of its own is left out. Qt goes in the order in which widgets were made, wherever a layout
/// has put them; what is made later has to be brought into its place again.
void setTabOrderOfParts(const QList<QWidget *> &parts);

} // namespace lorastudio
