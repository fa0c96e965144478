// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/modelcatalog.h"
#include "catalog/modelselector.h"
#include "core/task.h"
#include "generation/serverpool.h"
#include "storage/database.h"

#include <QObject>

namespace lorastudio {

/// Which checkpoint each character uses: joins the catalog, what the servers have and the stored choices. A choice that
/// a person made is locked and stays. Every change can be taken back with `restore`.
class AssignmentService : public QObject
{
    Q_OBJECT

public:
    AssignmentService(Database &database, ServerPool &pool);

    /// Reads the person's changes of the catalog; call after the database is open and after every change of it.
    Task<Result<void>> load();
    /// The catalog merged with what the answering servers have.
    QVector<Checkpoint> checkpoints() const;
    const ModelCatalog &catalog() const { return m_catalog; }
    /// What the rule says for a type now.
    Choice automaticChoice(const QString &type) const;

    /// Chooses again for every character of the project that is not locked. Only real changes are written and returned.
    Task<Result<QVector<AssignmentChange>>> autoAssign(QString project, bool includeLocked);
    /// A choice by hand: locks. `file` may be unknown to catalog and servers; see `isKnown`.
    Task<Result<Assignment>> choose(QString characterId, QString file);
    /// Takes the lock away and lets the rule choose.
    Task<Result<Assignment>> unlock(QString characterId);
    /// Keeps the present choice, locked or not.
    Task<Result<Assignment>> setLocked(QString characterId, bool locked);
    /// Writes assignments as they are (undo, import); an empty file removes the row.
    Task<Result<void>> restore(QVector<Assignment> assignments);
    /// Stores a change of the catalog.
    Task<Result<Checkpoint>> setCheckpoint(Checkpoint checkpoint);
    /// Takes a change of the catalog back: the built-in entry counts again, or there is none. False if there was none.
    Task<Result<bool>> removeCheckpoint(QString file);
    bool isKnown(const QString &file) const;

Q_SIGNALS:
    void assigned(const QVector<lorastudio::Assignment> &assignments);
    void catalogChanged();

private:
    Database &m_database;
    ServerPool &m_pool;
    ModelCatalog m_catalog;
    ModelSelector m_selector{{}};
};

} // namespace lorastudio
