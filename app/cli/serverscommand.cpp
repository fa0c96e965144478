// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "cli/prompting.h"
#include "core/text.h"
#include "storage/serverrepository.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("ServersCommand", source);
}

struct Described
{
    ServerConfig config;
    ServerSecrets secrets;
};

/// Header values never come as arguments, where every user of the machine could read them: only `NAME=-`.
Result<Described> describe(const CommandContext &context)
{
    Described server;
    server.config.url = normalizedServerUrl(context.arguments.value(1));
    if (server.config.url.isEmpty())
        return fail(Error::Kind::Validation, text("“%1” is no address of a server. Write for example "
                                                  "http://127.0.0.1:8188, without user, password or query.")
                                                 .arg(context.arguments.value(1)));
    server.config.name = cleanName(context.options->value(QStringLiteral("name")));
    server.config.user = cleanName(context.options->value(QStringLiteral("user")));
    server.config.token = context.options->isSet(QStringLiteral("token"));
    server.config.fingerprint = context.options->value(QStringLiteral("fingerprint")).toUpper().trimmed();
    static const QRegularExpression fingerprint(QStringLiteral("^SHA256:([0-9A-F]{2}:?){31}[0-9A-F]{2}$"));
    if (!server.config.fingerprint.isEmpty() && !fingerprint.match(server.config.fingerprint).hasMatch())
        return fail(Error::Kind::Validation,
                    text("A fingerprint is written SHA256: and 32 pairs of hexadecimal digits."));
    for (const QString &header : context.options->values(QStringLiteral("header"))) {
        static const QRegularExpression form(QStringLiteral("^([A-Za-z0-9-]{1,80})=-$"));
        const QRegularExpressionMatch match = form.match(header);
        if (!match.hasMatch())
            return fail(
                Error::Kind::Validation,
                text("Write --header NAME=- and give the value on standard input: an argument can be read by others."));
        server.config.headerNames.append(match.captured(1));
    }
    for (const QString &name : std::as_const(server.config.headerNames)) {
        const Result<QString> value = askSecret(text("Value of the header %1: ").arg(name), {});
        if (!value)
            return fail(value.error());
        server.secrets.headers.insert(name, *value);
    }
    if (!server.config.user.isEmpty()) {
        const Result<QString> password =
            askSecret(text("Password of %1: ").arg(server.config.user), QStringLiteral("LORA_STUDIO_SERVER_PASSWORD"));
        if (!password)
            return fail(password.error());
        server.secrets.password = *password;
    }
    if (server.config.token) {
        const Result<QString> token = askSecret(text("Token: "), QStringLiteral("LORA_STUDIO_SERVER_TOKEN"));
        if (!token)
            return fail(token.error());
        server.secrets.token = *token;
    }
    return server;
}

/// What the servers say, always as a list (cli.md).
int answer(const CommandContext &context, const QVector<ServerStatus> &statuses)
{
    QJsonArray array;
    QVector<QStringList> table{{text("address"), text("state"), text("version"), text("device"), text("checkpoints")}};
    for (const ServerStatus &status : statuses) {
        array.append(toJson(status));
        table.append({status.url, toString(status.state), status.version, status.device,
                      QString::number(status.checkpoints.size())});
        if (!status.error.isEmpty())
            context.console->message(QStringLiteral("%1: %2").arg(status.url, status.error));
    }
    if (context.console->json())
        context.console->value(array);
    else if (statuses.isEmpty())
        context.console->line(text("No server yet. `servers add URL` adds the address of a running ComfyUI."));
    else
        context.console->table(table, {4});
    return Done;
}

Task<ServerStatus> ask(Services *services, ServerConfig config, ServerSecrets secrets, std::stop_token stop)
{
    const std::shared_ptr<ServerConnection> server = services->pool().add(config, secrets);
    while (!server->isSettled() && !stop.stop_requested())
        co_await sleepFor(std::chrono::milliseconds(25), stop);
    co_return server->status();
}

/// Every process on the database follows, also one that drives the server at this moment.
Task<int> drain(CommandContext context, bool on)
{
    Services &services = *context.services;
    const QString url = normalizedServerUrl(context.arguments.at(1));
    const std::optional<ServerConfig> known = services.serverConfig(url);
    if (!known)
        co_return failed(*context.console, Error::make(Error::Kind::Validation,
                                                       text("There is no server “%1”.").arg(context.arguments.at(1))));
    const Result<bool> done = co_await services.setDraining(url, on);
    if (!done)
        co_return failed(*context.console, done.error());
    if (context.console->json())
        co_return answer(context, services.pool().statuses());
    if (on)
        context.console->line(text("%1 finishes what it has and gets nothing new.").arg(url));
    else
        context.console->line(text("%1 gets work again.").arg(url));
    co_return Done;
}

bool takesUrl(const QString &verb)
{
    static const QStringList verbs{QStringLiteral("add"), QStringLiteral("test"), QStringLiteral("remove"),
                                   QStringLiteral("drain"), QStringLiteral("undrain")};
    return verbs.contains(verb);
}

Task<int> runServers(CommandContext context)
{
    const QString verb = context.arguments.value(0, QStringLiteral("list"));
    Services &services = *context.services;
    if (verb == QStringLiteral("list") && context.arguments.size() <= 1)
        co_return answer(context, services.pool().statuses());
    if (!takesUrl(verb) || context.arguments.size() != 2) {
        context.console->error(text("servers [list], servers add URL, servers test URL, servers remove URL, servers "
                                    "drain URL or servers undrain URL"));
        co_return WrongUsage;
    }
    if (verb == QStringLiteral("drain") || verb == QStringLiteral("undrain"))
        co_return co_await drain(context, verb == QStringLiteral("drain"));
    if (verb == QStringLiteral("remove")) {
        const QString url = normalizedServerUrl(context.arguments.at(1));
        const Result<bool> removed = co_await services.removeServer(url);
        if (!removed)
            co_return failed(*context.console, removed.error());
        if (!*removed)
            co_return failed(
                *context.console,
                Error::make(Error::Kind::Validation, text("There is no server “%1”.").arg(context.arguments.at(1))));
        if (context.console->json())
            co_return answer(context, services.pool().statuses());
        context.console->line(text("%1 is not used any more.").arg(url));
        co_return Done;
    }
    const QString url = normalizedServerUrl(context.arguments.at(1));
    Result<Described> described = fail(Error::canceled());
    const std::optional<ServerConfig> known = services.serverConfig(url);
    if (verb == QStringLiteral("test") && known && context.options->optionNames().isEmpty()) {
        const ServerSecrets secrets = co_await services.secretsOf(*known);
        described = Described{*known, secrets};
    } else {
        described = describe(context);
    }
    if (!described)
        co_return failed(*context.console, described.error());
    if (verb == QStringLiteral("add")) {
        const Result<void> added = co_await services.addServer(described->config, described->secrets);
        if (!added)
            co_return failed(*context.console, added.error());
        if (!services.keepsSecrets() && (!described->secrets.password.isEmpty() ||
                                         !described->secrets.token.isEmpty() || !described->secrets.headers.isEmpty()))
            context.console->warning(
                text("There is no keyring here, so the secret is not kept. Set LORA_STUDIO_SERVER_PASSWORD or "
                     "LORA_STUDIO_SERVER_TOKEN for later calls."));
    }
    const ServerStatus status = co_await ask(context.services, described->config, described->secrets, context.stop);
    answer(context, {status});
    const bool reached = status.state != ServerState::Offline && status.state != ServerState::Degraded &&
                         status.state != ServerState::Connecting;
    if (verb == QStringLiteral("add")) // it is stored, whether it answers now or not
        co_return Done;
    co_return reached ? Done : NoServer;
}

} // namespace

Command serversCommand()
{
    return {
        QStringLiteral("servers"),
        QStringLiteral("[list | add URL | test URL | remove URL | drain URL | undrain URL]"),
        text("The ComfyUI servers. Secrets come from the keyring, a prompt, standard input or the environment, never "
             "from an argument."),
        {{QStringLiteral("name"), text("A name for people."), QStringLiteral("N")},
         {QStringLiteral("header"), text("A header with a secret value, read from standard input or a prompt."),
          QStringLiteral("NAME=-")},
         {QStringLiteral("user"),
          text(
              "Basic authentication; the password comes from LORA_STUDIO_SERVER_PASSWORD, a prompt or standard input."),
          QStringLiteral("U")},
         {QStringLiteral("token"),
          text("Bearer authentication; the token comes from LORA_STUDIO_SERVER_TOKEN, a prompt or standard input.")},
         {QStringLiteral("fingerprint"), text("Trust exactly this certificate."), QStringLiteral("SHA256:…")}},
        true,
        true,
        runServers};
}

} // namespace lorastudio
