// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace lorastudio {

/// The one way to a tool tip: foreign text with markup in it stays text, and long text wraps.
QString plainToolTip(const QString &text);
/// What plainToolTip() was made from; any other tool tip as it is.
QString textOfToolTip(const QString &toolTip);
/// Sets the tool tip and, as the description that is spoken, its text without markup.
void setPlainToolTip(QWidget *widget, const QString &text);

} // namespace lorastudio
