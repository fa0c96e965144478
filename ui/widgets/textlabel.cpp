// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/textlabel.h"

#include "style/fonts.h"
#include "style/roles.h"
#include "style/tooltips.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace lorastudio {

TextLabel::TextLabel(Size size, QColor Roles::*color, QWidget *parent) : QLabel(parent), m_size(size), m_color(color)
{
    setTextFormat(Qt::PlainText);
    applyFont();
}

TextLabel::TextLabel(const QString &text, Size size, QColor Roles::*color, QWidget *parent)
    : TextLabel(size, color, parent)
{
    setText(text);
}

void TextLabel::setRole(QColor Roles::*color)
{
    m_color = color;
    update();
}

void TextLabel::setElided(bool on)
{
    m_elided = on;
    setWordWrap(!on);
}

void TextLabel::setText(const QString &text)
{
    if (text == QLabel::text())
        return;
    QLabel::setText(text);
    setAccessibleName(text);
}

QSize TextLabel::sizeHint() const
{
    if (!m_elided)
        return QLabel::sizeHint();
    return QSize(int(std::ceil(QFontMetricsF(font()).horizontalAdvance(text()))) + 1, fontMetrics().height());
}

QSize TextLabel::minimumSizeHint() const
{
    if (!m_elided)
        return QLabel::minimumSizeHint();
    return QSize(qMin(sizeHint().width(), fontMetrics().averageCharWidth() * 4), fontMetrics().height());
}

void TextLabel::applyFont()
{
    m_applying = true;
    switch (m_size) {
    case Size::Display:
        setFont(displayFont());
        break;
    case Size::Title:
        setFont(titleFont());
        break;
    case Size::Body:
        setFont(bodyFont());
        break;
    case Size::Bold:
        setFont(boldFont());
        break;
    case Size::Small:
        setFont(smallFont());
        break;
    case Size::SmallBold:
        setFont(smallBoldFont());
        break;
    }
    m_applying = false;
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange && !m_applying)
        applyFont();
}

void TextLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.setPen(isEnabled() ? roles.*m_color : roles.text3);
    painter.setFont(font());
    const Qt::Alignment visual = QStyle::visualAlignment(layoutDirection(), alignment());
    if (!m_elided) {
        painter.drawText(contentsRect(), int(visual) | Qt::TextWordWrap, text());
        return;
    }
    const QString shown = QFontMetricsF(font()).horizontalAdvance(text()) > width() + 0.5
                              ? fontMetrics().elidedText(text(), Qt::ElideRight, width())
                              : text();
    const QString tip = shown == text() ? QString() : text();
    if (toolTip() != plainToolTip(tip))
        setPlainToolTip(this, tip);
    painter.drawText(contentsRect(), int(visual) | Qt::TextSingleLine | Qt::TextDontClip, shown);
}

} // namespace lorastudio
