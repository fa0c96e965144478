// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QHash>
#include <QStringList>

#include <functional>

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
    /// Makes this the shown one, whether it was there or not, and changes nothing else of the character.
    Result<void> show(const QString &characterId, const QString &path);
    /// Takes these out. If the shown one is among them, the next one takes its place.
    Result<void> remove(const QString &characterId, const QStringList &paths);
    /// How many the characters of a project have; those without any are left out.
    Result<QHash<QString, int>> counts(const QString &project);

private:
    using Change = std::function<QStringList(const QStringList &)>;
    Result<void> change(const QString &characterId, const Change &change);
    Result<void> setInTransaction(const QString &characterId, const QStringList &paths);

    Connection &m_connection;
};

} // namespace lorastudio
