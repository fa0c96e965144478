// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "settings/settingssection.h"

class QCheckBox;
class QPushButton;

namespace lorastudio {

class FileDialogs;
class MessageList;
class PostgreSqlCard;
class SqliteCard;
class TextLabel;

/// Which database: it is tested first, and changed by a button of its own, because that starts the program anew.
class DatabaseSection : public SettingsSection
{
    Q_OBJECT

public:
    DatabaseSection(SettingsView &settings, FileDialogs &dialogs, QWidget *parent);
    void refresh() override { m_settings.refresh(); }
    void test() override;
    void applyChange() override;

private:
    DatabaseForm form() const;
    void choose(bool postgreSql);
    void edit();
    void revert();
    void follow();
    void showTest(const DatabaseTest &test);
    void showMessages(const DatabaseState &state);
    void updateButtons();
    bool isEdited() const { return form() != m_shown; }
    bool isChanged() const;

    SettingsView &m_settings;
    SqliteCard *m_sqlite;
    PostgreSqlCard *m_postgres;
    MessageList *m_messages;
    QCheckBox *m_copy;
    TextLabel *m_restarts;
    QPushButton *m_revert;
    QPushButton *m_change;
    DatabaseForm m_shown; ///< what the form was filled with
    bool m_postgreSql = false;
    bool m_copyable = true; ///< as far as is known of what stands in the form
    bool m_filled = false;
};

} // namespace lorastudio
