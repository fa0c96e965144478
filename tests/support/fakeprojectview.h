// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/projectview.h"
#include "support/fakeimagesource.h"

#include <QUndoStack>

namespace lorastudio {

/// A project from memory, for tests and pictures of the window: it does what is asked at once and keeps a list of it.
class FakeProjectView : public ProjectView
{
    Q_OBJECT

public:
    enum class Scene {
        Opening,   ///< the database is not open yet
        Empty,     ///< first start
        BeforeRun, ///< the four sample characters on the demo server
        Running,   ///< eight characters in the middle of a run
        Finished   ///< the four sample characters, all made
    };
    explicit FakeProjectView(Scene scene);

    /// What was asked for, newest last: "chooseModel yuki epicrealism_v5.safetensors".
    QStringList calls() const { return m_calls; }
    QString lastCall() const { return m_calls.isEmpty() ? QString() : m_calls.last(); }
    void setScene(Scene scene);
    void changeRow(const CharacterRow &row);
    void changeSummary(const RunSummary &summary);
    /// Another project is opened, with the same characters.
    void setProjectId(const QString &id);
    void setNotices(const QList<Notice> &notices);
    void setModelChoices(const QList<ModelChoice> &choices);
    /// Names of the project that is shown and of the other one.
    void setProjectNames(const QString &shown, const QString &other);
    CharacterRow row(const QString &id) const;
    /// Images of a character, newest first.
    QList<GalleryItem> itemsOf(const QString &id) const;
    /// Thumbnail keys, the shown one first.
    void setReferences(const QString &id, const QStringList &keys);
    /// Brings new images as a server would.
    void makeImages(const QString &id, int count);

    bool isReady() const override { return m_scene != Scene::Opening; }
    QString projectName() const override;
    QString projectId() const override { return m_projectId; }
    QList<Project> projects() const override
    {
        return {{QStringLiteral("mine"), m_otherName},
                {QStringLiteral("sample"), m_name.isEmpty() ? QStringLiteral("Sample project") : m_name}};
    }
    QList<CharacterRow> rows() const override { return m_rows; }
    QList<ModelChoice> modelChoices() const override { return m_choices; }
    std::optional<Checkpoint> automaticChoice(const QString &characterId) const override;
    RunSummary runSummary() const override { return m_summary; }
    std::optional<LivePreview> livePreview(const QString &characterId) const override;
    QList<GalleryItem> newestImages(const QString &characterId, int limit) override;
    QStringList references(const QString &characterId) override { return m_references.value(characterId); }
    QList<Notice> notices() const override { return m_notices; }
    QString cannotStart(const QStringList &characterIds) const override;
    QStringList samplePictureKeys() const override;
    FakeImageSource &images() override { return m_images; }
    QUndoStack &undoStack() override { return m_stack; }

    void importFiles(const QStringList &paths) override;
    void openSampleProject() override;
    void openProject(const QString &id) override;
    void connectServer(const QString &address) override;
    void useDemoServer() override;
    void autoAssign() override;
    void start(const QStringList &characterIds) override;
    void pause() override;
    void resume() override;
    void stop() override;
    void pauseCharacter(const QString &characterId) override;
    void resumeCharacter(const QString &characterId) override;
    void retryFailed(const QString &characterId) override;
    void chooseModel(const QString &characterId, const QString &file) override;
    void setLocked(const QString &characterId, bool locked) override;
    void setImages(const QString &characterId, int images) override;
    void editCharacter(const Character &character) override;
    void chooseReference(const QString &characterId, const QString &key) override;
    void removeCharacters(const QStringList &characterIds) override;
    QString whyNotNamed(const QString &name, const QString &characterId) const override;
    void addCharacter(const QString &name) override;
    void duplicateCharacters(const QStringList &characterIds) override;
    void makeOneImage(const QString &characterId) override;
    QString whyNoProject(const QString &name) const override;
    void createProject(const QString &name) override;
    void renameProject(const QString &name) override;
    void undo() override;
    void redo() override;
    void runNoticeAction(const QString &noticeId, const QString &actionId) override;
    void dismissNotice(const QString &noticeId) override;
    void openFolder(const QString &characterId) override;
    void shutDown() override;

private:
    friend class ChangeRowCommand;
    void call(const QString &text) { m_calls.append(text); }
    void change(const CharacterRow &row, const QString &what);
    void apply(const CharacterRow &row);
    void setPhase(RunPhase phase);

    Scene m_scene = Scene::Empty;
    QString m_projectId = QStringLiteral("sample");
    FakeImageSource m_images;
    QUndoStack m_stack;
    QList<CharacterRow> m_rows;
    QList<ModelChoice> m_choices;
    QList<Notice> m_notices;
    RunSummary m_summary;
    QStringList m_calls;
    QString m_name; ///< empty = by the scene
    QString m_otherName = QStringLiteral("Mine & yours");
    QHash<QString, QList<GalleryItem>> m_items;
    QHash<QString, QStringList> m_references;
    qint64 m_nextImage = 1;
};

} // namespace lorastudio
