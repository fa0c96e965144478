// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

namespace lorastudio {

/// A stored character updated by an imported one: only the fields that were given change. Id, project, position and
/// the spelling of the name stay. Notes of the same column are replaced, others kept. `reference` is not touched: the
/// picture has to be copied into the library first.
Character mergeImported(const Character &existing, const ImportedCharacter &imported);

/// Two imported ones of the same name as one: what `second` gives goes before what `first` gives, pictures add up.
ImportedCharacter joined(const ImportedCharacter &first, const ImportedCharacter &second);

} // namespace lorastudio
