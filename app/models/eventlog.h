// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QAbstractTableModel>
#include <QList>
#include <QMetaType>

#include <deque>

namespace lorastudio {

/// What an entry of the log is about, where the window can go.
struct LogTarget
{
    enum class Kind { None, Character, Server };
    Kind kind = Kind::None;
    QString id = {}; ///< of the character, or URL of the server
    friend bool operator==(const LogTarget &, const LogTarget &) = default;
};

/// Something that happened, for people.
struct LogEntry
{
    enum class Level { Information, Warning, Error };
    qint64 id = 0;       ///< 1 …, unique within one run of the program
    QDateTime time = {}; ///< UTC, of the last time it happened
    Level level = Level::Information;
    QString where = {};    ///< a name: of a server, a character, a part of the program
    QString sentence = {}; ///< one line, may quote a server
    QString details = {};  ///< several lines, of the last time
    LogTarget target = {};
    int count = 1;        ///< how often it happened
    bool earlier = false; ///< while the program ran before
    /// The same thing happened again, whenever.
    bool isSame(const LogEntry &other) const
    {
        return level == other.level && where == other.where && sentence == other.sentence && target == other.target;
    }
    friend bool operator==(const LogEntry &, const LogEntry &) = default;
};

/// The same text without what could be a password, token or key: user info and such values of a query in addresses,
/// credentials of a header, "password=…". For texts that come from elsewhere, on their way to a screen or file.
QString withoutSecrets(const QString &text);

/// What went wrong and what else is worth knowing later, newest first, as rows for a table.
///
/// Guarantees that it never grows over its limit, that one thing which happens over and over is one row with a count
/// (equal ones in a row, or within a minute), and that no secret stands in it. It counts the errors that nobody has
/// seen. Main thread only.
class EventLog : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, WhereColumn, SentenceColumn, CountColumn, ColumnCount };
    Q_ENUM(Column)
    enum Role {
        EntryRole = Qt::UserRole + 1, ///< LogEntry
        LevelRole,                    ///< int of LogEntry::Level
        SearchRole                    ///< what the search looks in
    };
    static constexpr int defaultLimit = 2000;
    static constexpr int sameWithinMs = 60'000;

    explicit EventLog(const Clock &clock, int limit = defaultLimit, QObject *parent = nullptr);

    /// Id, count and, if it is not set, time are given here.
    void add(LogEntry entry);
    /// The same entries as `addEarlier` takes them: without secrets, in plain text, cut. Takes its time and may be
    /// called on any thread.
    static QList<LogEntry> cleaned(QList<LogEntry> entries);
    /// Entries of an earlier run of the program, newest first and out of `cleaned`; they stand below all others and
    /// count as seen.
    void addEarlier(const QList<LogEntry> &entries);
    /// Errors since `markSeen`; 0 = none.
    int unreadErrors() const { return m_unread; }
    void markSeen();
    /// Null if there is no such row.
    const LogEntry *entry(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// Time of day; with the date if it was another day. Local time.
    static QString timeText(const QDateTime &time, const QDateTime &now);
    /// The whole entry as plain text in several lines, for the details and for copying.
    static QString wholeText(const LogEntry &entry);
    static QString levelText(LogEntry::Level level);

Q_SIGNALS:
    void unreadErrorsChanged();
    /// A new entry, or one that happened again, as it stands now.
    void recorded(const lorastudio::LogEntry &entry);

private:
    struct Row
    {
        LogEntry entry;
        bool unread = false;
    };
    int rowOfSame(const LogEntry &entry) const;
    void repeat(int row, const LogEntry &again);
    void setUnread(int unread);
    QString sentenceOf(const LogEntry &entry) const;

    const Clock &m_clock;
    const int m_limit;
    std::deque<Row> m_rows; ///< newest first
    qint64 m_lastId = 0;
    int m_unread = 0;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::LogEntry)
