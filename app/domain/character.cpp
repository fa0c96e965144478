// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/character.h"

#include <QRegularExpression>

namespace lorastudio {

QStringList typeTokens(const QString &type)
{
    QStringList tokens;
    QString token;
    bool afterLower = false;
    const auto flush = [&] {
        if (!token.isEmpty())
            tokens.append(token.toLower());
        token.clear();
    };
    for (const QChar c : type) {
        if (!c.isLetter()) {
            flush();
            afterLower = false;
            continue;
        }
        if (c.isUpper() && afterLower)
            flush();
        token += c;
        afterLower = c.isLower();
    }
    flush();
    return tokens;
}

QString effectiveTrigger(const Character &character)
{
    const QString given = character.trigger.simplified();
    if (!given.isEmpty())
        return given;
    QString out;
    for (const QChar c : character.name.toLower()) {
        if (c.isLetterOrNumber())
            out += c;
        else if (!out.isEmpty() && !out.endsWith(u'_'))
            out += u'_';
    }
    while (out.endsWith(u'_'))
        out.chop(1);
    return out.isEmpty() ? character.id : out;
}

namespace {

bool standsAsWord(const QString &text, const QString &word)
{
    const QRegularExpression pattern(
        QStringLiteral("(?<![\\p{L}\\p{N}_])%1(?![\\p{L}\\p{N}_])").arg(QRegularExpression::escape(word)),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return pattern.match(text).hasMatch();
}

} // namespace

QString effectivePrompt(const Character &character)
{
    const QString trigger = effectiveTrigger(character);
    const QString prompt = character.prompt.trimmed();
    if (prompt.isEmpty()) {
        const QString words = typeTokens(character.type).join(u' ');
        return words.isEmpty() ? QStringLiteral("photo of %1").arg(trigger)
                               : QStringLiteral("photo of %1, %2").arg(trigger, words);
    }
    if (trigger.isEmpty() || standsAsWord(prompt, trigger))
        return prompt;
    return trigger + QStringLiteral(", ") + prompt;
}

QString sizeText(QSize size)
{
    return QStringLiteral("%1x%2").arg(size.width()).arg(size.height());
}

QSize parseSize(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*(\\d{2,4})\\s*[xX×*]\\s*(\\d{2,4})\\s*$"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return {};
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const auto allowed = [](int side) {
        return side >= 64 && side <= 4096 && side % 8 == 0;
    };
    return allowed(size.width()) && allowed(size.height()) ? size : QSize();
}

} // namespace lorastudio
