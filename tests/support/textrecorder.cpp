// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/textrecorder.h"

#include <QFontMetricsF>
#include <QTransform>
#include <QWidget>

#include <cmath>

namespace lorastudio::test {

class TextRecorder::Engine : public QPaintEngine
{
public:
    Engine() : QPaintEngine(AllFeatures) {}
    bool begin(QPaintDevice *) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState &now) override
    {
        if (now.state() & DirtyTransform)
            m_transform = now.transform();
    }
    void drawPixmap(const QRectF &, const QPixmap &, const QRectF &) override {}
    void drawImage(const QRectF &, const QImage &, const QRectF &, Qt::ImageConversionFlags) override {}
    void drawTiledPixmap(const QRectF &, const QPixmap &, const QPointF &) override {}
    void drawPath(const QPainterPath &) override {}
    void drawPolygon(const QPointF *, int, PolygonDrawMode) override {}
    void drawPolygon(const QPoint *, int, PolygonDrawMode) override {}
    void drawTextItem(const QPointF &at, const QTextItem &item) override;
    Type type() const override { return User; }

    QList<PaintedText> texts;

private:
    QTransform m_transform;
    qreal m_baseline = 0;
};

void TextRecorder::Engine::drawTextItem(const QPointF &at, const QTextItem &item)
{
    const QFontMetricsF metrics(item.font());
    const QPointF start = m_transform.map(at);
    const QRectF place(start.x(), start.y() - metrics.xHeight(), item.width(), metrics.xHeight());
    constexpr qreal touching = 1;
    if (!texts.isEmpty() && std::abs(m_baseline - start.y()) < touching) {
        PaintedText &last = texts.last();
        const bool after = std::abs(last.place.right() - place.left()) < touching;
        if (after || std::abs(place.right() - last.place.left()) < touching) {
            last.text = last.text + item.text(); // in the order of painting, which is that of reading
            last.place |= place;
            return;
        }
    }
    m_baseline = start.y();
    texts.append({item.text(), place});
}

TextRecorder::TextRecorder(QSize size, qreal ratio) : m_size(size), m_ratio(ratio), m_engine(new Engine) {}

TextRecorder::~TextRecorder() = default;

QPaintEngine *TextRecorder::paintEngine() const
{
    return m_engine.get();
}

QList<PaintedText> TextRecorder::texts() const
{
    return m_engine->texts;
}

QList<PaintedText> TextRecorder::of(QWidget *widget)
{
    TextRecorder recorder(widget->size(), widget->devicePixelRatioF());
    widget->render(&recorder, QPoint(), QRegion(), QWidget::RenderFlags());
    return recorder.texts();
}

int TextRecorder::metric(PaintDeviceMetric metric) const
{
    constexpr int dpi = 96;
    constexpr qreal millimetres = 25.4 / dpi;
    switch (metric) {
    case PdmWidth:
        return m_size.width();
    case PdmHeight:
        return m_size.height();
    case PdmWidthMM:
        return int(m_size.width() * millimetres);
    case PdmHeightMM:
        return int(m_size.height() * millimetres);
    case PdmNumColors:
        return 0;
    case PdmDepth:
        return 32;
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return dpi;
    case PdmDevicePixelRatio:
        return int(m_ratio);
    case PdmDevicePixelRatioScaled:
        return int(m_ratio * devicePixelRatioFScale());
    }
    return 0;
}

} // namespace lorastudio::test
