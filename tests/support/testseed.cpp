// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testseed.h"

#include <QRandomGenerator>
#include <QString>

namespace lorastudio::test {

quint32 testSeed()
{
    static const quint32 seed = [] {
        bool given = false;
        const quint32 number = qEnvironmentVariable("LORA_STUDIO_SEED").toUInt(&given);
        const quint32 chosen = given ? number : QRandomGenerator::global()->generate();
        qInfo("LORA_STUDIO_SEED=%u", chosen);
        return chosen;
    }();
    return seed;
}

bool isSoak()
{
    return qEnvironmentVariableIsSet("LORA_STUDIO_SOAK");
}

int faultPoints(int few, int full)
{
    bool given = false;
    const int points = qEnvironmentVariable("LORA_STUDIO_POINTS").toInt(&given);
    return given && points > 0 ? points : isSoak() ? full : few;
}

} // namespace lorastudio::test
