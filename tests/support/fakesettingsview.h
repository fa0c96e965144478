// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"

#include <QStringList>

class QUndoStack;

namespace lorastudio {

/// Settings from memory, for tests and pictures of the window: it does what is asked at once and keeps a list of it.
class FakeSettingsView : public SettingsView
{
    Q_OBJECT

public:
    /// Changes become steps of this stack, if there is one.
    explicit FakeSettingsView(QUndoStack *stack = nullptr);

    QStringList calls() const { return m_calls; }
    DatabaseForm lastForm() const { return m_lastForm; }
    void setDatabase(const DatabaseState &state);
    void setFolders(const FolderState &state);
    void answerTest(const DatabaseTest &test);

    SettingsValues values() const override { return m_values; }
    void change(const SettingsValues &values) override;
    DatabaseState database() const override { return m_database; }
    void testDatabase(const DatabaseForm &form) override;
    void changeDatabase(const DatabaseForm &form, bool copy) override;
    void cancelDatabase() override;
    void restart() override { m_calls.append(QStringLiteral("restart")); }
    FolderState folders() const override { return m_folders; }
    void refresh() override { m_calls.append(QStringLiteral("refresh")); }
    void setLibrary(const QString &folder) override;
    void openLibrary() override { m_calls.append(QStringLiteral("openLibrary")); }
    void clearThumbnails() override;

private:
    friend class FakeSettingsStep;
    void apply(const SettingsValues &values);

    QUndoStack *m_stack;
    SettingsValues m_values;
    DatabaseState m_database;
    FolderState m_folders;
    DatabaseForm m_lastForm;
    QStringList m_calls;
};

} // namespace lorastudio
