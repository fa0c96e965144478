// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databasecontents.h"

#include "storage/workerrepository.h"

#include <QCoreApplication>

#include <cstdlib>

namespace lorastudio {

namespace {

constexpr int leaseMs = 30'000; // a process that makes a run says so at least this often

Result<qint64> count(Connection &connection, const QString &sql, const QVariantList &values = {})
{
    const Result<std::optional<qint64>> number =
        connection.first(sql, values, [](const SqlRows &row) { return row.integer(0); });
    if (!number)
        return fail(number.error());
    return number->value_or(0);
}

} // namespace

Result<DatabaseContents> readContents(Connection &connection)
{
    DatabaseContents contents;
    const std::pair<qint64 DatabaseContents::*, QString> figures[] = {
        {&DatabaseContents::characters, QStringLiteral("SELECT COUNT(*) FROM characters")},
        {&DatabaseContents::images, QStringLiteral("SELECT COUNT(*) FROM generation_history")},
        {&DatabaseContents::runs, QStringLiteral("SELECT COUNT(*) FROM runs")}};
    for (const auto &[figure, sql] : figures) {
        const Result<qint64> number = count(connection, sql);
        if (!number)
            return fail(number.error());
        contents.*figure = *number;
    }
    return contents;
}

Result<qint64> runsBeingMade(Connection &connection)
{
    return count(
        connection,
        QStringLiteral("SELECT COUNT(*) FROM runs WHERE state IN ('running', 'stopping') AND heartbeat_at > ") +
            connection.dialect().nowMs() + QStringLiteral(" - ?"),
        {leaseMs});
}

Result<void> nobodyAtWork(Connection &connection, const QString &ownWorker)
{
    const auto refuse = [](const QString &why) {
        Error error = Error::make(Error::Kind::Validation, why);
        error.code = QStringLiteral("at-work");
        return fail(std::move(error));
    };
    const Result<qint64> runs = runsBeingMade(connection);
    if (!runs)
        return fail(runs.error());
    if (*runs > 0)
        return refuse(QCoreApplication::translate(
            "DatabaseContents", "A run is going on in it, here or in another program. Let it end or pause it."));
    const Result<QVector<Worker>> workers = WorkerRepository(connection).list();
    if (!workers)
        return fail(workers.error());
    for (const Worker &worker : *workers) {
        if (worker.id != ownWorker && std::llabs(worker.ageMs) <= leaseMs)
            return refuse(QCoreApplication::translate("DatabaseContents",
                                                      "Another program makes images with it or stands by to, on %1 "
                                                      "(process %2). End it; half a minute later it counts as gone.")
                              .arg(worker.host)
                              .arg(worker.pid));
    }
    return {};
}

} // namespace lorastudio
