// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/characterrow.h"

#include <QScrollArea>

class QPlainTextEdit;

namespace lorastudio {

class ImageStrip;
class LinkButton;
class LivePreviewBox;
class ProjectView;
class QuietEdit;
class ReferenceStrip;
class TextLabel;

/// Everything about the current character beside the table: its reference pictures, texts that can be changed, the
/// image being made, and the newest ones. A changed text is stored when its box is left, as one undo step.
class Inspector : public QScrollArea
{
    Q_OBJECT

public:
    explicit Inspector(ProjectView &project, QWidget *parent = nullptr);
    /// Empty = none.
    void setCharacter(const QString &id);
    /// Stores what is being typed now.
    void commit();

Q_SIGNALS:
    void galleryRequested(const QString &characterId);
    void imageActivated(const QString &characterId, qint64 imageId);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showRow(const CharacterRow &row);
    void showPreview();
    void showNewest();
    void showReferences();
    QWidget *makeReferences();
    void sizeEdits();
    void takeType(const QString &text);
    void takeTrigger(const QString &text);
    void takeSize(const QString &text);
    void store(const Character &changed);

    ProjectView &m_project;
    QString m_id;
    CharacterRow m_row;
    QWidget *m_page;
    class PortraitBox *m_portrait;
    TextLabel *m_none;
    TextLabel *m_name;
    QuietEdit *m_type;
    QuietEdit *m_trigger;
    QuietEdit *m_size;
    TextLabel *m_problem; ///< what is wrong with what was typed
    TextLabel *m_baseSeed;
    QWidget *m_referencesBox; ///< only where there are several
    TextLabel *m_referenceCount = nullptr;
    ReferenceStrip *m_references = nullptr;
    TextLabel *m_promptNote;
    QPlainTextEdit *m_prompt;
    TextLabel *m_negativeNote;
    QPlainTextEdit *m_negative;
    TextLabel *m_previewServer;
    LivePreviewBox *m_preview;
    LinkButton *m_showAll;
    ImageStrip *m_newest;
};

} // namespace lorastudio
