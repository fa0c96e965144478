// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/checkpoint.h"
#include "storage/connection.h"

namespace lorastudio {

/// What a person changed in the catalog of checkpoints or added to it: whole entries that override those of the
/// built-in catalog with the same file. Which servers have a file is never stored.
class CheckpointRepository
{
public:
    explicit CheckpointRepository(Connection &connection) : m_connection(connection) {}

    /// In catalog order.
    Result<QVector<Checkpoint>> list();
    Result<void> upsert(const Checkpoint &checkpoint);
    /// Takes the change back, so that the built-in entry counts again. False if there was none.
    Result<bool> remove(const QString &file);

private:
    Connection &m_connection;
};

} // namespace lorastudio
