// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace lorastudio {

/// A value that can be typed over, shown as plain text until the pointer or the keyboard is on it. `edited` comes when
/// the box is left or Enter is pressed and the text is another; Escape takes back what was typed.
class QuietEdit : public QLineEdit
{
    Q_OBJECT

public:
    static constexpr int textInset = 7; ///< pixels from its edge to the text

    explicit QuietEdit(QWidget *parent = nullptr);
    /// What stands there; does not disturb who is typing.
    void setValue(const QString &value);
    QString value() const { return m_value; }
    /// What is typed becomes the value, without a signal if it is the same.
    void commit();

Q_SIGNALS:
    void edited(const QString &value);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    QString m_value;
};

} // namespace lorastudio
