// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of StudioStyle: labels, menus, scroll bars, sliders, combo and spin boxes.
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "style/studiostyleparts.h"

#include <QAbstractSpinBox>
#include <QFrame>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace lorastudio {

using namespace styleparts;

void StudioStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const Roles &roles = Roles::current();
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const bool enabled = button->state & State_Enabled;
            const QColor color = !enabled            ? roles.text3
                                 : isPrimary(widget) ? roles.onAccent
                                                     : button->palette.color(QPalette::ButtonText);
            const int textWidth = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
            const int iconWidth = button->icon.isNull() ? 0 : button->iconSize.width() + iconGap;
            QRect content(0, 0, qMin(iconWidth + textWidth, button->rect.width()), button->rect.height());
            content.moveCenter(button->rect.center());
            if (iconWidth > 0) {
                const QRect place =
                    visualRect(button->direction, content,
                               QRect(content.left(), content.center().y() - button->iconSize.height() / 2 + 1,
                                     button->iconSize.width(), button->iconSize.height()));
                const QIcon::Mode mode = !enabled            ? QIcon::Disabled
                                         : isPrimary(widget) ? QIcon::Selected
                                                             : QIcon::Normal;
                button->icon.paint(painter, place, Qt::AlignCenter, mode);
            }
            const bool underline = styleHint(SH_UnderlineShortcut, option, widget, nullptr);
            painter->setPen(color);
            painter->drawText(visualRect(button->direction, content, content.adjusted(iconWidth, 0, 0, 0)),
                              int(visualAlignment(button->direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                                  Qt::TextSingleLine | (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                              button->text);
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
    case CE_ItemViewItem: // a selected row is pale, so its text stays as it is
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem copy = *item;
            copy.palette.setColor(QPalette::HighlightedText, roles.text);
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
            const bool underline = styleHint(SH_UnderlineShortcut, option, widget, nullptr);
            const int flags = Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine |
                              (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
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
    case CE_ShapedFrame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->frameShape == QFrame::VLine) {
            painter->fillRect(QRect(frame->rect.center().x(), frame->rect.top(), 1, frame->rect.height()),
                              roles.separator);
            return;
        }
        break;
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
            if (combo->editable)
                return; // its line edit shows the text
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
