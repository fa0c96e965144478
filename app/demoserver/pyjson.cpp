// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/pyjson.h"

#include <algorithm>
#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

void writeString(QByteArray &out, const QString &text)
{
    out += '"';
    for (const QChar c : text) {
        switch (c.unicode()) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\b':
            out += "\\b";
            break;
        default:
            if (c.unicode() >= 0x20 && c.unicode() < 0x7f) {
                out += char(c.unicode());
            } else {
                out += "\\u";
                out += QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
            }
        }
    }
    out += '"';
}

QString withoutLeadingZeros(QString digits)
{
    const bool negative = digits.startsWith(u'-');
    if (negative || digits.startsWith(u'+'))
        digits.remove(0, 1);
    qsizetype zeros = 0;
    while (zeros + 1 < digits.size() && digits.at(zeros) == u'0')
        ++zeros;
    digits.remove(0, zeros);
    return negative && digits != "0"_L1 ? u'-' + digits : digits;
}

} // namespace

QByteArray pyFloat(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    QByteArray text(buffer, end - buffer);
    const qsizetype e = text.indexOf('e');
    const int exponent = text.mid(e + 1).toInt();
    QByteArray mantissa = text.left(e);
    const bool negative = mantissa.startsWith('-');
    if (negative)
        mantissa.remove(0, 1);
    QByteArray digits = mantissa;
    digits.replace(".", "");
    QByteArray out;
    if (exponent < -4 || exponent >= 16) {
        out =
            mantissa + 'e' + (exponent < 0 ? '-' : '+') + QByteArray::number(std::abs(exponent)).rightJustified(2, '0');
    } else if (exponent < 0) {
        out = "0." + QByteArray(-exponent - 1, '0') + digits;
    } else {
        if (digits.size() < exponent + 2)
            digits.append(exponent + 2 - digits.size(), '0');
        out = digits.left(exponent + 1) + '.' + digits.mid(exponent + 1);
    }
    return negative ? '-' + out : out;
}

PyJson::PyJson(bool value) : m_type(Type::Bool), m_bool(value) {}

PyJson::PyJson(int value) : PyJson(qint64(value)) {}

PyJson::PyJson(qint64 value) : m_type(Type::Int), m_text(QString::number(value)) {}

PyJson::PyJson(double value) : m_type(Type::Float), m_float(value) {}

PyJson::PyJson(const QString &value) : m_type(Type::String), m_text(value) {}

PyJson::PyJson(QLatin1StringView value) : m_type(Type::String), m_text(value) {}

PyJson PyJson::array(Items items)
{
    PyJson json;
    json.m_type = Type::Array;
    json.m_items = std::move(items);
    return json;
}

PyJson PyJson::object(std::initializer_list<Pair> members)
{
    PyJson json;
    json.m_type = Type::Object;
    json.m_members.reserve(members.size());
    for (const Pair &member : members)
        json.m_members.emplace_back(QString(member.first), member.second);
    return json;
}

PyJson PyJson::strings(const QStringList &list)
{
    PyJson json = array();
    for (const QString &text : list)
        json.append(text);
    return json;
}

PyJson PyJson::integer(const QString &digits)
{
    PyJson json;
    json.m_type = Type::Int;
    json.m_text = withoutLeadingZeros(digits);
    return json;
}

bool PyJson::truthy() const
{
    switch (m_type) {
    case Type::Null:
        return false;
    case Type::Bool:
        return m_bool;
    case Type::Int:
        return m_text != "0"_L1;
    case Type::Float:
        return m_float != 0;
    case Type::String:
        return !m_text.isEmpty();
    case Type::Array:
        return !m_items.empty();
    case Type::Object:
        return !m_members.empty();
    }
    return false;
}

double PyJson::number(double otherwise) const
{
    switch (m_type) {
    case Type::Bool:
        return m_bool ? 1 : 0;
    case Type::Int:
        return m_text.toDouble();
    case Type::Float:
        return m_float;
    default:
        return otherwise;
    }
}

qint64 PyJson::integer(qint64 otherwise) const
{
    if (m_type == Type::Int) {
        bool ok = false;
        const qint64 value = m_text.toLongLong(&ok);
        if (ok)
            return value;
        return m_text.startsWith(u'-') ? std::numeric_limits<qint64>::min() : std::numeric_limits<qint64>::max();
    }
    if (!isNumber() || std::isnan(number()))
        return otherwise;
    return qint64(std::clamp(number(), -9.2e18, 9.2e18));
}

QString PyJson::pyStr() const
{
    return m_type == Type::String ? m_text : pyRepr();
}

QString PyJson::pyRepr() const
{
    switch (m_type) {
    case Type::Null:
        return u"None"_s;
    case Type::Bool:
        return m_bool ? u"True"_s : u"False"_s;
    case Type::Int:
        return m_text;
    case Type::Float:
        if (std::isnan(m_float))
            return u"nan"_s;
        if (std::isinf(m_float))
            return m_float > 0 ? u"inf"_s : u"-inf"_s;
        return QString::fromLatin1(pyFloat(m_float));
    case Type::String: {
        const QChar quote = m_text.contains(u'\'') && !m_text.contains(u'"') ? u'"' : u'\'';
        QString escaped = m_text;
        escaped.replace(u'\\', "\\\\"_L1).replace(u'\n', "\\n"_L1).replace(u'\r', "\\r"_L1).replace(u'\t', "\\t"_L1);
        if (quote == u'\'')
            escaped.replace(u'\'', "\\'"_L1);
        return quote + escaped + quote;
    }
    case Type::Array: {
        QStringList parts;
        for (const PyJson &item : m_items)
            parts += item.pyRepr();
        return u'[' + parts.join(", "_L1) + u']';
    }
    case Type::Object: {
        QStringList parts;
        for (const Member &member : m_members)
            parts += PyJson(member.first).pyRepr() + ": "_L1 + member.second.pyRepr();
        return u'{' + parts.join(", "_L1) + u'}';
    }
    }
    return {};
}

const PyJson *PyJson::find(QStringView key) const &
{
    for (const Member &member : m_members) {
        if (member.first == key)
            return &member.second;
    }
    return nullptr;
}

const PyJson *PyJson::find(QLatin1StringView key) const &
{
    for (const Member &member : m_members) {
        if (member.first == key)
            return &member.second;
    }
    return nullptr;
}

const PyJson &PyJson::operator[](QLatin1StringView key) const &
{
    static const PyJson null;
    const PyJson *member = find(key);
    return member ? *member : null;
}

void PyJson::set(const QString &key, PyJson value)
{
    m_type = Type::Object;
    for (Member &member : m_members) {
        if (member.first == key) {
            member.second = std::move(value);
            return;
        }
    }
    m_members.emplace_back(key, std::move(value));
}

int PyJson::compareNumbers(const PyJson &a, const PyJson &b)
{
    if (a.m_type == Type::Int && b.m_type == Type::Int) {
        const bool negative = a.m_text.startsWith(u'-');
        if (negative != b.m_text.startsWith(u'-'))
            return negative ? -1 : 1;
        int order = a.m_text.size() < b.m_text.size() ? -1 : a.m_text.size() > b.m_text.size() ? 1 : 0;
        if (order == 0)
            order = a.m_text.compare(b.m_text);
        return negative ? -order : order;
    }
    const double x = a.number();
    const double y = b.number();
    return x < y ? -1 : x > y ? 1 : 0;
}

QByteArray PyJson::dump() const
{
    QByteArray out;
    write(out);
    return out;
}

void PyJson::write(QByteArray &out) const
{
    switch (m_type) {
    case Type::Null:
        out += "null";
        break;
    case Type::Bool:
        out += m_bool ? "true" : "false";
        break;
    case Type::Int:
        out += m_text.toLatin1();
        break;
    case Type::Float:
        out += pyFloat(m_float);
        break;
    case Type::String:
        writeString(out, m_text);
        break;
    case Type::Array:
        out += '[';
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (i > 0)
                out += ", ";
            m_items[i].write(out);
        }
        out += ']';
        break;
    case Type::Object:
        out += '{';
        for (std::size_t i = 0; i < m_members.size(); ++i) {
            if (i > 0)
                out += ", ";
            writeString(out, m_members[i].first);
            out += ": ";
            m_members[i].second.write(out);
        }
        out += '}';
        break;
    }
}

} // namespace lorastudio
