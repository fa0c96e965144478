// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace lorastudio {

/// Return and Enter press the button that has the keyboard, as Space does; Qt by itself lets them only in dialogs, and
/// a key that does nothing on a thing that shows the focus ring is taken for a fault. Boxes to tick are no such
/// buttons. Holds for all windows of the application as long as the object lives.
class ReturnPresses : public QObject
{
    Q_OBJECT

public:
    explicit ReturnPresses(QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace lorastudio
