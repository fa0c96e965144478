// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QString>

#include <memory>

namespace lorastudio {

/// What the desktop's keyring answers.
struct KeyringAnswer
{
    enum class Status { Ok, NotFound, Denied, Unavailable };
    Status status = Status::Unavailable;
    QString value;       ///< after a read that was Ok
    QString detail;      ///< the keyring's own words, for the log
    bool absent = false; ///< Unavailable because there is none in this session, which is no fault
};

/// The desktop's keyring, as an interface so that tests can have one that is absent, locked or silent. No function
/// blocks; an answer may never come.
class Keyring
{
public:
    virtual ~Keyring() = default;
    virtual QFuture<KeyringAnswer> read(const QString &key) = 0;
    virtual QFuture<KeyringAnswer> write(const QString &key, const QString &value) = 0;
    virtual QFuture<KeyringAnswer> remove(const QString &key) = 0;
};

/// The Secret Service or KWallet of this session; never a file in plain text. Without a session bus it answers
/// Unavailable at once, because looking for one could start programs and wait for them.
std::unique_ptr<Keyring> systemKeyring();

} // namespace lorastudio
