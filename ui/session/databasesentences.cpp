// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/databasesentences.h"

#include "models/settingsphrases.h"

#include <QCoreApplication>
#include <QDir>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DatabaseSentences", text);
}

/// What libpq never translates, or says in English on every machine that is set up so, and what to do about it.
struct Hint
{
    const char *part;
    QString head;
    QString advice;
};

QList<Hint> hints()
{
    return {{"could not translate host name", tr("This server is not known"),
             tr("Check how its name is written, or use its address.")},
            {"Connection refused", tr("Nothing answers there"),
             tr("Check the server and the port, and whether PostgreSQL listens on the network.")},
            {"timeout expired", tr("The server does not answer"), tr("Check the address and the firewall in between.")},
            {"no pg_hba.conf entry", tr("The server does not let this computer in"),
             tr("Its pg_hba.conf needs a line for this user, database and address, or asks for encryption.")},
            {"does not support SSL", tr("The server offers no encryption"),
             tr("Choose another kind under Encryption, or set the server up for it.")},
            {"certificate", tr("The certificate was refused"),
             tr("The server needs one that this computer trusts; the authority's goes to ~/.postgresql/root.crt.")},
            {"does not exist", tr("There is no such database or user"),
             tr("Make it on the server, for example with createdb.")}};
}

} // namespace

Result<DatabaseUrl> urlOf(const DatabaseForm &form)
{
    DatabaseUrl url;
    if (!form.postgreSql) {
        const QString path = form.path.trimmed();
        if (path.isEmpty())
            return fail(Error::Kind::Validation, tr("Choose the file of the database."));
        url = DatabaseUrl::sqlite(path.startsWith(QStringLiteral("~/")) ? QDir::home().absoluteFilePath(path.mid(2))
                                                                        : path);
        if (!QDir::isAbsolutePath(url.path))
            return fail(Error::Kind::Validation, tr("The file of the database needs its whole path."));
        url.path = QDir::cleanPath(url.path);
        return url;
    }
    url.driver = DatabaseUrl::Driver::PostgreSql;
    url.host = form.host.trimmed();
    url.port = form.port;
    url.name = form.name.trimmed();
    url.user = form.user.trimmed();
    if (form.sslMode != QStringLiteral("prefer")) // what the client does anyway
        url.sslMode = form.sslMode;
    if (url.name.isEmpty())
        return fail(Error::Kind::Validation, tr("Enter the name of the database."));
    return DatabaseUrl::parse(url.display());
}

DatabaseForm formOf(const DatabaseUrl &url)
{
    DatabaseForm form;
    form.postgreSql = url.driver == DatabaseUrl::Driver::PostgreSql;
    form.path = url.path;
    form.host = url.host;
    form.port = url.port;
    form.name = url.name;
    form.user = url.user;
    if (!url.sslMode.isEmpty())
        form.sslMode = url.sslMode;
    return form;
}

DatabaseTest sentencesOf(const DatabaseProbe &probe)
{
    using State = DatabaseProbe::State;
    DatabaseTest test;
    test.good = true;
    if (probe.state == State::NoFile) {
        test.head = tr("There is no such file yet");
        test.detail = tr("It is made with its tables.");
        test.copyable = true;
        return test;
    }
    const bool server = probe.server.startsWith(QStringLiteral("PostgreSQL"));
    test.head = (server ? tr("Connected in %1 ms to %2") : tr("Opened in %1 ms with %2"))
                    .arg(probe.milliseconds)
                    .arg(probe.server);
    switch (probe.state) {
    case State::Empty:
        test.good = probe.mayCreate || probe.hasTables;
        test.copyable = test.good;
        if (probe.hasTables)
            test.detail = tr("Empty: its tables are there already.");
        else if (!test.good)
            test.detail = tr("Empty, and the user may not make tables in it. Give it the right to: GRANT CREATE ON "
                             "SCHEMA public.");
        else
            test.detail = server ? tr("Empty: tables will be made. The user may create them.")
                                 : tr("Empty: tables will be made.");
        break;
    case State::Holds:
        test.detail =
            probe.contents.isEmpty()
                ? tr("Holds settings of servers or models, but no characters.")
                : tr("Holds %1.")
                      .arg(phrases::figures({probe.contents.characters, probe.contents.images, probe.contents.runs}));
        break;
    case State::Original:
        test.detail = tr("Holds tables of an earlier program. They are taken over.");
        break;
    case State::Newer:
        test.good = false;
        test.head = tr("A newer version of this program has changed it");
        test.detail = tr("Nothing is written to it. Install the newer version here, or choose another database.");
        break;
    case State::NoFile:
        break;
    }
    return test;
}

DatabaseTest sentencesOf(const Error &error)
{
    DatabaseTest test;
    test.head = tr("It cannot be used");
    test.detail = error.message;
    if (error.code == QStringLiteral("needs-password")) {
        test.head = tr("The server wants a password");
        test.detail = tr("Enter it above; it is kept in the keyring.");
    } else if (error.code == QStringLiteral("wrong-password")) {
        test.head = tr("The user or the password was refused");
        test.detail = tr("Check both. After several wrong tries some servers wait before they answer.");
    } else if (error.kind == Error::Kind::Validation) {
        test.head = error.message;
        test.detail.clear();
    } else {
        const QList<Hint> all = hints();
        for (const Hint &hint : all) {
            if (error.message.contains(QLatin1String(hint.part), Qt::CaseInsensitive)) {
                test.head = hint.head;
                test.detail = QStringLiteral("%1 %2").arg(hint.advice, error.message);
                break;
            }
        }
    }
    return test;
}

} // namespace lorastudio
