// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "domain/checkpoint.h"

#include <QJsonDocument>
#include <QMap>
#include <QVector>

#include <optional>

namespace lorastudio {

/// What is known of checkpoints: the built-in entries, changed and extended by a person's rows, merged on demand with
/// what the servers have. Guarantees that no checkpoint ever takes another one's settings: a file that nobody has
/// described gets the default profile and says so (`known == false`).
///
/// How files are matched. A checkpoint is its path with `/`. An entry without a folder in its name ("a.safetensors")
/// describes every file of that name, in whatever folder of a server it lies; an entry with a folder describes just
/// that path and goes before one without. Letter case counts, as it does on the servers. `merged()` lists
///  - an entry that no server has under its own name;
///  - an entry that the servers have under one path under that path, for that is what identifies the checkpoint;
///  - an entry that they have under several paths once under its own name, served by all of them, and once per path:
///    two files of one name may well be different checkpoints.
/// `serves()` follows the same rule in the other direction: a character assigned "a.safetensors" is served by
/// "sd15/a.safetensors", one assigned "sd15/a.safetensors" by that path alone.
class ModelCatalog
{
public:
    static constexpr int assumedSharpness = 5;
    static constexpr int assumedSpeed = 5;

    /// The entries that come with the program. Fails with Internal only.
    static Result<ModelCatalog> builtIn();
    /// Reads the format of resources/catalog/checkpoints.json. Validation error for a figure out of its range.
    static Result<ModelCatalog> fromJson(const QJsonDocument &document);

    /// A person's rows. One with the file of an entry replaces its figures and keeps its place, others follow in the
    /// order given. Rows without a file are left out. Replaces the changes of an earlier call.
    void setChanges(const QVector<Checkpoint> &changes);

    /// Built-in entries and changes in catalog order, `onServers` empty.
    const QVector<Checkpoint> &entries() const { return m_entries; }
    /// Sampler settings of checkpoints that nobody has described.
    const SamplerSettings &defaultSettings() const { return m_defaultSettings; }
    /// Default negative prompt for checkpoints of this type; empty for an unknown one.
    QString defaultNegative(const QString &type) const { return m_negativeByType.value(type); }

    /// Entries in catalog order, then unknown files of the servers by name. `onServers` maps a server's URL to its
    /// checkpoint keys (with `/`, see checkpointKey).
    QVector<Checkpoint> merged(const QMap<QString, QStringList> &onServers) const;

    /// What is known of a file, whether or not a server has it: its own entry, else the one for its name.
    std::optional<Checkpoint> find(const QString &file) const;
    /// As `find`, and the default profile with `known == false` for a file that nobody has described.
    Checkpoint described(const QString &file) const;

    /// The file of the entry that describes `file`: its own, else the one for its name; empty if nobody has.
    QString entryFile(const QString &file) const;
    /// The entry that comes with the program, without a person's changes; nothing if there is none of exactly this
    /// file.
    std::optional<Checkpoint> builtInEntry(const QString &file) const;
    /// The person's row of exactly this file; nothing if there is none.
    std::optional<Checkpoint> change(const QString &file) const;

    /// Whether a server's checkpoint is what a character with this assignment is to be drawn with.
    static bool serves(const QString &serverCheckpointKey, const QString &assignedFile);
    /// The key to use on a server that has `serverCheckpointKeys`: the very path if it is there, else the first (by
    /// path) that serves; empty if none does.
    static QString resolved(const QStringList &serverCheckpointKeys, const QString &assignedFile);
    /// The row of a merged list that a character with this assignment uses; nullptr if there is none.
    static const Checkpoint *findIn(const QVector<Checkpoint> &merged, const QString &assignedFile);
    /// The file that a person means who writes `given`: a file as it is, a file name with or without its extension, or
    /// the name that the lists show, whatever its case. Empty if none of a merged list is meant, or files of different
    /// names are.
    static QString fileNamed(const QVector<Checkpoint> &merged, const QString &given);

private:
    Checkpoint assumed(const QString &file) const;
    const Checkpoint *entryFor(const QString &key) const;
    void rebuild();

    QVector<Checkpoint> m_builtIn;
    QVector<Checkpoint> m_changes;
    QVector<Checkpoint> m_entries;
    SamplerSettings m_defaultSettings;
    QMap<QString, QString> m_negativeByType;
};

} // namespace lorastudio
