// SPDX-License-Identifier: GPL-3.0-or-later
#include "characters/modellistpopup.h"

#include "core/text.h"
#include "delegates/cellink.h"
#include "style/glyphs.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QListView>
#include <QLocale>
#include <QScreen>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

constexpr int entryHeight = 30;
constexpr int separatorHeight = 9;
enum EntryRole { FileRole = Qt::UserRole + 1, NoteRole, SharpnessRole, SeparatorRole, ChosenRole, WarnRole };

class EntryDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return QSize(200, index.data(SeparatorRole).toBool() ? separatorHeight : entryHeight);
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
        const QRectF cell = option.rect;
        if (index.data(SeparatorRole).toBool()) {
            ink.fill(QRectF(cell.left() + 8, std::round(cell.center().y()), cell.width() - 16, 1), ink.roles.separator);
            return;
        }
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
            paintBox(painter, cell.adjusted(4, 1, -4, -1), 5,
                     mix(ink.roles.accent, ink.roles.raised, ink.roles.dark ? .34 : .13), Qt::transparent);
        if (index.data(ChosenRole).toBool())
            ink.glyph(QStringLiteral("state-done"), QPointF(cell.left() + 10, cell.center().y() - 7), 14,
                      ink.roles.text);
        qreal right = cell.right() - 14;
        const QString sharpness = index.data(SharpnessRole).toString();
        const qreal slot = std::ceil(ink.fonts.body.width(QStringLiteral("10/10"))) + 1;
        ink.text(QRectF(right - slot, cell.top(), slot, cell.height()), sharpness, ink.fonts.body, ink.roles.text2,
                 Qt::AlignRight);
        right -= slot + 14;
        const QString note = index.data(NoteRole).toString();
        const qreal wide = note.isEmpty() ? 0 : std::ceil(ink.fonts.small.width(note)) + 1;
        ink.text(QRectF(right - wide, cell.top(), wide, cell.height()), note, ink.fonts.small,
                 index.data(WarnRole).toBool() ? ink.roles.warn : ink.roles.text2, Qt::AlignRight);
        right -= wide + (wide > 0 ? 14 : 0);
        ink.text(QRectF(cell.left() + 32, cell.top(), right - cell.left() - 32, cell.height()), index.data().toString(),
                 ink.fonts.body, ink.roles.text);
    }
};

QStandardItem *makeEntry(const QString &name, const QString &file)
{
    auto *item = new QStandardItem(name);
    item->setData(file, FileRole);
    item->setEditable(false);
    return item;
}

} // namespace

ModelListPopup::ModelListPopup(QWidget *parent)
    : QFrame(parent, Qt::Popup), m_model(new QStandardItemModel(this)), m_list(new QListView(this))
{
    setObjectName(QStringLiteral("modelListPopup"));
    setAccessibleName(tr("Models"));
    setFrameShape(StyledPanel);
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setAccessibleName(tr("Models"));
    m_list->setFrameShape(NoFrame);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 4, 1, 4);
    column->addWidget(m_list);
    setFocusProxy(m_list);
    connect(m_list, &QListView::clicked, this, &ModelListPopup::choose);
}

void ModelListPopup::open(const CharacterRow &row, const QList<ModelChoice> &choices,
                          const std::optional<Checkpoint> &automatic, const QRect &cell)
{
    m_characterId = row.character.id;
    m_model->clear();
    const QLocale locale;
    const auto nameOf = [](const Checkpoint &checkpoint) {
        return checkpoint.name.isEmpty() ? checkpointBaseName(checkpoint.file) : checkpoint.name;
    };
    const auto sharpnessOf = [&](const Checkpoint &checkpoint) {
        return tr("%1/10").arg(locale.toString(checkpoint.sharpness));
    };
    qreal widest = 0;
    const CellFonts &fonts = CellFonts::current();
    QModelIndex current;
    const auto add = [&](QStandardItem *item) {
        m_model->appendRow(item);
        if (item->data(ChosenRole).toBool())
            current = item->index();
        const qreal wide = fonts.body.width(item->text()) + fonts.small.width(item->data(NoteRole).toString());
        widest = qMax(widest, wide);
    };

    QStandardItem *rule =
        makeEntry(automatic ? tr("Automatic (%1)").arg(isolated(nameOf(*automatic))) : tr("Automatic"), QString());
    rule->setData(!row.assignment.locked, ChosenRole);
    if (automatic)
        rule->setData(sharpnessOf(*automatic), SharpnessRole);
    rule->setData(automatic ? tr("Automatic, at present %1").arg(nameOf(*automatic)) : tr("Automatic"),
                  Qt::AccessibleTextRole);
    add(rule);

    for (const bool available : {true, false}) {
        bool first = true;
        for (const ModelChoice &choice : choices) {
            if (choice.available != available)
                continue;
            if (first && !available) {
                auto *separator = new QStandardItem;
                separator->setData(true, SeparatorRole);
                separator->setFlags(Qt::NoItemFlags);
                m_model->appendRow(separator);
            }
            first = false;
            QStandardItem *item = makeEntry(nameOf(choice.checkpoint), choice.checkpoint.file);
            QStringList notes;
            if (choice.acceptance)
                notes.append(tr("best %1 %").arg(locale.toString(qRound(*choice.acceptance * 100))));
            if (!available)
                notes.append(tr("on no server"));
            else if (!choice.checkpoint.known)
                notes.append(tr("assumed"));
            item->setData(notes.join(tr(", ")), NoteRole);
            item->setData(!available, WarnRole);
            item->setData(sharpnessOf(choice.checkpoint), SharpnessRole);
            item->setData(row.assignment.locked && row.assignment.modelFile == choice.checkpoint.file, ChosenRole);
            item->setToolTip(plainToolTip(choice.checkpoint.file));
            item->setData(
                tr("%1, sharpness %2 of 10 %3")
                    .arg(nameOf(choice.checkpoint), locale.toString(choice.checkpoint.sharpness), notes.join(tr(", "))),
                Qt::AccessibleTextRole);
            add(item);
        }
    }
    int height = 10;
    for (int i = 0; i < m_model->rowCount(); ++i)
        height += m_model->item(i)->data(SeparatorRole).toBool() ? separatorHeight : entryHeight;
    const QScreen *screen = QGuiApplication::screenAt(cell.center());
    const QRect room = screen ? screen->availableGeometry() : QRect(0, 0, 1440, 900);
    height = qMin(height, room.height() * 2 / 3);
    const int width = qMin(room.width(), qMax(cell.width(), int(widest) + 32 + 14 + 60 + 28));
    QRect place(cell.left(), cell.bottom() + 1, width, height);
    if (place.bottom() > room.bottom())
        place.moveBottom(cell.top() - 1);
    if (place.right() > room.right())
        place.moveRight(room.right());
    place.moveTop(qMax(place.top(), room.top()));
    setGeometry(place);
    m_list->setCurrentIndex(current.isValid() ? current : m_model->index(0, 0));
    show();
    m_list->setFocus();
}

void ModelListPopup::choose(const QModelIndex &index)
{
    if (!index.isValid() || index.data(SeparatorRole).toBool())
        return;
    const QString id = m_characterId;
    const QString file = index.data(FileRole).toString();
    close();
    Q_EMIT chosen(id, file);
}

bool ModelListPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_Space) {
            choose(m_list->currentIndex());
            return true;
        }
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_F4) {
            close();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace lorastudio
