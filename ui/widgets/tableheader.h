// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace lorastudio {

/// Column headings that stand over the content of their cells in every style. One that is too long for its column is
/// told by a tool tip.
class TableHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit TableHeader(QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    bool viewportEvent(QEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    /// The room for the title in a section of `rect`, from left to right.
    QRectF titleLine(const QRect &rect, int logicalIndex) const;
    Qt::Alignment titleAlignment(int logicalIndex) const;
    bool isSorted(int logicalIndex) const;
};

} // namespace lorastudio
