// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "settings/settingssection.h"

class QLineEdit;
class QPushButton;

namespace lorastudio {

class FileDialogs;
class MessageList;
class TextLabel;

/// Where the images and their thumbnails are.
class FoldersSection : public SettingsSection
{
    Q_OBJECT

public:
    FoldersSection(SettingsView &settings, FileDialogs &dialogs, QWidget *parent);
    void refresh() override { m_settings.refresh(); }

private:
    void show();

    SettingsView &m_settings;
    QLineEdit *m_library;
    QPushButton *m_choose;
    QPushButton *m_default;
    TextLabel *m_free;
    TextLabel *m_fixed;
    MessageList *m_messages;
    QLineEdit *m_thumbnails;
    TextLabel *m_size;
    QPushButton *m_clear;
};

} // namespace lorastudio
