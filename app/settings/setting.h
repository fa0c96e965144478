// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSettings>
#include <QVariant>

#include <functional>

namespace lorastudio {

/// What all settings have in common: a key in the file, and a signal. Signals cannot stand in a template.
class SettingBase : public QObject
{
    Q_OBJECT

public:
    /// `settings` must outlive this object.
    SettingBase(QSettings &settings, QString key);
    const QString &key() const { return m_key; }
    /// Back to the default; the entry leaves the file.
    virtual void reset() = 0;

Q_SIGNALS:
    /// The value is another one than before.
    void changed();

protected:
    QVariant stored() const { return m_settings.value(m_key); }
    void store(const QVariant &value) { m_settings.setValue(m_key, value); }
    void remove() { m_settings.remove(m_key); }

private:
    QSettings &m_settings;
    QString m_key;
};

/// One typed setting. Guarantees that `value()` always passes the check: what stands in the file may have been written
/// by a newer program or by hand, so a value of another type or out of range is as good as none.
template <class T>
class Setting : public SettingBase
{
public:
    using Check = std::function<bool(const T &)>;

    Setting(QSettings &settings, QString key, T fallback, Check check = {})
        : SettingBase(settings, std::move(key)), m_default(std::move(fallback)), m_check(std::move(check))
    {
        const QVariant variant = stored();
        if (!variant.isValid() || !variant.template canConvert<T>()) {
            m_value = m_default;
            return;
        }
        // A text that is no number "can convert" but does not: QVariant says so only on trying.
        QVariant converted = variant;
        const bool ok = converted.convert(QMetaType::fromType<T>());
        const T read = converted.template value<T>();
        m_value = ok && allowed(read) ? read : m_default;
    }

    const T &value() const { return m_value; }
    const T &defaultValue() const { return m_default; }
    /// False, and nothing changes, if the value is out of range.
    bool setValue(const T &value)
    {
        if (!allowed(value))
            return false;
        store(QVariant::fromValue(value));
        if (m_value != value) {
            m_value = value;
            Q_EMIT changed();
        }
        return true;
    }
    void reset() override
    {
        remove();
        if (m_value != m_default) {
            m_value = m_default;
            Q_EMIT changed();
        }
    }

private:
    bool allowed(const T &value) const { return !m_check || m_check(value); }

    T m_default;
    T m_value{};
    Check m_check;
};

} // namespace lorastudio
