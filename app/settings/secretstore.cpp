// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secretstore.h"

#include "core/logging.h"

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>
#include <QUrl>

namespace lorastudio {

namespace {

using Status = KeyringAnswer::Status;

/// Finishes once: with the answer, after the time-out, or when a stop is requested.
class Patience : public QObject
{
public:
    Patience(const QFuture<KeyringAnswer> &answer, std::chrono::milliseconds timeout)
    {
        m_promise.start();
        connect(&m_watcher, &QFutureWatcherBase::finished, this, &Patience::finish);
        connect(&m_timer, &QTimer::timeout, this, &Patience::finish);
        m_timer.setSingleShot(true);
        m_timer.start(timeout);
        m_watcher.setFuture(answer);
    }
    ~Patience() override { finish(); }
    QFuture<void> future() { return m_promise.future(); }
    void finish()
    {
        if (!std::exchange(m_done, true))
            m_promise.finish();
    }

private:
    QFutureWatcher<KeyringAnswer> m_watcher;
    QTimer m_timer;
    QPromise<void> m_promise;
    bool m_done = false;
};

/// May be called on any thread.
struct FinishLater
{
    Patience *patience;
    void operator()() const { QMetaObject::invokeMethod(patience, &Patience::finish, Qt::QueuedConnection); }
};

KeyringAnswer resultOf(const QFuture<KeyringAnswer> &answer)
{
    return answer.resultCount() > 0 ? answer.result() : KeyringAnswer{};
}

} // namespace

SecretStore::SecretStore(std::unique_ptr<Keyring> keyring, std::chrono::milliseconds timeout)
    : m_keyring(std::move(keyring)), m_timeout(timeout)
{
}

SecretStore::~SecretStore() = default;

Task<Result<KeyringAnswer>> SecretStore::ask(QFuture<KeyringAnswer> answer, std::stop_token stop)
{
    if (!answer.isFinished()) {
        const auto patience = std::make_unique<Patience>(answer, m_timeout);
        const std::stop_callback onStop(stop, FinishLater{patience.get()});
        co_await patience->future();
    }
    KeyringAnswer result{Status::Unavailable, {}, QStringLiteral("no answer in time"), false};
    if (answer.isFinished())
        result = resultOf(answer);
    else
        waitForLate(answer);
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    if (result.status == Status::Unavailable && !sessionOnly()) {
        if (result.absent) // the forms for secrets say what follows from it
            qCInfo(logCore) << "no keyring:" << result.detail;
        else
            qCWarning(logCore) << "no keyring:" << result.detail;
    }
    setSessionOnly(result.status == Status::Unavailable);
    co_return result;
}

Task<Result<QString>> SecretStore::read(QString key, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    // What was written here and has not reached the keyring is newer than what the keyring says.
    if (m_session.contains(key) || m_unanswered > 0)
        co_return m_session.value(key);
    const Result<KeyringAnswer> answer = co_await ask(m_keyring->read(key), stop);
    if (!answer)
        co_return fail(answer.error());
    if (answer->status == Status::Denied) {
        co_return fail(Error::Kind::Validation,
                       QCoreApplication::translate("SecretStore", "The keyring refused access to a password. Allow it "
                                                                  "there, or enter the password again."),
                       answer->detail);
    }
    co_return answer->status == Status::Ok ? answer->value : m_session.value(key);
}

Task<Result<void>> SecretStore::write(QString key, QString value, std::stop_token stop)
{
    return change(std::move(key), std::move(value), std::move(stop));
}

Task<Result<void>> SecretStore::remove(QString key, std::stop_token stop)
{
    return change(std::move(key), QString(), std::move(stop));
}

Task<Result<void>> SecretStore::change(QString key, QString value, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    m_session.insert(key, value);
    const QFuture<KeyringAnswer> answer = value.isEmpty() ? m_keyring->remove(key) : m_keyring->write(key, value);
    settleLateChange(key, value, answer);
    if (m_unanswered > 0)
        co_return Result<void>{};
    const Result<KeyringAnswer> said = co_await ask(answer, stop);
    if (!said)
        co_return fail(said.error());
    if (said->status == Status::Denied) {
        co_return fail(Error::Kind::Validation,
                       QCoreApplication::translate("SecretStore", "The keyring refused to keep a password. It holds "
                                                                  "until the program ends."),
                       said->detail);
    }
    co_return Result<void>{};
}

void SecretStore::settleLateChange(const QString &key, const QString &value, const QFuture<KeyringAnswer> &answer)
{
    const auto settle = [this, key, value](const QFuture<KeyringAnswer> &finished) {
        const Status status = resultOf(finished).status;
        const bool kept = status == Status::Ok || (value.isEmpty() && status == Status::NotFound);
        // Nothing to forget any more, unless a newer value waits.
        if (kept && m_session.contains(key) && m_session.value(key) == value)
            m_session.remove(key);
    };
    if (answer.isFinished()) {
        settle(answer);
        return;
    }
    auto *watcher = new QFutureWatcher<KeyringAnswer>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [watcher, settle] {
        settle(watcher->future());
        watcher->deleteLater();
    });
    watcher->setFuture(answer);
}

void SecretStore::waitForLate(const QFuture<KeyringAnswer> &answer)
{
    ++m_unanswered;
    auto *watcher = new QFutureWatcher<KeyringAnswer>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        --m_unanswered;
        setSessionOnly(resultOf(watcher->future()).status == Status::Unavailable);
        watcher->deleteLater();
    });
    watcher->setFuture(answer);
}

void SecretStore::setSessionOnly(bool sessionOnly)
{
    if (std::exchange(m_sessionOnly, sessionOnly) != sessionOnly)
        Q_EMIT sessionOnlyChanged();
}

Task<Result<ServerSecrets>> SecretStore::readServer(ServerConfig server, std::stop_token stop)
{
    ServerSecrets secrets;
    if (!server.user.isEmpty()) {
        const Result<QString> password = co_await read(passwordKey(server.url), stop);
        if (!password)
            co_return fail(password.error());
        secrets.password = *password;
    }
    if (server.token) {
        const Result<QString> token = co_await read(tokenKey(server.url), stop);
        if (!token)
            co_return fail(token.error());
        secrets.token = *token;
    }
    for (const QString &header : server.headerNames) {
        const Result<QString> value = co_await read(headerKey(server.url, header), stop);
        if (!value)
            co_return fail(value.error());
        secrets.headers.insert(header, *value);
    }
    co_return secrets;
}

Task<Result<void>> SecretStore::writeServer(ServerConfig server, ServerSecrets secrets, std::stop_token stop)
{
    QList<std::pair<QString, QString>> entries{
        {passwordKey(server.url), server.user.isEmpty() ? QString() : secrets.password},
        {tokenKey(server.url), server.token ? secrets.token : QString()}};
    for (const QString &header : server.headerNames)
        entries.append({headerKey(server.url, header), secrets.headers.value(header)});
    for (const auto &[key, value] : entries) {
        const Result<void> written = co_await change(key, value, stop);
        if (!written)
            co_return written;
    }
    co_return Result<void>{};
}

Task<Result<void>> SecretStore::removeServer(ServerConfig server, std::stop_token stop)
{
    return writeServer(std::move(server), ServerSecrets{}, std::move(stop));
}

QString SecretStore::passwordKey(const QString &url)
{
    return QStringLiteral("server/password/") + url;
}

QString SecretStore::tokenKey(const QString &url)
{
    return QStringLiteral("server/token/") + url;
}

QString SecretStore::headerKey(const QString &url, const QString &header)
{
    return QStringLiteral("server/header/%1/%2").arg(header.toLower(), url);
}

QString SecretStore::databaseKey(const QString &databaseUrl)
{
    return QStringLiteral("database/password/") + QUrl(databaseUrl).toString(QUrl::RemovePassword | QUrl::RemoveQuery);
}

} // namespace lorastudio
