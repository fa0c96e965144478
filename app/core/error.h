// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace lorastudio {

/// What went wrong, as a value. Functions of this program return errors; they never throw across each other.
///
/// `message` is one or two plain-text sentences for the person: what happened, why, and what to do. It may quote a
/// server and is therefore hostile text until it is shown as plain text. `detail` is for the log only and never holds a
/// password or token.
struct Error
{
    enum class Kind {
        Network,    ///< no connection, time-out, TLS
        Http,       ///< the server answered with a status that is not a success
        Protocol,   ///< the answer does not follow the protocol, or goes over a limit
        Parse,      ///< text or a file that cannot be read
        Storage,    ///< the database
        FileSystem, ///< a file or folder; see `diskFull`
        Validation, ///< input of a person that is not allowed
        Canceled,   ///< an outcome, not an error to show
        Internal
    };

    Kind kind = Kind::Internal;
    QString message;
    QString detail;
    int httpStatus = 0;    ///< with Kind::Http: the status, else 0
    bool diskFull = false; ///< with Kind::FileSystem or Storage: no space left
    QString
        fingerprint{}; ///< with Kind::Network: "SHA256:AA:…" of a certificate that nobody vouches for, to be trusted
    QString code{};    ///< stable word for programs where the kind is too coarse ("needs-password"); often empty

    static Error make(Kind kind, QString message, QString detail = {})
    {
        return Error{kind, std::move(message), std::move(detail)};
    }
    static Error canceled() { return Error{Kind::Canceled, {}, {}}; }
    bool isCanceled() const { return kind == Kind::Canceled; }
    friend bool operator==(const Error &, const Error &) = default;
};

QString toString(Error::Kind kind);

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error::Kind kind, QString message, QString detail = {})
{
    return tl::unexpected<Error>(Error::make(kind, std::move(message), std::move(detail)));
}
inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace lorastudio
