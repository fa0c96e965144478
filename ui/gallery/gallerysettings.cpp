// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/gallerysettings.h"

#include "gallery/galleryview.h"

#include <QSettings>

namespace lorastudio {

namespace {

const QString advanceKey = QStringLiteral("gallery/advance");

} // namespace

QString GallerySettings::key(const char *name) const
{
    return QStringLiteral("gallery/%1/%2")
        .arg(m_project.isEmpty() ? QStringLiteral("default") : m_project, QLatin1String(name));
}

GalleryFilter GallerySettings::filter() const
{
    const QSettings settings;
    GalleryFilter filter;
    filter.characterId = settings.value(key("character")).toString();
    filter.modelFile = settings.value(key("model")).toString();
    filter.verdict = verdictFromString(settings.value(key("verdict")).toString());
    filter.run = qMax<qint64>(0, settings.value(key("run")).toLongLong());
    filter.server = settings.value(key("server")).toString();
    const int demo = settings.value(key("demo")).toInt();
    if (demo >= int(DemoFilter::All) && demo <= int(DemoFilter::Only))
        filter.demo = DemoFilter(demo);
    const QStringList flags = settings.value(key("flags")).toStringList();
    for (const QString &flag : imageFlags()) {
        if (flags.contains(flag))
            filter.flags.append(flag);
    }
    return filter;
}

void GallerySettings::setFilter(const GalleryFilter &filter) const
{
    QSettings settings;
    settings.setValue(key("character"), filter.characterId);
    settings.setValue(key("model"), filter.modelFile);
    settings.setValue(key("verdict"), filter.verdict ? toString(*filter.verdict) : QString());
    settings.setValue(key("run"), filter.run);
    settings.setValue(key("server"), filter.server);
    settings.setValue(key("demo"), int(filter.demo));
    settings.setValue(key("flags"), filter.flags);
}

GallerySort GallerySettings::sort() const
{
    const int sort = QSettings().value(key("sort")).toInt();
    return sort >= 0 && sort <= int(GallerySort::ByCharacter) ? GallerySort(sort) : GallerySort::NewestFirst;
}

void GallerySettings::setSort(GallerySort sort) const
{
    QSettings().setValue(key("sort"), int(sort));
}

int GallerySettings::tileWidth(int otherwise) const
{
    const int width = QSettings().value(key("tileWidth"), otherwise).toInt();
    return width >= GalleryView::leastTile && width <= GalleryView::largestTile ? width : otherwise;
}

void GallerySettings::setTileWidth(int width) const
{
    QSettings().setValue(key("tileWidth"), width);
}

bool GallerySettings::advances()
{
    return QSettings().value(advanceKey, true).toBool();
}

void GallerySettings::setAdvances(bool on)
{
    QSettings().setValue(advanceKey, on);
}

} // namespace lorastudio
