// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/componentsbox.h"

#include "delegates/cellink.h"
#include "scoring/sentences.h"
#include "style/tooltips.h"

#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int leastRow = 36;
constexpr int valueWidth = 30;
constexpr int nameShare = 42; ///< per cent of the width
constexpr int glyphSize = 12;

} // namespace

ComponentsBox::ComponentsBox(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("imageComponentsBox"));
    setAccessibleName(tr("Components of the score"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int ComponentsBox::rowHeight() const
{
    return qMax(leastRow, int(CellFonts::current().small.line * 2 + 4));
}

QSize ComponentsBox::sizeHint() const
{
    return QSize(240, rowHeight() * int(m_rows.size()));
}

void ComponentsBox::setScore(const Score &score)
{
    m_rows.clear();
    QStringList keys;
    for (const QString &key : componentOrder()) {
        if (score.components.contains(key))
            keys.append(key);
    }
    for (auto it = score.components.cbegin(); it != score.components.cend(); ++it) {
        if (!keys.contains(it.key()))
            keys.append(it.key());
    }
    QStringList spoken;
    for (const QString &key : std::as_const(keys)) {
        const ScoreComponent component = score.components.value(key);
        const Row row{componentName(key), int(std::lround(qBound(0.0, component.scalar, 1.0) * 100)),
                      componentSentence(key, component)};
        m_rows.append(row);
        spoken.append(tr("%1 %2, %3").arg(row.name, QLocale().toString(row.value), row.sentence));
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void ComponentsBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    const CellFonts::Face &small = ink.fonts.small;
    const int name = width() * nameShare / 100;
    const QLocale locale;
    for (int i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows.at(i);
        const bool low = row.value < lowBelow;
        const qreal top = i * rowHeight();
        const QColor color = low ? ink.roles.warn : ink.roles.text;
        ink.text(QRectF(0, top, name - 8, small.line), row.name, small, color);
        const QRectF bar(name, top + std::floor((small.line - 6) / 2), width() - name - valueWidth, 6);
        paintBar(&painter, ink.mirrored(bar), row.value / 100.0, low ? ink.roles.warnFill : ink.roles.idleFill,
                 ink.roles.track);
        ink.text(QRectF(width() - valueWidth, top, valueWidth, small.line), locale.toString(row.value), small, color,
                 Qt::AlignRight);
        qreal left = 0;
        if (low) {
            ink.glyph(QStringLiteral("state-warning"),
                      QPointF(0, top + small.line + std::floor((small.line - glyphSize) / 2)), glyphSize,
                      ink.roles.warn);
            left = glyphSize + 4;
        }
        ink.text(QRectF(left, top + small.line, width() - left, small.line), row.sentence, small,
                 low ? ink.roles.warn : ink.roles.text2);
    }
}

bool ComponentsBox::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = help->pos().y() / rowHeight();
    if (row >= 0 && row < m_rows.size() && CellFonts::current().small.width(m_rows.at(row).sentence) > width())
        QToolTip::showText(help->globalPos(), plainToolTip(m_rows.at(row).sentence), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace lorastudio
