// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importentry.h"

#include "import/charactermerge.h"

#include <algorithm>
#include <utility>

namespace lorastudio {

int ImportEntry::readable() const
{
    return int(std::count_if(pictures.begin(), pictures.end(),
                             [](const PlannedPicture &picture) { return picture.problem.isEmpty(); }));
}

bool ImportEntry::hasNote() const
{
    return isTaken() && (existing || sharesName || hasUnknownModel || !otherProject.isEmpty() || !notes.isEmpty() ||
                         unreadable() > 0);
}

Character ImportEntry::result() const
{
    return existing ? mergeImported(*existing, imported) : imported.character;
}

QStringList ImportEntry::replaced() const
{
    if (!existing)
        return {};
    const Character after = result();
    QStringList keys;
    const std::pair<QString, bool> changes[] = {{field::type, after.type != existing->type},
                                                {field::prompt, after.prompt != existing->prompt},
                                                {field::negative, after.negative != existing->negative},
                                                {field::trigger, after.trigger != existing->trigger},
                                                {field::size, after.size != existing->size},
                                                {field::images, after.images != existing->images},
                                                {field::notes, after.notes != existing->notes},
                                                {field::reference, readable() > 0},
                                                {field::model, !imported.model.isEmpty()}};
    for (const auto &[key, changed] : changes) {
        if (changed)
            keys.append(key);
    }
    return keys;
}

} // namespace lorastudio
