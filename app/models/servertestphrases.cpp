// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/servertestphrases.h"

#include "core/text.h"
#include "models/serverphrases.h"

#include <QCoreApplication>
#include <QLocale>

namespace lorastudio::phrases {

namespace {

using Kind = ServerTestLine::Kind;
using Certificate = ServerTestResult::Certificate;

QString tr(const char *text)
{
    return QCoreApplication::translate("lorastudio::phrases", text);
}

QString foreign(const QString &text)
{
    return isolated(cleanName(text, 1000));
}

QString whatItIs(const SystemStats &stats)
{
    constexpr double gigabyte = 1024.0 * 1024 * 1024;
    const QLocale locale;
    QStringList parts{stats.version.isEmpty() ? tr("ComfyUI") : tr("ComfyUI %1").arg(foreign(stats.version))};
    if (!stats.device.isEmpty())
        parts.append(foreign(stats.device));
    if (stats.vramTotal > 0)
        parts.append(tr("%1 of %2 GB free")
                         .arg(locale.toString(double(stats.vramFree) / gigabyte, 'f', 1),
                              locale.toString(qRound(double(stats.vramTotal) / gigabyte))));
    if (stats.demo)
        parts.append(tr("demo: pictures are stand-ins"));
    return parts.join(QStringLiteral(", "));
}

ServerTestLine eventLine(const ServerTestResult &result)
{
    if (!result.events)
        return {Kind::Warning, tr("No live events arrive"),
                result.eventProblem + u' ' +
                    tr("Images are made all the same; progress is asked for every few seconds.")};
    const qsizetype at = result.stats.argv.indexOf(QStringLiteral("--preview-method"));
    const QString method = at >= 0 ? result.stats.argv.value(at + 1) : QString();
    const bool previews = !method.isEmpty() && method != QStringLiteral("none");
    return {Kind::Good, tr("Live events arrive"),
            previews ? tr("Progress and previews")
                     : tr("Progress. For previews start ComfyUI with --preview-method auto.")};
}

ServerTestLine checkpointLine(const ServerTestResult &result, int inCatalog)
{
    const int count = int(result.checkpoints.size());
    if (!result.checkpointProblem.isEmpty())
        return {Kind::Problem, tr("Its checkpoints are not known"), result.checkpointProblem};
    if (count == 0)
        return {Kind::Warning, tr("No checkpoints"), tr("Put a model into models/checkpoints there, then test again.")};
    const QLocale locale;
    const QString known = inCatalog == 0       ? tr("None of them in your catalog")
                          : inCatalog == count ? tr("All of them in your catalog")
                                               : tr("%1 of them in your catalog").arg(locale.toString(inCatalog));
    return {Kind::Good, count == 1 ? tr("1 checkpoint") : tr("%1 checkpoints").arg(locale.toString(count)), known};
}

std::optional<ServerTestLine> certificateLine(const ServerTestResult &result)
{
    const QString print = breakableFingerprint(result.fingerprint);
    const QString compare = tr("Compare the fingerprint with the server's: %1").arg(print);
    switch (result.certificate) {
    case Certificate::SelfSigned:
        return ServerTestLine{Kind::Warning, tr("The certificate is self-signed"), compare};
    case Certificate::Untrusted:
        return ServerTestLine{Kind::Warning, tr("The certificate is not trusted"), compare};
    case Certificate::Changed:
        return ServerTestLine{Kind::Problem, tr("The certificate has changed"),
                              tr("If you changed it, compare the new fingerprint. If not, somebody may be listening in "
                                 "between. %1")
                                  .arg(print)};
    case Certificate::Pinned:
        return ServerTestLine{Kind::Good, tr("You trust its certificate"), print};
    case Certificate::Trusted:
        return ServerTestLine{Kind::Good, tr("Its certificate is in order"), {}};
    case Certificate::NotAsked:
        break;
    }
    return std::nullopt;
}

} // namespace

QString breakableFingerprint(const QString &fingerprint)
{
    QString text = fingerprint;
    if (text.startsWith(QStringLiteral("SHA256:")))
        text.remove(0, 7);
    return text.replace(QStringLiteral(":"), QStringLiteral(":\u200B"));
}

QString fingerprintToTrust(const ServerTestResult &result)
{
    return result.certificate == Certificate::NotAsked || result.certificate == Certificate::Trusted
               ? QString()
               : result.fingerprint;
}

QList<ServerTestLine> serverTestLines(const ServerTestResult &result, int inCatalog)
{
    QList<ServerTestLine> lines;
    if (result.failure) {
        const bool login = result.failure->kind == Error::Kind::Http && result.failure->httpStatus == 401;
        if (login && result.secretsKept)
            lines.append({Kind::Warning, tr("It wants the sign-in"),
                          tr("It was not sent: it is as soon as you trust the certificate.")});
        else
            lines.append({Kind::Problem, login ? tr("The sign-in is not accepted") : tr("Not reached"),
                          result.failure->message});
    } else {
        lines.append({Kind::Good, tr("Reached in %1 ms").arg(QLocale().toString(qMax<qint64>(1, result.reachedMs))),
                      whatItIs(result.stats)});
        lines.append(eventLine(result));
        lines.append(checkpointLine(result, inCatalog));
    }
    if (const std::optional<ServerTestLine> line = certificateLine(result))
        lines.append(*line);
    return lines;
}

} // namespace lorastudio::phrases
