// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/checkpoint.h"
#include "domain/run.h"
#include "import/importentry.h"

#include <QHash>
#include <QSharedPointer>

namespace lorastudio {

/// What an import would do, before it does it: a value that is read into, corrected and looked at, and at last says
/// what to store. It changes nothing by itself. Entries are shared, so that a copy for undo costs little. Any thread,
/// one at a time.
class ImportPlan
{
public:
    /// The stored characters that names are compared with: all of `project`, and of the other projects that entries
    /// name. `projects` are all there are; a name that none of them has is one of a new project.
    void setKnown(const QString &project, const QVector<Character> &characters, const QVector<Project> &projects = {});
    /// The models that entries may name; one that names another gets a note. Without this call none does.
    void setCheckpoints(const QVector<Checkpoint> &checkpoints);
    /// Ids or names of the other projects that entries go to.
    QStringList otherProjects() const;

    /// Adds what was read. An entry whose name is there already becomes one with it, what is given later counts, and
    /// what a person has changed stays. What is read once more from the same place takes the place of what was there.
    void add(const ImportResult &read);

    const QVector<ImportEntryPtr> &entries() const { return m_entries; }
    ImportEntryPtr find(int id) const;
    bool isEmpty() const { return m_entries.isEmpty(); }
    ImportTotals totals() const;

    /// Takes entries in or out. Those that cannot come in stay out.
    void setWanted(const QVector<int> &ids, bool wanted);
    /// Takes over name, type, prompt, negative, trigger, size and images. False if nothing changes; an empty name
    /// changes nothing.
    bool edit(int id, const Character &texts);
    /// The picture that becomes the reference; it has to be one of the entry's that can be used.
    bool setReference(int id, const QString &picture);
    /// A picture that turned out to be of no use, wherever it stands. False if it stands nowhere.
    bool refuse(const QString &picture, const QString &reason);
    /// Gives an entry a name that is free, so that the stored character stays as it is.
    bool addAsNew(int id);

    /// What to store: the entries that are taken, those of one name as one. Without messages.
    ImportResult chosen() const;

private:
    QString keyOf(const ImportEntry &entry) const;
    QString projectOf(const ImportedCharacter &imported) const;
    int indexOf(int id) const;
    void replace(int index, ImportEntry entry);
    void forgetBroken(const ImportResult &read);
    struct Places;
    Places places() const;
    /// Index of the entry it went into, or -1.
    int place(ImportEntry entry, Places &places);
    void addMessages(const ImportResult &read, const QVector<ImportedCharacter> &all, const QVector<int> &touched);
    void addMessage(const ImportMessage &message, const QString &key, QHash<QString, int> &broken);
    void settle();

    QVector<ImportEntryPtr> m_entries;
    QSharedPointer<const QHash<QString, Character>> m_known; ///< by project and name
    std::optional<QVector<Checkpoint>> m_checkpoints;
    QString m_project;
    QVector<Project> m_projects;
    int m_nextId = 1;
};

} // namespace lorastudio
