// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/windowstatus.h"

#include "delegates/cellink.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"
#include "widgets/linkbutton.h"
#include "widgets/textlabel.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLocale>

namespace lorastudio {

namespace {

constexpr int barHeight = 30;

} // namespace

/// A glyph and a few words at the right of the status bar; it leads to the page that says more.
class StatusItem : public QAbstractButton
{
public:
    StatusItem(QString glyph, QWidget *parent) : QAbstractButton(parent), m_glyph(std::move(glyph))
    {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    void setItem(const QString &text, QColor Roles::*glyphColor, const QString &glyph = {})
    {
        if (!glyph.isEmpty())
            m_glyph = glyph;
        m_color = glyphColor;
        if (text != m_text) {
            m_text = text;
            setAccessibleName(text);
            updateGeometry();
        }
        setVisible(!text.isEmpty());
        update();
    }
    QSize sizeHint() const override
    {
        const int wide = int(std::ceil(CellFonts::current().small.width(m_text))) + 1;
        return QSize(wide + (m_glyph.isEmpty() ? 0 : 20), barHeight - 6);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
        qreal left = 0;
        if (!m_glyph.isEmpty()) {
            ink.glyph(m_glyph, QPointF(0, (height() - 14) / 2.0), 14, ink.roles.*m_color);
            left = 20;
        }
        ink.text(QRectF(left, 0, width() - left, height()), m_text, ink.fonts.small,
                 underMouse() ? ink.roles.accentText : ink.roles.text);
        if (hasFocus())
            paintBox(&painter, rect(), 4, Qt::transparent, ink.roles.ring, 2);
    }

private:
    QString m_glyph;
    QString m_text;
    QColor Roles::*m_color = &Roles::text2;
};

WindowStatus::WindowStatus(QWidget *parent) : QStatusBar(parent)
{
    setObjectName(QStringLiteral("statusBar"));
    setAccessibleName(tr("Status"));
    setSizeGripEnabled(false);
    setFixedHeight(barHeight);
    auto *content = new QWidget(this);
    m_change = new TextLabel(TextLabel::Size::Small, &Roles::text2, content);
    m_change->setObjectName(QStringLiteral("lastChangeLabel"));
    m_undo = new LinkButton(content);
    m_undo->setObjectName(QStringLiteral("undoLink"));
    m_undo->setText(tr("Undo"));
    m_undo->setAccessibleName(tr("Undo"));
    m_row = new QHBoxLayout(content);
    m_row->setContentsMargins(16, 1, 15, 0);
    m_row->setSpacing(22);
    m_row->addWidget(m_change);
    m_row->addWidget(m_undo);
    m_row->addStretch(1);
    m_demo = addItem("statusDemoLabel", QStringLiteral("state-warning"), "servers");
    m_servers = addItem("statusServersLabel", QStringLiteral("page-servers"), "servers");
    m_rate = addItem("statusRateLabel", QStringLiteral("state-running"), "characters");
    m_time = addItem("statusTimeLabel", QStringLiteral("state-waiting"), "characters");
    m_database = addItem("statusDatabaseLabel", QString(), "settings");
    addWidget(content, 1);
    connect(m_undo, &LinkButton::clicked, this, &WindowStatus::undoRequested);
    setSummary({});
    setCanUndo(false);
}

StatusItem *WindowStatus::addItem(const char *name, const QString &glyph, const char *page)
{
    auto *item = new StatusItem(glyph, this);
    item->setObjectName(QString::fromLatin1(name));
    item->setAccessibleName(tr("Status")); // until there are words
    m_row->addWidget(item);
    connect(item, &QAbstractButton::clicked, this,
            [this, id = QString::fromLatin1(page)] { Q_EMIT pageRequested(id); });
    return item;
}

void WindowStatus::setSummary(const RunSummary &summary)
{
    m_change->setText(summary.lastChange);
    m_demo->setItem(summary.demo ? tr("Demo: pictures are stand-ins") : QString(), &Roles::warn);
    const bool gone = summary.servers.total > 0 && summary.servers.connected == 0 && summary.servers.connecting == 0;
    m_servers->setItem(phrases::servers(summary.servers), gone ? &Roles::warn : &Roles::text2,
                       summary.servers.total == 0 || gone ? QStringLiteral("state-offline")
                                                          : QStringLiteral("page-servers"));
    const bool running = summary.phase == RunPhase::Running;
    QString rate;
    if (running && summary.perMinute > 0) {
        const QLocale locale;
        rate = tr("%1 images per minute")
                   .arg(summary.perMinute < 9.95 ? locale.toString(summary.perMinute, 'f', 1)
                                                 : locale.toString(qRound(summary.perMinute)));
    }
    m_rate->setItem(rate, &Roles::accentText);
    m_time->setItem(running && summary.secondsLeft >= 0 ? phrases::aboutTimeLeft(summary.secondsLeft) : QString(),
                    &Roles::text2);
    const QString silent = summary.database.isEmpty() ? tr("The database does not answer")
                                                      : tr("%1 does not answer").arg(summary.database);
    m_database->setItem(summary.databaseProblem.isEmpty() ? summary.database : silent, &Roles::warn);
    setPlainToolTip(m_database, summary.databaseProblem);
}

void WindowStatus::setCanUndo(bool can)
{
    m_undo->setVisible(can && !m_change->text().isEmpty());
}

void WindowStatus::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.window);
    painter.fillRect(QRect(0, 0, width(), 1), roles.separator);
}

} // namespace lorastudio
