// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QRectF>
#include <QString>

#include <memory>

class QWidget;

namespace lorastudio::test {

/// A line of text that was painted, and where its letters stand: without the room above and below them.
struct PaintedText
{
    QString text;
    QRectF place;
};

/// A device that paints nothing and keeps all texts. Pieces of one line that touch are one text.
class TextRecorder : public QPaintDevice
{
public:
    /// `size` and `ratio` are what the painted thing is told of its device.
    TextRecorder(QSize size, qreal ratio);
    ~TextRecorder() override;
    QPaintEngine *paintEngine() const override;
    QList<PaintedText> texts() const;

    /// The texts that a widget paints itself, without its children, in its coordinates.
    static QList<PaintedText> of(QWidget *widget);

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    QSize m_size;
    qreal m_ratio;
    std::unique_ptr<Engine> m_engine;
};

} // namespace lorastudio::test
