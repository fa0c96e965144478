// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/studiostyle.h"

#include "style/fonts.h"
#include "style/glyphs.h"
#include "style/roles.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleOption>
#include <QTextEdit>
#include <QToolButton>

namespace lorastudio {

namespace {

constexpr int controlHeight = 32;
constexpr int compactHeight = 26;
constexpr int minButtonWidth = 80;
constexpr int toolPadding = 12;
constexpr int scrollBarWidth = 12;
constexpr qreal radius = 5;

bool isPrimary(const QWidget *widget)
{
    return widget && widget->property("primary").toBool();
}

bool isCompact(const QWidget *widget)
{
    return widget && widget->property("compact").toBool();
}

bool isField(const QWidget *widget)
{
    return qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget);
}

void paintField(QPainter *painter, const QRect &rect, const QStyle::State state)
{
    const Roles &roles = Roles::current();
    const bool enabled = state & QStyle::State_Enabled;
    const bool focused = enabled && (state & QStyle::State_HasFocus);
    paintBox(painter, rect, radius, enabled ? roles.base : roles.window,
             focused ? roles.ring : (enabled ? roles.control : roles.border), focused ? 2 : 1);
}

void paintButton(QPainter *painter, const QStyleOption &option, bool primary, bool flat)
{
    const Roles &roles = Roles::current();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool over = enabled && (option.state & QStyle::State_MouseOver);
    const bool focused = enabled && (option.state & QStyle::State_HasFocus);
    if (primary && enabled) {
        // Towards black in both directions of use, because the text on it is the light one.
        const QColor fill = down   ? mix(Qt::black, roles.accent, .18)
                            : over ? mix(Qt::black, roles.accent, .09)
                                   : roles.accent;
        paintBox(painter, option.rect, radius, fill, fill);
        if (focused)
            paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -2), radius - 2, Qt::transparent, roles.onAccent,
                     2);
        return;
    }
    const QColor ground = option.palette.color(QPalette::Button);
    const QColor plain = flat && !down && !over ? QColor(Qt::transparent) : flat ? roles.window : ground;
    const QColor fill = down   ? mix(roles.text, flat ? roles.window : ground, .12)
                        : over ? mix(roles.text, flat ? roles.window : ground, .06)
                               : plain;
    if (!flat || down || over)
        paintBox(painter, option.rect, radius, fill, flat ? fill : roles.border);
    if (focused)
        paintBox(painter, option.rect, radius, Qt::transparent, roles.ring, 2);
}

/// The icon as it looks on the filled accent.
QIcon onAccentIcon(const QIcon &icon, QSize size, qreal ratio)
{
    QIcon result;
    result.addPixmap(icon.pixmap(size, ratio, QIcon::Selected));
    return result;
}

} // namespace

void paintBox(QPainter *painter, const QRectF &rect, qreal corner, const QColor &fill, const QColor &line,
              qreal lineWidth)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(line.alpha() == 0 ? QPen(Qt::NoPen) : QPen(line, lineWidth));
    const qreal inset = line.alpha() == 0 ? 0 : lineWidth / 2;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), corner - inset, corner - inset);
    painter->restore();
}

void paintChevron(QPainter *painter, QPointF centre, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(QPolygonF{centre + QPointF(-4, -2), centre + QPointF(0, 2), centre + QPointF(4, -2)});
    painter->restore();
}

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
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
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
        return 0;
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
        size.setWidth(qMax(isCompact(widget) ? 0 : minButtonWidth, contents.width() + 24));
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
            size = QSize(contents.width() + 2 * toolPadding, height);
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
        size = QSize(contents.width() + 20, 28);
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
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        return visualRect(option->direction, option->rect, option->rect.adjusted(10, 2, -28, -2));
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
            else
                painter->fillRect(option->rect, roles.base);
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
        painter->fillRect(option->rect, roles.raised);
        paintBox(painter, option->rect, 0, Qt::transparent, roles.border);
        return;
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
        painter->fillRect(option->rect, roles.separator);
        return;
    case PE_FrameTabWidget:
        painter->fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 1), roles.separator);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void StudioStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const Roles &roles = Roles::current();
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton copy = *button;
            if (isPrimary(widget) && (copy.state & State_Enabled)) {
                copy.palette.setColor(QPalette::ButtonText, roles.onAccent);
                if (!copy.icon.isNull())
                    copy.icon = onAccentIcon(copy.icon, copy.iconSize, painter->device()->devicePixelRatioF());
            }
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_ToolButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            QStyleOptionToolButton copy = *button;
            if (copy.toolButtonStyle != Qt::ToolButtonIconOnly)
                copy.rect.adjust(toolPadding, 0, -toolPadding, 0);
            if (isPrimary(widget) && (copy.state & State_Enabled)) {
                copy.palette.setColor(QPalette::ButtonText, roles.onAccent);
                copy.icon = onAccentIcon(copy.icon, copy.iconSize, painter->device()->devicePixelRatioF());
            }
            copy.state &= ~(State_Sunken | State_On);
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            drawMenuItem(*item, painter, widget);
            return;
        }
        break;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            painter->fillRect(item->rect, roles.window);
            if ((item->state & State_Selected) && (item->state & State_Enabled))
                paintBox(painter, QRectF(item->rect).adjusted(2, 2, -2, -2), radius,
                         mix(roles.text, roles.window, item->state & State_Sunken ? .14 : .08), Qt::transparent);
            const int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine;
            drawItemText(painter, item->rect, flags, item->palette, item->state & State_Enabled, item->text,
                         QPalette::WindowText);
            return;
        }
        break;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, roles.window);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, roles.window);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), roles.separator);
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, roles.window);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, roles.separator);
        return;
    case CE_TabBarTabShape: {
        const bool selected = option->state & State_Selected;
        if (selected)
            painter->fillRect(QRect(option->rect.left(), option->rect.bottom() - 2, option->rect.width(), 3),
                              roles.accent);
        if (option->state & State_HasFocus)
            paintBox(painter, option->rect, 4, Qt::transparent, roles.ring, 2);
        return;
    }
    case CE_ComboBoxLabel:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            const QRect field = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget);
            const QString text = combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, field.width());
            drawItemText(painter, field, int(visualAlignment(combo->direction, Qt::AlignLeft | Qt::AlignVCenter)),
                         combo->palette, combo->state & State_Enabled, text, QPalette::ButtonText);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void StudioStyle::drawMenuItem(const QStyleOptionMenuItem &item, QPainter *painter, const QWidget *) const
{
    const Roles &roles = Roles::current();
    painter->fillRect(item.rect, roles.raised);
    if (item.menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(item.rect.left() + 4, item.rect.center().y(), item.rect.width() - 8, 1),
                          roles.separator);
        return;
    }
    const bool enabled = item.state & State_Enabled;
    if ((item.state & State_Selected) && enabled)
        paintBox(painter, QRectF(item.rect).adjusted(0, 1, 0, -1), radius,
                 mix(roles.accent, roles.raised, roles.dark ? .34 : .13), Qt::transparent);
    const QColor color = enabled ? roles.text : roles.text3;
    const auto place = [&](const QRect &rect) {
        return visualRect(item.direction, item.rect, rect);
    };
    const QRect mark = place(QRect(item.rect.left() + 8, item.rect.center().y() - 7, 16, 16));
    if (item.checkType != QStyleOptionMenuItem::NotCheckable && item.checked)
        paintGlyph(painter, QStringLiteral("state-done"), mark.topLeft(), 16, color);
    else if (!item.icon.isNull())
        item.icon.paint(painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    const QStringList parts = item.text.split(QLatin1Char('\t'));
    const QRect textRect = place(item.rect.adjusted(32, 0, -28, 0));
    QPalette palette = item.palette;
    palette.setColor(QPalette::WindowText, color);
    painter->setFont(item.font);
    drawItemText(painter, textRect,
                 int(visualAlignment(item.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextShowMnemonic |
                     Qt::TextSingleLine,
                 palette, true, parts.value(0), QPalette::WindowText);
    if (item.menuItemType == QStyleOptionMenuItem::SubMenu) {
        painter->save();
        const QRect arrow = place(QRect(item.rect.right() - 20, item.rect.top(), 16, item.rect.height()));
        painter->translate(QRectF(arrow).center());
        painter->rotate(item.direction == Qt::RightToLeft ? 90 : -90);
        paintChevron(painter, {}, color);
        painter->restore();
    } else if (parts.size() > 1) {
        palette.setColor(QPalette::WindowText, enabled ? roles.text2 : roles.text3);
        drawItemText(painter, place(item.rect.adjusted(32, 0, -12, 0)),
                     int(visualAlignment(item.direction, Qt::AlignRight | Qt::AlignVCenter)) | Qt::TextSingleLine,
                     palette, true, parts.value(1), QPalette::WindowText);
    }
}

void StudioStyle::drawScrollBar(const QStyleOptionSlider &bar, QPainter *painter, const QWidget *widget) const
{
    const Roles &roles = Roles::current();
    const QColor ground = widget && widget->parentWidget() && widget->parentWidget()->parentWidget()
                              ? widget->parentWidget()->parentWidget()->palette().color(QPalette::Base)
                              : roles.base;
    painter->fillRect(bar.rect, ground);
    if (bar.maximum <= bar.minimum)
        return;
    const QRectF handle = subControlRect(CC_ScrollBar, &bar, SC_ScrollBarSlider, widget);
    const bool over = bar.state & State_MouseOver && bar.activeSubControls & SC_ScrollBarSlider;
    const bool horizontal = bar.orientation == Qt::Horizontal;
    const QRectF inner = horizontal ? handle.adjusted(2, 3, -2, -3) : handle.adjusted(3, 2, -3, -2);
    paintBox(painter, inner, 3, mix(roles.text, roles.base, over || (bar.state & State_Sunken) ? .48 : .30),
             Qt::transparent);
}

void StudioStyle::drawSlider(const QStyleOptionSlider &slider, QPainter *painter, const QWidget *widget) const
{
    const Roles &roles = Roles::current();
    const QRect handle = subControlRect(CC_Slider, &slider, SC_SliderHandle, widget);
    const bool horizontal = slider.orientation == Qt::Horizontal;
    const QRectF all = slider.rect;
    const QPointF at = QRectF(handle).center();
    const QRectF groove =
        horizontal ? QRectF(all.left(), at.y() - 2, all.width(), 4) : QRectF(at.x() - 2, all.top(), 4, all.height());
    paintBox(painter, groove, 2, roles.track, Qt::transparent);
    const bool fromEnd = slider.upsideDown;
    QRectF filled = groove;
    if (horizontal)
        fromEnd ? filled.setLeft(at.x()) : filled.setRight(at.x());
    else
        fromEnd ? filled.setTop(at.y()) : filled.setBottom(at.y());
    paintBox(painter, filled, 2, roles.accent, Qt::transparent);
    const bool focused = slider.state & State_HasFocus;
    paintBox(painter, QRectF(at.x() - 7.5, at.y() - 7.5, 15, 15), 7.5, roles.raised,
             focused ? roles.ring : roles.control, focused ? 2 : 1);
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    const Roles &roles = Roles::current();
    switch (control) {
    case CC_ScrollBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawScrollBar(*bar, painter, widget);
            return;
        }
        break;
    case CC_Slider:
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawSlider(*slider, painter, widget);
            return;
        }
        break;
    case CC_ComboBox:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            if (combo->frame)
                paintField(painter, combo->rect, combo->state);
            else
                paintButton(painter, *combo, false, true);
            const QRect end = visualRect(combo->direction, combo->rect,
                                         QRect(combo->rect.right() - 22, combo->rect.top(), 16, combo->rect.height()));
            paintChevron(painter, QRectF(end).center(), combo->state & State_Enabled ? roles.text : roles.text3);
            return;
        }
        break;
    case CC_SpinBox:
        if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            if (spin->frame)
                paintField(painter, spin->rect,
                           spin->state | (widget && widget->hasFocus() ? State_HasFocus : State_None));
            for (const SubControl part : {SC_SpinBoxUp, SC_SpinBoxDown}) {
                if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
                    break;
                const bool up = part == SC_SpinBoxUp;
                const bool enabled =
                    (spin->state & State_Enabled) &&
                    (spin->stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled));
                const QPointF centre = QRectF(subControlRect(CC_SpinBox, spin, part, widget)).center();
                painter->save();
                painter->translate(centre);
                painter->scale(.75, up ? -.75 : .75);
                paintChevron(painter, {}, enabled ? roles.text : roles.text3);
                painter->restore();
            }
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace lorastudio
