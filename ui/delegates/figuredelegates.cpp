// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/figuredelegates.h"

#include "models/phrases.h"

#include <QLocale>
#include <QSpinBox>

#include <algorithm>

namespace lorastudio {

void SharpnessDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    if (!row.checkpoint)
        return;
    const QRectF r = ink.content();
    constexpr int steps = 10;
    constexpr qreal gap = 2;
    constexpr qreal barHeight = 6;
    const qreal line = ink.fonts.body.line;
    const qreal top = std::round(r.top() + (r.height() - line - 4 - barHeight) / 2);
    const int sharpness = qBound(0, row.checkpoint->sharpness, steps);
    ink.text(QRectF(r.left(), top, r.width(), line), tr("%1/10").arg(QLocale().toString(sharpness)), ink.fonts.body,
             row.checkpoint->known ? ink.roles.text : ink.roles.text2);
    if (!ink.isPainting())
        return;
    const qreal pitch = (r.width() + gap) / steps;
    const auto edge = [&](qreal x) {
        return std::round((r.left() + x) * ink.ratio()) / ink.ratio();
    };
    for (int i = 0; i < steps; ++i) {
        const qreal left = edge(i * pitch);
        ink.fill(QRectF(left, top + line + 3, edge((i + 1) * pitch - gap) - left, barHeight),
                 i < sharpness ? ink.roles.idleFill : ink.roles.track);
    }
}

QString SharpnessDelegate::extraToolTip(const CharacterRow &row) const
{
    return phrases::sharpnessSentence(row);
}

void ImagesDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    ink.text(ink.content(), QLocale().toString(row.character.images), ink.fonts.body, ink.roles.text, Qt::AlignRight);
}

QWidget *ImagesDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const
{
    auto *spin = new QSpinBox(parent);
    spin->setObjectName(QStringLiteral("charactersImagesSpin"));
    spin->setAccessibleName(tr("Images"));
    spin->setRange(1, Character::maxImages);
    spin->setAlignment(Qt::AlignRight);
    return spin;
}

void ImagesDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *spin = qobject_cast<QSpinBox *>(editor))
        spin->setValue(index.data(Qt::EditRole).toInt());
}

void ImagesDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (auto *spin = qobject_cast<QSpinBox *>(editor)) {
        spin->interpretText();
        model->setData(index, spin->value());
    }
}

void ImagesDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                          const QModelIndex &) const
{
    // Wider than the column, or five digits would not fit beside the arrows.
    const int width = qMax(88, option.rect.width());
    const QRect rect(option.rect.right() - width + 1, option.rect.center().y() - 16, width, 32);
    editor->setGeometry(QStyle::visualRect(option.direction, option.rect, rect));
}

void ProgressDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    const QRectF r = ink.content();
    const CharacterSummary &s = row.summary;
    const QLocale locale;
    constexpr qreal barHeight = 8;
    const qreal line = ink.fonts.bold.line;
    const qreal small = ink.fonts.small.line;
    const bool compact = isCompact(ink);
    const qreal third = compact ? -3 : small;
    const qreal top = std::floor(r.top() + (r.height() - line - third - barHeight - 6) / 2);

    const QString made = locale.toString(s.made());
    const QString asked = tr("/%1").arg(locale.toString(row.character.images));
    const qreal slot = qMax(ink.fonts.bold.width(locale.toString(100)), ink.fonts.bold.width(made));
    const qreal askedWidth = ink.fonts.bold.width(asked) + 1;
    ink.text(QRectF(r.left(), top, slot, line), made, ink.fonts.bold, ink.roles.text, Qt::AlignRight);
    ink.text(QRectF(r.left() + slot, top, askedWidth, line), asked, ink.fonts.bold, ink.roles.text);
    const phrases::ProgressNote note = phrases::progressNote(row);
    const qreal noteLeft = r.left() + slot + askedWidth + 6;
    ink.text(QRectF(noteLeft, top, r.right() - noteLeft, line), note.text, ink.fonts.small,
             note.bad ? ink.roles.bad : ink.roles.text2, Qt::AlignRight);

    const qreal barTop = top + line + 3;
    if (ink.isPainting()) {
        Segments segments{s.accepted, s.undecided, s.rejected, row.live ? row.live->fraction() : 0,
                          row.character.images};
        const QRectF bar = ink.mirrored(QRectF(r.left(), barTop, r.width(), barHeight));
        paintSegments(ink.painter(), bar, segments, ink.roles, ink.ground);
    }

    if (compact)
        return;
    const qreal lineThree = barTop + barHeight + 3;
    if (s.made() == 0) {
        ink.text(QRectF(r.left(), lineThree, r.width(), small), tr("No images yet"), ink.fonts.small, ink.roles.text2);
        return;
    }
    qreal x = r.left();
    const struct
    {
        int count;
        QString glyph;
        QColor color;
    } counts[] = {{s.accepted, QStringLiteral("verdict-accepted"), ink.roles.ok},
                  {s.undecided, QStringLiteral("verdict-undecided"), ink.roles.idle},
                  {s.rejected, QStringLiteral("verdict-rejected"), ink.roles.bad}};
    for (const auto &count : counts) {
        const QString text = locale.toString(count.count);
        const qreal width = ink.fonts.small.width(text) + 1;
        ink.glyph(count.glyph, QPointF(x, lineThree + std::floor((small - 12) / 2)), 12, count.color);
        ink.text(QRectF(x + 15, lineThree, width, small), text, ink.fonts.small, ink.roles.text2);
        x += 15 + width + 7;
    }
    if (row.perMinute > 0 && s.made() < row.character.images) {
        const QString rate = phrases::rate(row.perMinute);
        // Left out where it does not fit: the status bar has the rate of the run.
        if (ink.fonts.small.width(rate) <= r.right() - x)
            ink.text(QRectF(x, lineThree, r.right() - x, small), rate, ink.fonts.small, ink.roles.text2,
                     Qt::AlignRight);
    }
}

void QualityDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    const QRectF r = ink.content();
    const CharacterSummary &s = row.summary;
    if (!s.meanScore) {
        ink.text(r, tr("Not scored"), ink.fonts.small, ink.roles.text2);
        return;
    }
    const qreal line = ink.fonts.bold.line;
    const qreal small = ink.fonts.small.line;
    const qreal top = std::floor(r.top() + (r.height() - line - small) / 2);
    const qreal slot = ink.fonts.bold.width(QLocale().toString(88.8, 'f', 1)) + 1;
    ink.text(QRectF(r.left(), top, slot, line), phrases::mean(*s.meanScore), ink.fonts.bold, ink.roles.text,
             Qt::AlignRight);
    ink.text(QRectF(r.left(), top + line, r.width(), small), tr("technical, %1").arg(QLocale().toString(s.scored)),
             ink.fonts.small, ink.roles.text2);
    if (!ink.isPainting())
        return;
    const QRectF box(r.left() + slot + 7, top, r.width() - slot - 7, line - 4);
    const int most = std::max(1, *std::max_element(s.histogram.begin(), s.histogram.end()));
    const qreal width = std::max(1.0, std::floor((box.width() - 9) / 10));
    for (std::size_t i = 0; i < s.histogram.size(); ++i) {
        const int count = s.histogram[i];
        const qreal height = count == 0 ? 1 : std::max(2.0, std::round((box.height() - 1) * count / most));
        ink.fill(QRectF(box.left() + qreal(i) * (width + 1), box.bottom() - height, width, height),
                 count == 0 ? ink.roles.track : ink.roles.idleFill);
    }
}

QString QualityDelegate::extraToolTip(const CharacterRow &row) const
{
    return row.summary.meanScore ? tr("%1. The steps are scores from 50 to 100.").arg(phrases::qualitySentence(row))
                                 : QString();
}

} // namespace lorastudio
