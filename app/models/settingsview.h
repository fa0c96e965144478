// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSize>
#include <QString>

#include <optional>

namespace lorastudio {

/// What a person can set and what takes effect at once, as one comparable value.
struct SettingsValues
{
    enum class Palette { AsDesktop, Light, Dark };
    enum class OnClose { Ask, Tray, Quit }; ///< what closing the window means while a run goes on

    int newImages = 100;              ///< of a new character, 1 … Character::maxImages
    QSize newSize{512, 768};          ///< of the images of a new character
    std::optional<qint64> baseSeed{}; ///< of every run, 0 … 2^52-1; nothing = random
    int attempts = 3;                 ///< of a job, 1 … 10
    bool freeMemoryWhenPaused = false;
    bool notify = true; ///< any notification at all
    bool notifyAtEnd = true;
    bool notifyWhenStuck = true;
    bool preventSleep = true; ///< while a run goes on
    OnClose onClose = OnClose::Ask;
    Palette palette = Palette::AsDesktop;
    bool compactRows = false;
    friend bool operator==(const SettingsValues &, const SettingsValues &) = default;
};

/// Which database, as a form has it.
struct DatabaseForm
{
    bool postgreSql = false;
    QString path{}; ///< SQLite: the file
    QString host{};
    int port = 5432;
    QString name{};
    QString user{};
    QString password{};                         ///< as typed now; empty = the one that is kept, if there is one
    QString sslMode = QStringLiteral("prefer"); ///< as libpq calls it
    friend bool operator==(const DatabaseForm &, const DatabaseForm &) = default;
};

/// Rows of a database in the figures of a person.
struct DatabaseFigures
{
    qint64 characters = 0;
    qint64 images = 0;
    qint64 runs = 0;
    friend bool operator==(const DatabaseFigures &, const DatabaseFigures &) = default;
};

/// How the database stands and what is being done about it.
struct DatabaseState
{
    enum class Step {
        None,
        Testing,
        WaitingForRun, ///< the change takes effect when no run is being made any more
        Copying,       ///< `done` of `all` rows
        Restarting
    };
    DatabaseForm form{};   ///< of the database in use, without its password
    QString fixedReason{}; ///< why it cannot be changed here; empty = it can
    bool open = false;
    QString problem{};          ///< why it is not open, or why the last change failed; empty = nothing
    bool keepsPassword = false; ///< a password for it is kept, or comes from the environment
    bool keyring = true;        ///< there is a keyring; else a password is forgotten when the program ends
    DatabaseFigures figures{};
    bool runGoes = false; ///< a run is being made, here or by another program on this database
    Step step = Step::None;
    qint64 done = 0;
    qint64 all = 0;
    friend bool operator==(const DatabaseState &, const DatabaseState &) = default;
};

/// What a test of a database found, in sentences.
struct DatabaseTest
{
    bool good = false;     ///< it can be used
    QString head{};        ///< "Connected in 9 ms to PostgreSQL 15.8"
    QString detail{};      ///< what it holds, or what to try
    bool copyable = false; ///< it is empty, so that what is here can be copied into it
    friend bool operator==(const DatabaseTest &, const DatabaseTest &) = default;
};

/// The folders and what is in them.
struct FolderState
{
    QString library{};     ///< in use
    QString chosen{};      ///< from the next start; empty = the same
    bool isDefault = true; ///< nobody chose another one
    QString fixedReason{}; ///< why the library cannot be changed here; empty = it can
    qint64 free = -1;      ///< bytes that can be written there; -1 = not known
    QString thumbnails{};
    qint64 thumbnailBytes = -1; ///< -1 = not known yet
    friend bool operator==(const FolderState &, const FolderState &) = default;
};

/// Everything the settings page, the tray and the notifications need of the settings. Getters answer at once; what
/// takes time arrives through the signals. Every change of values and of the library folder is one step of the
/// project's undo stack; changing the database is not. Main thread only.
class SettingsView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual SettingsValues values() const = 0;
    /// Takes effect at once. What is out of range stays as it was. Changes of one value shortly after each other (an
    /// arrow that is held) are one step.
    virtual void change(const SettingsValues &values) = 0;

    virtual DatabaseState database() const = 0;
    /// Answers with `databaseTested`; a test that is under way is given up.
    virtual void testDatabase(const DatabaseForm &form) = 0;
    /// Tests it, waits while a run is being made, copies what is here if asked to, and starts the program anew with it.
    /// What fails stands in `database().problem`, and everything is as it was.
    virtual void changeDatabase(const DatabaseForm &form, bool copy) = 0;
    /// Gives up the change or the test that is under way; there is nothing to give up once it restarts.
    virtual void cancelDatabase() = 0;
    /// Tries to open the present database again, by starting anew.
    virtual void restart() = 0;

    virtual FolderState folders() const = 0;
    /// Asks once more for sizes and counts.
    virtual void refresh() = 0;
    /// Absolute path; empty = the default one. Used from the next start on; images are not moved.
    virtual void setLibrary(const QString &folder) = 0;
    virtual void openLibrary() = 0;
    virtual void clearThumbnails() = 0;

    /// Whether the desktop has a place for a tray icon: without one, nothing is offered that needs it.
    bool hasTray() const { return m_hasTray; }
    void setHasTray(bool has);

Q_SIGNALS:
    void valuesChanged();
    void databaseChanged();
    void databaseTested(const lorastudio::DatabaseTest &result);
    void foldersChanged();
    void hasTrayChanged();

private:
    bool m_hasTray = false;
};

} // namespace lorastudio
