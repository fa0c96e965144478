// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/dropframe.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

namespace lorastudio {

DropFrame::DropFrame(QWidget *covered) : QWidget(covered)
{
    setObjectName(QStringLiteral("dropFrame"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropFrame::showOver(const QString &problem, const QString &note)
{
    m_problem = problem;
    m_note = note.isEmpty() && problem.isEmpty() ? tr("You see what will come in before anything is saved.") : note;
    setAccessibleName(sentence());
    setAccessibleDescription(m_note);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

QString DropFrame::sentence() const
{
    return m_problem.isEmpty() ? tr("One folder per character, single pictures, or a CSV or JSON list") : m_problem;
}

void DropFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_problem.isEmpty() ? ink.roles.ring : ink.roles.bad, 2);
    pen.setDashPattern({5, 3});
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(rect()).adjusted(4, 4, -4, -4), 6, 6);
    const QString text = sentence();
    const qreal lines = qMax(ink.fonts.bold.width(text), ink.fonts.small.width(m_note));
    const qreal wide = qMin(std::ceil(lines) + 64, width() - 32.0);
    const qreal high = m_note.isEmpty() ? 40 : 56;
    const QRectF pill(std::round((width() - wide) / 2), height() - high - 24, wide, high);
    paintBox(&painter, pill, 6, ink.roles.raised, ink.roles.border);
    ink.glyph(m_problem.isEmpty() ? QStringLiteral("drop") : QStringLiteral("state-failed"),
              QPointF(pill.left() + 16, std::round(pill.center().y()) - 8), 16,
              m_problem.isEmpty() ? ink.roles.accentText : ink.roles.bad);
    const qreal textHeight = ink.fonts.bold.line + (m_note.isEmpty() ? 0 : ink.fonts.small.line);
    const QRectF first(pill.left() + 42, std::round(pill.center().y() - textHeight / 2), pill.width() - 54,
                       ink.fonts.bold.line);
    ink.text(first, text, ink.fonts.bold, ink.roles.text);
    ink.text(QRectF(first.left(), first.bottom(), first.width(), ink.fonts.small.line), m_note, ink.fonts.small,
             ink.roles.text2);
}

} // namespace lorastudio
