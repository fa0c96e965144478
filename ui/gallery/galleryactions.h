// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

#include <array>

class QAction;
class QWidget;

namespace lorastudio {

/// What can be done in the gallery, as actions with texts, icons and keys. Single letters and Delete belong to `views`
/// alone, so that text boxes and combos keep theirs; the others hold on the whole `page`.
class GalleryActions : public QObject
{
    Q_OBJECT

public:
    GalleryActions(QWidget *page, QWidget *tiles, QWidget *image);

    QAction *open;
    QAction *previous;
    QAction *next;
    QAction *actualSize;
    QAction *back;
    std::array<QAction *, 3> verdicts{}; ///< by Verdict
    QAction *advance;
    QAction *copyTo;
    QAction *openFolder;
    QAction *copySeed;
    QAction *copyPrompt;
    QAction *remove;
    QAction *removeDemo;
    QAction *larger;
    QAction *smaller;
    std::array<QAction *, 4> filters{}; ///< all, accepted, undecided, rejected

    /// For the menu "Image", with separators.
    QList<QAction *> menu() const;
    /// For the context menu of tiles.
    QList<QAction *> contextMenu() const;
    /// Those with keys that stand in no menu.
    QList<QAction *> others() const;

private:
    QAction *separator() const;
};

} // namespace lorastudio
