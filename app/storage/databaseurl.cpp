// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseurl.h"

#include <QCoreApplication>
#include <QStringList>
#include <QUrl>
#include <QUrlQuery>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DatabaseUrl", text);
}

tl::unexpected<Error> refuse(const QString &message)
{
    return fail(Error::Kind::Validation, message);
}

const QStringList &sslModes()
{
    static const QStringList modes{QStringLiteral("disable"),   QStringLiteral("allow"),
                                   QStringLiteral("prefer"),    QStringLiteral("require"),
                                   QStringLiteral("verify-ca"), QStringLiteral("verify-full")};
    return modes;
}

Result<void> applyQuery(DatabaseUrl &url, const QUrlQuery &query)
{
    const auto items = query.queryItems(QUrl::FullyDecoded);
    for (const auto &[key, value] : items) {
        if (key == QStringLiteral("sslmode")) {
            if (!sslModes().contains(value))
                return refuse(tr("\"%1\" is no sslmode. Use one of: %2.").arg(value, sslModes().join(u' ')));
            url.sslMode = value;
        } else if (key == QStringLiteral("host")) {
            url.host = value;
        } else if (key == QStringLiteral("port")) {
            bool isNumber = false;
            url.port = value.toInt(&isNumber);
            if (!isNumber || url.port < 1 || url.port > 65535)
                return refuse(tr("The port of the database must be a number from 1 to 65535."));
        } else if (key == QStringLiteral("user")) {
            url.user = value;
        } else if (key == QStringLiteral("password")) {
            return refuse(tr("A password must not stand in the database URL. Take it out: it comes from the keyring or "
                             "from PGPASSWORD, or you are asked for it."));
        } else {
            return refuse(tr("The database URL has a setting that is not known: \"%1\". Known are sslmode, host, port "
                             "and user.")
                              .arg(key));
        }
    }
    return {};
}

/// QUrl takes no '/' in a host, so a socket folder that was percent-encoded there is cut out before.
QString takeEncodedHost(QString &text)
{
    const qsizetype start = text.indexOf(QStringLiteral("://")) + 3;
    qsizetype end = text.indexOf(u'/', start);
    if (end < 0)
        end = text.size();
    const qsizetype at = text.lastIndexOf(u'@', end - 1);
    const qsizetype hostStart = at >= start ? at + 1 : start;
    qsizetype hostEnd = text.lastIndexOf(u':', end - 1);
    if (hostEnd < hostStart)
        hostEnd = end;
    const QString host = text.mid(hostStart, hostEnd - hostStart);
    if (!host.startsWith(QStringLiteral("%2F"), Qt::CaseInsensitive))
        return {};
    text.remove(hostStart, host.size());
    text.insert(hostStart, QStringLiteral("socket.invalid"));
    return QUrl::fromPercentEncoding(host.toUtf8());
}

Result<DatabaseUrl> parsePostgreSql(QString text)
{
    DatabaseUrl result;
    result.driver = DatabaseUrl::Driver::PostgreSql;
    const QString socketFolder = takeEncodedHost(text);
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid())
        return refuse(tr("This is no database URL. Write it as postgresql://user@host:port/name."));
    if (!url.password().isEmpty()) {
        return refuse(tr("A password must not stand in the database URL. Take it out: it comes from the keyring or "
                         "from PGPASSWORD, or you are asked for it."));
    }
    result.host = socketFolder.isEmpty() ? url.host(QUrl::FullyDecoded) : socketFolder;
    if (url.port() == 0)
        return refuse(tr("The port of the database must be a number from 1 to 65535."));
    result.port = url.port(DatabaseUrl::defaultPort);
    result.user = url.userName(QUrl::FullyDecoded);
    result.name = url.path(QUrl::FullyDecoded).mid(1);
    if (const Result<void> applied = applyQuery(result, QUrlQuery(url)); !applied)
        return fail(applied.error());
    if (result.name.isEmpty() || result.name.contains(u'/')) {
        return refuse(tr("The database URL names no database. Write it as postgresql://user@host:port/name."));
    }
    if (url.hasFragment())
        return refuse(tr("A \"#\" in the database URL must be written as %23."));
    return result;
}

} // namespace

DatabaseUrl DatabaseUrl::sqlite(const QString &path)
{
    DatabaseUrl url;
    url.path = path;
    return url;
}

Result<DatabaseUrl> DatabaseUrl::parse(const QString &text)
{
    const QString input = text.trimmed();
    if (input.contains(QChar(u'\0')) || input.size() > 4096)
        return refuse(tr("The database URL is not readable text."));
    if (input.startsWith(QStringLiteral("sqlite:"), Qt::CaseInsensitive)) {
        QString path = input.mid(7);
        // sqlite:///absolute is how other programs write it.
        if (path.startsWith(QStringLiteral("///")))
            path = path.mid(2);
        else if (path.startsWith(QStringLiteral("//")))
            path.clear();
        if (path.isEmpty())
            return refuse(tr("The database URL names no file. Write it as sqlite:/path/to/file.db."));
        return sqlite(path);
    }
    if (input.startsWith(QStringLiteral("postgresql://"), Qt::CaseInsensitive) ||
        input.startsWith(QStringLiteral("postgres://"), Qt::CaseInsensitive))
        return parsePostgreSql(input);
    return refuse(tr("A database URL begins with sqlite: or postgresql:// – for example sqlite:/path/to/file.db or "
                     "postgresql://user@host:5432/name."));
}

QString DatabaseUrl::display() const
{
    if (driver == Driver::Sqlite)
        return QStringLiteral("sqlite:") + path;
    const auto encoded = [](const QString &part) {
        return QString::fromLatin1(QUrl::toPercentEncoding(part));
    };
    QString text = QStringLiteral("postgresql://");
    if (!user.isEmpty())
        text += encoded(user) + u'@';
    // An IPv6 address keeps its colons, in brackets.
    text += host.contains(u':') && !host.startsWith(u'/') ? u'[' + host + u']' : encoded(host);
    // Without a host there is no place for a port in a URL.
    if (port != defaultPort && !host.isEmpty())
        text += QStringLiteral(":%1").arg(port);
    text += u'/' + encoded(name);
    QStringList query;
    if (port != defaultPort && host.isEmpty())
        query += QStringLiteral("port=%1").arg(port);
    if (!sslMode.isEmpty())
        query += QStringLiteral("sslmode=") + sslMode;
    if (!query.isEmpty())
        text += u'?' + query.join(u'&');
    return text;
}

} // namespace lorastudio
