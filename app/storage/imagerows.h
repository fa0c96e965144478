// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"
#include "storage/sqlrows.h"

#include <QVariantList>

namespace lorastudio {

/// How an ImageRecord stands in `generation_history`: used by every repository that reads or writes such rows, so that
/// reading and writing agree. All columns but `id`, in the order of `imageValues`.
QString imageColumns();
/// As `imageColumns` with `id` in front and the alias `h`, as `imageFromRow` reads them.
QString imageSelection();
QVariantList imageValues(const ImageRecord &image);
ImageRecord imageFromRow(const SqlRows &row);

QString componentsText(const Score &score);

} // namespace lorastudio
