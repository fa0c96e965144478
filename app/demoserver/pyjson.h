// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1StringView>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace lorastudio {

/// A JSON value that comes back exactly as Python would write it.
///
/// ComfyUI reads and writes JSON with Python, and clients notice the difference to QJsonDocument: members keep their
/// order (the order of execution follows from it), whole numbers keep all their digits (seeds go to 2^64 - 1) and stay
/// apart from floats (`5.0` is not `5`), NaN and Infinity are allowed, and the text uses ", " and ": " and ASCII only.
class PyJson
{
public:
    enum class Type { Null, Bool, Int, Float, String, Array, Object };
    using Items = std::vector<PyJson>;
    using Member = std::pair<QString, PyJson>;
    using Members = std::vector<Member>;
    using Pair = std::pair<QLatin1StringView, PyJson>;

    PyJson() = default;
    PyJson(bool value);
    PyJson(int value);
    PyJson(qint64 value);
    PyJson(double value);
    PyJson(const QString &value);
    PyJson(QLatin1StringView value);
    PyJson(const char *) = delete;

    static PyJson array(Items items = {});
    static PyJson object(std::initializer_list<Pair> members = {});
    static PyJson strings(const QStringList &list);
    /// A whole number given by its decimal digits.
    static PyJson integer(const QString &digits);

    /// What Python's `json.loads` accepts, up to `maxDepth` levels; nothing for any other text.
    static std::optional<PyJson> parse(QByteArrayView utf8, int maxDepth = 200);
    /// What Python's `json.dumps` writes with its default settings.
    QByteArray dump() const;

    Type type() const { return m_type; }
    bool isNull() const { return m_type == Type::Null; }
    bool isBool() const { return m_type == Type::Bool; }
    bool isInt() const { return m_type == Type::Int; }
    bool isNumber() const { return m_type == Type::Int || m_type == Type::Float || m_type == Type::Bool; }
    bool isString() const { return m_type == Type::String; }
    bool isArray() const { return m_type == Type::Array; }
    bool isObject() const { return m_type == Type::Object; }

    /// Python's idea of truth: empty texts, lists and objects, 0 and None are false.
    bool truthy() const;
    double number(double otherwise = 0) const;
    qint64 integer(qint64 otherwise = 0) const; ///< clamped to the range of qint64
    QString string() const { return m_type == Type::String ? m_text : QString(); }
    /// Python's `str()`: texts as they are, everything else as `repr()`.
    QString pyStr() const;
    /// Python's `repr()`: texts in single quotes, True, False, None.
    QString pyRepr() const;

    // References into a temporary are refused: in a `for` they would outlive it.
    const Items &items() const & { return m_items; }
    const Members &members() const & { return m_members; }
    Items &items() & { return m_items; }
    Members &members() & { return m_members; }
    void items() const && = delete;
    void members() const && = delete;
    /// The member, or nothing.
    const PyJson *find(QStringView key) const &;
    const PyJson *find(QLatin1StringView key) const &;
    void find(QStringView key) const && = delete;
    void find(QLatin1StringView key) const && = delete;
    /// The member, or null.
    const PyJson &operator[](QLatin1StringView key) const &;
    PyJson operator[](QLatin1StringView key) const && { return static_cast<const PyJson &>(*this)[key]; }
    void set(const QString &key, PyJson value);
    void set(QLatin1StringView key, PyJson value) { set(QString(key), std::move(value)); }
    void append(PyJson value) { m_items.push_back(std::move(value)); }
    /// Adds a member whose key is known to be new.
    void append(const QString &key, PyJson value) { m_members.emplace_back(key, std::move(value)); }

    /// As Python compares numbers, exactly, without rounding big whole numbers. Both must be numbers.
    static int compareNumbers(const PyJson &a, const PyJson &b);
    friend bool operator==(const PyJson &a, const PyJson &b) { return a.dump() == b.dump(); }

private:
    friend class PyJsonParser;
    void write(QByteArray &out) const;

    Type m_type = Type::Null;
    bool m_bool = false;
    double m_float = 0;
    QString m_text; ///< of a string, or the digits of a whole number
    Items m_items;
    Members m_members;
};

/// Python's `repr` of a float: the shortest text that reads back the same.
QByteArray pyFloat(double value);

} // namespace lorastudio
