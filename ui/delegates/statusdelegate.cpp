// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/statusdelegate.h"

#include "models/charactertablemodel.h"
#include "models/phrases.h"

#include <QMouseEvent>

namespace lorastudio {

StateLook stateLook(RowState state)
{
    switch (state) {
    case RowState::ModelMissing:
        return {QStringLiteral("state-warning"), &Roles::warn, true};
    case RowState::Failed:
        return {QStringLiteral("state-failed"), &Roles::bad, true};
    case RowState::NoServer:
        return {QStringLiteral("state-offline"), &Roles::warn, true};
    case RowState::Paused:
        return {QStringLiteral("state-paused"), &Roles::idle, false};
    case RowState::DiskFull:
        return {QStringLiteral("state-paused"), &Roles::warn, true};
    case RowState::Sampling:
        return {QStringLiteral("state-running"), &Roles::accentText, false};
    case RowState::LoadingCheckpoint:
        return {QStringLiteral("state-loading"), &Roles::accentText, false};
    case RowState::Waiting:
        return {QStringLiteral("state-waiting"), &Roles::idle, false};
    case RowState::WaitingForReview:
        return {QStringLiteral("state-review"), &Roles::accentText, false};
    case RowState::StoppedEarly:
        return {QStringLiteral("state-stopped"), &Roles::warn, true};
    case RowState::Done:
        return {QStringLiteral("state-done"), &Roles::ok, false};
    case RowState::Stopped:
        return {QStringLiteral("state-stopped"), &Roles::idle, false};
    case RowState::NotStarted:
        break;
    }
    return {QStringLiteral("state-not-started"), &Roles::idle, false};
}

namespace {

constexpr int textLeft = 24;

struct Lines
{
    qreal top = 0;
    bool detail = false;
    bool link = false;
};

Lines linesOf(const QRectF &r, const phrases::Status &status, const CellFonts &fonts)
{
    Lines lines{0, !status.detail.isEmpty(), status.link != RowLink::None};
    if (r.height() < fonts.body.line + 2 * fonts.small.line)
        lines.detail = lines.detail && !lines.link; // compact: what can be done goes before why
    const qreal height = fonts.body.line + (lines.detail ? fonts.small.line : 0) + (lines.link ? fonts.small.line : 0);
    lines.top = std::floor(r.top() + (r.height() - height) / 2);
    return lines;
}

} // namespace

void StatusDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    const QRectF r = ink.content();
    const phrases::Status status = phrases::status(row);
    const StateLook look = stateLook(row.status.state);
    const Lines lines = linesOf(r, status, ink.fonts);
    const QColor color = ink.roles.*look.color;
    qreal y = lines.top;
    ink.glyph(look.glyph, QPointF(r.left(), y + std::floor((ink.fonts.body.line - 16) / 2)), 16, color);
    const qreal left = r.left() + textLeft;
    const qreal width = r.right() + 4 - left;
    ink.text(QRectF(left, y, width, ink.fonts.body.line), status.word, ink.fonts.body,
             look.colorsWord ? color : ink.roles.text);
    y += ink.fonts.body.line;
    if (lines.detail) {
        ink.text(QRectF(left, y, width, ink.fonts.small.line), status.detail, ink.fonts.small, ink.roles.text2);
        y += ink.fonts.small.line;
    }
    if (lines.link)
        ink.text(QRectF(left, y, width, ink.fonts.small.line), status.linkText, ink.fonts.small, ink.roles.accentText);
}

QRect StatusDelegate::linkRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto row = index.data(CharacterTableModel::RowRole).value<CharacterRowPtr>();
    if (!row)
        return {};
    const phrases::Status status = phrases::status(*row);
    if (status.link == RowLink::None)
        return {};
    const CellInk ink(nullptr, option.rect, option.direction, 1);
    const QRectF r = ink.content();
    const Lines lines = linesOf(r, status, ink.fonts);
    const qreal y = lines.top + ink.fonts.body.line + (lines.detail ? ink.fonts.small.line : 0);
    const QRectF link(r.left() + textLeft, y, ink.fonts.small.width(status.linkText), ink.fonts.small.line);
    const qreal grow = qMax(4.0, (24 - link.height()) / 2); // a pointer needs 24 pixels
    return ink.mirrored(link).adjusted(-2, -grow, 2, grow).toAlignedRect();
}

bool StatusDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton || !linkRect(option, index).contains(mouse->position().toPoint()))
        return false;
    Q_EMIT linkActivated(index);
    return true;
}

} // namespace lorastudio
