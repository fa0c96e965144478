// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/keyring.h"

#include <QFileInfo>
#include <QObject>
#include <QPromise>
#include <qt6keychain/keychain.h>

namespace lorastudio {

namespace {

const QString service = QStringLiteral("lora-studio");

KeyringAnswer::Status statusOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return KeyringAnswer::Status::Ok;
    case QKeychain::EntryNotFound:
        return KeyringAnswer::Status::NotFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return KeyringAnswer::Status::Denied;
    default:
        return KeyringAnswer::Status::Unavailable;
    }
}

bool hasSessionBus()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + QStringLiteral("/bus"));
}

class SystemKeyring : public Keyring
{
public:
    QFuture<KeyringAnswer> read(const QString &key) override
    {
        return start(std::make_unique<QKeychain::ReadPasswordJob>(service), key);
    }
    QFuture<KeyringAnswer> write(const QString &key, const QString &value) override
    {
        auto job = std::make_unique<QKeychain::WritePasswordJob>(service);
        job->setTextData(value);
        return start(std::move(job), key);
    }
    QFuture<KeyringAnswer> remove(const QString &key) override
    {
        return start(std::make_unique<QKeychain::DeletePasswordJob>(service), key);
    }

private:
    static QFuture<KeyringAnswer> start(std::unique_ptr<QKeychain::Job> job, const QString &key)
    {
        const auto promise = std::make_shared<QPromise<KeyringAnswer>>();
        promise->start();
        QFuture<KeyringAnswer> future = promise->future();
        if (!hasSessionBus()) {
            promise->addResult(
                KeyringAnswer{KeyringAnswer::Status::Unavailable, {}, QStringLiteral("no session bus"), true});
            promise->finish();
            return future;
        }
        job->setKey(key);
        job->setInsecureFallback(false);
        QObject::connect(job.get(), &QKeychain::Job::finished, job.get(), [promise](QKeychain::Job *finished) {
            KeyringAnswer answer{statusOf(finished->error()),
                                 {},
                                 finished->errorString(),
                                 finished->error() == QKeychain::NoBackendAvailable};
            if (const auto *reader = qobject_cast<QKeychain::ReadPasswordJob *>(finished))
                answer.value = reader->textData();
            promise->addResult(answer);
            promise->finish();
        });
        job.release()->start(); // deletes itself when it has finished
        return future;
    }
};

} // namespace

std::unique_ptr<Keyring> systemKeyring()
{
    return std::make_unique<SystemKeyring>();
}

} // namespace lorastudio
