// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

namespace lorastudio {

/// Where the time comes from, so that tests can set it.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Wall time in UTC; may jump.
    virtual QDateTime now() const = 0;
    /// Milliseconds since some fixed moment; never goes back.
    virtual qint64 monotonicMs() const = 0;
};

class SystemClock : public Clock
{
public:
    QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
    qint64 monotonicMs() const override;
};

} // namespace lorastudio
