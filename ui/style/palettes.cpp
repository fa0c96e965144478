// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/palettes.h"

#include <QColor>

namespace lorastudio {

namespace {

struct Colors
{
    QRgb window, base, alt, text, button, highlight, link, placeholder, disabled, tip, shadow;
};

QPalette paletteOf(const Colors &c)
{
    QPalette palette;
    const QColor text(c.text);
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alt));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(c.tip));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, QColor(c.highlight));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(c.link));
    palette.setColor(QPalette::LinkVisited, QColor(c.link));
    palette.setColor(QPalette::PlaceholderText, QColor(c.placeholder));
    palette.setColor(QPalette::Light, QColor(c.button).lighter(115));
    palette.setColor(QPalette::Midlight, QColor(c.button).lighter(107));
    palette.setColor(QPalette::Mid, QColor(c.window).darker(125));
    palette.setColor(QPalette::Dark, QColor(c.window).darker(150));
    palette.setColor(QPalette::Shadow, QColor(c.shadow));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, QColor(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.alt));
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf(
        {0xf3f3f3, 0xffffff, 0xf8f8f8, 0x1d1d1f, 0xffffff, 0x1b62b5, 0x1b62b5, 0x616162, 0x99999a, 0xffffff, 0x767676});
}

QPalette darkPalette()
{
    return paletteOf(
        {0x262627, 0x1b1b1c, 0x202021, 0xebebeb, 0x2f2f30, 0x2f74c4, 0x84b8f2, 0xa8a8a9, 0x797979, 0x2f2f30, 0x000000});
}

} // namespace lorastudio
