// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ids.h"

#include <QRandomGenerator64>
#include <QUuid>

namespace lorastudio {

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

qint64 newBaseSeed()
{
    return static_cast<qint64>(QRandomGenerator64::securelySeeded().generate64() & ((quint64(1) << 52) - 1));
}

} // namespace lorastudio
