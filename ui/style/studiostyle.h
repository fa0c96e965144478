// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionMenuItem;
class QStyleOptionSlider;

namespace lorastudio {

/// Fusion without bevels and gradients: flat panels, outlines that can be seen in the dark, one focus ring.
///
/// Nothing in the layout of the pages depends on it; with any other style they stay whole. Dynamic properties of a
/// widget: `primary` (the filled accent of a page's next step, at most one per page), `compact` (26 px high buttons).
class StudioStyle : public QProxyStyle
{
    Q_OBJECT

public:
    StudioStyle();

    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap icon, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                         const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    void drawMenuItem(const QStyleOptionMenuItem &option, QPainter *painter, const QWidget *widget) const;
    void drawScrollBar(const QStyleOptionSlider &option, QPainter *painter, const QWidget *widget) const;
    void drawSlider(const QStyleOptionSlider &option, QPainter *painter, const QWidget *widget) const;
};

/// A rectangle with a hairline of one logical pixel, its corners on whole pixels.
void paintBox(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &line,
              qreal lineWidth = 1);
/// The chevron of combos and of cells that open a list, 8×4, its centre at `centre`.
void paintChevron(QPainter *painter, QPointF centre, const QColor &color);

} // namespace lorastudio
