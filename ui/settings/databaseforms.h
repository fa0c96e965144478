// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "settings/settingscard.h"

class QComboBox;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;

namespace lorastudio {

class FileDialogs;
class TextLabel;

/// What a test found: glyph, a bold line and one below.
class TestResult : public QWidget
{
    Q_OBJECT

public:
    explicit TestResult(QWidget *parent);
    void setResult(const DatabaseTest &result);
    void clear();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_head;
    TextLabel *m_detail;
    bool m_good = false;
};

/// A kind of database as a card with a radio button in front; its fields can be used while it is the chosen one.
class DatabaseCard : public SettingsCard
{
    Q_OBJECT

public:
    DatabaseCard(const char *name, const QString &title, const QString &text, QWidget *parent);
    QRadioButton *radio() const { return m_radio; }
    TestResult *result() const { return m_result; }
    void choose(bool chosen, bool enabled);

Q_SIGNALS:
    /// A person chose the card.
    void chosen();
    /// A person changed a field.
    void edited();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    QWidget *fields() const { return m_fields; }
    TestResult *m_result = nullptr;

private:
    QRadioButton *m_radio;
    QWidget *m_fields;
};

/// One file.
class SqliteCard : public DatabaseCard
{
    Q_OBJECT

public:
    SqliteCard(FileDialogs &dialogs, QWidget *parent);
    void show(const DatabaseForm &form);
    void read(DatabaseForm &form) const;

private:
    QLineEdit *m_path;
};

/// A server in the network.
class PostgreSqlCard : public DatabaseCard
{
    Q_OBJECT

public:
    explicit PostgreSqlCard(QWidget *parent);
    void show(const DatabaseForm &form, bool keepsPassword);
    void read(DatabaseForm &form) const;
    void setKeyring(bool keyring);
    void setTesting(bool testing);

Q_SIGNALS:
    void testRequested();

private:
    QLineEdit *makeEdit(const char *name);

    QLineEdit *m_host;
    QSpinBox *m_port;
    QLineEdit *m_name;
    QLineEdit *m_user;
    QLineEdit *m_password;
    TextLabel *m_kept;
    QComboBox *m_sslMode;
    QPushButton *m_test;
};

} // namespace lorastudio
