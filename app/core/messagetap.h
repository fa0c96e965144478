// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

namespace lorastudio {

/// Hears the warnings that the program writes to its logging categories ("lorastudio.…"), from whatever thread they
/// come, so that a window can show them. They still go where they went before. What was heard arrives on the thread of
/// this object, later and in order, never inside the call that logged. At most one at a time.
class MessageTap : public QObject
{
    Q_OBJECT

public:
    explicit MessageTap(QObject *parent = nullptr);
    ~MessageTap() override;

Q_SIGNALS:
    /// `critical`: more than a warning. `category` is without "lorastudio.". `time` is UTC.
    void heard(bool critical, const QString &category, const QString &text, const QDateTime &time);
};

} // namespace lorastudio
