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

void DropFrame::showOver(const QString &problem)
{
    m_problem = problem;
    setAccessibleName(problem);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
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
    const QString text =
        m_problem.isEmpty() ? tr("One folder per character, single pictures, or a CSV or JSON list") : m_problem;
    const qreal wide = std::ceil(ink.fonts.bold.width(text)) + 64;
    const QRectF pill(std::round((width() - wide) / 2), height() - 64, wide, 40);
    paintBox(&painter, pill, 6, ink.roles.raised, ink.roles.border);
    ink.glyph(m_problem.isEmpty() ? QStringLiteral("drop") : QStringLiteral("state-failed"),
              pill.topLeft() + QPointF(16, 12), 16, m_problem.isEmpty() ? ink.roles.accentText : ink.roles.bad);
    ink.text(pill.adjusted(42, 0, -12, 0), text, ink.fonts.bold, ink.roles.text);
}

} // namespace lorastudio
