// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeimportview.h"

#include "import/importer.h"

#include <QUndoCommand>

#include <functional>

namespace lorastudio {

namespace {

class PlanStep : public QUndoCommand
{
public:
    PlanStep(std::function<void()> back, std::function<void()> again)
        : m_back(std::move(back)), m_again(std::move(again))
    {
    }
    void undo() override { m_back(); }
    void redo() override { m_again(); }

private:
    std::function<void()> m_back;
    std::function<void()> m_again;
};

QString modelOf(const QString &type)
{
    return type.startsWith(QStringLiteral("gentle")) || type.startsWith(QStringLiteral("soft"))
               ? QStringLiteral("Realistic Vision 5.1")
           : type.endsWith(QStringLiteral("_male")) || type.startsWith(QStringLiteral("sharp"))
               ? QStringLiteral("epiCRealism v5")
               : QStringLiteral("CyberRealistic v9");
}

} // namespace

void FakeImportView::setKnown(const QString &project, const QVector<Character> &characters)
{
    m_plan.setKnown(project, characters);
}

void FakeImportView::addRead(const ImportResult &read)
{
    ImportPlan plan = m_plan;
    plan.add(read);
    setPlan(plan);
}

void FakeImportView::setReading(const QString &name)
{
    m_reading = name;
    Q_EMIT stateChanged();
}

void FakeImportView::setStoring(int done, int total)
{
    m_stored = done;
    m_toStore = total;
    Q_EMIT stateChanged();
}

ImportEntryPtr FakeImportView::entry(const QString &name) const
{
    for (const ImportEntryPtr &entry : m_plan.entries()) {
        if (entry->imported.character.name == name)
            return entry;
    }
    return {};
}

ImportState FakeImportView::state() const
{
    ImportState state;
    state.totals = m_plan.totals();
    state.reading = m_reading;
    state.saving = m_toStore > 0;
    state.stored = m_stored;
    state.toStore = m_toStore;
    state.busy = !m_reading.isEmpty() || state.saving;
    state.open = !m_plan.isEmpty() || state.busy;
    return state;
}

QList<ImportRow> FakeImportView::rows() const
{
    QList<ImportRow> rows;
    for (const ImportEntryPtr &entry : m_plan.entries()) {
        ImportRow row;
        row.entry = entry;
        if (!entry->isLeftOut()) {
            row.modelName = modelOf(entry->result().type);
            row.modelReason = QStringLiteral("Automatic");
        }
        if (entry->readable() > 0)
            row.thumbnailKey = entry->pictures.first().path;
        else if (entry->existing)
            row.thumbnailKey = entry->existing->reference;
        rows.append(row);
    }
    return rows;
}

void FakeImportView::setPlan(const ImportPlan &plan)
{
    m_plan = plan;
    Q_EMIT rowsChanged();
    Q_EMIT stateChanged();
}

void FakeImportView::change(const ImportPlan &after)
{
    const ImportPlan before = m_plan;
    m_edits.push(new PlanStep([this, before] { setPlan(before); }, [this, after] { setPlan(after); }));
}

void FakeImportView::add(const QStringList &paths)
{
    m_calls.append(QStringLiteral("add ") + paths.join(u' '));
    addRead(readPaths(paths));
}

void FakeImportView::addText(const QString &text)
{
    m_calls.append(QStringLiteral("addText"));
    addRead(readPasted(text));
}

void FakeImportView::stopReading()
{
    m_calls.append(QStringLiteral("stopReading"));
    setReading({});
}

void FakeImportView::setWanted(const QList<int> &ids, bool wanted)
{
    ImportPlan plan = m_plan;
    plan.setWanted(ids, wanted);
    change(plan);
}

void FakeImportView::edit(int id, const Character &texts)
{
    ImportPlan plan = m_plan;
    if (plan.edit(id, texts))
        change(plan);
}

void FakeImportView::setReference(int id, const QString &picture)
{
    ImportPlan plan = m_plan;
    if (plan.setReference(id, picture))
        change(plan);
}

void FakeImportView::addAsNew(int id)
{
    ImportPlan plan = m_plan;
    if (plan.addAsNew(id))
        change(plan);
}

void FakeImportView::openSource(int id)
{
    m_calls.append(QStringLiteral("openSource ") + m_plan.find(id)->imported.source);
}

void FakeImportView::import()
{
    m_calls.append(QStringLiteral("import"));
    cancel();
}

void FakeImportView::cancel()
{
    m_calls.append(QStringLiteral("cancel"));
    if (m_toStore > 0)
        return setStoring(0, 0);
    m_reading.clear();
    m_edits.clear();
    setPlan({});
}

} // namespace lorastudio
