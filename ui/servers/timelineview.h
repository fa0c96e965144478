// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

#include <QWidget>

namespace lorastudio {

class CellInk;

/// The last ten minutes of every server: a lane each, one block per image in the colour of its checkpoint, loads
/// hatched, stuck and offline as labelled stretches. Says its figures to screen readers and copies them as a table.
class TimelineView : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineView(QWidget *parent = nullptr);
    void setData(const QList<ServerRow> &rows, const QList<TimelineBlock> &blocks, const QDateTime &now);
    /// The table of the figures, columns separated by tabs.
    QString figures() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Scale
    {
        qreal left = 0;
        qreal right = 0;
        QDateTime now;
        qreal x(const QDateTime &time) const;
    };
    void paintLane(CellInk &ink, const ServerRow &row, const QRectF &lane, const Scale &scale) const;
    void paintNames(CellInk &ink, const QList<TimelineBlock> &blocks, const QRectF &lane, const Scale &scale) const;
    void paintState(CellInk &ink, const TimelineBlock &block, const QRectF &rect) const;
    QList<TimelineBlock> blocksOf(const QString &url) const;

    QList<ServerRow> m_rows;
    QList<TimelineBlock> m_blocks;
    QDateTime m_now;
};

/// What the marks of the timeline mean.
class TimelineLegend : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineLegend(QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace lorastudio
