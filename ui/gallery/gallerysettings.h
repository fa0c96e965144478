// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryfilter.h"

namespace lorastudio {

/// What the gallery remembers from one start to the next: per project the filters (without score range and search), the
/// order and the size of the tiles; for all whether a verdict goes on to the next image. What stands in the file and is
/// out of range is as good as none.
class GallerySettings
{
public:
    void setProject(const QString &id) { m_project = id; }
    GalleryFilter filter() const;
    void setFilter(const GalleryFilter &filter) const;
    GallerySort sort() const;
    void setSort(GallerySort sort) const;
    int tileWidth(int otherwise) const;
    void setTileWidth(int width) const;
    static bool advances();
    static void setAdvances(bool on);

private:
    QString key(const char *name) const;

    QString m_project;
};

} // namespace lorastudio
