// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

#include <QWidget>

namespace lorastudio {

/// What a score is made of: a row for each component with its name, bar, 0 to 100, and a sentence below. A low one
/// stands in the warning colour with its sign.
class ComponentsBox : public QWidget
{
    Q_OBJECT

public:
    static constexpr int lowBelow = 40;

    explicit ComponentsBox(QWidget *parent = nullptr);
    void setScore(const Score &score);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Row
    {
        QString name;
        int value = 0; ///< 0 … 100
        QString sentence;
    };
    int rowHeight() const;

    QList<Row> m_rows;
};

} // namespace lorastudio
