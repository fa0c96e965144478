// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlrows.h"

#include "storage/connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlError>
#include <QTimeZone>
#include <QVariant>

namespace lorastudio {

SqlRows::SqlRows(Connection &connection, QString sql, std::unique_ptr<QSqlQuery> query)
    : m_query(query.release(), Return{&connection, std::move(sql)})
{
}

SqlRows::~SqlRows() = default;

void SqlRows::Return::operator()(QSqlQuery *query) const
{
    connection->takeBack(sql, std::unique_ptr<QSqlQuery>(query));
}

bool SqlRows::next()
{
    return m_query->next();
}

std::optional<Error> SqlRows::failure() const
{
    if (m_query->lastError().type() == QSqlError::NoError)
        return std::nullopt;
    return m_query.get_deleter().connection->toError(m_query->lastError(), m_query.get_deleter().sql);
}

std::optional<double> SqlRows::optionalReal(int column) const
{
    if (isNull(column))
        return std::nullopt;
    bool isNumber = false;
    const double value = m_query->value(column).toDouble(&isNumber);
    return isNumber ? std::optional<double>(value) : std::nullopt;
}

QDateTime SqlRows::time(int column) const
{
    return isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(integer(column), Qt::UTC);
}

QDateTime SqlRows::timestamp(int column) const
{
    return isNull(column) ? QDateTime() : timestampFromText(text(column));
}

QStringList SqlRows::list(int column) const
{
    QStringList result;
    const QJsonArray array = QJsonDocument::fromJson(text(column).toUtf8()).array();
    for (const QJsonValue value : array)
        result += value.toString();
    return result;
}

QDateTime timestampFromText(const QString &text)
{
    bool isNumber = false;
    const double seconds = text.toDouble(&isNumber);
    if (isNumber && qAbs(seconds) < 1e11)
        return QDateTime::fromMSecsSinceEpoch(qRound64(seconds * 1000), Qt::UTC);
    QString iso = text.trimmed();
    if (iso.size() > 10 && iso.at(10) == u' ')
        iso[10] = u'T';
    // PostgreSQL writes whole hours as "+02".
    if (iso.size() > 19 && (iso.at(iso.size() - 3) == u'+' || iso.at(iso.size() - 3) == u'-'))
        iso += QStringLiteral(":00");
    QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return time.toUTC();
}

QVariant timestampValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"))) : QVariant();
}

QVariant millisecondsValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QString jsonText(const QStringList &list)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

} // namespace lorastudio
