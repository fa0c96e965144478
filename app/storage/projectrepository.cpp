// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/projectrepository.h"

#include "core/ids.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QSet>

namespace lorastudio {

namespace {

Project projectFromRow(const SqlRows &row)
{
    return {row.text(0), row.text(1)};
}

} // namespace

Result<QVector<Project>> ProjectRepository::list()
{
    return m_connection.list(QStringLiteral("SELECT id, name FROM projects ORDER BY lower(name), id"), {},
                             projectFromRow);
}

Result<std::optional<Project>> ProjectRepository::byId(const QString &id)
{
    return m_connection.first(QStringLiteral("SELECT id, name FROM projects WHERE id = ?"), {id}, projectFromRow);
}

Result<void> ProjectRepository::lock(const QString &id)
{
    const Result<std::optional<Project>> locked = m_connection.first(
        QStringLiteral("SELECT id, name FROM projects WHERE id = ?") + m_connection.dialect().forUpdate(), {id},
        projectFromRow);
    return locked ? Result<void>() : Result<void>(fail(locked.error()));
}

Result<Project> ProjectRepository::ensure(const QString &id, const QString &name)
{
    const Result<qint64> inserted = m_connection.change(
        QStringLiteral("INSERT INTO projects (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"), {id, name});
    if (!inserted)
        return fail(inserted.error());
    const Result<std::optional<Project>> project = byId(id);
    if (!project)
        return fail(project.error());
    if (!*project) {
        return fail(Error::Kind::Storage,
                    QCoreApplication::translate("ProjectRepository", "The project could not be stored."));
    }
    return **project;
}

Result<Project> ProjectRepository::planned(const QString &name)
{
    const Result<QVector<Project>> all = list();
    if (!all)
        return fail(all.error());
    const QString key = name.simplified().toCaseFolded();
    for (const Project &project : *all) {
        if (project.name.simplified().toCaseFolded() == key)
            return project;
    }
    QSet<QString> taken;
    for (const Project &project : *all) {
        if (project.id == name)
            return project;
        taken.insert(project.id.toLower());
    }
    const QString base = slug(name);
    Project fresh{base, name};
    for (int number = 2; taken.contains(fresh.id); ++number)
        fresh.id = QStringLiteral("%1-%2").arg(base).arg(number);
    return fresh;
}

Result<Project> ProjectRepository::ensureNamed(const QString &name)
{
    const Result<Project> project = planned(name);
    return project ? ensure(project->id, project->name) : project;
}

Result<void> ProjectRepository::rename(const QString &id, const QString &name)
{
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("UPDATE projects SET name = ? WHERE id = ?"), {name, id});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<QString> ProjectRepository::lastUsed()
{
    const Result<std::optional<QString>> id = m_connection.first(
        QStringLiteral("SELECT p.id FROM settings s JOIN projects p ON p.id = s.content WHERE s.name = ?"),
        {QStringLiteral("last_project")}, [](const SqlRows &row) { return row.text(0); });
    if (!id)
        return fail(id.error());
    return id->value_or(QString());
}

Result<void> ProjectRepository::setLastUsed(const QString &id)
{
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("INSERT INTO settings (name, content) VALUES (?, ?) "
                                           "ON CONFLICT (name) DO UPDATE SET content = excluded.content"),
                            {QStringLiteral("last_project"), id});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<QString> ProjectRepository::databaseId()
{
    const Result<qint64> made = m_connection.change(
        QStringLiteral("INSERT INTO settings (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"),
        {QStringLiteral("database_id"), newUuid()});
    if (!made)
        return fail(made.error());
    const Result<std::optional<QString>> id =
        m_connection.first(QStringLiteral("SELECT content FROM settings WHERE name = ?"),
                           {QStringLiteral("database_id")}, [](const SqlRows &row) { return row.text(0); });
    if (!id)
        return fail(id.error());
    return id->value_or(QString());
}

Result<QString> ProjectRepository::copiedFrom()
{
    const Result<std::optional<QString>> id =
        m_connection.first(QStringLiteral("SELECT content FROM settings WHERE name = ?"),
                           {QStringLiteral("copied_from")}, [](const SqlRows &row) { return row.text(0); });
    if (!id)
        return fail(id.error());
    return id->value_or(QString());
}

Result<void> ProjectRepository::setCopiedFrom(const QString &databaseId)
{
    const QVariant name = QStringLiteral("copied_from");
    const Result<qint64> done =
        databaseId.isEmpty()
            ? m_connection.change(QStringLiteral("DELETE FROM settings WHERE name = ?"), {name})
            : m_connection.change(QStringLiteral("INSERT INTO settings (name, content) VALUES (?, ?) "
                                                 "ON CONFLICT (name) DO UPDATE SET content = excluded.content"),
                                  {name, databaseId});
    return done ? Result<void>() : Result<void>(fail(done.error()));
}

} // namespace lorastudio
