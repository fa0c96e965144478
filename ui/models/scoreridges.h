// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogrow.h"

#include <QAbstractScrollArea>

class QAction;

namespace lorastudio {

/// How the technical scores of each model are spread, one above the other on one axis from 40 to 100, with the median
/// as a line and the mean as a figure. It scrolls if there are many. What it shows is also its description, and a table
/// that can be copied.
class ScoreRidges : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// A model with its place in the catalog, which gives its colour.
    struct Series
    {
        CatalogRow row;
        int place = 0;
        friend bool operator==(const Series &, const Series &) = default;
    };

    explicit ScoreRidges(QWidget *parent = nullptr);
    /// Those with too few scored images are left out.
    void setSeries(const QList<Series> &series);
    bool isEmpty() const { return m_series.isEmpty(); }
    void copyFigures() const;
    /// High enough for the first few.
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    QList<CatalogRow> rows() const;
    int axisHeight() const;
    int leastRowHeight() const;
    int pitch() const;
    void fitScrollBar();

    QList<Series> m_series;
    QAction *m_copy;
};

} // namespace lorastudio
