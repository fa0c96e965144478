// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

namespace lorastudio {

/// The name of a component of the technical score for a person ("Sharpness"); the key itself if it is unknown.
QString componentName(const QString &key);

/// What the component says, in one sentence without full stop, numbers by the default locale: "Edges are about 1.2 px
/// soft". A component of another reviewer gives value and unit.
QString componentSentence(const QString &key, const ScoreComponent &component);

/// The component keys of the technical score in the order in which they are shown.
QStringList componentOrder();

} // namespace lorastudio
