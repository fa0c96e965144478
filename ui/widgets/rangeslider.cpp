// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rangeslider.h"

#include "style/roles.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace lorastudio {

namespace {

constexpr int target = 24; ///< what the pointer can take hold of
constexpr qreal handleSize = 13;
constexpr qreal groove = 4;
constexpr int histogramHeight = 16;
constexpr int sliderHeight = 36;
constexpr qreal grooveBelow = 10; ///< centre of the groove above the lower edge

} // namespace

/// A handle: a slider for keys and screen readers, painted as a knob and dragged by its parent.
class RangeHandle : public QSlider
{
public:
    RangeHandle(RangeSlider *range, const QString &name, const QString &text)
        : QSlider(Qt::Horizontal, range), m_range(range)
    {
        setObjectName(name);
        setAccessibleName(text);
        setRange(RangeSlider::least, RangeSlider::most);
        setSingleStep(1);
        setPageStep(10);
        setFixedSize(target, target);
        setFocusPolicy(Qt::StrongFocus);
        connect(this, &QSlider::valueChanged, range, [this] { m_range->moved(this); });
    }
    bool isDown = false;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Roles &roles = Roles::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QPointF centre(width() / 2.0, height() / 2.0);
        const qreal radius = handleSize / 2;
        painter.setPen(QPen(hasFocus() ? roles.ring : roles.control, hasFocus() ? 2 : 1));
        painter.setBrush(isDown ? roles.selection : roles.raised);
        const qreal inset = hasFocus() ? 1 : 0.5;
        painter.drawEllipse(centre, radius - inset, radius - inset);
    }
    void mousePressEvent(QMouseEvent *event) override
    {
        isDown = event->button() == Qt::LeftButton;
        m_grab = event->position().x() - width() / 2.0;
        setFocus(Qt::MouseFocusReason);
        raise();
        update();
    }
    void mouseMoveEvent(QMouseEvent *event) override
    {
        if (isDown)
            m_range->drag(this, mapToParent(event->position()).x() - m_grab);
    }
    void mouseReleaseEvent(QMouseEvent *) override
    {
        isDown = false;
        update();
    }
    void wheelEvent(QWheelEvent *event) override { event->ignore(); } // a page that scrolls under it moves no filter

private:
    RangeSlider *m_range;
    qreal m_grab = 0;
};

RangeSlider::RangeSlider(const QString &name, const QString &lowText, const QString &highText, QWidget *parent)
    : QWidget(parent),
      m_low(new RangeHandle(this, name + QStringLiteral("Low"), lowText)),
      m_high(new RangeHandle(this, name + QStringLiteral("High"), highText))
{
    setObjectName(name);
    setFixedHeight(sliderHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setRange(least, most);
}

QSize RangeSlider::sizeHint() const
{
    return {200, sliderHeight};
}

QSize RangeSlider::minimumSizeHint() const
{
    return {110, sliderHeight};
}

int RangeSlider::low() const
{
    return m_low->value();
}

int RangeSlider::high() const
{
    return m_high->value();
}

void RangeSlider::setRange(int low, int high)
{
    const QSignalBlocker lowBlocker(m_low);
    const QSignalBlocker highBlocker(m_high);
    m_low->setValue(qMin(low, high));
    m_high->setValue(qMax(low, high));
    placeHandles();
    update();
}

void RangeSlider::setHistogram(const QVector<int> &counts)
{
    if (counts == m_counts)
        return;
    m_counts = counts;
    update();
}

qreal RangeSlider::placeOf(int value) const
{
    const qreal share = qreal(value - least) / (most - least);
    const qreal x = target / 2.0 + share * (width() - target);
    return isRightToLeft() ? width() - x : x;
}

int RangeSlider::valueAt(qreal x) const
{
    const qreal at = isRightToLeft() ? width() - x : x;
    const qreal share = (at - target / 2.0) / qMax(1, width() - target);
    return qBound(least, int(std::lround(least + share * (most - least))), most);
}

void RangeSlider::placeHandles()
{
    const int y = int(height() - grooveBelow - target / 2.0);
    for (RangeHandle *handle : {m_low, m_high})
        handle->move(int(std::lround(placeOf(handle->value()) - target / 2.0)), y);
}

void RangeSlider::moved(RangeHandle *handle)
{
    const QSignalBlocker lowBlocker(m_low);
    const QSignalBlocker highBlocker(m_high);
    if (handle == m_low && m_low->value() > m_high->value())
        m_high->setValue(m_low->value());
    if (handle == m_high && m_high->value() < m_low->value())
        m_low->setValue(m_high->value());
    placeHandles();
    update();
    Q_EMIT rangeEdited(low(), high());
}

void RangeSlider::drag(RangeHandle *handle, qreal x)
{
    const int value = valueAt(x);
    // Dragged, a handle stops at the other one; only keys push it on.
    handle->setValue(handle == m_low ? qMin(value, high()) : qMax(value, low()));
}

void RangeSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const qreal x = event->position().x();
    const qreal toLow = std::abs(x - placeOf(low()));
    const qreal toHigh = std::abs(x - placeOf(high()));
    // Of two handles in one place, the one that can go there.
    m_dragged = toLow < toHigh || (toLow == toHigh && valueAt(x) < low()) ? m_low : m_high;
    m_dragged->setFocus(Qt::MouseFocusReason);
    m_dragged->raise();
    drag(m_dragged, x);
}

void RangeSlider::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragged)
        drag(m_dragged, event->position().x());
}

void RangeSlider::mouseReleaseEvent(QMouseEvent *)
{
    m_dragged = nullptr;
}

void RangeSlider::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeHandles();
}

void RangeSlider::paintEvent(QPaintEvent *)
{
    const Roles &roles = Roles::current();
    QPainter painter(this);
    const qreal centre = height() - grooveBelow;
    const qreal left = target / 2.0;
    const qreal wide = width() - target;
    const int highest = m_counts.isEmpty() ? 0 : *std::max_element(m_counts.cbegin(), m_counts.cend());
    const qreal base = centre - groove / 2 - 2;
    for (int i = 0; highest > 0 && i < m_counts.size(); ++i) {
        if (m_counts.at(i) == 0)
            continue;
        const qreal from = left + wide * i / m_counts.size();
        const qreal to = left + wide * (i + 1) / m_counts.size() - 1;
        const qreal tall = qMax(1.0, std::round(qreal(histogramHeight) * m_counts.at(i) / highest));
        const int first = least + (most - least) * i / int(m_counts.size());
        const int last = least + (most - least) * (i + 1) / int(m_counts.size()) - 1;
        const bool inside = last >= low() && first <= high();
        const QRectF bar(from, base - tall, to - from, tall);
        painter.fillRect(isRightToLeft() ? QRectF(width() - bar.right(), bar.top(), bar.width(), bar.height()) : bar,
                         inside ? roles.undFill : roles.track);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(roles.track);
    painter.drawRoundedRect(QRectF(left, centre - groove / 2, wide, groove), groove / 2, groove / 2);
    const qreal a = qMin(placeOf(low()), placeOf(high()));
    const qreal b = qMax(placeOf(low()), placeOf(high()));
    painter.setBrush(roles.ring);
    painter.drawRoundedRect(QRectF(a, centre - groove / 2, b - a, groove), groove / 2, groove / 2);
}

} // namespace lorastudio
