// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/referencestrip.h"

#include "delegates/cellink.h"
#include "models/imagesource.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace lorastudio {

namespace {

constexpr QSize tile(30, 45);
constexpr int gap = 6;
constexpr int usualCount = 7;
constexpr int leastCount = 3;

constexpr int widthOf(int count)
{
    return count * (tile.width() + gap) - gap;
}

} // namespace

ReferenceStrip::ReferenceStrip(ImageSource &images, QWidget *parent) : QWidget(parent), m_images(images)
{
    setObjectName(QStringLiteral("inspectorReferenceStrip"));
    setAccessibleName(tr("Reference pictures"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&images, &ImageSource::thumbnailReady, this, [this](const QString &key) {
        if (m_keys.contains(key))
            update();
    });
    describe();
}

QSize ReferenceStrip::sizeHint() const
{
    return {widthOf(usualCount), tile.height()};
}

QSize ReferenceStrip::minimumSizeHint() const
{
    return {widthOf(leastCount), tile.height()};
}

int ReferenceStrip::fitting() const
{
    return qMax(leastCount, (width() + gap) / (tile.width() + gap));
}

QRect ReferenceStrip::tileRect(int place) const
{
    if (place < m_first || place >= qMin(int(m_keys.size()), m_first + fitting()))
        return {};
    const QRect box(QPoint((place - m_first) * (tile.width() + gap), 0), tile);
    return QStyle::visualRect(layoutDirection(), rect(), box);
}

int ReferenceStrip::placeAt(const QPoint &point) const
{
    for (int i = m_first; i < m_keys.size() && i < m_first + fitting(); ++i) {
        if (tileRect(i).contains(point))
            return i;
    }
    return -1;
}

void ReferenceStrip::setKeys(const QStringList &keys)
{
    if (keys == m_keys)
        return;
    m_keys = keys;
    setCurrent(m_current);
}

void ReferenceStrip::goToFirst()
{
    m_first = 0;
    setCurrent(0);
}

void ReferenceStrip::setCurrent(int place)
{
    const int count = int(m_keys.size());
    const int seen = fitting();
    const int last = qMax(0, count - seen); // the last place that can stand in front
    m_current = qBound(0, place, qMax(0, count - 1));
    // A tile with a number on it shows little of its picture: the current one never is one.
    if (m_current >= m_first + seen - 1)
        m_first = m_current - 1;
    else if (m_current <= m_first)
        m_first = m_current - seen + 2;
    m_first = qBound(0, m_first, last);
    describe();
    update();
}

void ReferenceStrip::choose(int place)
{
    if (place <= 0 || place >= m_keys.size())
        return;
    const QString key = m_keys.at(place);
    goToFirst();
    Q_EMIT referenceChosen(key);
}

QString ReferenceStrip::sentence(int place) const
{
    const QLocale locale;
    const QString which = tr("Picture %1 of %2").arg(locale.toString(place + 1), locale.toString(m_keys.size()));
    return place == 0 ? tr("%1, the one that is shown").arg(which) : tr("%1. Enter shows this one.").arg(which);
}

void ReferenceStrip::describe()
{
    setAccessibleDescription(m_keys.isEmpty() ? tr("No pictures") : sentence(m_current));
}

void ReferenceStrip::paintTile(QPainter &painter, int place, const QRect &box) const
{
    const Roles &roles = Roles::current();
    const QPixmap pixmap =
        roundedPicture(m_images.thumbnail(m_keys.at(place)), box.size(), 4, devicePixelRatioF(), PictureFit::Cover);
    if (pixmap.isNull()) {
        paintBox(&painter, box, 4, roles.track, Qt::transparent);
        paintGlyph(&painter, QStringLiteral("page-gallery"), box.center() - QPoint(7, 7), 16, roles.text3);
    } else {
        painter.drawPixmap(box.topLeft(), pixmap);
    }
}

void ReferenceStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    const int end = qMin(int(m_keys.size()), m_first + fitting());
    for (int i = m_first; i < end; ++i) {
        const QRect box = tileRect(i);
        paintTile(painter, i, box);
        const int behind = i == m_first && m_first > 0                ? m_first + 1
                           : i == end - 1 && end < int(m_keys.size()) ? int(m_keys.size()) - end + 1
                                                                      : 0;
        if (behind > 0) {
            const CellFonts::Face &face = CellFonts::current().smallBold;
            paintBox(&painter, box, 4, QColor(0, 0, 0, 189), Qt::transparent);
            painter.setFont(face.font);
            painter.setPen(Qt::white);
            const QString number = tr("+%1").arg(QLocale().toString(behind));
            painter.drawText(box, Qt::AlignCenter, face.width(number) > box.width() - 2 ? tr("…") : number);
        }
        if (hasFocus() && i == m_current)
            paintBox(&painter, box, 4, Qt::transparent, roles.ring, 2);
    }
}

void ReferenceStrip::keyPressEvent(QKeyEvent *event)
{
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrent(m_current - step);
        break;
    case Qt::Key_Right:
        setCurrent(m_current + step);
        break;
    case Qt::Key_Home:
        setCurrent(0);
        break;
    case Qt::Key_End:
        setCurrent(int(m_keys.size()) - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::ControlModifier)
            return event->ignore();
        choose(m_current);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ReferenceStrip::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void ReferenceStrip::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void ReferenceStrip::mousePressEvent(QMouseEvent *event)
{
    const int place = placeAt(event->position().toPoint());
    if (place >= 0)
        setCurrent(place);
}

void ReferenceStrip::mouseDoubleClickEvent(QMouseEvent *event)
{
    // The tiles may have moved under the pointer with the first click.
    if (event->button() == Qt::LeftButton && tileRect(m_current).contains(event->position().toPoint()))
        choose(m_current);
    else
        mousePressEvent(event);
}

void ReferenceStrip::contextMenuEvent(QContextMenuEvent *event)
{
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    const int place = mouse ? placeAt(event->pos()) : m_current;
    if (place < 0 || place >= m_keys.size())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *use = menu->addAction(tr("&Show This One"));
    use->setObjectName(QStringLiteral("showReferenceAction"));
    use->setEnabled(place > 0);
    connect(use, &QAction::triggered, this, [this, key = m_keys.at(place)] { choose(int(m_keys.indexOf(key))); });
    menu->popup(mouse ? event->globalPos() : mapToGlobal(tileRect(place).center()));
}

void ReferenceStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    setCurrent(m_current);
}

bool ReferenceStrip::event(QEvent *event)
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
