// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;

namespace lorastudio {

/// Our one-colour glyphs and the desktop's action icons, tinted and kept by name, size, colour and ratio.
/// A glyph is named as its file in resources/icons without ending.
QPixmap glyphPixmap(const QString &name, int size, const QColor &color, qreal ratio);
/// Paints a glyph with its top left at `at`.
void paintGlyph(QPainter *painter, const QString &name, QPointF at, int size, const QColor &color);

/// An icon that is drawn in the text colour of wherever it stands, also when the palette changes: the desktop's icon of
/// that freedesktop name, or our glyph if there is none. An empty `themeName` always gives the glyph.
QIcon actionIcon(const QString &themeName, const QString &fallbackGlyph);
/// The glyph as an icon in one of our colours, given as a member of Roles (for example &Roles::text2).
struct Roles;
QIcon glyphIcon(const QString &name, QColor Roles::*color);

/// Makes the icons of the library known to Qt. Safe to call more than once.
void initResources();

} // namespace lorastudio
