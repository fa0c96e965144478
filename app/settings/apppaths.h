// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcessEnvironment>
#include <QString>

namespace lorastudio {

/// The options of the command line that say where things are; empty = not given.
struct PathOptions
{
    QString configDir{}; ///< --config-dir
    QString database{};  ///< --database
    QString library{};   ///< --library
};

/// Where everything lies, decided once at the start. For each place the option goes before the environment variable,
/// that before the setting, that before the default by the XDG base directory specification. All paths are absolute
/// and clean; nothing is created here.
class AppPaths
{
public:
    /// `environment` is given so that tests can choose it. Relative options are relative to the current folder;
    /// relative XDG variables are ignored, as the specification asks.
    explicit AppPaths(PathOptions options,
                      const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    QString configDir() const { return m_configDir; } ///< --config-dir, LORA_STUDIO_CONFIG_DIR
    QString settingsFile() const;
    QString dataDir() const { return m_dataDir; }
    QString cacheDir() const { return m_cacheDir; }
    QString thumbnails() const;

    /// `sqlite:PATH` or a `postgresql://` URL. `stored` is the setting; empty = none. A text without a scheme is taken
    /// as the path of a SQLite file.
    QString database(const QString &stored) const;
    /// Folder of the images.
    QString library(const QString &stored) const;
    /// True if option or variable decide: then changing the setting has no effect before they are taken away.
    bool databaseIsFixed() const { return !m_database.isEmpty(); }
    bool libraryIsFixed() const { return !m_library.isEmpty(); }
    /// What decides: "--database" or "LORA_STUDIO_DATABASE"; empty = nothing but the setting.
    QString databaseFixedBy() const { return m_databaseBy; }
    QString libraryFixedBy() const { return m_libraryBy; }

private:
    QString m_configDir;
    QString m_dataDir;
    QString m_cacheDir;
    QString m_database; ///< from option or variable
    QString m_library;
    QString m_databaseBy;
    QString m_libraryBy;
};

} // namespace lorastudio
