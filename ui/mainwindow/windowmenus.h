// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QMainWindow;
class QToolButton;

namespace lorastudio {

class WindowActions;

/// What pages add to the menus of the window.
struct PageActions
{
    QList<QAction *> row;       ///< for the selected characters, the run's own three first
    QList<QAction *> image;     ///< for the image that is shown
    QList<QAction *> sort;      ///< of the characters
    QAction *compact = nullptr; ///< rows of the characters
    QAction *newCharacter = nullptr;
};

/// Fills the window's menu bar, and hangs the same menus at `button`, which stands in for the bar while it is hidden.
void fillMenus(QMainWindow &window, const WindowActions &actions, const PageActions &pages, bool withAppearance,
               QToolButton &button);

} // namespace lorastudio
