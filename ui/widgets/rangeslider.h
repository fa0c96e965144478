// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>

namespace lorastudio {

class RangeHandle;

/// A range of whole numbers from 0 to 100 with two handles under a histogram of what there is. Each handle is a focus
/// stop of its own (arrows 1, Page 10, Home, End); they push each other and never cross.
class RangeSlider : public QWidget
{
    Q_OBJECT

public:
    static constexpr int least = 0;
    static constexpr int most = 100;

    /// `name` is the object name; the handles are NAMELow and NAMEHigh.
    RangeSlider(const QString &name, const QString &lowText, const QString &highText, QWidget *parent = nullptr);
    int low() const;
    int high() const;
    /// Tells nobody.
    void setRange(int low, int high);
    /// Counts in steps of equal width over the whole range.
    void setHistogram(const QVector<int> &counts);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A person moved a handle; also while dragging.
    void rangeEdited(int low, int high);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    friend class RangeHandle;
    qreal placeOf(int value) const;
    int valueAt(qreal x) const;
    void placeHandles();
    void moved(RangeHandle *handle);
    void drag(RangeHandle *handle, qreal x);

    RangeHandle *m_low;
    RangeHandle *m_high;
    RangeHandle *m_dragged = nullptr;
    QVector<int> m_counts;
};

} // namespace lorastudio
