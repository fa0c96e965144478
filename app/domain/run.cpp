// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/run.h"

namespace lorastudio {

QString toString(RunState state)
{
    switch (state) {
    case RunState::Running:
        return QStringLiteral("running");
    case RunState::Paused:
        return QStringLiteral("paused");
    case RunState::Stopping:
        return QStringLiteral("stopping");
    case RunState::Stopped:
        return QStringLiteral("stopped");
    case RunState::Finished:
        return QStringLiteral("finished");
    }
    return {};
}

std::optional<RunState> runStateFromString(const QString &text)
{
    for (const RunState state :
         {RunState::Running, RunState::Paused, RunState::Stopping, RunState::Stopped, RunState::Finished}) {
        if (toString(state) == text)
            return state;
    }
    return std::nullopt;
}

} // namespace lorastudio
