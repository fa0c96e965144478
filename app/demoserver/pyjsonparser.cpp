// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/pyjson.h"

#include <QHash>
#include <QStringDecoder>

#include <limits>

namespace lorastudio {

/// Recursive descent over the text; stops for good at the first error.
class PyJsonParser
{
public:
    PyJsonParser(QByteArrayView text, int maxDepth) : m_text(text), m_maxDepth(maxDepth) {}

    std::optional<PyJson> parse()
    {
        PyJson value;
        skipSpace();
        if (!parseValue(value, 0))
            return std::nullopt;
        skipSpace();
        if (m_at != m_text.size())
            return std::nullopt;
        return value;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    void skipSpace()
    {
        while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_at;
    }
    bool take(QByteArrayView word)
    {
        if (!m_text.sliced(m_at).startsWith(word))
            return false;
        m_at += word.size();
        return true;
    }

    bool parseValue(PyJson &out, int depth)
    {
        if (depth > m_maxDepth || atEnd())
            return false;
        switch (peek()) {
        case '{':
            return parseObject(out, depth);
        case '[':
            return parseArray(out, depth);
        case '"':
            out.m_type = PyJson::Type::String;
            return parseString(out.m_text);
        case 't':
            out = PyJson(true);
            return take("true");
        case 'f':
            out = PyJson(false);
            return take("false");
        case 'n':
            out = PyJson();
            return take("null");
        case 'N':
            out = PyJson(std::numeric_limits<double>::quiet_NaN());
            return take("NaN");
        case 'I':
            out = PyJson(std::numeric_limits<double>::infinity());
            return take("Infinity");
        default:
            return parseNumber(out);
        }
    }

    bool parseObject(PyJson &out, int depth)
    {
        out = PyJson::object();
        ++m_at;
        skipSpace();
        if (take("}"))
            return true;
        // A hash beside the vector keeps objects with many members from taking quadratic time.
        QHash<QString, std::size_t> seen;
        while (true) {
            skipSpace();
            QString key;
            if (peek() != '"' || !parseString(key))
                return false;
            skipSpace();
            if (!take(":"))
                return false;
            skipSpace();
            PyJson value;
            if (!parseValue(value, depth + 1))
                return false;
            const auto known = seen.constFind(key);
            if (known != seen.cend()) {
                out.m_members[*known].second = std::move(value);
            } else {
                seen.insert(key, out.m_members.size());
                out.m_members.emplace_back(key, std::move(value));
            }
            skipSpace();
            if (take("}"))
                return true;
            if (!take(","))
                return false;
        }
    }

    bool parseArray(PyJson &out, int depth)
    {
        out = PyJson::array();
        ++m_at;
        skipSpace();
        if (take("]"))
            return true;
        while (true) {
            skipSpace();
            PyJson value;
            if (!parseValue(value, depth + 1))
                return false;
            out.m_items.push_back(std::move(value));
            skipSpace();
            if (take("]"))
                return true;
            if (!take(","))
                return false;
        }
    }

    bool parseHex(char16_t &unit)
    {
        if (m_at + 4 > m_text.size())
            return false;
        bool ok = false;
        const QByteArrayView digits = m_text.sliced(m_at, 4);
        for (const char c : digits) {
            if (!isxdigit(static_cast<unsigned char>(c)))
                return false;
        }
        unit = char16_t(digits.toByteArray().toUShort(&ok, 16));
        m_at += 4;
        return ok;
    }

    bool parseString(QString &out)
    {
        ++m_at;
        out.clear();
        while (!atEnd()) {
            const qsizetype start = m_at;
            while (!atEnd() && peek() != '"' && peek() != '\\' && static_cast<unsigned char>(peek()) >= 0x20)
                ++m_at;
            if (m_at > start) {
                QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
                out += QString(decoder.decode(m_text.sliced(start, m_at - start)));
                if (decoder.hasError())
                    return false;
            }
            if (take("\""))
                return true;
            if (!take("\\") || atEnd())
                return false;
            const char escape = m_text[m_at++];
            switch (escape) {
            case '"':
            case '\\':
            case '/':
                out += QLatin1Char(escape);
                break;
            case 'n':
                out += u'\n';
                break;
            case 'r':
                out += u'\r';
                break;
            case 't':
                out += u'\t';
                break;
            case 'f':
                out += u'\f';
                break;
            case 'b':
                out += u'\b';
                break;
            case 'u': {
                char16_t unit = 0;
                if (!parseHex(unit))
                    return false;
                out += QChar(unit);
                break;
            }
            default:
                return false;
            }
        }
        return false;
    }

    bool takeDigits()
    {
        const qsizetype start = m_at;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return m_at > start;
    }

    bool parseNumber(PyJson &out)
    {
        const qsizetype start = m_at;
        if (take("-") && take("Infinity")) {
            out = PyJson(-std::numeric_limits<double>::infinity());
            return true;
        }
        const qsizetype digits = m_at;
        if (!takeDigits() || (m_text[digits] == '0' && m_at > digits + 1))
            return false;
        // Python refuses longer ones too, and the digits of a number are kept as they are.
        if (m_at - digits > 4300)
            return false;
        bool isFloat = false;
        const qsizetype afterInteger = m_at;
        if (take(".")) {
            if (!takeDigits())
                return false;
            isFloat = true;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            if (!takeDigits())
                return false;
            isFloat = true;
        }
        const QByteArray text = m_text.sliced(start, m_at - start).toByteArray();
        if (isFloat) {
            const double value = text.toDouble(); // infinity if it is too big, as in Python
            out = PyJson(value);
        } else {
            Q_ASSERT(afterInteger == m_at);
            out = PyJson::integer(QString::fromLatin1(text));
        }
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_maxDepth;
};

std::optional<PyJson> PyJson::parse(QByteArrayView utf8, int maxDepth)
{
    return PyJsonParser(utf8, maxDepth).parse();
}

} // namespace lorastudio
