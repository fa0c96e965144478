// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace lorastudio {

/// A page of the window as the window sees it. What a page can do beyond this it offers through signals and actions of
/// its own.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Moves the keyboard to where the work of the page is done.
    virtual void takeFocus() = 0;
    /// Closes the innermost thing that Escape closes here; false if there is none.
    virtual bool escape() { return false; }
    /// The number beside its name in the navigation; 0 = none.
    virtual int badge() const { return 0; }
    /// The search line of the tool bar searches here.
    virtual bool isSearched() const { return false; }
    /// The side panel has something to say about what is shown here.
    virtual bool usesSidePanel() const { return false; }
    /// The characters that Start is about while this page is shown; empty = all that lack images.
    virtual QStringList idsToStart() const { return {}; }
};

} // namespace lorastudio
