// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/quietedit.h"

#include "style/roles.h"
#include "style/studiostyle.h"

#include <QKeyEvent>
#include <QPainter>

namespace lorastudio {

QuietEdit::QuietEdit(QWidget *parent) : QLineEdit(parent)
{
    setFrame(false);
    setAttribute(Qt::WA_Hover);
    QPalette quiet = palette();
    quiet.setBrush(QPalette::Base, Qt::NoBrush);
    setPalette(quiet);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(qMax(24, fontMetrics().height() + 6));
    connect(this, &QLineEdit::returnPressed, this, &QuietEdit::commit);
}

void QuietEdit::setValue(const QString &value)
{
    const bool typing = hasFocus() && text() != m_value;
    m_value = value;
    if (typing || text() == value)
        return;
    setText(value);
    setCursorPosition(0);
}

void QuietEdit::commit()
{
    if (text() == m_value)
        return;
    m_value = text();
    Q_EMIT edited(m_value);
}

void QuietEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && text() != m_value) {
        setText(m_value);
        selectAll();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void QuietEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    commit();
    setCursorPosition(0);
}

void QuietEdit::paintEvent(QPaintEvent *event)
{
    const Roles &roles = Roles::current();
    if (hasFocus() || underMouse()) {
        QPainter painter(this);
        paintBox(&painter, rect(), 5, roles.base, hasFocus() ? roles.ring : roles.control, hasFocus() ? 2 : 1);
    }
    QLineEdit::paintEvent(event);
}

} // namespace lorastudio
