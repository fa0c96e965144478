// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/serverfarm.h"

#include "generation/livingworkers.h"
#include "generation/processidentity.h"
#include "generation/servershare.h"

namespace lorastudio {

namespace {

/// The name of a place as the worker of that host writes it: loopback addresses mean another machine on each.
QString placeOn(const QString &host, const QString &url)
{
    return ServerShare::placeOf(url) == url ? url : host + u' ' + url;
}

} // namespace

FarmServer ServerFarm::server(const QString &url) const
{
    return servers.value(ServerShare::placeOf(url));
}

Result<ServerFarm> readServerFarm(Connection &connection)
{
    ServerFarm farm;
    const Result<QVector<Worker>> others = livingOthers(connection);
    if (!others)
        return fail(others.error());
    if (others->isEmpty())
        return farm;
    farm.shared = true;
    const QString own = ProcessIdentity::own().id;
    QHash<QString, Worker> byId;
    for (const Worker &worker : *others)
        byId.insert(worker.id, worker);
    WorkerRepository repository(connection);
    const Result<QVector<ServerLease>> leases = repository.leases();
    if (!leases)
        return fail(leases.error());
    for (const ServerLease &lease : *leases) {
        FarmServer &server = farm.servers[lease.place];
        server.here = lease.workerId == own;
        const auto driver = byId.constFind(lease.workerId);
        if (driver == byId.cend())
            continue;                                                   // this program, or one that is gone
        server.host = driver->host.mid(driver->host.indexOf(u'@') + 1); // before it stands the id of its boot
        server.pid = driver->pid;
    }
    const Result<QVector<WorkerLoad>> loads = repository.loadsOfOthers(own);
    if (!loads)
        return fail(loads.error());
    for (const WorkerLoad &load : *loads) {
        const auto worker = byId.constFind(load.workerId);
        if (worker == byId.cend())
            continue;
        FarmServer &server = farm.servers[placeOn(worker->host, load.server)];
        server.running += load.running;
        server.waiting += load.waiting;
    }
    return farm;
}

} // namespace lorastudio
