// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/questionbar.h"

#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/runstrip.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

namespace lorastudio {

QuestionBar::QuestionBar(const QString &yes, const QString &no, QWidget *parent, const QString &name)
    : QWidget(parent),
      m_head(new TextLabel(TextLabel::Size::Title, &Roles::text, this)),
      m_body(new TextLabel(TextLabel::Size::Small, &Roles::text2, this)),
      m_yes(new QPushButton(yes, this)),
      m_no(new QPushButton(no, this))
{
    setObjectName(name + QStringLiteral("Question"));
    setAccessibleName(tr("Question"));
    setFixedHeight(RunStrip::stripHeight);
    m_head->setObjectName(name + QStringLiteral("QuestionLabel"));
    m_body->setObjectName(name + QStringLiteral("DetailLabel"));
    m_yes->setObjectName(name + QStringLiteral("ConfirmButton"));
    m_yes->setAccessibleName(yes);
    m_no->setObjectName(name + QStringLiteral("CancelButton"));
    m_no->setAccessibleName(no);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addStretch();
    texts->addWidget(m_head);
    texts->addWidget(m_body);
    texts->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16 + 32, 0, 16, 1);
    row->setSpacing(8);
    row->addLayout(texts, 1);
    row->addWidget(m_yes);
    row->addWidget(m_no);
    connect(m_yes, &QPushButton::clicked, this, [this] { Q_EMIT answered(true); });
    connect(m_no, &QPushButton::clicked, this, [this] { Q_EMIT answered(false); });
}

void QuestionBar::ask(const QString &head, const QString &body)
{
    m_head->setText(head);
    m_body->setText(body);
    show();
    m_no->setFocus();
}

void QuestionBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT answered(false);
    else
        QWidget::keyPressEvent(event);
}

void QuestionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.warnSoft);
    painter.fillRect(QRect(0, height() - 1, width(), 1), mix(roles.warnFill, roles.base, .45));
    const QRect glyph = QStyle::visualRect(layoutDirection(), rect(), QRect(16, height() / 2 - 10, 20, 20));
    paintGlyph(&painter, QStringLiteral("state-warning"), glyph.topLeft(), 20, roles.warn);
}

} // namespace lorastudio
