// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/messagebar.h"

#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace lorastudio {

namespace {

constexpr int barHeight = 40;
constexpr int maxBars = 2;

struct Look
{
    QString glyph;
    QColor Roles::*color;
    QColor Roles::*ground;
    QColor Roles::*line;
};

Look lookOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Good:
        return {QStringLiteral("state-done"), &Roles::ok, &Roles::okSoft, &Roles::okFill};
    case Notice::Kind::Warning:
        return {QStringLiteral("state-warning"), &Roles::warn, &Roles::warnSoft, &Roles::warnFill};
    case Notice::Kind::Problem:
        return {QStringLiteral("state-failed"), &Roles::bad, &Roles::badSoft, &Roles::badFill};
    case Notice::Kind::Information:
        break;
    }
    return {QStringLiteral("state-information"), &Roles::accentText, &Roles::infoSoft, &Roles::accent};
}

} // namespace

MessageBar::MessageBar(const Notice &notice, QWidget *parent) : QWidget(parent), m_notice(notice)
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(notice.head);
    setAccessibleDescription(notice.body);
    setFixedHeight(barHeight);
    auto *head = new TextLabel(notice.head, TextLabel::Size::Bold, &Roles::text, this);
    head->setObjectName(QStringLiteral("messageHeadLabel"));
    head->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    head->setVisible(!notice.head.isEmpty()); // the body alone begins where the head would
    auto *body = new TextLabel(notice.body, TextLabel::Size::Body, &Roles::text, this);
    body->setObjectName(QStringLiteral("messageBodyLabel"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12 + 16 + 8, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(head);
    row->addWidget(body, 1);
    for (const Notice::Action &action : notice.actions) {
        auto *button = new QPushButton(action.text, this);
        button->setObjectName(QStringLiteral("message%1Button").arg(action.id));
        button->setAccessibleName(action.text);
        button->setProperty("compact", true);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this,
                [this, id = action.id] { Q_EMIT actionTriggered(m_notice.id, id); });
    }
    if (notice.closable) {
        auto *close = new QToolButton(this);
        close->setObjectName(QStringLiteral("messageCloseButton"));
        close->setAccessibleName(tr("Close"));
        close->setIcon(glyphIcon(QStringLiteral("close"), &Roles::text));
        close->setAutoRaise(true);
        close->setProperty("compact", true);
        row->addWidget(close);
        connect(close, &QToolButton::clicked, this, [this] { Q_EMIT closed(m_notice.id); });
    }
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    const Look look = lookOf(m_notice.kind);
    paintBox(&painter, rect(), 6, roles.*look.ground, mix(roles.*look.line, roles.base, .45));
    const QRect glyph = QStyle::visualRect(layoutDirection(), rect(), QRect(12, (height() - 16) / 2, 16, 16));
    paintGlyph(&painter, look.glyph, glyph.topLeft(), 16, roles.*look.color);
}

MessageList::MessageList(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("charactersMessages"));
    setAccessibleName(tr("Messages"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 8);
    column->setSpacing(8);
    hide();
}

void MessageList::setNotices(const QList<Notice> &notices)
{
    const QList<Notice> shown = notices.mid(0, maxBars);
    if (shown == m_shown)
        return;
    m_shown = shown;
    for (MessageBar *bar : std::as_const(m_bars)) {
        bar->hide();
        bar->deleteLater(); // it may be the sender
    }
    m_bars.clear();
    for (const Notice &notice : shown) {
        auto *bar = new MessageBar(notice, this);
        connect(bar, &MessageBar::actionTriggered, this, &MessageList::actionTriggered);
        connect(bar, &MessageBar::closed, this, &MessageList::closed);
        layout()->addWidget(bar);
        m_bars.append(bar);
    }
    setVisible(!shown.isEmpty());
}

} // namespace lorastudio
