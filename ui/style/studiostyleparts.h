// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QStyle>

class QPainter;
class QStyleOption;
class QWidget;

/// What the two halves of StudioStyle share. Nothing else uses it.
namespace lorastudio::styleparts {

inline constexpr int controlHeight = 32;
inline constexpr int compactHeight = 26;
inline constexpr int minButtonWidth = 80;
inline constexpr int toolPadding = 10;
inline constexpr int iconGap = 8;
inline constexpr int scrollBarWidth = 12;
inline constexpr qreal radius = 5;

bool isPrimary(const QWidget *widget);
bool isCompact(const QWidget *widget);
/// A text box of several lines.
bool isField(const QWidget *widget);
void paintField(QPainter *painter, const QRect &rect, QStyle::State state);
void paintButton(QPainter *painter, const QStyleOption &option, bool primary, bool flat);
/// The icon as it looks on the filled accent.
QIcon onAccentIcon(const QIcon &icon, QSize size, qreal ratio);

} // namespace lorastudio::styleparts
