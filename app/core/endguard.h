// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

namespace lorastudio {

/// A disk or a database that hangs must not keep a closed window's process for ever: where `release()` does not come
/// within 10 s, the process is ended hard. The journal makes that safe. A warning is logged after 5 s. Main thread
/// only.
class EndGuard
{
public:
    EndGuard();
    EndGuard(const EndGuard &) = delete;
    EndGuard &operator=(const EndGuard &) = delete;
    /// To be awaited before it is destroyed.
    Task<void> release();

private:
    std::stop_source m_done;
    Task<void> m_watch;
};

} // namespace lorastudio
