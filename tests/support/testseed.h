// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace lorastudio::test {

/// What decides about chance in this test program: LORA_STUDIO_SEED, else a new number. It is printed once, so that
/// what failed can be repeated.
quint32 testSeed();

/// Whether the full numbers are asked for (LORA_STUDIO_SOAK, `packaging/test --soak`).
bool isSoak();

/// How many points a fault test takes: `few`, in a soak `full`. LORA_STUDIO_POINTS overrules both.
int faultPoints(int few, int full);

} // namespace lorastudio::test
