// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace lorastudio {

/// Which database, as a person writes it: `sqlite:PATH` or
/// `postgresql://user@host:port/name?sslmode=…` (also `postgres://`). A plain value that never holds a password, so
/// that it can be shown, logged and written to the settings as it is.
struct DatabaseUrl
{
    enum class Driver { Sqlite, PostgreSql };
    static constexpr int defaultPort = 5432;

    Driver driver = Driver::Sqlite;
    QString path; ///< SQLite: file, or ":memory:"
    QString host; ///< PostgreSQL: host name, address, or the folder of a local socket; empty = the client's default
    int port = defaultPort; ///< 1 … 65535
    QString name;           ///< PostgreSQL: database; never empty there
    QString user;           ///< PostgreSQL; empty = the client's default
    QString sslMode;        ///< disable, allow, prefer, require, verify-ca, verify-full; empty = the client's default

    /// Kind::Validation with a sentence that says what is wrong; a password in the URL is refused and not repeated.
    static Result<DatabaseUrl> parse(const QString &text);
    static DatabaseUrl sqlite(const QString &path);

    /// The URL again; `parse(display())` gives the same value. Plain text for people.
    QString display() const;
    friend bool operator==(const DatabaseUrl &, const DatabaseUrl &) = default;
};

} // namespace lorastudio
