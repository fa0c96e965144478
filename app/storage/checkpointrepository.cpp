// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/checkpointrepository.h"

namespace lorastudio {

Result<QVector<Checkpoint>> CheckpointRepository::list()
{
    return m_connection.list(
        QStringLiteral("SELECT file, name, type, sharpness, speed, best_for, cfg, sampler, scheduler, "
                       "steps, negative, known, position FROM checkpoints ORDER BY position, file"),
        {}, [](const SqlRows &row) {
            Checkpoint checkpoint;
            checkpoint.file = row.text(0);
            checkpoint.name = row.text(1);
            checkpoint.type = row.text(2);
            checkpoint.sharpness = row.number(3);
            checkpoint.speed = row.number(4);
            checkpoint.bestFor = row.list(5);
            checkpoint.settings = {row.real(6), row.text(7), row.text(8), row.number(9)};
            checkpoint.negative = row.text(10);
            checkpoint.known = row.boolean(11);
            checkpoint.order = row.number(12);
            return checkpoint;
        });
}

Result<void> CheckpointRepository::upsert(const Checkpoint &checkpoint)
{
    const SamplerSettings &settings = checkpoint.settings;
    const Result<qint64> changed = m_connection.change(
        QStringLiteral(
            "INSERT INTO checkpoints (file, name, type, sharpness, speed, best_for, cfg, sampler, scheduler, "
            "steps, negative, known, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (file) DO UPDATE SET name = excluded.name, type = excluded.type, "
            "sharpness = excluded.sharpness, speed = excluded.speed, best_for = excluded.best_for, "
            "cfg = excluded.cfg, sampler = excluded.sampler, scheduler = excluded.scheduler, "
            "steps = excluded.steps, negative = excluded.negative, known = excluded.known, "
            "position = excluded.position"),
        {checkpoint.file, checkpoint.name, checkpoint.type, checkpoint.sharpness, checkpoint.speed,
         jsonText(checkpoint.bestFor), settings.cfg, settings.sampler, settings.scheduler, settings.steps,
         checkpoint.negative, checkpoint.known, checkpoint.order});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<bool> CheckpointRepository::remove(const QString &file)
{
    return m_connection.change(QStringLiteral("DELETE FROM checkpoints WHERE file = ?"), {file}).map([](qint64 rows) {
        return rows > 0;
    });
}

} // namespace lorastudio
