// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/server.h"
#include "storage/connection.h"

namespace lorastudio {

/// The servers that a person configured, by URL. No secret can get here: ServerConfig has none.
class ServerRepository
{
public:
    explicit ServerRepository(Connection &connection) : m_connection(connection) {}

    /// By URL.
    Result<QVector<ServerConfig>> list();
    Result<void> upsert(const ServerConfig &server);
    /// As upsert, in place of the server with the address `former`, if there is one; to be called in a transaction.
    Result<void> replace(const QString &former, const ServerConfig &server);
    /// False if there was none.
    Result<bool> remove(const QString &url);
    /// A drained server gets nothing new, whichever process drives it; kept when it is edited, forgotten when it is
    /// removed. False if there is no such server.
    Result<bool> setDraining(const QString &url, bool on);
    /// URLs, sorted.
    Result<QStringList> draining();
    /// URL → images of the project that were made there, of servers that made any.
    Result<QMap<QString, int>> imagesMade(const QString &project);

private:
    Connection &m_connection;
};

} // namespace lorastudio
