// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endguard.h"

#include "core/logging.h"

#include <cstdlib>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 5s;
constexpr auto limit = 5s; // after the patience

Task<void> watch(std::stop_token done)
{
    const Result<void> late = co_await sleepFor(patience, done);
    if (!late)
        co_return;
    qCWarning(logCore) << "the shutdown takes longer than 5 s";
    const Result<void> tooLate = co_await sleepFor(limit, done);
    if (!tooLate)
        co_return;
    qCCritical(logCore) << "the shutdown hangs; the process ends now, and the next start takes up what is open";
    std::_Exit(EXIT_FAILURE);
}

} // namespace

EndGuard::EndGuard() : m_watch(watch(m_done.get_token())) {}

Task<void> EndGuard::release()
{
    m_done.request_stop();
    co_await m_watch;
}

} // namespace lorastudio
