// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/cellink.h"

#include "style/fonts.h"
#include "style/glyphs.h"

#include <QApplication>
#include <QPixmapCache>
#include <QStyle>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int keptTexts = 4000;

} // namespace

CellFonts::Face::Face(const QFont &face)
    : font(face), line(std::ceil(QFontMetricsF(face).lineSpacing() - 0.4)), m_metrics(face)
{
}

const QStaticText &CellFonts::Face::prepared(const QString &text) const
{
    const auto found = m_prepared.constFind(text);
    if (found != m_prepared.constEnd())
        return *found;
    if (m_prepared.size() > keptTexts)
        m_prepared.clear();
    QStaticText made(text);
    made.setTextFormat(Qt::PlainText);
    made.setPerformanceHint(QStaticText::AggressiveCaching);
    made.prepare(QTransform(), font);
    return *m_prepared.insert(text, made);
}

QString CellFonts::Face::elided(const QString &text, qreal width) const
{
    const std::pair<QString, int> key(text, int(width));
    const auto found = m_elided.constFind(key);
    if (found != m_elided.constEnd())
        return *found;
    if (m_elided.size() > keptTexts)
        m_elided.clear();
    return *m_elided.insert(key, m_metrics.elidedText(text, Qt::ElideRight, int(width)));
}

CellFonts::CellFonts()
    : body(bodyFont()), bold(boldFont()), small(smallFont()), smallBold(smallBoldFont()), title(titleFont())
{
}

const CellFonts &CellFonts::current()
{
    static QFont seen = QApplication::font();
    static CellFonts fonts;
    if (QApplication::font() != seen) {
        seen = QApplication::font();
        fonts = CellFonts();
    }
    return fonts;
}

CellInk::CellInk(QPainter *painter, const QRectF &cell, Qt::LayoutDirection direction, qreal ratio)
    : roles(Roles::current()),
      fonts(CellFonts::current()),
      m_painter(painter),
      m_cell(cell),
      m_direction(direction),
      m_ratio(ratio)
{
}

QRectF CellInk::mirrored(const QRectF &rect) const
{
    if (m_direction == Qt::LeftToRight)
        return rect;
    return QRectF(m_cell.left() + m_cell.right() - rect.right(), rect.top(), rect.width(), rect.height());
}

void CellInk::text(const QRectF &rect, const QString &text, const CellFonts::Face &face, const QColor &color,
                   Qt::Alignment alignment)
{
    if (text.isEmpty() || rect.width() <= 0)
        return;
    QString shown = text;
    // Half a pixel of room: metrics and painter round differently.
    if (face.width(text) > rect.width() + 0.5) {
        m_elided.append(text);
        shown = face.elided(text, rect.width());
    }
    if (!m_painter)
        return;
    if (m_painter->font() != face.font)
        m_painter->setFont(face.font);
    m_painter->setPen(color);
    const QStaticText &prepared = face.prepared(shown);
    const QSizeF size = prepared.size();
    const QRectF place = mirrored(rect);
    const Qt::Alignment visual = QStyle::visualAlignment(m_direction, alignment);
    const qreal x = visual & Qt::AlignRight     ? place.right() - size.width()
                    : visual & Qt::AlignHCenter ? place.center().x() - size.width() / 2
                                                : place.left();
    // On whole pixels, so that the lines of all cells of a row stand on one grid.
    m_painter->drawStaticText(QPointF(std::round(x), std::ceil(place.top() + (place.height() - size.height()) / 2)),
                              prepared);
}

void CellInk::glyph(const QString &name, QPointF at, int size, const QColor &color)
{
    if (m_painter)
        m_painter->drawPixmap(mirrored(QRectF(at, QSizeF(size, size))).topLeft(),
                              glyphPixmap(name, size, color, m_ratio));
}

void CellInk::fill(const QRectF &rect, const QColor &color)
{
    if (m_painter)
        m_painter->fillRect(mirrored(rect), color);
}

QBrush hatch(const QColor &color, const QColor &line, qreal ratio)
{
    constexpr int period = 4;
    const QString key = QStringLiteral("lora-studio/hatch/%1/%2/%3").arg(color.rgba()).arg(line.rgba()).arg(ratio);
    QPixmap texture;
    if (!QPixmapCache::find(key, &texture)) {
        const int size = qRound(period * ratio);
        QImage image(size, size, QImage::Format_RGB32);
        const qreal width = size * 0.125;
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x) {
                const qreal at = std::fmod(x + y + 0.5, size);
                const qreal share = qBound(0.0, width - std::abs(at - size * 0.375) + 0.5, 1.0);
                image.setPixelColor(x, y, mix(line, color, qMin(1.0, share)));
            }
        }
        texture = QPixmap::fromImage(image);
        texture.setDevicePixelRatio(ratio);
        QPixmapCache::insert(key, texture);
    }
    return QBrush(texture);
}

namespace {

void roundEnds(QPainter *painter, const QRectF &rect, qreal radius, const QBrush &brush, bool left, bool right)
{
    if (rect.width() <= 0)
        return;
    const qreal corner = qMin(radius, rect.width());
    if (left || right) {
        painter->setBrush(brush);
        painter->drawRoundedRect(rect, corner, radius);
        if (!left)
            painter->fillRect(rect.adjusted(0, 0, -corner, 0), brush);
        if (!right)
            painter->fillRect(rect.adjusted(corner, 0, 0, 0), brush);
    } else {
        painter->fillRect(rect, brush);
    }
}

} // namespace

void paintSegments(QPainter *painter, const QRectF &bar, const Segments &segments, const Roles &roles,
                   const QColor &ground)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const qreal radius = bar.height() / 2;
    painter->setBrush(roles.track);
    painter->drawRoundedRect(bar, radius, radius);
    const qreal ratio = painter->device()->devicePixelRatioF();
    painter->setBrushOrigin(bar.topLeft());

    constexpr qreal gap = 1.5;
    const int made = segments.accepted + segments.undecided + segments.rejected;
    const int total = qMax(segments.total, made);
    if (total > 0) {
        const struct
        {
            double images;
            QBrush brush;
            qreal gap;
        } parts[] = {{double(segments.accepted), roles.okFill, gap},
                     {double(segments.undecided), roles.undFill, gap},
                     {double(segments.rejected), hatch(roles.badFill, mix(roles.base, roles.badFill, .5), ratio), gap},
                     {segments.sampling, mix(roles.accent, roles.track, .75), 0}};
        double sum = 0;
        bool first = true;
        for (const auto &part : parts) {
            if (part.images <= 0)
                continue;
            const qreal from = bar.left() + bar.width() * sum / total;
            sum += part.images;
            const qreal to = qMin(bar.right(), bar.left() + bar.width() * sum / total);
            const qreal space = first ? 0 : part.gap;
            if (space > 0)
                painter->fillRect(QRectF(from, bar.top(), space, bar.height()), ground);
            const QRectF rect(from + space, bar.top(), qMax(1.0, to - from - space), bar.height());
            roundEnds(painter, rect, radius, part.brush, first, sum >= total - 1e-9);
            first = false;
        }
    }
    painter->restore();
}

void paintBar(QPainter *painter, const QRectF &bar, double share, const QColor &fill, const QColor &track)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const qreal radius = bar.height() / 2;
    painter->setBrush(track);
    painter->drawRoundedRect(bar, radius, radius);
    const double part = qBound(0.0, share, 1.0);
    if (part > 0)
        roundEnds(painter, QRectF(bar.left(), bar.top(), qMax(bar.height() / 2, bar.width() * part), bar.height()),
                  radius, fill, true, true);
    painter->restore();
}

} // namespace lorastudio
