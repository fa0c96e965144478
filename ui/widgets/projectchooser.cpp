// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/projectchooser.h"

#include "core/text.h"
#include "delegates/cellink.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QPainter>

namespace lorastudio {

namespace {

constexpr int chooserHeight = 48;

} // namespace

ProjectChooser::ProjectChooser(QWidget *parent) : QToolButton(parent)
{
    setObjectName(QStringLiteral("projectChooser"));
    setAccessibleName(tr("Project"));
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(chooserHeight);
    setAttribute(Qt::WA_Hover);
}

void ProjectChooser::setProjectName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    setAccessibleName(tr("Project: %1").arg(name));
    setPlainToolTip(this, name);
    update();
}

QSize ProjectChooser::sizeHint() const
{
    return QSize(100, chooserHeight);
}

void ProjectChooser::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    const QRectF box = QRectF(rect()).adjusted(8, 8, -8, -8);
    if (underMouse() || isDown())
        paintBox(&painter, box, 5, mix(ink.roles.text, ink.roles.sidebar, .05), Qt::transparent);
    const QRectF line(18, 0, width() - 18 - 34, height());
    ink.text(line, m_name, ink.fonts.bold, ink.roles.text);
    paintChevron(&painter, ink.mirrored(QRectF(width() - 29, height() / 2.0 - 2, 8, 4)).center(), ink.roles.text2);
    if (hasFocus())
        paintBox(&painter, box, 5, Qt::transparent, ink.roles.ring, 2);
}

} // namespace lorastudio
