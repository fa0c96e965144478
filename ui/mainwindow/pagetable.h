// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

class QWidget;

namespace lorastudio {

class Page;
struct WindowViews;

/// How a page is called, reached and made.
struct PageEntry
{
    QString id;    ///< "characters"; in object names and settings, never shown
    QString glyph; ///< picture in the navigation
    QString title; ///< with a mnemonic for the menu
    QKeySequence keys;
    Page *(*make)(const WindowViews &views, QWidget *parent);
    bool atBottom = false; ///< stands apart, at the lower end of the navigation
};

/// The pages for which there are views, in the order of the navigation. This is the only place where a page is
/// registered: navigation, menu, keys, badges and what is remembered follow from it.
QList<PageEntry> pageTable(const WindowViews &views);

} // namespace lorastudio
