// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ids.h"

#include <QRandomGenerator>
#include <QUuid>

namespace lorastudio {

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

qint64 newBaseSeed()
{
    return QRandomGenerator::global()->bounded(1'000'000'000);
}

} // namespace lorastudio
