// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/sidepanel.h"

#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMainWindow>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>

namespace lorastudio {

namespace {

constexpr int largeFrom = 1920;
constexpr int titleHeight = 32;
constexpr int leastWidth = 240;
constexpr int largestWidth = 560;
const QString shownKey = QStringLiteral("window/sidePanel");
const QString widthKey = QStringLiteral("window/sidePanelWidth");

} // namespace

SidePanel::SidePanel(QAction *toggle, QMainWindow *window)
    : QDockWidget(window), m_window(window), m_toggle(toggle), m_contents(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("inspectorDock"));
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    setWidget(m_contents);
    setTitleBarWidget(makeTitle());
    setMinimumWidth(leastWidth);
    // Qt does not mirror the places of side panels.
    window->addDockWidget(isRightToLeft() ? Qt::LeftDockWidgetArea : Qt::RightDockWidgetArea, this);
    connect(toggle, &QAction::triggered, this, &SidePanel::setWanted);
}

QWidget *SidePanel::makeTitle()
{
    auto *bar = new QWidget(this);
    bar->setFixedHeight(titleHeight);
    m_title = new TextLabel(TextLabel::Size::SmallBold, &Roles::text2, bar);
    m_title->setObjectName(QStringLiteral("sidePanelTitle"));
    m_close = new QToolButton(bar);
    m_close->setObjectName(QStringLiteral("inspectorCloseButton"));
    m_close->setAccessibleName(tr("Close side panel"));
    m_close->setToolTip(tr("Close side panel (%1)").arg(m_toggle->shortcut().toString(QKeySequence::NativeText)));
    m_close->setIcon(glyphIcon(QStringLiteral("close"), &Roles::text2));
    m_close->setAutoRaise(true);
    m_close->setProperty("compact", true);
    m_close->setFocusPolicy(Qt::TabFocus);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 6, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, [this] { Q_EMIT closePressed(); });
    return bar;
}

bool SidePanel::isNarrow() const
{
    return m_window->width() < narrowBelow;
}

void SidePanel::setWanted(bool wanted)
{
    m_wanted = wanted;
    if (wanted && isNarrow()) {
        setFloating(true);
        resize(300, qMin(720, m_window->height()));
        move(m_window->mapToGlobal(QPoint(m_window->width() - 316, 96)));
        show();
        m_toggle->setChecked(true);
        return;
    }
    apply();
}

void SidePanel::setContent(QWidget *content, const QString &title, int width)
{
    m_useful = content != nullptr;
    if (content) {
        if (m_contents->indexOf(content) < 0)
            m_contents->addWidget(content);
        m_contents->setCurrentWidget(content);
        m_title->setText(title);
        setWindowTitle(title);
        setAccessibleName(title);
        m_usual = width;
    }
    apply();
    takeUsualWidth();
}

QWidget *SidePanel::content() const
{
    return m_contents->currentWidget();
}

QWidget *SidePanel::closeButton() const
{
    return m_close;
}

void SidePanel::takeFocus()
{
    if (m_contents->currentWidget())
        m_contents->currentWidget()->setFocus();
}

void SidePanel::apply()
{
    if (!isNarrow() && isFloating())
        setFloating(false);
    const bool shown = m_useful && m_wanted && (!isNarrow() || (isFloating() && isVisible()));
    setVisible(shown);
    m_toggle->setEnabled(m_useful);
    m_toggle->setChecked(shown);
}

void SidePanel::fit()
{
    apply();
    takeUsualWidth();
}

void SidePanel::takeUsualWidth()
{
    // Large windows have room for a wider panel.
    const int wide = m_window->width() >= largeFrom ? m_usual * 13 / 10 : m_usual;
    if (wide > 0 && !isHidden() && !isFloating() && m_width != wide && (m_width == 0 || width() == m_width)) {
        m_width = wide;
        m_window->resizeDocks({this}, {wide}, Qt::Horizontal);
    }
}

void SidePanel::restore(const QSettings &settings)
{
    m_wanted = settings.value(shownKey, true).toBool();
    const int stored = settings.value(widthKey).toInt();
    if (stored >= leastWidth && stored <= largestWidth) {
        m_width = -1;
        m_window->resizeDocks({this}, {stored}, Qt::Horizontal);
    }
}

void SidePanel::remember(QSettings &settings) const
{
    settings.setValue(shownKey, m_wanted);
    if (isVisible() && !isFloating() && width() != m_width)
        settings.setValue(widthKey, width());
}

} // namespace lorastudio
