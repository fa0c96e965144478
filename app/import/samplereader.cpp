// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/samplereader.h"

#include "import/importtext.h"
#include "import/jsonreader.h"

// Q_INIT_RESOURCE declares a function and has to stand outside of any namespace.
static void initSampleResource()
{
    Q_INIT_RESOURCE(sample);
}

namespace lorastudio {

ImportResult readSample()
{
    initSampleResource();
    return readJson(QStringLiteral(":/sample/characters.json"));
}

QString sampleProjectName()
{
    return ImportText::tr("Sample project");
}

} // namespace lorastudio
