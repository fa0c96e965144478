// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"

#include <QRegularExpression>
#include <QStringList>
#include <QVector>

#include <algorithm>

namespace lorastudio {

namespace {

/// There is something in it that a person can see.
bool isVisible(const QString &text)
{
    static const QVector<uint> blank{0x115f, 0x1160, 0x2800, 0x3164, 0xffa0}; // letters and symbols without ink
    const QVector<uint> points = text.toUcs4();
    return std::any_of(points.cbegin(), points.cend(), [](uint point) {
        switch (QChar::category(char32_t(point))) {
        case QChar::Mark_NonSpacing:
        case QChar::Mark_SpacingCombining:
        case QChar::Mark_Enclosing:
        case QChar::Separator_Space:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_NotAssigned:
            return false;
        default:
            return !blank.contains(point);
        }
    });
}

} // namespace

QString cleanText(const QString &text, qsizetype maxLength)
{
    QString out;
    out.reserve(qMin(text.size(), maxLength));
    for (qsizetype i = 0; i < text.size() && out.size() < maxLength; ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate()) {
            if (i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
                if (out.size() + 2 > maxLength)
                    break;
                out += c;
                out += text.at(i + 1);
                ++i;
            }
            continue;
        }
        if (c.isLowSurrogate())
            continue;
        if (c == u'\r') {
            if (i + 1 >= text.size() || text.at(i + 1) != u'\n')
                out += u'\n';
            continue;
        }
        const char16_t u = c.unicode();
        if ((u < 0x20 && u != u'\n' && u != u'\t') || (u >= 0x7f && u < 0xa0))
            continue;
        out += c;
    }
    return out;
}

QString cleanName(const QString &text, qsizetype maxLength)
{
    // Cut before simplifying, so that a megabyte of white space costs nothing; four times leaves room for it.
    // Composed, because the same name typed on different systems must be the same text.
    const QString composed = cleanText(text, maxLength * 4).simplified().normalized(QString::NormalizationForm_C);
    const QString name = cleanText(composed, maxLength).trimmed();
    return isVisible(name) ? name : QString();
}

QString isolated(const QString &text)
{
    static const QRegularExpression controls(QStringLiteral("[\u202a-\u202e\u2066-\u2069]"));
    QString inner = text;
    inner.remove(controls);
    return QChar(0x2068) + inner + QChar(0x2069);
}

QString slug(const QString &name)
{
    // Cut first: Qt takes quadratic time to decompose, and 100,000 accented letters would cost a second.
    const QString decomposed = name.left(1000).normalized(QString::NormalizationForm_KD);
    QString out;
    for (const QChar c : decomposed) {
        if (out.size() >= 60)
            break;
        if (c.unicode() < 0x80 && c.isLetterOrNumber())
            out += c.toLower();
        else if (c.category() == QChar::Mark_NonSpacing)
            continue;
        else if (!out.isEmpty() && !out.endsWith(u'_'))
            out += u'_';
    }
    while (out.endsWith(u'_'))
        out.chop(1);
    static const QStringList reserved{QStringLiteral("con"), QStringLiteral("prn"), QStringLiteral("aux"),
                                      QStringLiteral("nul"), QStringLiteral("references")};
    static const QRegularExpression device(QStringLiteral("^(com|lpt)[0-9]$"));
    if (out.isEmpty())
        return QStringLiteral("character");
    if (reserved.contains(out) || device.match(out).hasMatch())
        return QStringLiteral("character_") + out;
    return out;
}

} // namespace lorastudio
