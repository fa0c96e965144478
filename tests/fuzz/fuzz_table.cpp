// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"
#include "import/importer.h"
#include "import/jsonreader.h"
#include "import/tablereader.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace lorastudio;

namespace {

/// What the rest of the program relies on, whatever stood in the file.
void check(ImportResult result)
{
    foldDuplicates(result);
    for (const ImportedCharacter &one : result.characters) {
        const Character &character = one.character;
        const bool good = !character.name.isEmpty() && cleanName(character.name) == character.name &&
                          cleanText(character.prompt) == character.prompt && character.images >= 1 &&
                          character.images <= Character::maxImages && parseSize(sizeText(character.size)).isValid() &&
                          one.has(field::name) && !character.notes.contains(QChar(0));
        if (!good)
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const QString path = QStringLiteral("/nonexistent/table");
    check(readTableData(bytes, path));
    check(readJsonData(bytes, path));
    return 0;
}
