// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <stop_token>

namespace lorastudio {

/// Somebody who waits for a reader: hears what is being read, and may have enough of it. Both come from the thread of
/// the reader.
struct ReadingWatch
{
    std::function<void(const QString &name)> reading; ///< name of a file or folder; may be null; often called
    std::stop_token stop;                             ///< what was read until then is returned

    bool stopped() const { return stop.stop_requested(); }
    void say(const QString &name) const
    {
        if (reading)
            reading(name);
    }
};

} // namespace lorastudio
