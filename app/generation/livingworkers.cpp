// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/livingworkers.h"

#include "core/logging.h"
#include "generation/processidentity.h"

#include <cstdlib>

namespace lorastudio {

namespace {

bool isDead(const Worker &worker)
{
    return std::llabs(worker.ageMs) > qint64(workerLeaseSeconds) * 1000 ||
           !ProcessIdentity::mayBeAlive(worker.host, worker.pid, worker.started);
}

} // namespace

Result<QVector<Worker>> livingOthers(Connection &connection)
{
    Result<QVector<Worker>> workers = WorkerRepository(connection).list();
    if (workers)
        workers->removeIf(
            [](const Worker &worker) { return worker.id == ProcessIdentity::own().id || isDead(worker); });
    return workers;
}

Result<QVector<Worker>> livingOthersAfterDead(Connection &connection)
{
    WorkerRepository repository(connection);
    Result<QVector<Worker>> workers = repository.list();
    if (!workers)
        return workers;
    QStringList dead;
    for (const Worker &worker : std::as_const(*workers)) {
        if (worker.id != ProcessIdentity::own().id && isDead(worker))
            dead.append(worker.id);
    }
    if (!dead.isEmpty()) {
        qCInfo(logGeneration) << "workers that are gone:" << dead;
        if (const Result<int> removed = repository.remove(dead); !removed)
            return fail(removed.error());
    }
    workers->removeIf(
        [&](const Worker &worker) { return worker.id == ProcessIdentity::own().id || dead.contains(worker.id); });
    return workers;
}

} // namespace lorastudio
