// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importplan.h"
#include "models/importview.h"
#include "support/fakeimagesource.h"

#include <QUndoStack>

namespace lorastudio {

/// An import from memory, for tests and pictures of the window: it reads what it is given at once, does what is asked,
/// and stores nothing.
class FakeImportView : public ImportView
{
    Q_OBJECT

public:
    /// What is there already.
    void setKnown(const QString &project, const QVector<Character> &characters);
    /// Adds what a reader gave.
    void addRead(const ImportResult &read);
    /// Says that something is being read.
    void setReading(const QString &name);
    /// Says that it is being stored, and how far that is; `total` 0 = no more.
    void setStoring(int done, int total);
    const ImportPlan &plan() const { return m_plan; }
    ImportEntryPtr entry(const QString &name) const;
    QStringList calls() const { return m_calls; }

    ImportState state() const override;
    QList<ImportRow> rows() const override;
    ImageSource &pictures() override { return m_images; }
    QUndoStack &edits() override { return m_edits; }
    void add(const QStringList &paths) override;
    void addText(const QString &text) override;
    void stopReading() override;
    void setWanted(const QList<int> &ids, bool wanted) override;
    void edit(int id, const Character &texts) override;
    void setReference(int id, const QString &picture) override;
    void addAsNew(int id) override;
    void openSource(int id) override;
    void import() override;
    void cancel() override;

private:
    void setPlan(const ImportPlan &plan);
    void change(const ImportPlan &after);

    ImportPlan m_plan;
    QString m_reading;
    int m_stored = 0;
    int m_toStore = 0;
    QStringList m_calls;
    FakeImageSource m_images;
    QUndoStack m_edits;
};

} // namespace lorastudio
