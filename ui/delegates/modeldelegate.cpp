// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/modeldelegate.h"

#include "models/phrases.h"
#include "style/studiostyle.h"

#include <QLocale>
#include <QMouseEvent>

namespace lorastudio {

namespace {

constexpr int chevronRoom = 17;

} // namespace

void ModelDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    const QRectF r = ink.content();
    if (ink.isPainting()) {
        if (ink.outlined)
            paintBox(ink.painter(), ink.cell().adjusted(4, isCompact(ink) ? 2 : 12, -4, isCompact(ink) ? -3 : -12), 5,
                     ink.roles.base, ink.roles.control);
        paintChevron(ink.painter(), ink.mirrored(QRectF(r.right() - 11, r.center().y() - 2, 8, 4)).center(),
                     ink.roles.text2);
    }
    const QString reason = phrases::modelReason(row);
    const qreal height = ink.fonts.body.line + (reason.isEmpty() ? 0 : ink.fonts.small.line);
    const qreal top = std::floor(r.top() + (r.height() - height) / 2);
    const qreal width = r.width() - chevronRoom;

    const QString name = phrases::modelName(row);
    QString sharpness;
    qreal sharpnessWidth = 0;
    qreal nameWidth = ink.fonts.body.width(name);
    if (row.checkpoint) {
        const QString number = QLocale().toString(row.checkpoint->sharpness);
        sharpness = tr(" (Sharpness: %1/10)").arg(number);
        sharpnessWidth = ink.fonts.body.width(sharpness);
        if (nameWidth + sharpnessWidth > width) {
            sharpness = tr(" (%1/10)").arg(number);
            sharpnessWidth = ink.fonts.body.width(sharpness);
        }
    }
    nameWidth = qMin(nameWidth, width - sharpnessWidth);
    const qreal line = ink.fonts.body.line;
    ink.text(QRectF(r.left(), top, nameWidth, line), name, ink.fonts.body,
             row.assignment.modelFile.isEmpty() ? ink.roles.text2 : ink.roles.text);
    ink.text(QRectF(r.left() + nameWidth, top, sharpnessWidth + 1, line), sharpness, ink.fonts.body, ink.roles.text2);

    qreal x = r.left();
    const qreal second = top + line;
    const qreal glyphTop = second + std::floor((ink.fonts.small.line - 12) / 2);
    const QColor color = row.onNoServer ? ink.roles.warn : ink.roles.text2;
    if (row.onNoServer) {
        ink.glyph(QStringLiteral("state-warning"), QPointF(x, glyphTop), 12, ink.roles.warn);
        x += 16;
    }
    if (row.assignment.locked) {
        ink.glyph(QStringLiteral("locked"), QPointF(x, glyphTop), 12, ink.roles.text2);
        x += 16;
    }
    ink.text(QRectF(x, second, r.left() + width - x, ink.fonts.small.line), reason, ink.fonts.small, color);
}

QString ModelDelegate::extraToolTip(const CharacterRow &row) const
{
    const RowState state = row.status.state;
    if (state == RowState::Sampling || state == RowState::LoadingCheckpoint || state == RowState::Waiting)
        return tr("A change holds for images that are not sent yet.");
    return {};
}

bool ModelDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton || mouse->modifiers() != Qt::NoModifier ||
        !option.rect.adjusted(4, 2, -4, -2).contains(mouse->position().toPoint()))
        return false;
    Q_EMIT listRequested(index);
    return true;
}

QWidget *ModelDelegate::createEditor(QWidget *, const QStyleOptionViewItem &, const QModelIndex &) const
{
    return nullptr;
}

} // namespace lorastudio
