// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/servershare.h"

#include "core/logging.h"
#include "generation/livingworkers.h"
#include "generation/processidentity.h"
#include "generation/serverpool.h"
#include "storage/database.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr qint64 beatEveryMs = 10'000;
constexpr qint64 lookEveryMs = 1'000;

Worker self(qint64 runId, const QStringList &places)
{
    const ProcessIdentity &own = ProcessIdentity::own();
    Worker worker;
    worker.id = own.id;
    worker.host = own.host;
    worker.pid = own.pid;
    worker.started = own.started;
    worker.runId = runId;
    worker.places = places;
    return worker;
}

} // namespace

ServerShare::ServerShare(Database &database, ServerPool &pool, const Clock &clock)
    : m_database(database), m_pool(pool), m_clock(clock)
{
}

QString ServerShare::placeOf(const QString &url)
{
    const QString host = QUrl(url).host();
    const bool loopback =
        host.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
    return loopback ? ProcessIdentity::own().host + u' ' + url : url;
}

QStringList ServerShare::reachablePlaces() const
{
    QStringList places;
    for (const auto &server : m_pool.servers()) {
        if (server->isReachable() && !server->isDraining())
            places.append(placeOf(server->url()));
    }
    return places;
}

Task<Result<ServerShare::Look>> ServerShare::look(bool beat)
{
    const QStringList places = reachablePlaces();
    const Worker worker = self(m_runId.value_or(0), places);
    const auto work = [worker, beat](Connection &connection) -> Result<Look> {
        Look look;
        WorkerRepository repository(connection);
        Result<QVector<Worker>> others = fail(Error::canceled());
        if (beat) {
            const Result<bool> known = repository.beat(worker);
            if (!known)
                return fail(known.error());
            look.wasKnown = *known;
            others = livingOthersAfterDead(connection);
        } else {
            others = livingOthers(connection);
        }
        if (!others)
            return fail(others.error());
        look.others = *others;
        const Result<QVector<ServerLease>> leases = repository.leases();
        if (!leases)
            return fail(leases.error());
        look.leases = *leases;
        return look;
    };
    Result<Look> looked = fail(Error::canceled());
    if (beat)
        looked = co_await m_database.write(work);
    else
        looked = co_await m_database.read(work);
    if (looked) {
        m_lookedMs = m_clock.monotonicMs();
        if (beat) {
            m_beatMs = m_lookedMs;
            m_toldPlaces = places;
        }
    }
    co_return looked;
}

ShareState ServerShare::stateOf(const Look &look, const QSet<QString> &busy) const
{
    ShareState state;
    state.self = ProcessIdentity::own().id;
    state.others = look.others;
    state.leases = look.leases;
    state.places = reachablePlaces();
    for (const QString &url : busy)
        state.busy.insert(placeOf(url));
    state.yielding = m_yielding;
    return state;
}

Task<void> ServerShare::apply(Look look, QSet<QString> busy)
{
    const ShareDecision decision = decideShare(stateOf(look, busy));
    const QString own = ProcessIdentity::own().id;
    QSet<QString> held;
    for (const ServerLease &lease : std::as_const(look.leases)) {
        if (lease.workerId == own)
            held.insert(lease.place);
    }
    m_others = look.others;
    m_leases = look.leases;
    if (!decision.take.isEmpty() || !decision.release.isEmpty()) {
        const auto work = [decision, own](Connection &connection) -> Result<QStringList> {
            WorkerRepository repository(connection);
            if (const Result<void> released = repository.release(decision.release, own); !released)
                return fail(released.error());
            return repository.take(decision.take, own);
        };
        const Result<QStringList> taken = co_await m_database.write(work);
        if (taken) {
            held += QSet<QString>(taken->cbegin(), taken->cend());
            held -= QSet<QString>(decision.release.cbegin(), decision.release.cend());
        } else {
            qCInfo(logGeneration) << "servers were not divided:" << taken.error().message;
        }
    }
    const QSet<QString> yielding(decision.yield.cbegin(), decision.yield.cend());
    const bool different = held != m_held || yielding != m_yielding;
    m_held = held;
    m_yielding = yielding;
    if (different)
        Q_EMIT changed();
}

Task<Result<void>> ServerShare::join(qint64 runId)
{
    m_runId = runId;
    const Result<Look> looked = co_await look(true);
    if (!looked) {
        m_runId.reset();
        co_return fail(looked.error());
    }
    const QSet<QString> none;
    co_await apply(*looked, none);
    co_return Result<void>{};
}

void ServerShare::setRun(qint64 runId)
{
    if (!m_runId)
        return;
    m_runId = runId;
    m_beatMs -= beatEveryMs;
    m_lookedMs -= lookEveryMs;
}

bool ServerShare::holdsOfDead(const Look &look)
{
    const QString own = ProcessIdentity::own().id;
    return std::any_of(look.leases.cbegin(), look.leases.cend(), [&](const ServerLease &lease) {
        return lease.workerId != own && std::none_of(look.others.cbegin(), look.others.cend(),
                                                     [&](const Worker &other) { return other.id == lease.workerId; });
    });
}

Task<bool> ServerShare::tick(QSet<QString> busy)
{
    const qint64 now = m_clock.monotonicMs();
    if (!m_runId || now - m_lookedMs < lookEveryMs)
        co_return true;
    const bool beat = now - m_beatMs >= beatEveryMs || reachablePlaces() != m_toldPlaces;
    Result<Look> looked = co_await look(beat);
    if (looked && !beat && holdsOfDead(*looked)) // given back at once, not with the next sign of life
        looked = co_await look(true);
    if (!looked || !m_runId)
        co_return true; // nothing is known; the next turn asks again
    const bool alive = looked->wasKnown;
    co_await apply(*looked, busy);
    co_return alive;
}

Task<void> ServerShare::leave()
{
    if (!m_runId)
        co_return;
    m_runId.reset();
    m_held.clear();
    m_yielding.clear();
    const auto work = [](Connection &connection) {
        return WorkerRepository(connection).remove({ProcessIdentity::own().id});
    };
    const Result<int> left = co_await m_database.write(work);
    if (!left)
        qCInfo(logGeneration) << "this process could not sign out:" << left.error().message;
    Q_EMIT changed();
}

bool ServerShare::drives(const QString &url) const
{
    return m_held.contains(placeOf(url));
}

QStringList ServerShare::driven() const
{
    QStringList urls;
    for (const auto &server : m_pool.servers()) {
        if (drives(server->url()))
            urls.append(server->url());
    }
    return urls;
}

QString ServerShare::holderOf(const QString &url) const
{
    const QString place = placeOf(url);
    for (const ServerLease &lease : m_leases) {
        if (lease.place == place)
            return lease.workerId;
    }
    return {};
}

} // namespace lorastudio
