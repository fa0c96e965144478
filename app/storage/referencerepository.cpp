// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/referencerepository.h"

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
    return m_connection.transaction([&]() -> Result<void> {
        // Locks out whoever adds to the same character meanwhile.
        if (const Result<SqlRows> locked = m_connection.exec(QStringLiteral("SELECT id FROM characters WHERE id = ?") +
                                                                 m_connection.dialect().forUpdate(),
                                                             {characterId});
            !locked)
            return fail(locked.error());
        const Result<QStringList> present = list(characterId);
        if (!present)
            return fail(present.error());
        return setInTransaction(characterId, *present + paths);
    });
}

Result<void> ReferenceRepository::setInTransaction(const QString &characterId, const QStringList &paths)
{
    QStringList kept = paths;
    kept.removeAll(QString());
    kept.removeDuplicates();
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("UPDATE characters SET reference = ? WHERE id = ?"),
                            {kept.value(0, QLatin1String("")), characterId});
    if (!changed)
        return fail(changed.error());
    if (*changed == 0) {
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
