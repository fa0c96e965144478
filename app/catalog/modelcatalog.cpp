// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/modelcatalog.h"

#include "catalog/catalogresources.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

namespace lorastudio {

namespace {

bool hasFolder(const QString &file)
{
    return file.contains(u'/');
}

/// "sd15/a.safetensors" → "sd15"
QString folderOf(const QString &file)
{
    return file.section(u'/', 0, -2);
}

QString nameFromFile(const QString &file)
{
    QString name = checkpointBaseName(file);
    for (const QString &extension : {QStringLiteral(".safetensors"), QStringLiteral(".ckpt")}) {
        if (name.endsWith(extension, Qt::CaseInsensitive) && name.size() > extension.size())
            name.chop(extension.size());
    }
    return name;
}

SamplerSettings settingsFrom(const QJsonObject &object, const SamplerSettings &fallback)
{
    SamplerSettings settings = fallback;
    settings.cfg = object.value(u"cfg").toDouble(fallback.cfg);
    settings.sampler = object.value(u"sampler").toString(fallback.sampler);
    settings.scheduler = object.value(u"scheduler").toString(fallback.scheduler);
    settings.steps = object.value(u"steps").toInt(fallback.steps);
    return settings;
}

bool inRange(const Checkpoint &entry)
{
    return !entry.file.isEmpty() && entry.sharpness >= 0 && entry.sharpness <= 10 && entry.speed >= 0 &&
           entry.speed <= 10 && entry.settings.cfg >= 0 && entry.settings.cfg <= 100 && entry.settings.steps >= 1 &&
           entry.settings.steps <= 10'000 && !entry.settings.sampler.isEmpty() && !entry.settings.scheduler.isEmpty();
}

/// Which servers have a path, for all paths there are.
QMap<QString, QStringList> serversByKey(const QMap<QString, QStringList> &onServers)
{
    QMap<QString, QStringList> result;
    for (auto it = onServers.cbegin(); it != onServers.cend(); ++it) {
        for (const QString &spelling : it.value()) {
            QStringList &servers = result[checkpointKey(spelling)];
            if (!servers.contains(it.key()))
                servers.append(it.key());
        }
    }
    return result;
}

} // namespace

Result<ModelCatalog> ModelCatalog::builtIn()
{
    return readCatalogResource(QStringLiteral("checkpoints.json")).and_then(&ModelCatalog::fromJson);
}

Result<ModelCatalog> ModelCatalog::fromJson(const QJsonDocument &document)
{
    ModelCatalog catalog;
    const QJsonObject root = document.object();
    catalog.m_defaultSettings = settingsFrom(root.value(u"default").toObject(), SamplerSettings{});
    const QJsonObject negatives = root.value(u"negative_by_type").toObject();
    for (auto it = negatives.begin(); it != negatives.end(); ++it)
        catalog.m_negativeByType.insert(it.key(), it.value().toString());

    QSet<QString> files;
    const QJsonArray rows = root.value(u"checkpoints").toArray();
    for (const QJsonValue row : rows) {
        const QJsonObject object = row.toObject();
        Checkpoint entry;
        entry.file = checkpointKey(object.value(u"file").toString());
        entry.name = object.value(u"name").toString(nameFromFile(entry.file));
        entry.type = object.value(u"type").toString();
        entry.sharpness = object.value(u"sharpness").toInt(assumedSharpness);
        entry.speed = object.value(u"speed").toInt(assumedSpeed);
        const QJsonArray words = object.value(u"best_for").toArray();
        for (const QJsonValue word : words)
            entry.bestFor.append(word.toString());
        entry.settings = settingsFrom(object, catalog.m_defaultSettings);
        entry.negative = object.value(u"negative").toString(catalog.defaultNegative(entry.type));
        if (!inRange(entry) || files.contains(entry.file)) {
            return fail(Error::Kind::Validation,
                        QCoreApplication::translate("Catalog", "Entry %1 of the catalog of models (“%2”) has a figure "
                                                               "out of range, or stands there twice.")
                            .arg(catalog.m_builtIn.size() + 1)
                            .arg(entry.file));
        }
        files.insert(entry.file);
        catalog.m_builtIn.append(entry);
    }
    catalog.rebuild();
    return catalog;
}

void ModelCatalog::setChanges(const QVector<Checkpoint> &changes)
{
    m_changes = changes;
    rebuild();
}

void ModelCatalog::rebuild()
{
    m_entries = m_builtIn;
    for (const Checkpoint &change : m_changes) {
        Checkpoint entry = change;
        entry.file = checkpointKey(change.file);
        if (entry.file.isEmpty())
            continue;
        if (entry.name.isEmpty())
            entry.name = nameFromFile(entry.file);
        const auto same = std::find_if(m_entries.begin(), m_entries.end(),
                                       [&](const Checkpoint &other) { return other.file == entry.file; });
        if (same != m_entries.end())
            *same = entry;
        else
            m_entries.append(entry);
    }
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        m_entries[i].order = int(i);
        m_entries[i].known = true;
        m_entries[i].onServers.clear();
    }
}

Checkpoint ModelCatalog::assumed(const QString &file) const
{
    Checkpoint checkpoint;
    checkpoint.file = file;
    checkpoint.name = nameFromFile(file);
    checkpoint.sharpness = assumedSharpness;
    checkpoint.speed = assumedSpeed;
    checkpoint.settings = m_defaultSettings;
    checkpoint.known = false;
    checkpoint.order = int(m_entries.size());
    return checkpoint;
}

const Checkpoint *ModelCatalog::entryFor(const QString &key) const
{
    const Checkpoint *byName = nullptr;
    const QString baseName = checkpointBaseName(key);
    for (const Checkpoint &entry : m_entries) {
        if (entry.file == key)
            return &entry;
        if (!byName && entry.file == baseName)
            byName = &entry;
    }
    return byName;
}

QVector<Checkpoint> ModelCatalog::merged(const QMap<QString, QStringList> &onServers) const
{
    const QMap<QString, QStringList> servers = serversByKey(onServers);
    QMap<QString, QStringList> keysOfEntry; // entry's file → the paths it describes
    QSet<QString> describedByPath;          // names of person's rows with a folder
    QVector<Checkpoint> unknown;
    for (auto it = servers.cbegin(); it != servers.cend(); ++it) {
        if (const Checkpoint *entry = entryFor(it.key())) {
            keysOfEntry[entry->file].append(it.key());
        } else {
            unknown.append(assumed(it.key()));
            unknown.last().onServers = it.value();
        }
    }
    for (const Checkpoint &entry : m_entries) {
        if (hasFolder(entry.file))
            describedByPath.insert(checkpointBaseName(entry.file));
    }

    QVector<Checkpoint> result;
    for (const Checkpoint &entry : m_entries) {
        const QStringList keys = keysOfEntry.value(entry.file);
        if (keys.isEmpty() && !hasFolder(entry.file) && describedByPath.contains(entry.file))
            continue; // a person described the same file by its path: that row stands for it
        Checkpoint row = entry;
        if (keys.size() == 1)
            row.file = keys.first();
        for (const QString &key : keys) {
            for (const QString &server : servers.value(key)) {
                if (!row.onServers.contains(server))
                    row.onServers.append(server);
            }
        }
        row.onServers.sort();
        result.append(row);
        if (keys.size() < 2)
            continue;
        for (const QString &key : keys) {
            if (key == entry.file)
                continue;
            Checkpoint path = entry;
            path.file = key;
            path.name = QStringLiteral("%1 (%2)").arg(entry.name, folderOf(key));
            path.onServers = servers.value(key);
            result.append(path);
        }
    }
    return result + unknown;
}

std::optional<Checkpoint> ModelCatalog::find(const QString &file) const
{
    const QString key = checkpointKey(file);
    const Checkpoint *entry = entryFor(key);
    if (!entry)
        return std::nullopt;
    Checkpoint found = *entry;
    found.file = key;
    return found;
}

Checkpoint ModelCatalog::described(const QString &file) const
{
    return find(file).value_or(assumed(checkpointKey(file)));
}

QString ModelCatalog::entryFile(const QString &file) const
{
    const Checkpoint *entry = entryFor(checkpointKey(file));
    return entry ? entry->file : QString();
}

namespace {

std::optional<Checkpoint> withFile(const QVector<Checkpoint> &entries, const QString &file)
{
    const QString key = checkpointKey(file);
    for (const Checkpoint &entry : entries) {
        if (checkpointKey(entry.file) == key)
            return entry;
    }
    return std::nullopt;
}

} // namespace

std::optional<Checkpoint> ModelCatalog::builtInEntry(const QString &file) const
{
    return withFile(m_builtIn, file);
}

std::optional<Checkpoint> ModelCatalog::change(const QString &file) const
{
    return withFile(m_changes, file);
}

bool ModelCatalog::serves(const QString &serverCheckpointKey, const QString &assignedFile)
{
    const QString key = checkpointKey(serverCheckpointKey);
    const QString assigned = checkpointKey(assignedFile);
    if (assigned.isEmpty())
        return false;
    return key == assigned || (!hasFolder(assigned) && checkpointBaseName(key) == assigned);
}

QString ModelCatalog::resolved(const QStringList &serverCheckpointKeys, const QString &assignedFile)
{
    const QString assigned = checkpointKey(assignedFile);
    QString best;
    for (const QString &spelling : serverCheckpointKeys) {
        const QString key = checkpointKey(spelling);
        if (key == assigned && !assigned.isEmpty())
            return key;
        if (serves(key, assigned) && (best.isEmpty() || key < best))
            best = key;
    }
    return best;
}

const Checkpoint *ModelCatalog::findIn(const QVector<Checkpoint> &merged, const QString &assignedFile)
{
    const QString assigned = checkpointKey(assignedFile);
    const Checkpoint *byName = nullptr;
    const Checkpoint *general = nullptr;
    for (const Checkpoint &row : merged) {
        if (row.file == assigned)
            return &row;
        if (serves(row.file, assigned) && (!byName || (byName->onServers.isEmpty() && !row.onServers.isEmpty())))
            byName = &row;
        // Assigned by its path while that server was there; now only the entry without a folder is listed.
        if (!general && row.onServers.isEmpty() && serves(assigned, row.file))
            general = &row;
    }
    return byName ? byName : general;
}

QString ModelCatalog::fileNamed(const QVector<Checkpoint> &merged, const QString &given)
{
    const QString key = checkpointKey(given.trimmed());
    if (key.isEmpty() || findIn(merged, key))
        return key;
    const auto only = [&](const auto &isMeant) {
        QString file;
        for (const Checkpoint &row : merged) {
            if (!isMeant(row))
                continue;
            if (!file.isEmpty() && checkpointBaseName(row.file) != checkpointBaseName(file))
                return QString();
            if (file.isEmpty())
                file = row.file;
        }
        return file;
    };
    const auto meant = [&key](const QString &file, Qt::CaseSensitivity sensitivity) {
        const bool whole = hasFolder(key);
        const QString path = whole ? file : checkpointBaseName(file);
        const QString folder = whole ? folderOf(file) + u'/' : QString();
        return path.compare(key, sensitivity) == 0 || (folder + nameFromFile(file)).compare(key, sensitivity) == 0;
    };
    QString file = only([&](const Checkpoint &row) { return row.name.compare(key, Qt::CaseInsensitive) == 0; });
    if (file.isEmpty())
        file = only([&](const Checkpoint &row) { return meant(row.file, Qt::CaseSensitive); });
    return file.isEmpty() ? only([&](const Checkpoint &row) { return meant(row.file, Qt::CaseInsensitive); }) : file;
}

} // namespace lorastudio
