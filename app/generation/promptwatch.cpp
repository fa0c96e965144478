// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/promptwatch.h"

namespace lorastudio {

void PromptWatch::finish(End end)
{
    if (std::exchange(m_finished, true))
        return;
    m_promise.addResult(end);
    m_promise.finish();
}

} // namespace lorastudio
