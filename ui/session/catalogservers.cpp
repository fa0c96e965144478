// SPDX-License-Identifier: GPL-3.0-or-later
// What the servers say to the catalog: their models, samplers and schedulers, and how long they load.
#include "services.h"
#include "session/catalogsession.h"
#include "session/projectsession.h"

namespace lorastudio {

namespace {

/// What ComfyUI has always had, for the time before a server has answered.
const QStringList &wellKnownSamplers()
{
    static const QStringList names{QStringLiteral("euler"),
                                   QStringLiteral("euler_ancestral"),
                                   QStringLiteral("heun"),
                                   QStringLiteral("dpm_2"),
                                   QStringLiteral("dpm_2_ancestral"),
                                   QStringLiteral("lms"),
                                   QStringLiteral("dpm_fast"),
                                   QStringLiteral("dpm_adaptive"),
                                   QStringLiteral("dpmpp_2s_ancestral"),
                                   QStringLiteral("dpmpp_sde"),
                                   QStringLiteral("dpmpp_sde_gpu"),
                                   QStringLiteral("dpmpp_2m"),
                                   QStringLiteral("dpmpp_2m_sde"),
                                   QStringLiteral("dpmpp_2m_sde_gpu"),
                                   QStringLiteral("dpmpp_3m_sde"),
                                   QStringLiteral("lcm"),
                                   QStringLiteral("ddim"),
                                   QStringLiteral("uni_pc")};
    return names;
}

const QStringList &wellKnownSchedulers()
{
    static const QStringList names{QStringLiteral("normal"),      QStringLiteral("karras"),
                                   QStringLiteral("exponential"), QStringLiteral("sgm_uniform"),
                                   QStringLiteral("simple"),      QStringLiteral("ddim_uniform"),
                                   QStringLiteral("beta")};
    return names;
}

} // namespace

void CatalogSession::followLoading(const QString &url)
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    if (!server)
        return;
    Loading &loading = m_loading[url];
    const qint64 now = m_services.clock().monotonicMs();
    const ServerState state = server->status().state;
    if (state == ServerState::Loading) {
        if (loading.sinceMs < 0)
            loading.sinceMs = now;
        return;
    }
    const qint64 since = std::exchange(loading.sinceMs, -1);
    if (since < 0 || (state != ServerState::Busy && state != ServerState::Idle) || loading.file.isEmpty())
        return;
    m_loads.insert(loading.file, double(now - since) / 1000);
    refresh();
}

void CatalogSession::readServersAgain()
{
    if (!m_closed && !m_readingServers)
        m_scope.spawn(readAgain(m_scope.token()));
}

Task<void> CatalogSession::readAgain(std::stop_token stop)
{
    m_readingServers = true;
    const std::vector<std::shared_ptr<ServerConnection>> servers = m_services.pool().servers();
    for (const std::shared_ptr<ServerConnection> &server : servers) {
        if (stop.stop_requested())
            break;
        if (!server->isReachable()) {
            server->lookNow();
            continue;
        }
        m_reading = server->status().name;
        Q_EMIT readingChanged();
        const Result<void> read = co_await server->readModels(stop);
        if (!read && !stop.stop_requested())
            m_project.notify(QStringLiteral("models"), tr("%1 does not say which models it has").arg(m_reading),
                             read.error());
        co_await readSamplers(server, stop);
    }
    m_reading.clear();
    m_readingServers = false;
    if (!stop.stop_requested())
        Q_EMIT readingChanged();
}

void CatalogSession::askForSamplers()
{
    for (const std::shared_ptr<ServerConnection> &server : m_services.pool().servers()) {
        if (server->isReachable() && !m_asked.contains(server->url()))
            m_scope.spawn(readSamplers(server, m_scope.token()));
    }
}

Task<void> CatalogSession::readSamplers(std::shared_ptr<ServerConnection> server, std::stop_token stop)
{
    m_asked.insert(server->url());
    const Result<SamplerChoices> choices = co_await server->client().samplers(stop);
    if (!choices || stop.stop_requested()) // the well-known ones do as well
        co_return;
    if (m_choices.value(server->url()) == *choices)
        co_return;
    m_choices.insert(server->url(), *choices);
    Q_EMIT rowsChanged();
}

QStringList CatalogSession::offered(QStringList SamplerChoices::*names, const QStringList &wellKnown) const
{
    QStringList all;
    for (const SamplerChoices &choices : m_choices)
        all += choices.*names;
    all += wellKnown;
    all.removeDuplicates();
    return all;
}

bool CatalogSession::isUnknown(QStringList SamplerChoices::*names, const QString &name) const
{
    bool asked = false;
    for (auto it = m_choices.cbegin(); it != m_choices.cend(); ++it) {
        const std::shared_ptr<ServerConnection> server = m_services.pool().find(it.key());
        if (!server || !server->isReachable())
            continue;
        asked = true;
        if ((it.value().*names).contains(name))
            return false;
    }
    return asked;
}

QStringList CatalogSession::samplers() const
{
    return offered(&SamplerChoices::samplers, wellKnownSamplers());
}

QStringList CatalogSession::schedulers() const
{
    return offered(&SamplerChoices::schedulers, wellKnownSchedulers());
}

bool CatalogSession::isUnknownSampler(const QString &sampler) const
{
    return isUnknown(&SamplerChoices::samplers, sampler);
}

bool CatalogSession::isUnknownScheduler(const QString &scheduler) const
{
    return isUnknown(&SamplerChoices::schedulers, scheduler);
}

} // namespace lorastudio
