// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace lorastudio {

/// The colours that everything of ours is painted with, computed from a palette.
///
/// Whatever palette the desktop brings, texts reach a contrast of 4.5 and shapes one of 3 on the grounds they are used
/// on. A value: compute it again when the palette changes.
struct Roles
{
    explicit Roles(const QPalette &palette);
    /// Of the application's palette, kept until that changes.
    static const Roles &current();

    bool dark = false;
    QColor window, base, alt, text;
    QColor sidebar, raised, stage;
    QColor separator, border, control, track;
    QColor text2, text3;
    QColor accent, onAccent, accentText, ring;
    QColor selection, hover;
    QColor ok, bad, warn, idle;
    QColor okFill, badFill, warnFill, undFill, idleFill;
    QColor okSoft, badSoft, warnSoft, infoSoft;
    std::array<QColor, 5> series;

    /// Marks on pictures are the light ones in both themes, because they stand on a white disc.
    static QColor markAccepted() { return QColor(0x19, 0x70, 0x3f); }
    static QColor markRejected() { return QColor(0xb3, 0x26, 0x1e); }
    static QColor markUndecided() { return QColor(0x5f, 0x5f, 0x63); }
};

/// t·a + (1−t)·b per channel.
QColor mix(const QColor &a, const QColor &b, double t);
/// Relative luminance, 0 … 1 (WCAG 2).
double luminance(const QColor &color);
/// Contrast of two colours, 1 … 21 (WCAG 2).
double contrast(const QColor &a, const QColor &b);

} // namespace lorastudio
