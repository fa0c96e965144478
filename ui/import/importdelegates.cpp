// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importdelegates.h"

#include "models/imagesource.h"
#include "models/importphrases.h"
#include "style/pictures.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QStyleOptionButton>
#include <QToolTip>

#include <cmath>

namespace lorastudio {

namespace {

using Model = ImportTableModel;
using Tone = importphrases::Tone;

constexpr int boxLeft = 16;
constexpr int boxSize = 16;
constexpr int pictureLeft = 45;
constexpr QSize pictureSize(32, 48);
constexpr int glyphRoom = 24;
constexpr int leastForPointer = 24;

ImportRowPtr rowAt(const QModelIndex &index)
{
    return index.data(Model::RowRole).value<ImportRowPtr>();
}

struct Look
{
    QString glyph;
    QColor Roles::*color;
};

Look lookOf(Tone tone)
{
    switch (tone) {
    case Tone::Warn:
        return {QStringLiteral("state-warning"), &Roles::warn};
    case Tone::Bad:
        return {QStringLiteral("state-failed"), &Roles::bad};
    case Tone::Idle:
        return {QStringLiteral("state-not-started"), &Roles::idle};
    case Tone::Good:
        break;
    }
    return {QStringLiteral("state-done"), &Roles::ok};
}

} // namespace

int ImportCellDelegate::rowHeight()
{
    const CellFonts &fonts = CellFonts::current();
    return qMax(66, int(std::ceil(fonts.body.line + fonts.small.line)) + 16);
}

QSize ImportCellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(60, rowHeight());
}

void ImportCellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ImportRowPtr row = rowAt(index);
    if (!row)
        return;
    CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool current = view && view->currentIndex().isValid() && view->currentIndex().row() == index.row();
    const bool focused =
        view && view->hasFocus() && view->property("keysUsed").toBool() && view->currentIndex() == index;
    ink.ground = option.state & QStyle::State_Selected                       ? ink.roles.selection
                 : view && view->property("hoverRow").toInt() == index.row() ? ink.roles.hover
                                                                             : ink.roles.base;
    painter->fillRect(option.rect, ink.ground);
    ink.fill(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ink.roles.separator);
    paintCell(ink, *row);
    if (current && index.column() == Model::TakenColumn)
        ink.fill(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), ink.roles.ring);
    if (focused)
        paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 4, Qt::transparent, ink.roles.ring, 2);
}

bool ImportCellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                                   const QModelIndex &index)
{
    const ImportRowPtr row = rowAt(index);
    if (event->type() != QEvent::ToolTip || !row)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    CellInk ink(nullptr, option.rect, option.direction, 1);
    paintCell(ink, *row);
    QToolTip::showText(event->globalPos(), plainToolTip(ink.elided().join(u'\n')), view);
    return true;
}

void ImportCellDelegate::paintLines(CellInk &ink, const QRectF &rect, const QString &first, const CellFonts::Face &face,
                                    const QColor &color, const QString &second)
{
    const qreal height = face.line + (second.isEmpty() ? 0 : ink.fonts.small.line);
    const qreal top = std::floor(rect.top() + (rect.height() - height) / 2);
    ink.text(QRectF(rect.left(), top, rect.width(), face.line), first, face, color);
    ink.text(QRectF(rect.left(), top + face.line, rect.width(), ink.fonts.small.line), second, ink.fonts.small,
             ink.roles.text2);
}

TakenDelegate::TakenDelegate(ImageSource &images, QObject *parent) : ImportCellDelegate(parent), m_images(images) {}

QRect TakenDelegate::boxRect(const QStyleOptionViewItem &option)
{
    const int grow = (leastForPointer - boxSize) / 2;
    const QRect box(option.rect.left() + boxLeft, option.rect.top() + (option.rect.height() - 1 - boxSize) / 2, boxSize,
                    boxSize);
    return QStyle::visualRect(option.direction, option.rect, box).adjusted(-grow, -grow, grow, grow);
}

void TakenDelegate::paintCell(CellInk &ink, const ImportRow &row) const
{
    if (!ink.isPainting())
        return;
    const ImportEntry &entry = *row.entry;
    const QRectF cell = ink.cell();
    QStyleOptionButton box;
    box.rect = ink.mirrored(QRectF(cell.left() + boxLeft, cell.top() + std::floor((cell.height() - 1 - boxSize) / 2),
                                   boxSize, boxSize))
                   .toRect();
    box.palette = QApplication::palette();
    box.state = entry.isTaken() ? QStyle::State_On : QStyle::State_Off;
    if (!entry.broken)
        box.state |= QStyle::State_Enabled;
    QApplication::style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, ink.painter());

    const QRectF place(cell.left() + pictureLeft,
                       cell.top() + std::floor((cell.height() - 1 - pictureSize.height()) / 2), pictureSize.width(),
                       pictureSize.height());
    const QImage picture = row.thumbnailKey.isEmpty() ? QImage() : m_images.thumbnail(row.thumbnailKey);
    const QPixmap pixmap = roundedPicture(picture, pictureSize, 4, ink.ratio(), PictureFit::Cover);
    if (!pixmap.isNull()) {
        if (!entry.isTaken())
            ink.painter()->setOpacity(.5);
        ink.painter()->drawPixmap(ink.mirrored(place).topLeft(), pixmap);
        ink.painter()->setOpacity(1);
        return;
    }
    paintBox(ink.painter(), ink.mirrored(place), 4, Qt::transparent, ink.roles.border);
    const bool ofFile = entry.broken && !entry.imported.ofFolder;
    ink.glyph(ofFile ? QStringLiteral("page-log") : QStringLiteral("page-characters"), place.center() - QPointF(8, 8),
              16, ink.roles.text3);
}

bool TakenDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease || !(index.flags() & Qt::ItemIsUserCheckable))
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton || !boxRect(option).contains(mouse->position().toPoint()))
        return false;
    const bool taken = index.data(Qt::CheckStateRole).toInt() == int(Qt::Checked);
    return model->setData(index, int(taken ? Qt::Unchecked : Qt::Checked), Qt::CheckStateRole);
}

ImportTextDelegate::ImportTextDelegate(ImportTableModel::Column column, QObject *parent)
    : ImportCellDelegate(parent), m_column(column)
{
}

void ImportTextDelegate::paintCell(CellInk &ink, const ImportRow &row) const
{
    const ImportEntry &entry = *row.entry;
    const QRectF r = ink.content();
    const QColor color = entry.isTaken() ? ink.roles.text : ink.roles.text2;
    switch (m_column) {
    case Model::NameColumn:
        paintLines(ink, r, importphrases::name(entry), ink.fonts.bold, color,
                   entry.broken ? QString() : entry.result().type);
        break;
    case Model::FromColumn:
        paintLines(ink, r, importphrases::from(entry), ink.fonts.body, color, importphrases::sourceKind(entry));
        break;
    case Model::PicturesColumn:
        ink.text(r, importphrases::pictures(entry), ink.fonts.body, color, Qt::AlignRight);
        break;
    default:
        if (row.modelName.isEmpty())
            ink.text(r, tr("–"), ink.fonts.body, ink.roles.text2);
        else
            paintLines(ink, r, row.modelName, ink.fonts.body, color, row.modelReason);
        break;
    }
}

QWidget *ImportTextDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(QStringLiteral("importCellNameEdit"));
    edit->setAccessibleName(tr("Name"));
    edit->setPlaceholderText(tr("Name"));
    edit->setMaxLength(200);
    return edit;
}

void ImportTextDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                              const QModelIndex &) const
{
    editor->setGeometry(option.rect.left(), option.rect.center().y() - 16, option.rect.width() - 4, 32);
}

void HappeningDelegate::paintCell(CellInk &ink, const ImportRow &row) const
{
    const importphrases::Happening said = importphrases::happening(*row.entry);
    const QRectF r = ink.content();
    const Look look = lookOf(said.tone);
    const qreal height = ink.fonts.body.line + (said.detail.isEmpty() ? 0 : ink.fonts.small.line);
    const qreal top = std::floor(r.top() + (r.height() - height) / 2);
    ink.glyph(look.glyph, QPointF(r.left(), top + std::floor((ink.fonts.body.line - 16) / 2)), 16,
              ink.roles.*look.color);
    const qreal link = said.link == importphrases::Link::None ? 0 : std::ceil(ink.fonts.small.width(said.linkText)) + 8;
    const QRectF first(r.left() + glyphRoom, top, r.width() - glyphRoom, ink.fonts.body.line);
    ink.text(first.adjusted(0, 0, -link - (link > 0 ? 8 : 0), 0), said.head, ink.fonts.body,
             said.tone == Tone::Bad ? ink.roles.bad
             : row.entry->isTaken() ? ink.roles.text
                                    : ink.roles.text2);
    ink.text(first.adjusted(first.width() - link, 0, -8, 0), said.linkText, ink.fonts.small, ink.roles.accentText,
             Qt::AlignRight);
    ink.text(QRectF(first.left(), top + ink.fonts.body.line, first.width() - 8, ink.fonts.small.line), said.detail,
             ink.fonts.small, ink.roles.text2);
}

QRect HappeningDelegate::linkRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ImportRowPtr row = rowAt(index);
    if (!row)
        return {};
    const importphrases::Happening said = importphrases::happening(*row->entry);
    if (said.link == importphrases::Link::None)
        return {};
    const CellInk ink(nullptr, option.rect, option.direction, 1);
    const QRectF r = ink.content();
    const qreal height = ink.fonts.body.line + (said.detail.isEmpty() ? 0 : ink.fonts.small.line);
    const qreal top = std::floor(r.top() + (r.height() - height) / 2);
    const qreal width = std::ceil(ink.fonts.small.width(said.linkText));
    const QRectF link(r.right() - 8 - width, top, width, ink.fonts.body.line);
    const qreal grow = qMax(4.0, (leastForPointer - link.height()) / 2);
    return ink.mirrored(link).adjusted(-4, -grow, 4, grow).toAlignedRect();
}

bool HappeningDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
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
