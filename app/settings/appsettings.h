// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "settings/setting.h"

#include <QSettings>
#include <QString>

namespace lorastudio {

/// Everything that is remembered between two starts and is not data: one file, readable by its owner only, no secrets
/// in it. Values outside of their range are as good as none. Main thread only.
class AppSettings
{
public:
    /// `file` as from AppPaths::settingsFile; its folder and itself are created with permissions for the owner alone.
    /// Where that is not possible, the settings live in memory; `sync()` says so.
    explicit AppSettings(const QString &file);

private:
    QString m_damagedFile;
    QSettings m_settings; // before the items, which refer to it

public:
    QString file() const { return m_settings.fileName(); }
    /// Where a damaged settings file is kept that was found at the start; empty = it was whole. What could be read of
    /// it holds.
    QString damagedFile() const { return m_damagedFile; }
    /// Writes what is not written yet. FileSystem error if the file cannot be read or written.
    Result<void> sync();

    Setting<QString> database;          ///< URL; empty = the default file. Never holds a password.
    Setting<QString> library;           ///< folder; empty = the default one
    Setting<QString> rowDensity;        ///< "normal", "compact"
    Setting<QString> onClose;           ///< while a run goes on: "ask", "tray", "quit"
    Setting<int> newImages;             ///< images of a new character, 1 … Character::maxImages
    Setting<QString> newSize;           ///< size of the images of a new character, "512x768"
    Setting<qint64> baseSeed;           ///< of every run that is not given one, below 2^52; -1 = random
    Setting<int> attempts;              ///< of a job before it counts as failed, 1 … 10
    Setting<bool> freeMemoryWhenPaused; ///< the servers unload their models
    Setting<bool> notifications;        ///< any at all
    Setting<bool> notifyAtEnd;          ///< of a run
    Setting<bool> notifyWhenStuck;      ///< the run cannot go on
    Setting<bool> preventSleep;         ///< while a run goes on
};

} // namespace lorastudio
