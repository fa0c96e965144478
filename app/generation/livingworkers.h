// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/workerrepository.h"

namespace lorastudio {

/// A worker that has given no sign of life for this long, by the database's clock, is dead (or from before the clock
/// was set back). One on this host whose process is gone is dead at once.
constexpr int workerLeaseSeconds = 30;

/// Workers other than this process that are alive.
Result<QVector<Worker>> livingOthers(Connection &connection);
/// As livingOthers, after what the dead held has been given back. Inside a write.
Result<QVector<Worker>> livingOthersAfterDead(Connection &connection);

} // namespace lorastudio
