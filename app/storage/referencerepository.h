// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QStringList>

namespace lorastudio {

/// The reference pictures of the characters: paths relative to the library. The first is the one that is shown, the
/// `reference` of the character; a change of that alone is followed by itself, and changing it back is too.
class ReferenceRepository
{
public:
    explicit ReferenceRepository(Connection &connection) : m_connection(connection) {}

    /// In their order, the shown one first, each once; empty if there is none or no such character.
    Result<QStringList> list(const QString &characterId);
    /// These and no others, empty and double ones left out; the first becomes the character's `reference`. Code
    /// "not-found" if there is no such character. All or nothing; the files are left alone.
    Result<void> set(const QString &characterId, const QStringList &paths);
    /// Keeps what is there and appends what is new.
    Result<void> add(const QString &characterId, const QStringList &paths);

private:
    Result<void> setInTransaction(const QString &characterId, const QStringList &paths);

    Connection &m_connection;
};

} // namespace lorastudio
