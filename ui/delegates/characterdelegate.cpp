// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/characterdelegate.h"

#include "models/charactertablemodel.h"
#include "models/imagesource.h"
#include "style/pictures.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QToolTip>

namespace lorastudio {

namespace {

constexpr QSize usualPicture(38, 57);
constexpr QSize compactPicture(22, 33);
constexpr int pictureLeft = 16;
constexpr int textAfter = 10;
constexpr const char *characterKey = "characterId"; ///< of the editor

int textLeftOf(bool compact)
{
    return pictureLeft + (compact ? compactPicture : usualPicture).width() + textAfter;
}

} // namespace

CharacterDelegate::CharacterDelegate(ImageSource &images, QObject *parent) : CellDelegate(parent), m_images(images) {}

void CharacterDelegate::paintCell(CellInk &ink, const CharacterRow &row) const
{
    const QRectF cell = ink.cell();
    const bool compact = isCompact(ink);
    const QSize pictureSize = compact ? compactPicture : usualPicture;
    const int textLeft = textLeftOf(compact);
    const QRectF box(cell.left() + pictureLeft, cell.top() + std::floor((cell.height() - 1 - pictureSize.height()) / 2),
                     pictureSize.width(), pictureSize.height());
    if (ink.isPainting()) {
        const QImage picture = row.thumbnailKey.isEmpty() ? QImage() : m_images.thumbnail(row.thumbnailKey);
        const QPixmap pixmap = roundedPicture(picture, pictureSize, 4, ink.ratio(), PictureFit::Cover);
        if (!pixmap.isNull()) {
            ink.painter()->drawPixmap(ink.mirrored(box).topLeft(), pixmap);
        } else {
            paintBox(ink.painter(), ink.mirrored(box), 4, Qt::transparent, ink.roles.border);
            ink.glyph(QStringLiteral("page-characters"), box.center() - QPointF(10, 10), 20, ink.roles.text3);
        }
    }
    const qreal height = ink.fonts.bold.line + (row.character.type.isEmpty() ? 0 : ink.fonts.small.line);
    const qreal top = std::floor(cell.top() + (cell.height() - 1 - height) / 2);
    const qreal width = ink.content().right() - cell.left() - textLeft;
    ink.text(QRectF(cell.left() + textLeft, top, width, ink.fonts.bold.line), row.character.name, ink.fonts.bold,
             ink.roles.text);
    ink.text(QRectF(cell.left() + textLeft, top + ink.fonts.bold.line, width, ink.fonts.small.line), row.character.type,
             ink.fonts.small, ink.roles.text2);
}

QWidget *CharacterDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(QStringLiteral("charactersNameEdit"));
    edit->setAccessibleName(tr("Name"));
    edit->setMaxLength(200);
    edit->setProperty(characterKey, index.data(CharacterTableModel::IdRole));
    connect(edit, &QLineEdit::textEdited, edit, [edit] {
        edit->setToolTip({});
        edit->setAccessibleDescription({});
        QToolTip::hideText();
    });
    return edit;
}

QString CharacterDelegate::problemOf(const QLineEdit &edit) const
{
    if (!m_nameCheck || edit.text().trimmed().isEmpty()) // without a name it stays as it was
        return {};
    return m_nameCheck(edit.property(characterKey).toString(), edit.text());
}

bool CharacterDelegate::eventFilter(QObject *editor, QEvent *event)
{
    auto *edit = qobject_cast<QLineEdit *>(editor);
    if (edit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool takes =
            key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Backtab;
        const QString problem = takes ? problemOf(*edit) : QString();
        if (!problem.isEmpty()) {
            setPlainToolTip(edit, problem);
            edit->selectAll();
            QToolTip::showText(edit->mapToGlobal(QPoint(0, edit->height())), edit->toolTip(), edit);
            return true;
        }
    }
    return CellDelegate::eventFilter(editor, event);
}

void CharacterDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                             const QModelIndex &) const
{
    const int textLeft = textLeftOf(option.rect.height() < rowHeight());
    const QRect rect(option.rect.left() + textLeft - 8, option.rect.center().y() - 16,
                     option.rect.width() - textLeft + 4, 32);
    editor->setGeometry(QStyle::visualRect(option.direction, option.rect, rect));
}

} // namespace lorastudio
