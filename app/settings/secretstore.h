// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/server.h"
#include "settings/keyring.h"

#include <QHash>
#include <QObject>

#include <chrono>
#include <memory>
#include <stop_token>

namespace lorastudio {

/// Passwords, tokens and header values. They live in the desktop's keyring or, where there is none or it stays silent,
/// in the memory of this process until it ends (`sessionOnly()` says so); never in a file of ours and never in a log.
/// No call waits longer than the time-out, and none waits at all while an earlier question is unanswered. An answer
/// that comes later, because a person was asked to unlock the keyring, still counts. Main thread only; calls are made
/// from tasks of a scope that is joined before the store is destroyed.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    explicit SecretStore(std::unique_ptr<Keyring> keyring = systemKeyring(),
                         std::chrono::milliseconds timeout = std::chrono::seconds(3));
    ~SecretStore() override;

    /// Empty if nothing is stored under the key. Validation error if the person refused access.
    Task<Result<QString>> read(QString key, std::stop_token stop);
    /// An empty value removes the entry. Succeeds also when the secret is held for this session only.
    Task<Result<void>> write(QString key, QString value, std::stop_token stop);
    Task<Result<void>> remove(QString key, std::stop_token stop);

    /// Everything that `server` says it needs.
    Task<Result<ServerSecrets>> readServer(ServerConfig server, std::stop_token stop);
    /// Writes what `server` says it has; what it does not say is removed, headers that it no longer names excepted.
    Task<Result<void>> writeServer(ServerConfig server, ServerSecrets secrets, std::stop_token stop);
    Task<Result<void>> removeServer(ServerConfig server, std::stop_token stop);

    /// The last call found no keyring: what is stored now is forgotten when the program ends.
    bool sessionOnly() const { return m_sessionOnly; }

    static QString passwordKey(const QString &url);
    static QString tokenKey(const QString &url);
    static QString headerKey(const QString &url, const QString &header);
    /// Without a password in the URL; see AppPaths::database.
    static QString databaseKey(const QString &databaseUrl);

Q_SIGNALS:
    void sessionOnlyChanged();

private:
    Task<Result<KeyringAnswer>> ask(QFuture<KeyringAnswer> answer, std::stop_token stop);
    Task<Result<void>> change(QString key, QString value, std::stop_token stop);
    void setSessionOnly(bool sessionOnly);
    void waitForLate(const QFuture<KeyringAnswer> &answer);
    void settleLateChange(const QString &key, const QString &value, const QFuture<KeyringAnswer> &answer);

    std::unique_ptr<Keyring> m_keyring;
    std::chrono::milliseconds m_timeout;
    QHash<QString, QString> m_session; ///< an empty value = removed here, perhaps not yet in the keyring
    int m_unanswered = 0;
    bool m_sessionOnly = false;
};

} // namespace lorastudio
