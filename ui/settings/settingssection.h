// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace lorastudio {

class SettingsCard;

/// One section of the settings: heading, what it is about, and cards.
class SettingsSection : public QWidget
{
    Q_OBJECT

public:
    SettingsSection(const QString &title, const QString &text, QWidget *parent);
    const QString &title() const { return m_title; }
    /// Whether one of its headings, labels or choices contains the text, without regard to case.
    virtual bool matches(const QString &text) const;
    /// What is searched for now; most sections leave that to `matches`.
    virtual void setSearchText(const QString &) {}
    /// The section is about to be seen.
    virtual void refresh() {}
    /// Stores what is being typed now.
    virtual void commit() {}
    virtual void test() {}
    virtual void applyChange() {}
    /// Where the keyboard goes; null = to its first control.
    virtual QWidget *firstControl() { return nullptr; }

protected:
    SettingsCard *addCard();
    QVBoxLayout *column() const { return m_column; }
    /// After the last card: keeps them at the top.
    void finish();

private:
    QString m_title;
    QVBoxLayout *m_column;
};

} // namespace lorastudio
