// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/run.h"
#include "storage/connection.h"

namespace lorastudio {

/// The groups of characters, and which one was used last. Every database has the project `default`.
class ProjectRepository
{
public:
    explicit ProjectRepository(Connection &connection) : m_connection(connection) {}

    /// By name.
    Result<QVector<Project>> list();
    Result<std::optional<Project>> byId(const QString &id);
    /// Holds other transactions that lock this project until the end of this one. No error if it is not there.
    Result<void> lock(const QString &id);
    /// The project with this id; made with this name if there is none. An existing one keeps its name.
    Result<Project> ensure(const QString &id, const QString &name);
    /// The project with this name, whatever case and white space, else with this id; made if there is neither. Its id
    /// is the slug of the name, with -2, -3 … if another project has it.
    Result<Project> ensureNamed(const QString &name);
    /// What ensureNamed() would give; nothing is made.
    Result<Project> planned(const QString &name);
    /// No error if it is not there.
    Result<void> rename(const QString &id, const QString &name);
    /// Id of the project that was used last, if it still exists; else empty.
    Result<QString> lastUsed();
    Result<void> setLastUsed(const QString &id);
    /// A UUID that tells this database from every other; made when it is asked for first.
    Result<QString> databaseId();
    /// Id of the database that this one is a copy of, until the copy has taken over its library; else empty.
    Result<QString> copiedFrom();
    /// Empty: the library is taken over.
    Result<void> setCopiedFrom(const QString &databaseId);

private:
    Connection &m_connection;
};

} // namespace lorastudio
