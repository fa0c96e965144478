// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QAction;
class QUndoStack;

namespace lorastudio {

/// What stands beside the name of a page in the navigation.
struct PageBadge
{
    enum class Kind {
        Plain, ///< a count
        Warn,  ///< so many things need a person
        Bad    ///< so many errors nobody has seen
    };
    int count = 0; ///< 0 = no badge
    Kind kind = Kind::Plain;
    friend bool operator==(const PageBadge &, const PageBadge &) = default;
};

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
    /// Stores what is being typed now.
    virtual void commit() {}
    virtual PageBadge badge() const { return {}; }
    /// What the search line of the tool bar says while this page is shown; empty = it does not search here.
    virtual QString searchPrompt() const { return {}; }
    virtual void setSearchText(const QString &) {}
    /// What the side panel shows while this page is shown, made once; null = nothing. The panel becomes its parent.
    /// Its focus proxy is where the keyboard goes.
    virtual QWidget *sidePanel() { return nullptr; }
    virtual QString sidePanelTitle() const { return {}; }
    /// The width of the side panel until a person chooses one, in a window that is not large.
    virtual int sidePanelWidth() const { return 300; }
    /// A person closes the side panel; true if the page did what that means, false if the panel is to go for all pages.
    virtual bool closeSidePanel() { return false; }
    /// Actions with keys of this page, for the list of all keys.
    virtual QList<QAction *> pageActions() const { return {}; }
    /// The filled accent marks a button of this page, so that Start is plain.
    virtual bool hasPrimaryButton() const { return false; }
    /// What Undo takes back while this page is shown; null = changes of the project.
    virtual QUndoStack *undoStack() { return nullptr; }
    /// The characters that Start is about while this page is shown; empty = all that lack images.
    virtual QStringList idsToStart() const { return {}; }

Q_SIGNALS:
    /// `badge()` is another one.
    void badgeChanged();
    /// `sidePanel()`, its title, `searchPrompt()`, `hasPrimaryButton()` or `undoStack()` says something else.
    void frameChanged();
    /// The side panel is to be seen, with the keyboard in it.
    void sidePanelRequested();
    /// The text in the search line is to go.
    void searchCleared();
};

} // namespace lorastudio
