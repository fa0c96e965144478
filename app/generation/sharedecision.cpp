// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/sharedecision.h"

#include <QHash>

#include <algorithm>

namespace lorastudio {

namespace {

bool reaches(const Worker &worker, const QString &place)
{
    return worker.places.contains(place);
}

bool share(const QStringList &one, const QStringList &other)
{
    return std::any_of(one.cbegin(), one.cend(), [&](const QString &place) { return other.contains(place); });
}

/// How many of its servers a worker may drive, so that those who reach the same ones get as many.
int quota(const QStringList &places, const QString &id, const ShareState &state)
{
    int sharers = 1;
    if (id != state.self && share(places, state.places))
        ++sharers;
    for (const Worker &other : state.others) {
        if (other.id != id && share(places, other.places))
            ++sharers;
    }
    return int((places.size() + sharers - 1) / sharers);
}

} // namespace

ShareDecision decideShare(const ShareState &state)
{
    ShareDecision decision;
    QHash<QString, int> held;
    QHash<QString, QString> holder;
    QStringList mine;
    for (const ServerLease &lease : state.leases) {
        holder.insert(lease.place, lease.workerId);
        ++held[lease.workerId];
        if (lease.workerId == state.self)
            mine.append(lease.place);
    }
    const int own = quota(state.places, state.self, state);
    for (const QString &place : state.places) {
        if (holder.contains(place))
            continue;
        const bool wanted = std::any_of(state.others.cbegin(), state.others.cend(), [&](const Worker &other) {
            return reaches(other, place) && held.value(other.id) < quota(other.places, other.id, state);
        });
        if (wanted && held.value(state.self) >= own)
            continue;
        decision.take.append(place);
        ++held[state.self];
    }
    for (const QString &place : std::as_const(mine)) {
        if (!state.places.contains(place) && !state.busy.contains(place))
            decision.release.append(place);
    }
    // What is given up already comes first, then what stands idle: the decision must not wander.
    std::stable_sort(mine.begin(), mine.end(), [&](const QString &a, const QString &b) {
        const auto rank = [&](const QString &place) {
            return state.yielding.contains(place) ? 0 : state.busy.contains(place) ? 2 : 1;
        };
        return rank(a) < rank(b);
    });
    for (const QString &place : std::as_const(mine)) {
        const auto poorer = std::find_if(state.others.cbegin(), state.others.cend(), [&](const Worker &other) {
            return reaches(other, place) && held.value(other.id) + 1 < held.value(state.self);
        });
        if (poorer == state.others.cend())
            continue;
        --held[state.self];
        ++held[poorer->id];
        decision.yield.append(place);
        if (!state.busy.contains(place) && !decision.release.contains(place))
            decision.release.append(place);
    }
    return decision;
}

} // namespace lorastudio
