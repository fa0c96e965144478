// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/roles.h"

#include <QGuiApplication>

#include <algorithm>
#include <cmath>
#include <vector>

namespace lorastudio {

QColor mix(const QColor &a, const QColor &b, double t)
{
    const auto channel = [t](int x, int y) {
        return int(std::lround(t * x + (1 - t) * y));
    };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

double luminance(const QColor &color)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

namespace {

/// Mixes `color` towards `towards` until it stands out from every ground.
QColor ensure(const QColor &color, const QColor &towards, const std::vector<QColor> &grounds, double ratio)
{
    QColor result = color;
    for (int step = 0; step <= 50; ++step) {
        result = mix(towards, color, step * 0.02);
        if (std::all_of(grounds.begin(), grounds.end(),
                        [&](const QColor &ground) { return contrast(result, ground) >= ratio; }))
            break;
    }
    return result;
}

/// Darkens `ground` until `onGround` can be read on it. A light text needs a darker ground, a dark text a lighter one.
QColor readableGround(const QColor &ground, const QColor &onGround, double ratio)
{
    const QColor towards = luminance(onGround) > 0.4 ? QColor(Qt::black) : QColor(Qt::white);
    return ensure(ground, towards, {onGround}, ratio);
}

} // namespace

Roles::Roles(const QPalette &palette)
{
    window = palette.color(QPalette::Active, QPalette::Window);
    base = palette.color(QPalette::Active, QPalette::Base);
    alt = palette.color(QPalette::Active, QPalette::AlternateBase);
    text = palette.color(QPalette::Active, QPalette::Text);
    dark = luminance(window) < 0.18;
    const auto pick = [this](double light, double darkValue) {
        return dark ? darkValue : light;
    };
    const auto color = [this](QRgb light, QRgb darkValue) {
        return QColor(dark ? darkValue : light);
    };

    sidebar = mix(QColor(Qt::black), window, pick(.035, .10));
    raised = dark ? mix(text, base, .095) : base;
    stage = mix(QColor(Qt::black), base, pick(.12, .30));
    separator = mix(text, window, pick(.095, .11));
    border = mix(text, window, pick(.22, .24));
    track = mix(text, base, pick(.115, .17));

    onAccent = palette.color(QPalette::Active, QPalette::HighlightedText);
    accent = readableGround(palette.color(QPalette::Active, QPalette::Highlight), onAccent, 4.5);
    selection = mix(accent, base, pick(.13, .34));
    hover = mix(text, base, pick(.035, .055));

    control = ensure(mix(text, base, pick(.48, .46)), text, {base, window, raised}, 3);

    okFill = ensure(color(0x2c8c57, 0x4caf7d), text, {track, base}, 3);
    badFill = ensure(color(0xc8443b, 0xe5675d), text, {track, base}, 3);
    warnFill = ensure(color(0xb87400, 0xd99a2b), text, {track, base}, 3);
    undFill = ensure(color(0x5e86b4, 0x6d93bf), text, {track, base}, 3);
    idleFill = ensure(color(0x818185, 0x8a8a8d), text, {track, base}, 3);

    okSoft = mix(okFill, base, pick(.12, .20));
    badSoft = mix(badFill, base, pick(.10, .20));
    warnSoft = mix(warnFill, base, pick(.13, .20));
    infoSoft = mix(accent, base, pick(.09, .26));

    const std::vector<QColor> grounds{base,   window, selection, hover,    sidebar,
                                      raised, okSoft, badSoft,   warnSoft, infoSoft};
    std::vector<QColor> quiet = grounds;
    quiet.push_back(stage);
    text2 = ensure(mix(text, base, pick(.70, .68)), text, quiet, 4.5);
    text3 = mix(text, base, .45);
    accentText = ensure(palette.color(QPalette::Active, QPalette::Link), text, grounds, 4.5);
    ring = ensure(dark ? accentText : accent, text, quiet, 3);
    ok = ensure(color(0x19703f, 0x6fcf97), text, grounds, 4.5);
    bad = ensure(color(0xb3261e, 0xff9a91), text, grounds, 4.5);
    warn = ensure(color(0x855000, 0xf0bb5e), text, grounds, 4.5);
    idle = ensure(color(0x5f5f63, 0xa9a9ad), text, grounds, 4.5);

    const std::array<QRgb, 5> lightSeries{0x1b62b5, 0xa3480a, 0x1b7a5a, 0x7a4aa8, 0x5f5f63};
    const std::array<QRgb, 5> darkSeries{0x6fb0f5, 0xe39a5b, 0x5cc9a1, 0xc39be8, 0xa9a9ad};
    for (std::size_t i = 0; i < series.size(); ++i)
        series[i] = ensure(color(lightSeries[i], darkSeries[i]), text, {base, window}, 4.5);
}

const Roles &Roles::current()
{
    static qint64 key = -1;
    static Roles roles{QPalette()};
    const QPalette palette = QGuiApplication::palette();
    if (palette.cacheKey() != key) {
        key = palette.cacheKey();
        roles = Roles(palette);
    }
    return roles;
}

} // namespace lorastudio
