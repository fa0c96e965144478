// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QLabel>

namespace lorastudio {

struct Roles;

/// A plain-text label in one of our type sizes and roles. It follows the application's font and palette, and if it has
/// one line, it is elided and says the whole in its tool tip.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Size { Display, Title, Body, Bold, Small, SmallBold };
    TextLabel(Size size, QColor Roles::*color, QWidget *parent = nullptr);
    TextLabel(const QString &text, Size size, QColor Roles::*color, QWidget *parent = nullptr);
    void setRole(QColor Roles::*color);
    /// Off for labels that wrap.
    void setElided(bool on);
    /// setText of QLabel, and the accessible name with it.
    void setText(const QString &text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyFont();

    Size m_size;
    QColor Roles::*m_color;
    bool m_elided = true;
    bool m_applying = false;
};

} // namespace lorastudio
