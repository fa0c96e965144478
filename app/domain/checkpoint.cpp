// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/checkpoint.h"

namespace lorastudio {

QString checkpointKey(const QString &serverSpelling)
{
    QString key = serverSpelling;
    return key.replace(u'\\', u'/');
}

QString checkpointBaseName(const QString &file)
{
    return checkpointKey(file).section(u'/', -1);
}

} // namespace lorastudio
