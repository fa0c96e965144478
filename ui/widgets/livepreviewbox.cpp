// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/livepreviewbox.h"

#include "delegates/cellink.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QLocale>

namespace lorastudio {

namespace {

constexpr QSize largestBox(120, 180);

} // namespace

LivePreviewBox::LivePreviewBox(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("inspectorLivePreview"));
    setAccessibleName(tr("Live preview"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize LivePreviewBox::boxSize() const
{
    return m_aspect.isEmpty() ? largestBox : m_aspect.scaled(largestBox, Qt::KeepAspectRatio);
}

QSize LivePreviewBox::sizeHint() const
{
    return QSize(248, m_preview ? qMax(boxSize().height(), 150) : int(CellFonts::current().small.line));
}

void LivePreviewBox::setPreview(const std::optional<LivePreview> &preview, QSize aspect)
{
    const QSize before = sizeHint();
    m_preview = preview;
    m_aspect = aspect;
    if (preview) {
        const QLocale locale;
        setAccessibleDescription(tr("Image %1 of %2, step %3 of %4")
                                     .arg(locale.toString(preview->number), locale.toString(preview->target),
                                          locale.toString(preview->step), locale.toString(preview->steps)));
    } else {
        setAccessibleDescription(tr("No image of this character is being made."));
    }
    if (sizeHint() != before)
        updateGeometry();
    update();
}

void LivePreviewBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    paint(painter, ink);
    const QString tip = plainToolTip(ink.elided().join(u'\n'));
    if (toolTip() != tip)
        setToolTip(tip); // what did not fit
}

void LivePreviewBox::paint(QPainter &painter, CellInk &ink) const
{
    const Roles &roles = ink.roles;
    const CellFonts &fonts = ink.fonts;
    if (!m_preview) {
        ink.text(QRectF(rect()), tr("Nothing is being made for this character."), fonts.small, roles.text2);
        return;
    }
    const LivePreview &live = *m_preview;
    const QLocale locale;
    const QSize size = boxSize();
    const QRectF box = ink.mirrored(QRectF(QPointF(0, 0), size));
    // A preview is shown once and replaced, so it does not go through the cache of pictures.
    paintBox(&painter, box, 4, roles.track, Qt::transparent);
    if (live.image.isNull()) {
        paintGlyph(&painter, QStringLiteral("page-gallery"), box.center() - QPointF(10, 10), 20, roles.text3);
    } else {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        QBrush brush(
            live.image.scaled(size * devicePixelRatioF(), Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation));
        QTransform transform = QTransform::fromTranslate(box.left(), box.top());
        transform.scale(1 / devicePixelRatioF(), 1 / devicePixelRatioF());
        brush.setTransform(transform);
        painter.setPen(Qt::NoPen);
        painter.setBrush(brush);
        painter.drawRoundedRect(box, 4, 4);
        painter.restore();
    }

    const qreal left = size.width() + 12;
    const qreal width = this->width() - left;
    qreal y = 0;
    ink.text(QRectF(left, y, width, fonts.bold.line), tr("Image %1").arg(locale.toString(live.number)), fonts.bold,
             roles.text);
    y += fonts.bold.line;
    if (live.target > 0)
        ink.text(QRectF(left, y, width, fonts.small.line), tr("of %1").arg(locale.toString(live.target)), fonts.small,
                 roles.text2);
    y += fonts.small.line + 11;
    const QString step = live.steps > 0 && live.step > 0
                             ? tr("Step %1 of %2").arg(locale.toString(live.step), locale.toString(live.steps))
                             : tr("Waiting for the first step");
    ink.text(QRectF(left, y, width, fonts.small.line), step, fonts.small, roles.text);
    y += fonts.small.line + 3;
    paintBar(&painter, ink.mirrored(QRectF(left, y, width, 6)), live.steps > 0 ? double(live.step) / live.steps : 0,
             roles.accent, roles.track);
    y += 6 + 5;
    if (live.secondsLeft >= 0) {
        const QString seconds = live.secondsLeft < 9.95 ? locale.toString(live.secondsLeft, 'f', 1)
                                                        : locale.toString(qRound(live.secondsLeft));
        ink.text(QRectF(left, y, width, fonts.small.line), tr("%1 s left").arg(seconds), fonts.small, roles.text2);
    }
    const qreal bottom = height();
    ink.text(QRectF(left, bottom - 2 * fonts.small.line, width, fonts.small.line), tr("Seed"), fonts.small,
             roles.text2);
    ink.text(QRectF(left, bottom - fonts.small.line, width, fonts.small.line), QString::number(live.seed), fonts.small,
             roles.text);
}

} // namespace lorastudio
