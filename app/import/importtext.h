// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace lorastudio {

/// Translation context of everything that readers of characters say.
class ImportText
{
    Q_DECLARE_TR_FUNCTIONS(Import)
};

} // namespace lorastudio
