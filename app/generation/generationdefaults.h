// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>

namespace lorastudio {

/// How a person wants all runs to be made, as the settings say it.
struct GenerationDefaults
{
    std::optional<qint64> baseSeed{}; ///< of runs that are not given one, 0 … 2^52-1; nothing = random
    int attempts = 3;                 ///< of a job before it counts as failed, 1 …; outages and restarts do not count
    /// Once a run is paused and nothing of it is on a server any more, servers without other work unload their models.
    bool freeMemoryWhenPaused = false;
    friend bool operator==(const GenerationDefaults &, const GenerationDefaults &) = default;
};

} // namespace lorastudio
