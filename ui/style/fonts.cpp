// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/fonts.h"

#include <QApplication>

namespace lorastudio {

namespace {

QFont scaled(double factor, QFont::Weight weight)
{
    QFont font = QApplication::font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    if (weight != QFont::Normal)
        font.setWeight(weight);
    return font;
}

} // namespace

QFont displayFont()
{
    return scaled(1.65, QFont::DemiBold);
}

QFont titleFont()
{
    return scaled(1.25, QFont::DemiBold);
}

QFont bodyFont()
{
    return QApplication::font();
}

QFont boldFont()
{
    return scaled(1, QFont::DemiBold);
}

QFont smallFont()
{
    return scaled(.9, QFont::Normal);
}

QFont smallBoldFont()
{
    return scaled(.9, QFont::DemiBold);
}

} // namespace lorastudio
