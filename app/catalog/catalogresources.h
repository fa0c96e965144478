// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QJsonDocument>
#include <QString>

namespace lorastudio {

/// Reads a JSON file of `resources/catalog` that is compiled into the program. A static library drops resources that
/// nobody names, so every reader goes through here. Fails with Internal if the file is absent or broken.
Result<QJsonDocument> readCatalogResource(const QString &name);

} // namespace lorastudio
