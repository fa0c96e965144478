// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace lorastudio::test {

/// A language in which every text of the program is four tenths longer and stands in brackets.
class LongWords : public QTranslator
{
public:
    static constexpr QChar opening{0x27e6};
    static constexpr QChar closing{0x27e7};

    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        if (text.trimmed().isEmpty() || text.size() == 1)
            return text;
        QString more(qMax<qsizetype>(1, text.size() * 4 / 10), QChar(0x0101));
        constexpr int word = 8; // letters: so that what has several lines can break them
        for (qsizetype i = word; i < more.size() - 1; i += word)
            more[i] = u' ';
        return opening + text + more + closing;
    }
};

} // namespace lorastudio::test
