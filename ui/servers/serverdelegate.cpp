// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/serverdelegate.h"

#include "core/text.h"
#include "models/serverphrases.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>

#include <cmath>

namespace lorastudio {

namespace {

using Model = ServerTableModel;

constexpr int inset = 16; ///< of the first and the last column, and of messages
constexpr int glyphRoom = 24;
constexpr int barHeight = 6;
constexpr int messagePadding = 12;
constexpr int linkGap = 16;
constexpr double nearlyFull = .9;

const ServerTableModel *modelOf(const QModelIndex &index)
{
    return qobject_cast<const ServerTableModel *>(index.model());
}

/// The soft box of a message.
QRectF messageBox(const QRectF &cell)
{
    const qreal height = std::ceil(CellFonts::current().small.line) + 13;
    return QRectF(cell.left() + inset, cell.top() + 2, cell.width() - 2 * inset, height);
}

/// From the left; the last one ends at the right of the box.
QList<QRectF> linksIn(const QRectF &box, const QList<ServerLink> &links)
{
    const CellFonts::Face &face = CellFonts::current().small;
    QList<QRectF> rects;
    qreal right = box.right() - messagePadding;
    for (auto link = links.crbegin(); link != links.crend(); ++link) {
        const qreal width = std::ceil(face.width(phrases::serverLink(*link)));
        rects.prepend(QRectF(right - width, box.top(), width, box.height()));
        right -= width + linkGap;
    }
    return rects;
}

QString oneLine(const QString &text)
{
    return text.isEmpty() ? QString() : isolated(cleanName(text, 500));
}

} // namespace

ServerLook serverLook(ServerState state)
{
    switch (state) {
    case ServerState::Idle:
        return {QStringLiteral("state-idle"), &Roles::ok};
    case ServerState::Busy:
        return {QStringLiteral("state-running"), &Roles::accentText};
    case ServerState::Loading:
        return {QStringLiteral("state-loading"), &Roles::accentText};
    case ServerState::Connecting:
        return {QStringLiteral("state-connecting"), &Roles::idle};
    case ServerState::Degraded:
    case ServerState::Draining:
        return {QStringLiteral("state-warning"), &Roles::warn, true};
    case ServerState::Stuck:
        return {QStringLiteral("state-stuck"), &Roles::warn, true};
    case ServerState::Offline:
        break;
    }
    return {QStringLiteral("state-offline"), &Roles::bad, true};
}

int ServerDelegate::rowHeight()
{
    const CellFonts &fonts = CellFonts::current();
    return qMax(58, int(std::ceil(2 * fonts.small.line)) + barHeight + 4 + 14);
}

int ServerDelegate::messageHeight()
{
    return qMax(42, int(std::ceil(CellFonts::current().small.line)) + 13 + 12);
}

QSize ServerDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return QSize(60, index.parent().isValid() ? messageHeight() : rowHeight());
}

void ServerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ServerTableModel *model = modelOf(index);
    const ServerRow *row = model ? model->server(index) : nullptr;
    if (!row)
        return;
    const ServerMessage *message = model->message(index);
    CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const QModelIndex at = view ? view->currentIndex() : QModelIndex();
    const bool current = at.isValid() && model->server(at) == row;
    const bool focused = view && view->hasFocus() && view->property("keysUsed").toBool();
    const bool hovered = view && view->property("hoverUrl").toString() == row->url;
    ink.ground = current && !message ? ink.roles.selection : hovered && !message ? ink.roles.hover : ink.roles.base;
    painter->fillRect(option.rect, ink.ground);
    const bool last = message ? index.row() == row->messages.size() - 1 : row->messages.isEmpty();
    if (last)
        ink.fill(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ink.roles.separator);
    if (message) {
        paintMessage(ink, *message, focused && at == index ? view->property("linkIndex").toInt() : -1);
        return;
    }
    paintCell(ink, *row, index.column(), model->now());
    if (current && index.column() == Model::ServerColumn)
        ink.fill(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height() - (last ? 1 : 0)),
                 ink.roles.ring);
    if (focused && at == index)
        paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 4, Qt::transparent, ink.roles.ring, 2);
}

void ServerDelegate::paintMessage(CellInk &ink, const ServerMessage &message, int focusedLink) const
{
    const QRectF box = messageBox(ink.cell());
    QColor ground = ink.roles.infoSoft;
    QColor color = ink.roles.accentText;
    QString glyph = QStringLiteral("state-information");
    if (message.kind == ServerMessage::Kind::Warning) {
        ground = ink.roles.warnSoft;
        color = ink.roles.warn;
        glyph = QStringLiteral("state-warning");
    } else if (message.kind == ServerMessage::Kind::Problem) {
        ground = ink.roles.badSoft;
        color = ink.roles.bad;
        glyph = QStringLiteral("state-failed");
    }
    if (ink.isPainting())
        paintBox(ink.painter(), ink.mirrored(box), 4, ground, Qt::transparent, 0);
    ink.glyph(glyph, QPointF(box.left() + 11, std::floor(box.center().y()) - 7), 14, color);
    const QList<QRectF> links = linksIn(box, message.links);
    for (qsizetype i = 0; i < links.size(); ++i) {
        ink.text(links.at(i), phrases::serverLink(message.links.at(i)), ink.fonts.small, ink.roles.accentText);
        if (i == focusedLink && ink.isPainting())
            paintBox(ink.painter(), ink.mirrored(links.at(i).adjusted(-5, 3, 5, -3)), 4, Qt::transparent,
                     ink.roles.ring, 2);
    }
    const qreal left = box.left() + 34;
    const qreal right = links.isEmpty() ? box.right() - messagePadding : links.first().left() - linkGap;
    ink.text(QRectF(left, box.top(), right - left, box.height()), message.text, ink.fonts.small, ink.roles.text);
    if (focusedLink >= 0 && links.isEmpty() && ink.isPainting())
        paintBox(ink.painter(), ink.mirrored(box.adjusted(1, 1, -1, -1)), 4, Qt::transparent, ink.roles.ring, 2);
}

void ServerDelegate::paintCell(CellInk &ink, const ServerRow &row, int column, const QDateTime &now) const
{
    QRectF r = ink.content();
    const CellFonts &fonts = ink.fonts;
    const qreal body = fonts.body.line;
    const qreal small = fonts.small.line;
    const qreal top = std::floor(r.top() + (r.height() - body - small) / 2);
    const auto twoLines = [&](const QRectF &place, const QString &first, const QString &second,
                              const CellFonts::Face &face, const QColor &color,
                              Qt::Alignment alignment = Qt::AlignLeft) {
        if (second.isEmpty()) {
            ink.text(QRectF(place.left(), r.top(), place.width(), r.height()), first, face, color, alignment);
            return;
        }
        ink.text(QRectF(place.left(), top, place.width(), body), first, face, color, alignment);
        ink.text(QRectF(place.left(), top + body, place.width(), small), second, fonts.small, ink.roles.text2,
                 alignment);
    };
    const QColor shown = phrases::serverAnswers(row) ? ink.roles.text : ink.roles.text2;
    switch (Model::Column(column)) {
    case Model::ServerColumn:
        r.setLeft(ink.cell().left() + inset);
        twoLines(r, oneLine(row.name), row.demo ? tr("Demo: pictures are stand-ins") : oneLine(row.url), fonts.bold,
                 ink.roles.text);
        break;
    case Model::StateColumn: {
        const ServerLook look = serverLook(row.state);
        const QColor color = ink.roles.*look.color;
        ink.glyph(look.glyph, QPointF(r.left(), top + std::floor((body - 16) / 2)), 16, color);
        twoLines(r.adjusted(glyphRoom, 0, 4, 0), phrases::serverState(row.state), phrases::serverDetail(row, now),
                 fonts.body, look.colorsWord ? color : ink.roles.text);
        break;
    }
    case Model::DeviceColumn: {
        const QString memory = phrases::serverMemory(row);
        if (memory.isEmpty()) {
            twoLines(r, row.device.isEmpty() ? tr("Not known") : oneLine(row.device), {}, fonts.small, ink.roles.text2);
            break;
        }
        const qreal height = 2 * small + barHeight + 4;
        const qreal y = std::floor(r.top() + (r.height() - height) / 2);
        ink.text(QRectF(r.left(), y, r.width(), small), oneLine(row.device), fonts.small, shown);
        const double share = phrases::serverMemoryShare(row);
        if (ink.isPainting())
            paintBar(ink.painter(), ink.mirrored(QRectF(r.left(), y + small + 2, r.width(), barHeight)),
                     qMax(0.0, share), share > nearlyFull ? ink.roles.warnFill : ink.roles.idleFill, ink.roles.track);
        ink.text(QRectF(r.left(), y + small + barHeight + 4, r.width(), small), memory, fonts.small, ink.roles.text2);
        break;
    }
    case Model::CheckpointColumn: {
        const bool known = phrases::serverAnswers(row) && (!row.checkpoint.isEmpty() || row.state == ServerState::Idle);
        twoLines(r, phrases::serverCheckpoint(row), phrases::serverNext(row), fonts.body,
                 known ? ink.roles.text : ink.roles.text2);
        break;
    }
    case Model::QueueColumn:
        if (phrases::serverAnswers(row))
            twoLines(r, QLocale().toString(row.ours), phrases::serverQueue(row), fonts.body, ink.roles.text,
                     Qt::AlignRight);
        else
            twoLines(r, tr("–"), {}, fonts.body, ink.roles.text2, Qt::AlignRight);
        break;
    case Model::SpeedColumn:
        twoLines(r, phrases::serverRate(row), phrases::serverSeconds(row), fonts.body,
                 row.secondsPerImage > 0 ? ink.roles.text : ink.roles.text2, Qt::AlignRight);
        break;
    case Model::ImagesColumn:
        r.setRight(ink.cell().right() - inset);
        twoLines(r, QLocale().toString(row.images), {}, fonts.body, ink.roles.text, Qt::AlignRight);
        break;
    case Model::ColumnCount:
        break;
    }
}

QList<QRect> ServerDelegate::linkRects(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QList<QRect> rects;
    const ServerTableModel *model = modelOf(index);
    const ServerMessage *message = model ? model->message(index) : nullptr;
    if (!message)
        return rects;
    const CellInk ink(nullptr, option.rect, option.direction, 1);
    for (const QRectF &link : linksIn(messageBox(option.rect), message->links))
        rects.append(ink.mirrored(link.adjusted(-4, 0, 4, 0)).toAlignedRect());
    return rects;
}

bool ServerDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                               const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const ServerTableModel *model = modelOf(index);
    const ServerRow *row = model ? model->server(index) : nullptr;
    if (!row)
        return false;
    CellInk ink(nullptr, option.rect, option.direction, 1);
    if (const ServerMessage *message = model->message(index))
        paintMessage(ink, *message, -1);
    else
        paintCell(ink, *row, index.column(), model->now());
    QStringList lines = ink.elided();
    if (!index.parent().isValid() && index.column() == Model::ServerColumn && row->demo)
        lines.append(oneLine(row->url));
    if (!index.parent().isValid() && index.column() == Model::StateColumn) {
        const QString driver = phrases::serverDriver(*row);
        if (!driver.isEmpty() && !lines.contains(driver))
            lines.append(driver);
    }
    if (!index.parent().isValid() && index.column() == Model::DeviceColumn && !row->version.isEmpty())
        lines.append(tr("ComfyUI %1").arg(oneLine(row->version)));
    QToolTip::showText(event->globalPos(), plainToolTip(lines.join(QLatin1Char('\n'))), view);
    return true;
}

} // namespace lorastudio
