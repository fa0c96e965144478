// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/segmentbar.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

#include <QButtonGroup>
#include <QHBoxLayout>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int segmentHeight = 30;

class Segment : public QAbstractButton
{
public:
    using QAbstractButton::QAbstractButton;
    QSize sizeHint() const override
    {
        return QSize(int(std::ceil(CellFonts::current().body.width(text()))) + 22,
                     qMax(segmentHeight, int(CellFonts::current().body.line) + 10));
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
        const QRectF box = rect();
        if (isChecked())
            paintBox(&painter, box, 5, ink.roles.selection, ink.roles.ring, hasFocus() ? 2 : 1);
        else if (underMouse())
            paintBox(&painter, box.adjusted(1, 1, -1, -1), 4, ink.roles.hover, Qt::transparent, 0);
        ink.text(box, text(), ink.fonts.body, ink.roles.text, Qt::AlignHCenter);
    }
};

} // namespace

SegmentBar::SegmentBar(QWidget *parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    m_group->setExclusive(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on)
            Q_EMIT chosen(id);
    });
}

void SegmentBar::add(const QString &text, const QString &objectName)
{
    auto *segment = new Segment(this);
    segment->setObjectName(objectName);
    segment->setCheckable(true);
    segment->setFocusPolicy(Qt::StrongFocus);
    segment->setAttribute(Qt::WA_Hover);
    const int id = int(m_group->buttons().size());
    m_group->addButton(segment, id);
    layout()->addWidget(segment);
    setText(id, text);
    if (id == 0)
        segment->setChecked(true);
}

void SegmentBar::setText(int index, const QString &text)
{
    QAbstractButton *segment = m_group->button(index);
    if (segment->text() == text)
        return;
    segment->setText(text);
    segment->setAccessibleName(text);
    segment->updateGeometry();
}

int SegmentBar::current() const
{
    return m_group->checkedId();
}

void SegmentBar::choose(int index)
{
    m_group->button(index)->setChecked(true);
}

void SegmentBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    paintBox(&painter, rect(), 5, roles.base, roles.control);
}

} // namespace lorastudio
