// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/referencerepository.h"

#include "storage/characterrepository.h"

#include <QCoreApplication>

namespace lorastudio {

Result<QStringList> ReferenceRepository::list(const QString &characterId)
{
    const auto text = [](const SqlRows &row) {
        return row.text(0);
    };
    const Result<std::optional<QString>> shown =
        m_connection.first(QStringLiteral("SELECT reference FROM characters WHERE id = ?"), {characterId}, text);
    if (!shown)
        return fail(shown.error());
    const Result<QVector<QString>> rows = m_connection.list(
        QStringLiteral("SELECT path FROM character_references WHERE character_id = ? ORDER BY position"), {characterId},
        text);
    if (!rows)
        return fail(rows.error());
    QStringList paths = *rows;
    const QString first = shown->value_or(QString());
    if (!first.isEmpty()) {
        paths.removeAll(first);
        paths.prepend(first);
    }
    return paths;
}

Result<void> ReferenceRepository::set(const QString &characterId, const QStringList &paths)
{
    return m_connection.transaction([&] { return setInTransaction(characterId, paths); });
}

Result<void> ReferenceRepository::add(const QString &characterId, const QStringList &paths)
{
    return change(characterId, [&](const QStringList &present) { return present + paths; });
}

Result<void> ReferenceRepository::show(const QString &characterId, const QString &path)
{
    return change(characterId, [&](const QStringList &present) { return QStringList{path} + present; });
}

Result<void> ReferenceRepository::remove(const QString &characterId, const QStringList &paths)
{
    return change(characterId, [&](QStringList present) {
        present.removeIf([&](const QString &path) { return paths.contains(path); });
        return present;
    });
}

Result<QHash<QString, int>> ReferenceRepository::counts(const QString &project)
{
    Result<SqlRows> rows = m_connection.exec(
        QStringLiteral("SELECT c.id, COUNT(r.path) + CASE WHEN c.reference <> '' AND NOT EXISTS (SELECT 1 FROM "
                       "character_references s WHERE s.character_id = c.id AND s.path = c.reference) THEN 1 ELSE 0 END "
                       "FROM characters c LEFT JOIN character_references r ON r.character_id = c.id "
                       "WHERE c.project_id = ? GROUP BY c.id, c.reference"),
        {project});
    if (!rows)
        return fail(rows.error());
    QHash<QString, int> counts;
    while (rows->next()) {
        if (rows->number(1) > 0)
            counts.insert(rows->text(0), int(rows->number(1)));
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return counts;
}

Result<void> ReferenceRepository::change(const QString &characterId, const Change &change)
{
    return m_connection.transaction([&]() -> Result<void> {
        // Locks out whoever changes the same character meanwhile.
        if (const Result<SqlRows> locked = m_connection.exec(QStringLiteral("SELECT id FROM characters WHERE id = ?") +
                                                                 m_connection.dialect().forUpdate(),
                                                             {characterId});
            !locked)
            return fail(locked.error());
        const Result<QStringList> present = list(characterId);
        if (!present)
            return fail(present.error());
        return setInTransaction(characterId, change(*present));
    });
}

Result<void> ReferenceRepository::setInTransaction(const QString &characterId, const QStringList &paths)
{
    QStringList kept = paths;
    kept.removeAll(QString());
    kept.removeDuplicates();
    const Result<bool> changed =
        CharacterRepository(m_connection).setReference(characterId, kept.value(0, QLatin1String("")));
    if (!changed)
        return fail(changed.error());
    if (!*changed) {
        Error error = Error::make(
            Error::Kind::Storage,
            QCoreApplication::translate("ReferenceRepository", "The character is not in the database any more."));
        error.code = QStringLiteral("not-found");
        return fail(std::move(error));
    }
    if (const Result<qint64> deleted = m_connection.change(
            QStringLiteral("DELETE FROM character_references WHERE character_id = ?"), {characterId});
        !deleted)
        return fail(deleted.error());
    for (qsizetype i = 0; i < kept.size(); ++i) {
        const Result<qint64> inserted = m_connection.change(
            QStringLiteral("INSERT INTO character_references (character_id, position, path) VALUES (?, ?, ?)"),
            {characterId, int(i), kept.at(i)});
        if (!inserted)
            return fail(inserted.error());
    }
    return {};
}

} // namespace lorastudio
