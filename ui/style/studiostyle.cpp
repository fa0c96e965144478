// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/studiostyle.h"

#include "style/fonts.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyleparts.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleOption>
#include <QTextEdit>
#include <QToolButton>

namespace lorastudio {

using namespace styleparts;

StudioStyle::StudioStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void StudioStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QMenu *>(widget))
        widget->setAttribute(Qt::WA_TranslucentBackground, false);
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return scrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap:
        return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8; // so that a note 24 behind the indicator stands under the text
    case PM_FocusFrameHMargin:
        return 7; // texts of plain lists begin 8 behind their edge
    case PM_SliderThickness:
    case PM_SliderControlThickness:
    case PM_SliderLength:
        return 15;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ToolBarFrameWidth:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_MenuBarHMargin:
        return 8;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_ToolBarSeparatorExtent:
        return 17;
    case PM_DefaultFrameWidth:
        // Room for round corners beside the viewport.
        return isField(widget) ? 4 : QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QIcon StudioStyle::standardIcon(StandardPixmap icon, const QStyleOption *option, const QWidget *widget) const
{
    // The desktop's own is black in every palette.
    if (icon == SP_LineEditClearButton)
        return glyphIcon(QStringLiteral("close"), &Roles::text2);
    return QProxyStyle::standardIcon(icon, option, widget);
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_Widget_Animation_Duration:
    case SH_Menu_FlashTriggeredItem:
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_UnderlineShortcut:
        // Menus show their letters, the menu bar only when it is reached by key.
        return !qobject_cast<const QMenuBar *>(widget) || widget->hasFocus() ||
               (QGuiApplication::keyboardModifiers() & Qt::AltModifier);
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                    const QWidget *widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const int icon = button->icon.isNull() ? 0 : button->iconSize.width() + iconGap;
            const int text = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
            size.setWidth(qMax(isCompact(widget) ? 0 : minButtonWidth, icon + text + 22));
        }
        size.setHeight(isCompact(widget) ? compactHeight : controlHeight);
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        size.setHeight(qMax(controlHeight, contents.height()));
        break;
    case CT_ToolButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        const int height = isCompact(widget) ? compactHeight : controlHeight;
        if (button && button->toolButtonStyle == Qt::ToolButtonIconOnly)
            size = QSize(height, height);
        else
            // QToolButton adds the width of two blanks to its text.
            size = QSize(contents.width() + 2 * toolPadding + 2 -
                             2 * option->fontMetrics.horizontalAdvance(QLatin1Char(' ')),
                         height);
        break;
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return QSize(10, 9);
            size.setHeight(30);
            size.rwidth() += 24;
        }
        break;
    case CT_MenuBarItem:
        size = QSize(contents.width() + 18, 28);
        break;
    default:
        break;
    }
    return size;
}

QRect StudioStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                                  const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!bar)
            return {};
        const bool horizontal = bar->orientation == Qt::Horizontal;
        const int length = horizontal ? bar->rect.width() : bar->rect.height();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        int handle = length;
        if (range > 0)
            handle = qBound(qMin(32, length), int(qint64(length) * bar->pageStep / (range + qMax(1, bar->pageStep))),
                            length);
        const int start =
            sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle, bar->upsideDown);
        const auto part = [&](int from, int size) {
            return horizontal ? QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height())
                              : QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size);
        };
        switch (subControl) {
        case SC_ScrollBarGroove:
            return bar->rect;
        case SC_ScrollBarSlider:
            return visualRect(bar->direction, bar->rect, part(start, handle));
        case SC_ScrollBarSubPage:
            return visualRect(bar->direction, bar->rect, part(0, start));
        case SC_ScrollBarAddPage:
            return visualRect(bar->direction, bar->rect, part(start + handle, length - start - handle));
        default:
            return {};
        }
    }
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        // A line edit in it brings a margin of its own.
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        const int left = combo && combo->editable ? 3 : 10;
        return visualRect(option->direction, option->rect, option->rect.adjusted(left, 2, -28, -2));
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect StudioStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents && option->rect.height() >= 24)
        return option->rect.adjusted(5, 2, -5, -2);
    return QProxyStyle::subElementRect(element, option, widget);
}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const Roles &roles = Roles::current();
    switch (element) {
    case PE_PanelButtonCommand: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        paintButton(painter, *option, isPrimary(widget), button && (button->features & QStyleOptionButton::Flat));
        return;
    }
    case PE_PanelButtonTool:
        if (isPrimary(widget))
            paintButton(painter, *option, true, false);
        else
            paintButton(painter, *option, false, option->state & State_AutoRaise);
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option)) {
            if (frame->lineWidth > 0)
                paintField(painter, option->rect, option->state);
            else if (option->palette.brush(QPalette::Base).style() != Qt::NoBrush)
                painter->fillRect(option->rect, option->state & State_Enabled ? roles.base : roles.window);
        }
        return;
    case PE_FrameLineEdit:
        return;
    case PE_Frame: {
        if (isField(widget)) {
            // The viewport covers the middle; only the outline is seen.
            const bool focused = widget->hasFocus() && widget->isEnabled();
            paintBox(painter, option->rect, radius, roles.base, focused ? roles.ring : roles.control, focused ? 2 : 1);
            return;
        }
        paintBox(painter, option->rect, 0, Qt::transparent, roles.border);
        return;
    }
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange || option->state & State_HasFocus)
            paintBox(painter, option->rect, 4, Qt::transparent, roles.ring, 2);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton: {
        const bool round = element == PE_IndicatorRadioButton;
        const bool on = option->state & State_On;
        const bool enabled = option->state & State_Enabled;
        const QColor fill = on && enabled ? roles.accent : on ? roles.text3 : roles.base;
        paintBox(painter, option->rect, round ? option->rect.width() / 2.0 : 4, fill,
                 on ? fill : (enabled ? roles.control : roles.border));
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF r = option->rect;
        if (on && round) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(roles.onAccent);
            painter->drawEllipse(r.center(), 3, 3);
        } else if (on) {
            painter->setPen(QPen(roles.onAccent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter->drawPolyline(
                QPolygonF{r.topLeft() + QPointF(4, 8.2), r.topLeft() + QPointF(7, 11), r.topLeft() + QPointF(12, 5.2)});
        } else if (option->state & State_NoChange) {
            painter->fillRect(r.adjusted(4, 7, -4, -7), roles.text);
        }
        painter->restore();
        if (enabled && (option->state & State_HasFocus))
            paintBox(painter, option->rect, round ? option->rect.width() / 2.0 : 4, Qt::transparent, roles.ring, 2);
        return;
    }
    case PE_PanelMenu:
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, roles.raised);
        paintBox(painter, option->rect, 0, Qt::transparent, roles.border);
        return;
    case PE_PanelItemViewRow:
        return;
    case PE_PanelItemViewItem:
        if (option->state & State_Selected)
            painter->fillRect(option->rect, roles.selection);
        else if (option->state & State_MouseOver)
            painter->fillRect(option->rect, roles.hover);
        return;
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_PanelMenuBar:
        return;
    case PE_IndicatorToolBarSeparator: {
        const QRect r = option->rect;
        painter->fillRect(QRect(r.center().x(), r.top(), 1, r.height()), roles.separator);
        return;
    }
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, roles.window);
        return;
    case PE_FrameTabWidget:
        painter->fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 1), roles.separator);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

} // namespace lorastudio
