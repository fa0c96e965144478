// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with servers: forms, tests, adding and removing, draining.
#include "models/servertestphrases.h"
#include "network/serveraccess.h"
#include "session/projectsession.h"
#include "session/serversession.h"

#include "core/logging.h"
#include "core/text.h"

#include <QRegularExpression>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto answerPause = 50ms;
constexpr qint64 mostAnswerMs = 15'000;
constexpr auto memoryPause = 1500ms; // ComfyUI frees its memory in its own time

SignIn signInOf(const ServerConfig &config)
{
    if (!config.user.isEmpty())
        return SignIn::Password;
    if (config.token)
        return SignIn::Token;
    return config.headerNames.isEmpty() ? SignIn::None : SignIn::Header;
}

} // namespace

ServerForm ServerSession::form(const QString &url) const
{
    ServerForm form;
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    std::optional<ServerConfig> config = m_services.serverConfig(url);
    if (!config && server)
        config = server->config();
    if (!config)
        return form;
    form.former = url;
    form.name = config->name;
    form.address = config->url;
    form.signIn = signInOf(*config);
    form.user = config->user;
    form.header = config->headerNames.value(0);
    form.hasSecret = form.signIn != SignIn::None;
    form.fingerprint = config->fingerprint;
    form.builtIn = config->demo && !m_services.serverConfig(url);
    return form;
}

QString ServerSession::whyNotSaved(const ServerForm &form) const
{
    if (form.builtIn)
        return tr("The demo server is part of LoRA Studio: there is nothing to change.");
    if (form.address.trimmed().isEmpty())
        return tr("Enter the address of a running ComfyUI, for example http://127.0.0.1:8188.");
    const QString url = normalizedServerUrl(form.address);
    if (url.isEmpty())
        return tr("“%1” is no address of a server. Write for example http://127.0.0.1:8188, without user, password or "
                  "query.")
            .arg(isolated(cleanName(form.address)));
    if (url != form.former && m_services.serverConfig(url))
        return tr("%1 is in the list already.").arg(url);
    static const QRegularExpression headerName(QStringLiteral("^[A-Za-z0-9-]{1,80}$"));
    switch (form.signIn) {
    case SignIn::None:
        return {};
    case SignIn::Password:
        if (cleanName(form.user).isEmpty())
            return tr("Enter the name of the user.");
        if (form.secret.isEmpty() && !form.hasSecret)
            return tr("Enter the password.");
        break;
    case SignIn::Token:
        if (form.secret.isEmpty() && !form.hasSecret)
            return tr("Enter the token.");
        break;
    case SignIn::Header:
        if (!headerName.match(form.header).hasMatch())
            return tr("The name of a header has letters, digits and hyphens.");
        if (form.secret.isEmpty() && !form.hasSecret)
            return tr("Enter the value of the header.");
        break;
    }
    const Stored server = compose(form, {});
    const ServerAccess access(server.config, server.secrets);
    return access.problem() ? access.problem()->message : QString();
}

ServerSession::Stored ServerSession::compose(const ServerForm &form, const Stored &former) const
{
    Stored server;
    server.config.url = normalizedServerUrl(form.address);
    server.config.name = cleanName(form.name);
    server.config.fingerprint = form.fingerprint;
    const bool kept = form.secret.isEmpty() && form.hasSecret;
    switch (form.signIn) {
    case SignIn::None:
        break;
    case SignIn::Password:
        server.config.user = cleanName(form.user);
        server.secrets.password = kept ? former.secrets.password : form.secret;
        break;
    case SignIn::Token:
        server.config.token = true;
        server.secrets.token = kept ? former.secrets.token : form.secret;
        break;
    case SignIn::Header: {
        // The command line can give a server several; the form changes the first.
        const QString before = former.config.headerNames.value(0);
        server.config.headerNames = former.config.headerNames;
        if (server.config.headerNames.isEmpty())
            server.config.headerNames.append(form.header);
        server.config.headerNames[0] = form.header;
        server.secrets.headers = former.secrets.headers;
        const QString value = kept ? former.secrets.headers.value(before) : form.secret;
        server.secrets.headers.remove(before);
        server.secrets.headers.insert(form.header, value);
        break;
    }
    }
    return server;
}

/// As it is now; without an address if nobody knows it.
Task<ServerSession::Stored> ServerSession::present(QString url)
{
    Stored server;
    std::optional<ServerConfig> config = m_services.serverConfig(url);
    server.keeps = config.has_value();
    const std::shared_ptr<ServerConnection> connection = m_services.pool().find(url);
    if (!config && connection)
        config = connection->config();
    if (config) {
        server.config = *config;
        server.secrets = co_await m_services.secretsOf(*config);
    }
    co_return server;
}

void ServerSession::save(const ServerForm &form)
{
    const QString problem = whyNotSaved(form);
    if (problem.isEmpty())
        m_scope.spawn(saveTask(form));
    else
        Q_EMIT saveFailed(form.id, problem);
}

Task<void> ServerSession::saveTask(ServerForm form)
{
    const Stored before = co_await present(form.former);
    const Stored after = compose(form, before);
    const Result<void> done = co_await put(form.former, after);
    if (!done) {
        if (!done.error().isCanceled()) {
            qCWarning(logNetwork).noquote()
                << tr("The server “%1” was not kept: %2")
                       .arg(cleanName(after.config.name.isEmpty() ? QUrl(after.config.url).host() : after.config.name,
                                      100),
                            done.error().message);
            Q_EMIT saveFailed(form.id, done.error().message);
        }
        co_return;
    }
    const QString name = after.config.name.isEmpty() ? QUrl(after.config.url).authority() : after.config.name;
    const QString url = after.config.url;
    if (before.config.url.isEmpty())
        m_project.pushUndo(
            tr("Added %1.").arg(isolated(name)), [this, url] { return take(url); },
            [this, after] { return put(QString(), after); }, StepOf::Program);
    else
        m_project.pushUndo(
            tr("Edited %1.").arg(isolated(name)), [this, url, before] { return put(url, before); },
            [this, after, former = form.former] { return put(former, after); }, StepOf::Program);
    Q_EMIT saved(form.id, url);
    m_scope.spawn(chooseModelsWhenAnswered(url));
}

/// Makes the server what it is to be, in place of the one with the former address.
Task<Result<void>> ServerSession::put(QString formerUrl, Stored server)
{
    const QString url = server.config.url;
    const qsizetype place = m_order.indexOf(formerUrl);
    if (server.keeps) {
        const Result<void> stored = co_await m_services.replaceServer(formerUrl, server.config, server.secrets);
        if (!stored)
            co_return stored;
    } else if (!formerUrl.isEmpty()) {
        const Result<bool> forgotten = co_await m_services.removeServer(formerUrl);
        if (!forgotten)
            co_return fail(forgotten.error());
    }
    if (!formerUrl.isEmpty() && formerUrl != url)
        m_services.pool().remove(formerUrl);
    if (place >= 0 && !m_order.contains(url))
        m_order.insert(qMin(place, m_order.size()), url);
    m_services.pool().add(server.config, server.secrets);
    if (m_keepsSecrets != m_services.keepsSecrets()) {
        m_keepsSecrets = m_services.keepsSecrets();
        Q_EMIT keepsSecretsChanged();
    }
    co_return Result<void>{};
}

Task<Result<void>> ServerSession::take(QString url)
{
    const Result<bool> removed = co_await m_services.removeServer(url);
    if (!removed)
        co_return fail(removed.error());
    if (!*removed)
        m_services.pool().remove(url); // the demo server, or one that only this run uses
    co_return Result<void>{};
}

void ServerSession::remove(const QString &url)
{
    m_scope.spawn(removeTask(url));
}

Task<void> ServerSession::removeTask(QString url)
{
    const QString name = nameOf(url);
    const Stored before = co_await present(url);
    if (before.config.url.isEmpty())
        co_return; // it is gone already
    const Result<void> removed = co_await take(url);
    if (!removed) {
        m_project.notify(QStringLiteral("servers"), tr("The server cannot be removed"), removed.error());
        co_return;
    }
    const bool demo = before.config.demo && !before.keeps;
    m_project.pushUndo(
        tr("Removed %1.").arg(isolated(name)),
        [this, demo, before]() -> Task<Result<void>> {
            if (!demo)
                return put(QString(), before);
            return startDemo();
        },
        [this, url] { return take(url); }, StepOf::Program);
}

Task<Result<void>> ServerSession::startDemo()
{
    co_return m_services.startDemoServer();
}

Task<void> ServerSession::chooseModelsWhenAnswered(QString url)
{
    const qint64 endMs = m_services.clock().monotonicMs() + mostAnswerMs;
    while (true) {
        const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
        if (!server || m_closed)
            co_return;
        if (server->isReachable())
            break;
        if (m_services.clock().monotonicMs() >= endMs)
            co_return; // what it has is not known, and nothing is chosen for it
        const Result<void> slept = co_await sleepFor(answerPause, m_scope.token());
        if (!slept)
            co_return;
    }
    const Result<bool> chosen = co_await m_project.chooseModels();
    if (!chosen && !m_closed)
        m_project.notify(QStringLiteral("servers"), tr("The models were not chosen"), chosen.error());
}

void ServerSession::askKeyring()
{
    if (!std::exchange(m_probed, true))
        m_scope.spawn(probeKeyring());
}

/// The store knows only after it was asked once.
Task<void> ServerSession::probeKeyring()
{
    ServerConfig nobody;
    nobody.url = QStringLiteral("http://probe.invalid");
    nobody.token = true;
    co_await m_services.secretsOf(nobody);
    if (m_closed || m_keepsSecrets == m_services.keepsSecrets())
        co_return;
    m_keepsSecrets = m_services.keepsSecrets();
    Q_EMIT keepsSecretsChanged();
}

void ServerSession::startTest(const ServerForm &form)
{
    m_testStop.request_stop();
    m_testStop = std::stop_source();
    m_test = {};
    const QString problem = whyNotSaved(form);
    if (!problem.isEmpty()) {
        m_test.phase = ServerTest::Phase::Done;
        m_test.at = now();
        m_test.lines = {{ServerTestLine::Kind::Problem, tr("Not tested"), problem}};
        Q_EMIT testChanged();
        return;
    }
    m_test.phase = ServerTest::Phase::Going;
    Q_EMIT testChanged();
    m_scope.spawn(testTask(form, m_testStop.get_token()));
}

Task<void> ServerSession::testTask(ServerForm form, std::stop_token stop)
{
    const Stored former = co_await present(form.former);
    const Stored server = compose(form, former);
    const ServerTestResult result = co_await testServer(server.config, server.secrets, stop);
    if (stop.stop_requested() || m_closed)
        co_return;
    const auto &catalog = m_services.assignments().catalog();
    const auto known = std::count_if(result.checkpoints.cbegin(), result.checkpoints.cend(), [&](const QString &name) {
        return catalog.find(checkpointKey(name)).has_value();
    });
    m_test.phase = ServerTest::Phase::Done;
    m_test.at = now();
    m_test.lines = phrases::serverTestLines(result, int(known));
    m_test.fingerprint = phrases::fingerprintToTrust(result);
    Q_EMIT testChanged();
}

void ServerSession::cancelTest()
{
    m_testStop.request_stop();
    m_test = {};
    Q_EMIT testChanged();
}

void ServerSession::setDraining(const QString &url, bool on)
{
    m_scope.spawn(drainTask(url, on));
    refresh();
}

Task<void> ServerSession::drainTask(QString url, bool on)
{
    const Result<bool> done = co_await m_services.setDraining(url, on);
    if (done || m_closed || done.error().isCanceled())
        co_return;
    const QString name = isolated(nameOf(url));
    QString title = tr("%1 does not take work again").arg(name);
    if (on)
        title = tr("%1 is not drained").arg(name);
    m_project.notify(QStringLiteral("servers"), title, done.error());
    refresh();
}

void ServerSession::askAgain(const QString &url)
{
    for (const auto &server : m_services.pool().servers()) {
        if (url.isEmpty() || server->url() == url)
            server->askAgain();
    }
    refreshSoon();
}

void ServerSession::freeMemory(const QString &url)
{
    m_scope.spawn(freeTask(url));
}

Task<void> ServerSession::freeTask(QString url)
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    if (!server)
        co_return;
    const Result<void> freed = co_await server->client().freeMemory(true, true, m_scope.token());
    if (!freed) {
        m_project.notify(QStringLiteral("servers"), tr("The memory of %1 was not freed").arg(isolated(nameOf(url))),
                         freed.error());
        co_return;
    }
    m_memory[url].loaded.clear();
    const Result<void> slept = co_await sleepFor(memoryPause, m_scope.token());
    if (slept)
        askAgain(url);
}

void ServerSession::useDemoServer()
{
    m_project.useDemoServer();
}

void ServerSession::retry(const QString &jobId)
{
    if (jobId.isEmpty())
        m_project.retryFailed(QString());
    else
        m_project.retryJob(jobId);
}

} // namespace lorastudio
