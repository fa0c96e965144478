// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QAction;
class QMainWindow;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace lorastudio {

class TextLabel;

/// The panel at the right of the window: what the page has to say about what is current. It is there while the page has
/// use for it and a person has not closed it; in a narrow window only as a window of its own. Its width follows the
/// window's, unless a person has given it one.
class SidePanel : public QDockWidget
{
    Q_OBJECT

public:
    /// A window of less than this width (pixels) has no place for it.
    static constexpr int narrowBelow = 1200;

    /// `toggle` shows and hides it.
    SidePanel(QAction *toggle, QMainWindow *window);
    /// What it shows from now on, `width` wide unless a person has chosen a width; null: the page has no use for it.
    /// It becomes the parent.
    void setContent(QWidget *content, const QString &title, int width);
    /// What it shows, or null. Owned by the panel, as the button is.
    QWidget *content() const;
    QWidget *closeButton() const;
    /// Moves the keyboard into what it shows.
    void takeFocus();
    /// After the window's width has changed.
    void fit();
    void restore(const QSettings &settings);
    void remember(QSettings &settings) const;
    /// It goes, until a person wants it again.
    void dismiss() { setWanted(false); }

Q_SIGNALS:
    /// A person wants it closed.
    void closePressed();

private:
    void setWanted(bool wanted);
    void apply();
    void takeUsualWidth();
    QWidget *makeTitle();
    bool isNarrow() const;

    QMainWindow *m_window;
    QAction *m_toggle;
    QStackedWidget *m_contents;
    TextLabel *m_title = nullptr;
    QToolButton *m_close = nullptr;
    int m_usual = 0; ///< of the page's
    int m_width = 0; ///< as set here; 0 = not yet, -1 = a person has chosen
    bool m_wanted = true;
    bool m_useful = false;
};

} // namespace lorastudio
