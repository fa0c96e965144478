// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/apppaths.h"

#include <QDir>
#include <QRegularExpression>

namespace lorastudio {

namespace {

const QString applicationFolder = QStringLiteral("lora-studio");

QString absolute(const QString &path)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

/// Environment variables cannot be told from empty ones in many shells: empty is not given.
QString firstGiven(const QString &option, const QProcessEnvironment &environment, const QString &variable)
{
    return option.isEmpty() ? environment.value(variable) : option;
}

QString xdgFolder(const QProcessEnvironment &environment, const QString &variable, const QString &below)
{
    const QString given = environment.value(variable);
    if (QDir::isAbsolutePath(given))
        return QDir::cleanPath(given + u'/' + applicationFolder);
    const QString home = environment.value(QStringLiteral("HOME"), QDir::homePath());
    return QDir::cleanPath(home + u'/' + below + u'/' + applicationFolder);
}

QString databaseUrl(const QString &text)
{
    const QString sqlite = QStringLiteral("sqlite:");
    static const QRegularExpression scheme(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]+:"));
    if (text.startsWith(sqlite, Qt::CaseInsensitive)) {
        const QString path = text.mid(sqlite.size());
        // An in-memory database has no path.
        return path.isEmpty() || path.startsWith(u':') ? text : sqlite + absolute(path);
    }
    return scheme.match(text).hasMatch() ? text : sqlite + absolute(text);
}

} // namespace

AppPaths::AppPaths(PathOptions options, const QProcessEnvironment &environment)
    : m_dataDir(xdgFolder(environment, QStringLiteral("XDG_DATA_HOME"), QStringLiteral(".local/share"))),
      m_cacheDir(xdgFolder(environment, QStringLiteral("XDG_CACHE_HOME"), QStringLiteral(".cache"))),
      m_database(firstGiven(options.database, environment, QStringLiteral("LORA_STUDIO_DATABASE"))),
      m_library(firstGiven(options.library, environment, QStringLiteral("LORA_STUDIO_LIBRARY")))
{
    const QString config = firstGiven(options.configDir, environment, QStringLiteral("LORA_STUDIO_CONFIG_DIR"));
    m_configDir = config.isEmpty()
                      ? xdgFolder(environment, QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral(".config"))
                      : absolute(config);
    if (!m_database.isEmpty()) {
        m_database = databaseUrl(m_database);
        m_databaseBy =
            options.database.isEmpty() ? QStringLiteral("LORA_STUDIO_DATABASE") : QStringLiteral("--database");
    }
    if (!m_library.isEmpty()) {
        m_library = absolute(m_library);
        m_libraryBy = options.library.isEmpty() ? QStringLiteral("LORA_STUDIO_LIBRARY") : QStringLiteral("--library");
    }
}

QString AppPaths::settingsFile() const
{
    return m_configDir + QStringLiteral("/lora-studio.conf");
}

QString AppPaths::thumbnails() const
{
    return m_cacheDir + QStringLiteral("/thumbnails");
}

QString AppPaths::database(const QString &stored) const
{
    if (!m_database.isEmpty())
        return m_database;
    if (!stored.isEmpty())
        return databaseUrl(stored);
    return QStringLiteral("sqlite:%1/lora-studio.sqlite").arg(m_dataDir);
}

QString AppPaths::library(const QString &stored) const
{
    if (!m_library.isEmpty())
        return m_library;
    if (!stored.isEmpty())
        return absolute(stored);
    return m_dataDir + QStringLiteral("/library");
}

} // namespace lorastudio
