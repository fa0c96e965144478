// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/returnpresses.h"

#include <QApplication>
#include <QCheckBox>
#include <QKeyEvent>
#include <QRadioButton>

namespace lorastudio {

ReturnPresses::ReturnPresses(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool ReturnPresses::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<const QKeyEvent *>(event);
    const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && !key->isAutoRepeat();
    if (!plain || (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter))
        return false;
    auto *button = qobject_cast<QAbstractButton *>(watched);
    if (!button || !button->isEnabled() || qobject_cast<QCheckBox *>(button) || qobject_cast<QRadioButton *>(button))
        return false;
    button->click();
    return true;
}

} // namespace lorastudio
