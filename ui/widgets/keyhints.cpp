// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keyhints.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

#include <cmath>

namespace lorastudio {

namespace {

constexpr qreal margin = 16;
constexpr qreal capHeight = 20;
constexpr qreal capPadding = 6;
constexpr qreal wordsGap = 6;
constexpr qreal hintGap = 18;

qreal capWidth(const QString &keys)
{
    return qMax(capHeight, std::ceil(CellFonts::current().small.width(keys)) + 2 * capPadding);
}

} // namespace

KeyHints::KeyHints(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(barHeight);
    setAccessibleName(tr("Keys"));
}

void KeyHints::setHints(const QList<Hint> &hints)
{
    if (hints == m_hints)
        return;
    m_hints = hints;
    QStringList sentences;
    for (const Hint &hint : hints)
        sentences.append(tr("%1: %2").arg(hint.keys, hint.words));
    setAccessibleDescription(sentences.join(QStringLiteral("; ")));
    update();
}

qreal KeyHints::widthOf(const Hint &hint) const
{
    return capWidth(hint.keys) + wordsGap + std::ceil(CellFonts::current().small.width(hint.words));
}

int KeyHints::shownCount() const
{
    qreal x = margin;
    int count = 0;
    for (const Hint &hint : m_hints) {
        x += widthOf(hint);
        if (x > width() - margin)
            break;
        x += hintGap;
        ++count;
    }
    return count;
}

void KeyHints::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    painter.fillRect(rect(), ink.roles.window);
    painter.fillRect(QRect(0, 0, width(), 1), ink.roles.separator);
    qreal x = margin;
    const int shown = shownCount();
    for (int i = 0; i < shown; ++i) {
        const Hint &hint = m_hints.at(i);
        const QRectF cap(x, (height() - capHeight) / 2, capWidth(hint.keys), capHeight);
        paintBox(&painter, ink.mirrored(cap), 4, ink.roles.raised, ink.roles.control);
        ink.text(cap, hint.keys, ink.fonts.small, ink.roles.text, Qt::AlignHCenter);
        const QRectF words(cap.right() + wordsGap, 0, widthOf(hint) - cap.width() - wordsGap + 1, height());
        ink.text(words, hint.words, ink.fonts.small, ink.roles.text2);
        x += widthOf(hint) + hintGap;
    }
}

} // namespace lorastudio
