// SPDX-License-Identifier: GPL-3.0-or-later
// What is done for the servers while a run is paused.
#include "core/logging.h"
#include "generation/activerun.h"

namespace lorastudio {

void GenerationService::setDefaults(const GenerationDefaults &defaults)
{
    m_defaults = defaults;
    m_runner.setAttempts(defaults.attempts);
}

/// A pause leaves nothing on the servers but what runs.
void GenerationService::takeBackWaiting()
{
    for (const auto &server : m_pool.servers()) {
        if (server->inFlight() > 0)
            m_scope.spawn(server->takeBackWaiting(m_scope.token()));
    }
}

void GenerationService::freeServersIfPaused()
{
    // Images that were on their way when the person paused come first.
    if (!m_active || !m_active->paused || !m_active->freesMemory || m_jobs.running() > 0)
        return;
    m_active->freesMemory = false;
    if (!m_defaults.freeMemoryWhenPaused)
        return;
    for (const auto &server : m_pool.servers()) {
        if (server->isReachable())
            m_scope.spawn(freeServer(server, m_scope.token()));
    }
}

Task<void> GenerationService::freeServer(std::shared_ptr<ServerConnection> server, std::stop_token stop)
{
    const Result<QueueSnapshot> queue = co_await server->client().queue(stop);
    // Somebody else's work keeps its models.
    if (!queue || !queue->running.isEmpty() || !queue->pending.isEmpty() || !m_active || !m_active->paused)
        co_return;
    const Result<void> freed = co_await server->client().freeMemory(true, true, stop);
    if (!freed) {
        if (!freed.error().isCanceled())
            qCInfo(logGeneration) << "the memory of" << server->url() << "was not freed:" << freed.error().message;
        co_return;
    }
    if (m_active) {
        m_active->loaded.remove(server->url());
        m_active->scheduler.setLoaded(server->url(), {});
    }
}

} // namespace lorastudio
