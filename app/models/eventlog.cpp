// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/eventlog.h"

#include "core/text.h"

#include <QLocale>
#include <QRegularExpression>

namespace lorastudio {

namespace {

constexpr int longestWhere = 200;
constexpr int longestSentence = 2'000;
constexpr int longestDetails = 20'000;

void clean(LogEntry &entry)
{
    // Cut first: what comes from a server may be long.
    entry.where = cleanName(withoutSecrets(entry.where.left(4 * longestWhere)), longestWhere);
    entry.sentence = cleanName(withoutSecrets(entry.sentence.left(4 * longestSentence)), longestSentence);
    entry.details = cleanText(withoutSecrets(entry.details.left(longestDetails)), longestDetails).trimmed();
}

} // namespace

QString withoutSecrets(const QString &text)
{
    static const QRegularExpression userInfo(QStringLiteral("(\\b[a-z][a-z0-9+.-]{0,20}://)[^\\s/@?#]+@"),
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression credentials(QStringLiteral("\\b(Bearer|Basic)\\s+[^\\s\"',;]+"),
                                                QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression values(
        QStringLiteral(
            "([\"']?[a-z_-]{0,30}(?:password|passwd|passphrase|secret|token|api[_-]?key|authorization|cookie)"
            "[\"']?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s&;,\"']+)"),
        QRegularExpression::CaseInsensitiveOption);
    QString clean = text;
    clean.replace(userInfo, QStringLiteral("\\1…@"));
    clean.replace(credentials, QStringLiteral("\\1 …"));
    clean.replace(values, QStringLiteral("\\1…"));
    return clean;
}

EventLog::EventLog(const Clock &clock, int limit, QObject *parent)
    : QAbstractTableModel(parent), m_clock(clock), m_limit(qMax(1, limit))
{
}

void EventLog::add(LogEntry entry)
{
    clean(entry);
    entry.earlier = false;
    entry.count = 1;
    if (!entry.time.isValid())
        entry.time = m_clock.now();
    if (const int same = rowOfSame(entry); same >= 0) {
        repeat(same, entry);
    } else {
        entry.id = ++m_lastId;
        beginInsertRows({}, 0, 0);
        m_rows.push_front({entry, false});
        endInsertRows();
        if (int(m_rows.size()) > m_limit) {
            const int last = int(m_rows.size()) - 1;
            beginRemoveRows({}, last, last);
            const bool unread = m_rows.back().unread;
            m_rows.pop_back();
            endRemoveRows();
            setUnread(m_unread - (unread ? 1 : 0));
        }
    }
    Row &newest = m_rows.front();
    if (entry.level == LogEntry::Level::Error && !newest.unread) {
        newest.unread = true;
        setUnread(m_unread + 1);
    }
    Q_EMIT recorded(newest.entry);
}

int EventLog::rowOfSame(const LogEntry &entry) const
{
    for (int row = 0; row < int(m_rows.size()); ++row) {
        const LogEntry &other = m_rows[std::size_t(row)].entry;
        if (other.earlier || (row > 0 && other.time.msecsTo(entry.time) > sameWithinMs))
            break;
        if (other.isSame(entry))
            return row;
    }
    return -1;
}

void EventLog::repeat(int row, const LogEntry &again)
{
    if (row > 0) {
        beginMoveRows({}, row, row, {}, 0);
        Row moved = std::move(m_rows[std::size_t(row)]);
        m_rows.erase(m_rows.begin() + row);
        m_rows.push_front(std::move(moved));
        endMoveRows();
    }
    LogEntry &entry = m_rows.front().entry;
    ++entry.count;
    entry.time = again.time;
    if (!again.details.isEmpty())
        entry.details = again.details;
    Q_EMIT dataChanged(index(0, 0), index(0, ColumnCount - 1));
}

QList<LogEntry> EventLog::cleaned(QList<LogEntry> entries)
{
    for (LogEntry &entry : entries)
        clean(entry);
    return entries;
}

void EventLog::addEarlier(const QList<LogEntry> &entries)
{
    const int first = int(m_rows.size());
    const int count = qMin(int(entries.size()), m_limit - first);
    if (count <= 0)
        return;
    beginInsertRows({}, first, first + count - 1);
    for (LogEntry entry : entries.mid(0, count)) {
        entry.id = ++m_lastId;
        entry.earlier = true;
        m_rows.push_back({std::move(entry), false});
    }
    endInsertRows();
}

void EventLog::markSeen()
{
    for (Row &row : m_rows)
        row.unread = false;
    setUnread(0);
}

void EventLog::setUnread(int unread)
{
    if (std::exchange(m_unread, unread) != unread)
        Q_EMIT unreadErrorsChanged();
}

const LogEntry *EventLog::entry(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[std::size_t(row)].entry : nullptr;
}

int EventLog::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int EventLog::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString EventLog::levelText(LogEntry::Level level)
{
    switch (level) {
    case LogEntry::Level::Error:
        return tr("Error");
    case LogEntry::Level::Warning:
        return tr("Warning");
    case LogEntry::Level::Information:
        break;
    }
    return tr("Information");
}

QString EventLog::timeText(const QDateTime &time, const QDateTime &now)
{
    const QLocale locale;
    const QDateTime local = time.toLocalTime();
    const QString clock = locale.toString(local.time(), QStringLiteral("HH:mm:ss"));
    return local.date() == now.toLocalTime().date()
               ? clock
               : tr("%1, %2").arg(locale.toString(local.date(), QLocale::ShortFormat), clock);
}

QString EventLog::wholeText(const LogEntry &entry)
{
    QStringList lines{tr("%1  %2  %3")
                          .arg(entry.time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
                               levelText(entry.level), entry.where),
                      entry.sentence};
    if (entry.count > 1)
        lines.append(tr("Happened %1 times, this was the last.").arg(QLocale().toString(entry.count)));
    if (!entry.details.isEmpty())
        lines.append(QLatin1Char('\n') + entry.details);
    return lines.join(QLatin1Char('\n'));
}

QString EventLog::sentenceOf(const LogEntry &entry) const
{
    const QString times = entry.count == 1 ? tr("once") : tr("%1 times").arg(QLocale().toString(entry.count));
    return tr("%1 at %2, %3: %4, %5")
        .arg(levelText(entry.level), timeText(entry.time, m_clock.now()), isolated(entry.where),
             isolated(entry.sentence), times);
}

QVariant EventLog::data(const QModelIndex &index, int role) const
{
    const LogEntry *of = entry(index.row());
    if (!of || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        switch (Column(index.column())) {
        case TimeColumn:
            return timeText(of->time, m_clock.now());
        case WhereColumn:
            return of->where;
        case SentenceColumn:
            return of->sentence;
        case CountColumn:
            return of->count;
        case ColumnCount:
            break;
        }
        return {};
    case Qt::TextAlignmentRole:
        return int(index.column() == CountColumn ? Qt::AlignRight | Qt::AlignVCenter
                                                 : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return sentenceOf(*of);
    case EntryRole:
        return QVariant::fromValue(*of);
    case LevelRole:
        return int(of->level);
    case SearchRole:
        return QString(of->where + QLatin1Char('\n') + of->sentence + QLatin1Char('\n') + of->details);
    default:
        return {};
    }
}

QVariant EventLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(section == CountColumn ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case TimeColumn:
        return tr("Time");
    case WhereColumn:
        return tr("Where");
    case SentenceColumn:
        return tr("What happened");
    case CountColumn:
        return tr("How often");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace lorastudio
