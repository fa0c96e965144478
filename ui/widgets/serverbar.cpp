// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serverbar.h"

#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

namespace lorastudio {

namespace {

constexpr int barHeight = 64;

} // namespace

ServerBar::ServerBar(QWidget *parent)
    : QWidget(parent),
      m_detail(new TextLabel(TextLabel::Size::Small, &Roles::text2, this)),
      m_address(new QLineEdit(this))
{
    setObjectName(QStringLiteral("charactersServerBar"));
    setAccessibleName(tr("Connect a server"));
    setFixedHeight(barHeight);
    auto *head = new TextLabel(tr("No server is connected"), TextLabel::Size::Bold, &Roles::text, this);
    m_detail->setObjectName(QStringLiteral("charactersServerProblemLabel"));
    m_address->setObjectName(QStringLiteral("charactersServerAddressEdit"));
    m_address->setAccessibleName(tr("Address of the server"));
    m_address->setPlaceholderText(QStringLiteral("http://127.0.0.1:8188"));
    m_address->setMaxLength(2000);
    m_address->setMinimumWidth(140);
    m_address->setMaximumWidth(220);
    auto *connectButton = new QPushButton(tr("Connect"), this);
    connectButton->setObjectName(QStringLiteral("charactersServerConnectButton"));
    connectButton->setAccessibleName(connectButton->text());
    auto *demo = new QPushButton(tr("Use Demo Server"), this);
    demo->setObjectName(QStringLiteral("charactersServerDemoButton"));
    demo->setAccessibleName(demo->text());
    demo->setToolTip(tr("It paints stand-in pictures, marked as demo"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addStretch();
    texts->addWidget(head);
    texts->addWidget(m_detail);
    texts->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16 + 32, 0, 16, 1);
    row->setSpacing(8);
    row->addLayout(texts, 1);
    row->addWidget(m_address, 1);
    row->addWidget(connectButton);
    row->addWidget(demo);
    connect(connectButton, &QPushButton::clicked, this, &ServerBar::connectAddress);
    connect(m_address, &QLineEdit::returnPressed, this, &ServerBar::connectAddress);
    connect(m_address, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(demo, &QPushButton::clicked, this, &ServerBar::demoServerRequested);
    setProblem({});
}

void ServerBar::setProblem(const QString &message)
{
    m_detail->setRole(message.isEmpty() ? &Roles::text2 : &Roles::bad);
    m_detail->setText(message.isEmpty() ? tr("A running ComfyUI, here or in your network") : message);
}

void ServerBar::focusAddress()
{
    m_address->setFocus();
}

void ServerBar::connectAddress()
{
    const QString address = m_address->text().trimmed();
    Q_EMIT connectRequested(address.isEmpty() ? m_address->placeholderText() : address);
}

void ServerBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.infoSoft);
    painter.fillRect(QRect(0, height() - 1, width(), 1), mix(roles.accent, roles.base, .45));
    const QRect glyph = QStyle::visualRect(layoutDirection(), rect(), QRect(16, height() / 2 - 10, 20, 20));
    paintGlyph(&painter, QStringLiteral("page-servers"), glyph.topLeft(), 20, roles.accentText);
}

} // namespace lorastudio
