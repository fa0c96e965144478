// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlscript.h"

#include <QRegularExpression>

namespace lorastudio {

namespace {

/// End of the quoted text that begins at `start`, one past its last character. A doubled quote is two quotes in a row,
/// which comes to the same.
qsizetype endOfQuote(const QString &script, qsizetype start, const QString &quote)
{
    const qsizetype end = script.indexOf(quote, start + quote.size());
    return end < 0 ? script.size() : end + quote.size();
}

qsizetype endOfBlockComment(const QString &script, qsizetype start)
{
    int depth = 0;
    for (qsizetype i = start; i + 1 < script.size(); ++i) {
        const QStringView two = QStringView(script).mid(i, 2);
        if (two == QStringLiteral("/*")) {
            ++depth;
            ++i;
        } else if (two == QStringLiteral("*/")) {
            ++i;
            if (--depth == 0)
                return i + 1;
        }
    }
    return script.size();
}

/// "$$" or "$tag$" if one begins here and does not go on a name such as a$b$; else empty.
QString dollarQuote(const QString &script, qsizetype start)
{
    if (start > 0) {
        const QChar before = script.at(start - 1);
        if (before.isLetterOrNumber() || before == u'_' || before == u'$')
            return {};
    }
    static const QRegularExpression pattern(QStringLiteral("\\G\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$"));
    return pattern.match(script, start).captured();
}

} // namespace

QStringList splitStatements(const QString &script)
{
    QStringList statements;
    QString statement;
    const auto flush = [&] {
        if (const QString trimmed = statement.trimmed(); !trimmed.isEmpty())
            statements += trimmed;
        statement.clear();
    };
    qsizetype i = 0;
    while (i < script.size()) {
        const QChar c = script.at(i);
        const QChar next = i + 1 < script.size() ? script.at(i + 1) : QChar();
        QString quote;
        if (c == u'\'' || c == u'"')
            quote = c;
        else if (c == u'$')
            quote = dollarQuote(script, i);
        if (!quote.isEmpty()) {
            const qsizetype end = endOfQuote(script, i, quote);
            statement += QStringView(script).mid(i, end - i);
            i = end;
        } else if (c == u'-' && next == u'-') {
            const qsizetype end = script.indexOf(u'\n', i);
            i = end < 0 ? script.size() : end;
        } else if (c == u'/' && next == u'*') {
            i = endOfBlockComment(script, i);
            statement += u' ';
        } else if (c == u';') {
            flush();
            ++i;
        } else {
            statement += c;
            ++i;
        }
    }
    flush();
    return statements;
}

} // namespace lorastudio
