// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslCertificate>
#include <QString>

namespace lorastudio {

/// The decision whether a peer's certificate is trusted, the same for HTTP and WebSocket. Home servers sign their own
/// certificates, so a person may pin one by its fingerprint; there is no way to ignore errors in general.
enum class PinDecision {
    SystemTrust, ///< no pin: what the system's authorities say counts
    Pinned,      ///< the certificate is the pinned one; expiry, name and issuer do not matter any more
    Changed      ///< there is a pin, and this is another certificate
};

/// "SHA256:AA:BB:…" of the certificate; empty for a null certificate.
QString certificateFingerprint(const QSslCertificate &certificate);

/// `pin` as written by certificateFingerprint (case, colons and the prefix do not matter); empty = no pin.
PinDecision decidePin(const QString &pin, const QSslCertificate &certificate);

} // namespace lorastudio
