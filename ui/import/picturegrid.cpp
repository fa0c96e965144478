// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/picturegrid.h"

#include "core/text.h"
#include "models/imagesource.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QFileInfo>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace lorastudio {

namespace {

constexpr int gap = 8;
constexpr int usualWidth = 248;

QString fileName(const PlannedPicture &picture)
{
    return cleanName(QFileInfo(picture.path).fileName());
}

} // namespace

PictureGrid::PictureGrid(ImageSource &images, QWidget *parent) : QWidget(parent), m_images(images)
{
    setObjectName(QStringLiteral("importPictureGrid"));
    setAccessibleName(tr("Pictures"));
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&images, &ImageSource::thumbnailReady, this, qOverload<>(&QWidget::update));
    describe();
}

QSize PictureGrid::tileSize(int width) const
{
    const int wide = qMax(24, (width - (columns - 1) * gap) / columns);
    return QSize(wide, wide * 3 / 2);
}

int PictureGrid::heightForWidth(int width) const
{
    const int rows = (int(m_pictures.size()) + columns - 1) / columns;
    return rows == 0 ? 0 : rows * (tileSize(width).height() + gap) - gap;
}

QSize PictureGrid::sizeHint() const
{
    return QSize(usualWidth, heightForWidth(usualWidth));
}

QRect PictureGrid::tileRect(int place) const
{
    const QSize tile = tileSize(width());
    const QRect box(QPoint(place % columns * (tile.width() + gap), place / columns * (tile.height() + gap)), tile);
    return QStyle::visualRect(layoutDirection(), rect(), box);
}

int PictureGrid::placeAt(const QPoint &point) const
{
    for (int i = 0; i < m_pictures.size(); ++i) {
        if (tileRect(i).contains(point))
            return i;
    }
    return -1;
}

void PictureGrid::setPictures(const QVector<PlannedPicture> &pictures)
{
    if (pictures == m_pictures)
        return;
    m_pictures = pictures;
    m_current = qBound(0, m_current, qMax(0, int(pictures.size()) - 1));
    m_pressed = -1;
    m_dragging = false;
    setVisible(!pictures.isEmpty());
    describe();
    updateGeometry();
    update();
}

bool PictureGrid::showFirstProblem()
{
    for (int i = 0; i < m_pictures.size(); ++i) {
        if (!m_pictures.at(i).problem.isEmpty()) {
            setFocus(Qt::OtherFocusReason);
            setCurrent(i);
            return true;
        }
    }
    return false;
}

bool PictureGrid::canBeReference(int place) const
{
    return place > 0 && place < m_pictures.size() && m_pictures.at(place).problem.isEmpty();
}

void PictureGrid::choose(int place)
{
    if (!canBeReference(place))
        return;
    const QString path = m_pictures.at(place).path;
    setCurrent(0);
    Q_EMIT referenceChosen(path);
}

void PictureGrid::setCurrent(int place)
{
    m_current = qBound(0, place, qMax(0, int(m_pictures.size()) - 1));
    describe();
    update();
    Q_EMIT currentMoved(tileRect(m_current));
}

QString PictureGrid::sentence(int place) const
{
    const PlannedPicture &picture = m_pictures.at(place);
    const QString which = tr("Picture %1 of %2").arg(place + 1).arg(m_pictures.size());
    if (!picture.problem.isEmpty())
        return tr("%1, %2, is left out: %3").arg(which, fileName(picture), picture.problem);
    return place == 0 ? tr("%1, %2, the reference").arg(which, fileName(picture))
                      : tr("%1, %2").arg(which, fileName(picture));
}

void PictureGrid::describe()
{
    setAccessibleDescription(m_pictures.isEmpty() ? tr("No pictures") : sentence(m_current));
}

void PictureGrid::paintTile(QPainter &painter, int place, const QRect &box) const
{
    const Roles &roles = Roles::current();
    const PlannedPicture &picture = m_pictures.at(place);
    if (!picture.problem.isEmpty()) {
        paintBox(&painter, box, 4, roles.badSoft, Qt::transparent);
        painter.setPen(QPen(mix(roles.badFill, roles.base, .6), 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(box).adjusted(.5, .5, -.5, -.5), 4, 4);
        paintGlyph(&painter, QStringLiteral("state-failed"), box.center() - QPoint(7, 7), 16, roles.bad);
        return;
    }
    const QPixmap pixmap =
        roundedPicture(m_images.thumbnail(picture.path), box.size(), 4, devicePixelRatioF(), PictureFit::Cover);
    if (!pixmap.isNull()) {
        painter.drawPixmap(box.topLeft(), pixmap);
        return;
    }
    paintBox(&painter, box, 4, roles.track, Qt::transparent);
    paintGlyph(&painter, QStringLiteral("page-gallery"), box.center() - QPoint(9, 9), 20, roles.text3);
}

void PictureGrid::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    for (int i = 0; i < m_pictures.size(); ++i) {
        const QRect box = tileRect(i);
        if (!box.intersects(event->rect()))
            continue;
        painter.setOpacity(m_dragging && i == m_pressed ? .35 : 1);
        paintTile(painter, i, box);
        painter.setOpacity(1);
        if (hasFocus() && i == m_current)
            paintBox(&painter, box, 4, Qt::transparent, roles.ring, 2);
    }
    if (!m_dragging)
        return;
    if (placeAt(m_dragPoint) == 0)
        paintBox(&painter, tileRect(0), 4, Qt::transparent, roles.ring, 3);
    painter.setOpacity(.8);
    QRect box = tileRect(m_pressed);
    box.moveCenter(m_dragPoint);
    paintTile(painter, m_pressed, box);
}

void PictureGrid::keyPressEvent(QKeyEvent *event)
{
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrent(m_current - step);
        break;
    case Qt::Key_Right:
        setCurrent(m_current + step);
        break;
    case Qt::Key_Up:
        if (m_current >= columns)
            setCurrent(m_current - columns);
        break;
    case Qt::Key_Down:
        if (m_current + columns < m_pictures.size())
            setCurrent(m_current + columns);
        break;
    case Qt::Key_Home:
        setCurrent(0);
        break;
    case Qt::Key_End:
        setCurrent(int(m_pictures.size()) - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::ControlModifier)
            return event->ignore();
        choose(m_current);
        break;
    case Qt::Key_Escape:
        if (!m_dragging)
            return event->ignore();
        m_dragging = false;
        m_pressed = -1;
        update();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void PictureGrid::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        Q_EMIT currentMoved(tileRect(m_current));
}

void PictureGrid::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void PictureGrid::mousePressEvent(QMouseEvent *event)
{
    const int place = placeAt(event->position().toPoint());
    if (place < 0)
        return;
    m_current = place;
    describe();
    update();
    if (event->button() == Qt::LeftButton && canBeReference(place)) {
        m_pressed = place;
        m_pressPoint = event->position().toPoint();
    }
}

void PictureGrid::mouseMoveEvent(QMouseEvent *event)
{
    if (m_pressed < 0)
        return;
    m_dragPoint = event->position().toPoint();
    if ((m_dragPoint - m_pressPoint).manhattanLength() >= QApplication::startDragDistance())
        m_dragging = true;
    if (m_dragging)
        update();
}

void PictureGrid::mouseReleaseEvent(QMouseEvent *event)
{
    const int dragged = m_dragging ? m_pressed : -1;
    m_pressed = -1;
    m_dragging = false;
    update();
    if (dragged >= 0 && placeAt(event->position().toPoint()) == 0)
        choose(dragged);
}

void PictureGrid::contextMenuEvent(QContextMenuEvent *event)
{
    const int place = event->reason() == QContextMenuEvent::Mouse ? placeAt(event->pos()) : m_current;
    if (place < 0 || place >= m_pictures.size())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *use = menu->addAction(tr("Use as &Reference"));
    use->setObjectName(QStringLiteral("useAsReferenceAction"));
    use->setEnabled(canBeReference(place));
    connect(use, &QAction::triggered, this, [this, path = m_pictures.at(place).path] {
        setCurrent(0);
        Q_EMIT referenceChosen(path);
    });
    menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos()
                                                            : mapToGlobal(tileRect(place).center()));
}

bool PictureGrid::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int place = placeAt(help->pos());
        QToolTip::showText(help->globalPos(), place < 0 ? QString() : plainToolTip(sentence(place)), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace lorastudio
