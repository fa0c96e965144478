// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/certificatepin.h"

#include <QCryptographicHash>

namespace lorastudio {

namespace {

QString canonical(const QString &fingerprint)
{
    QString text = fingerprint.trimmed().toUpper();
    if (text.startsWith(QStringLiteral("SHA256:")))
        text.remove(0, 7);
    return text.remove(u':').remove(u' ');
}

} // namespace

QString certificateFingerprint(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    const QByteArray digest = certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper();
    return QStringLiteral("SHA256:") + QString::fromLatin1(digest);
}

PinDecision decidePin(const QString &pin, const QSslCertificate &certificate)
{
    if (pin.trimmed().isEmpty())
        return PinDecision::SystemTrust;
    const QString actual = canonical(certificateFingerprint(certificate));
    return !actual.isEmpty() && actual == canonical(pin) ? PinDecision::Pinned : PinDecision::Changed;
}

} // namespace lorastudio
