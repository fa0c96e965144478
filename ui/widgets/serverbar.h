// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace lorastudio {

class TextLabel;

/// Where there are characters but no server: a way to one, above the table.
class ServerBar : public QWidget
{
    Q_OBJECT

public:
    explicit ServerBar(QWidget *parent = nullptr);
    /// Says in place why the address could not be reached; empty takes it away.
    void setProblem(const QString &message);
    void focusAddress();

Q_SIGNALS:
    void connectRequested(const QString &address);
    void demoServerRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void connectAddress();

    TextLabel *m_detail;
    QLineEdit *m_address;
};

} // namespace lorastudio
