// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databasecontents.h"

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

} // namespace lorastudio
