// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakesettingsview.h"

#include "models/settingsphrases.h"

#include <QDir>
#include <QUndoStack>

namespace lorastudio {

class FakeSettingsStep : public QUndoCommand
{
public:
    FakeSettingsStep(FakeSettingsView &view, const SettingsValues &before, const SettingsValues &after)
        : QUndoCommand(phrases::settingsChange(before, after)), m_view(view), m_before(before), m_after(after)
    {
    }
    void undo() override { m_view.apply(m_before); }
    void redo() override { m_view.apply(m_after); }

private:
    FakeSettingsView &m_view;
    SettingsValues m_before;
    SettingsValues m_after;
};

FakeSettingsView::FakeSettingsView(QUndoStack *stack) : m_stack(stack)
{
    m_database.form.path = QDir::homePath() + QStringLiteral("/.local/share/lora-studio/lora-studio.sqlite");
    m_database.open = true;
    m_database.figures = {8, 385, 7};
    m_folders.library = QDir::homePath() + QStringLiteral("/.local/share/lora-studio/library");
    m_folders.free = 1'234'000'000'000;
    m_folders.thumbnails = QDir::homePath() + QStringLiteral("/.cache/lora-studio/thumbnails");
    m_folders.thumbnailBytes = 18'400'000;
}

void FakeSettingsView::apply(const SettingsValues &values)
{
    m_values = values;
    Q_EMIT valuesChanged();
}

void FakeSettingsView::change(const SettingsValues &values)
{
    if (values == m_values)
        return;
    m_calls.append(phrases::settingsChange(m_values, values));
    if (m_stack)
        m_stack->push(new FakeSettingsStep(*this, m_values, values));
    else
        apply(values);
}

void FakeSettingsView::setDatabase(const DatabaseState &state)
{
    m_database = state;
    Q_EMIT databaseChanged();
}

void FakeSettingsView::setFolders(const FolderState &state)
{
    m_folders = state;
    Q_EMIT foldersChanged();
}

void FakeSettingsView::testDatabase(const DatabaseForm &form)
{
    m_calls.append(QStringLiteral("test"));
    m_lastForm = form;
    m_database.step = DatabaseState::Step::Testing;
    Q_EMIT databaseChanged();
}

void FakeSettingsView::answerTest(const DatabaseTest &test)
{
    m_database.step = DatabaseState::Step::None;
    Q_EMIT databaseChanged();
    Q_EMIT databaseTested(test);
}

void FakeSettingsView::changeDatabase(const DatabaseForm &form, bool copy)
{
    m_calls.append(copy ? QStringLiteral("change and copy") : QStringLiteral("change"));
    m_lastForm = form;
}

void FakeSettingsView::cancelDatabase()
{
    m_calls.append(QStringLiteral("cancel"));
    m_database.step = DatabaseState::Step::None;
    Q_EMIT databaseChanged();
}

void FakeSettingsView::setLibrary(const QString &folder)
{
    m_calls.append(QStringLiteral("library %1").arg(folder));
    m_folders.chosen = folder;
    m_folders.isDefault = folder.isEmpty();
    Q_EMIT foldersChanged();
}

void FakeSettingsView::clearThumbnails()
{
    m_calls.append(QStringLiteral("clear"));
    m_folders.thumbnailBytes = 0;
    Q_EMIT foldersChanged();
}

} // namespace lorastudio
