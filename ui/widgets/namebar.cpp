// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/namebar.h"

#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace lorastudio {

namespace {

constexpr int barHeight = 56;
constexpr int editWidth = 280;

} // namespace

NameBar::NameBar(QWidget *parent)
    : QWidget(parent),
      m_label(new TextLabel(TextLabel::Size::Body, &Roles::text, this)),
      m_edit(new QLineEdit(this)),
      m_problem(new TextLabel(TextLabel::Size::Small, &Roles::warn, this)),
      m_accept(new QPushButton(this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("nameBar"));
    setAccessibleName(tr("Name"));
    setFixedHeight(barHeight);
    m_label->setObjectName(QStringLiteral("nameBarLabel"));
    m_label->setBuddy(m_edit);
    m_edit->setObjectName(QStringLiteral("nameBarEdit"));
    m_edit->setAccessibleName(tr("Name"));
    m_edit->setMaxLength(200);
    m_edit->setFixedWidth(editWidth);
    m_problem->setObjectName(QStringLiteral("nameBarProblemLabel"));
    m_accept->setObjectName(QStringLiteral("nameBarAcceptButton"));
    m_accept->setAccessibleName(tr("Take"));
    m_cancel->setObjectName(QStringLiteral("nameBarCancelButton"));
    m_cancel->setAccessibleName(m_cancel->text());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 1);
    row->setSpacing(8);
    row->addWidget(m_label);
    row->addWidget(m_edit);
    row->addWidget(m_accept);
    row->addWidget(m_cancel);
    row->addWidget(m_problem, 1);
    hide();
    connect(m_edit, &QLineEdit::textChanged, this, &NameBar::check);
    connect(m_edit, &QLineEdit::returnPressed, this, &NameBar::accept);
    connect(m_accept, &QPushButton::clicked, this, &NameBar::accept);
    connect(m_cancel, &QPushButton::clicked, this, &NameBar::cancel);
}

void NameBar::ask(Question question)
{
    m_question = std::move(question);
    m_label->setText(m_question.label);
    m_edit->setAccessibleName(m_question.label);
    m_accept->setText(m_question.button);
    m_accept->setAccessibleName(m_question.button);
    m_edit->setText(m_question.initial);
    check();
    show();
    m_edit->selectAll();
    m_edit->setFocus();
}

bool NameBar::cancel()
{
    if (isHidden())
        return false;
    hide();
    return true;
}

void NameBar::check()
{
    const QString text = m_edit->text();
    const QString problem = m_question.problem ? m_question.problem(text) : QString();
    m_accept->setEnabled(problem.isEmpty());
    // An empty box needs no reproach.
    m_problem->setText(text.trimmed().isEmpty() ? QString() : problem);
}

void NameBar::accept()
{
    if (!m_accept->isEnabled())
        return;
    hide();
    m_question.take(m_edit->text());
}

void NameBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        cancel();
    else
        QWidget::keyPressEvent(event);
}

void NameBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), roles.separator);
}

} // namespace lorastudio
