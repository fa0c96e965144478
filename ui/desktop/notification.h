// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

namespace lorastudio {

/// Something to say outside of the window.
struct Notification
{
    struct Action
    {
        QString id;
        QString text; ///< title case
        friend bool operator==(const Action &, const Action &) = default;
    };
    QString key{}; ///< one with the same key replaces the former
    QString title{};
    QString body{}; ///< plain text, may quote a server
    QList<Action> actions{};
    bool urgent = false; ///< stays until it is seen, where the desktop does that
    friend bool operator==(const Notification &, const Notification &) = default;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::Notification)
