// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/serverrepository.h"

namespace lorastudio {

Result<QVector<ServerConfig>> ServerRepository::list()
{
    return m_connection.list(
        QStringLiteral("SELECT url, name, user_name, token, header_names, fingerprint, demo FROM servers ORDER BY url"),
        {}, [](const SqlRows &row) {
            ServerConfig server;
            server.url = row.text(0);
            server.name = row.text(1);
            server.user = row.text(2);
            server.token = row.boolean(3);
            server.headerNames = row.list(4);
            server.fingerprint = row.text(5);
            server.demo = row.boolean(6);
            return server;
        });
}

Result<void> ServerRepository::upsert(const ServerConfig &server)
{
    const Result<qint64> changed = m_connection.change(
        QStringLiteral("INSERT INTO servers (url, name, user_name, token, header_names, fingerprint, demo) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET name = excluded.name, "
                       "user_name = excluded.user_name, token = excluded.token, header_names = excluded.header_names, "
                       "fingerprint = excluded.fingerprint, demo = excluded.demo"),
        {server.url, server.name, server.user, server.token, jsonText(server.headerNames), server.fingerprint,
         server.demo});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<void> ServerRepository::replace(const QString &former, const ServerConfig &server)
{
    if (former != server.url) {
        if (const Result<bool> gone = remove(former); !gone)
            return fail(gone.error());
    }
    return upsert(server);
}

Result<bool> ServerRepository::remove(const QString &url)
{
    return m_connection.change(QStringLiteral("DELETE FROM servers WHERE url = ?"), {url}).map([](qint64 rows) {
        return rows > 0;
    });
}

Result<bool> ServerRepository::setDraining(const QString &url, bool on)
{
    return m_connection.change(QStringLiteral("UPDATE servers SET draining = ? WHERE url = ?"), {on, url})
        .map([](qint64 rows) { return rows > 0; });
}

Result<QStringList> ServerRepository::draining()
{
    const Result<QVector<QString>> urls =
        m_connection.list(QStringLiteral("SELECT url FROM servers WHERE draining ORDER BY url"), {},
                          [](const SqlRows &row) { return row.text(0); });
    if (!urls)
        return fail(urls.error());
    return QStringList(urls->cbegin(), urls->cend());
}

Result<QMap<QString, int>> ServerRepository::imagesMade(const QString &project)
{
    Result<SqlRows> rows =
        m_connection.exec(QStringLiteral("SELECT h.server, COUNT(*) FROM generation_history h JOIN characters c ON "
                                         "c.id = h.character_id WHERE c.project_id = ? GROUP BY h.server"),
                          {project});
    if (!rows)
        return fail(rows.error());
    QMap<QString, int> made;
    while (rows->next())
        made.insert(rows->text(0), rows->number(1));
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return made;
}

} // namespace lorastudio
