// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/roles.h"

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QPainter>
#include <QStaticText>
#include <QStringList>

namespace lorastudio {

/// The fonts of cells with their metrics, kept until the application's font changes.
struct CellFonts
{
    /// A font that remembers how its latest texts are laid out: shaping a text costs more than all else in a cell.
    class Face
    {
    public:
        explicit Face(const QFont &face);
        QFont font;
        qreal line = 0; ///< line spacing in whole pixels
        qreal width(const QString &text) const { return prepared(text).size().width(); }
        const QStaticText &prepared(const QString &text) const;
        QString elided(const QString &text, qreal width) const;

    private:
        QFontMetricsF m_metrics;
        mutable QHash<QString, QStaticText> m_prepared;
        mutable QHash<std::pair<QString, int>, QString> m_elided;
    };
    CellFonts();
    static const CellFonts &current();

    Face body, bold, small, smallBold, title;
};

/// Paints the content of one cell, or only finds out which of its texts do not fit (without a painter), so that the
/// tool tip says exactly what the eye misses. Rects are given left to right and mirrored where the language is.
class CellInk
{
public:
    CellInk(QPainter *painter, const QRectF &cell, Qt::LayoutDirection direction, qreal ratio);

    const Roles &roles;
    const CellFonts &fonts;
    QColor ground;         ///< what the cell stands on, for gaps in bars
    bool outlined = false; ///< under the pointer, focused or edited: controls in the cell show their outline

    QRectF cell() const { return m_cell; }
    /// The cell inset by 8 left and right and 1 at the bottom.
    QRectF content() const { return m_cell.adjusted(8, 0, -8, -1); }
    bool isPainting() const { return m_painter; }
    QPainter *painter() const { return m_painter; }
    qreal ratio() const { return m_ratio; }
    QRectF mirrored(const QRectF &rect) const;

    /// One line of text, elided at the end, vertically centred in `rect`.
    void text(const QRectF &rect, const QString &text, const CellFonts::Face &face, const QColor &color,
              Qt::Alignment alignment = Qt::AlignLeft);
    void glyph(const QString &name, QPointF at, int size, const QColor &color);
    void fill(const QRectF &rect, const QColor &color);

    const QStringList &elided() const { return m_elided; }

private:
    QPainter *m_painter;
    QRectF m_cell;
    Qt::LayoutDirection m_direction;
    qreal m_ratio;
    QStringList m_elided;
};

/// Parts of a progress bar, in images.
struct Segments
{
    int accepted = 0;
    int undecided = 0;
    int rejected = 0;
    double sampling = 0; ///< share of the image being made, 0 … 1
    int total = 0;
};

/// Hatched in `line` on `color`. A texture, because lines with a clip cost eight times as much at every repaint.
QBrush hatch(const QColor &color, const QColor &line, qreal ratio);
/// Bar with round ends: accepted solid, undecided set off by gaps, rejected hatched, the one being made, the rest
/// track.
void paintSegments(QPainter *painter, const QRectF &bar, const Segments &segments, const Roles &roles,
                   const QColor &ground);
/// A plain bar with round ends; `share` 0 … 1.
void paintBar(QPainter *painter, const QRectF &bar, double share, const QColor &fill, const QColor &track);

} // namespace lorastudio
