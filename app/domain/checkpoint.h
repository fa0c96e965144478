// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace lorastudio {

/// KSampler's settings, with ComfyUI's own names and ranges.
struct SamplerSettings
{
    double cfg = 6.0;                             ///< 0 … 100
    QString sampler = QStringLiteral("dpmpp_2m"); ///< sampler_name
    QString scheduler = QStringLiteral("karras");
    int steps = 25; ///< 1 … 10000
    friend bool operator==(const SamplerSettings &, const SamplerSettings &) = default;
};

/// A checkpoint: a model file that ComfyUI loads, with what the catalog says of it. The key is `file`, a path with `/`.
struct Checkpoint
{
    QString file;      ///< relative path with `/`, for example "sd15/epicrealism_v5.safetensors"
    QString name;      ///< for people, "epiCRealism v5"
    QString type;      ///< "photorealistic", …; empty = unknown
    int sharpness = 5; ///< declared, 0 … 10
    int speed = 5;     ///< declared, 0 … 10
    QStringList bestFor;
    SamplerSettings settings;
    QString negative;      ///< default negative prompt for this checkpoint; empty = none
    bool known = true;     ///< in the catalog; false = found on a server only, its figures are assumed
    int order = 0;         ///< catalog order, breaks ties
    QStringList onServers; ///< URLs of the connected servers that have it
    friend bool operator==(const Checkpoint &, const Checkpoint &) = default;
};

/// The last part of a checkpoint path, whatever its separators.
QString checkpointBaseName(const QString &file);

/// A server's spelling (`\` on Windows) as the path with `/` that is our key.
QString checkpointKey(const QString &serverSpelling);

/// Which checkpoint a character uses. A choice made by a person is locked.
struct Assignment
{
    QString characterId;
    QString modelFile; ///< key of the checkpoint; empty = none yet
    bool locked = false;
    QString reason; ///< why, for people: "Rule: gentle", "Chosen by you"
    friend bool operator==(const Assignment &, const Assignment &) = default;
};

} // namespace lorastudio
