// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace lorastudio {

/// One segment of a row of which one is chosen. The first and the last have the round corners.
class LevelButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Place { First, Middle, Last };
    LevelButton(const QString &text, Place place, QWidget *parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Place m_place;
};

} // namespace lorastudio
