// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

namespace lorastudio {

/// A character: what is to be drawn, and how many images of it. A plain value.
struct Character
{
    static constexpr int defaultImages = 100;
    static constexpr int maxImages = 10'000;
    static constexpr QSize defaultSize{512, 768}; ///< SD 1.5
    static constexpr QSize defaultSdxlSize{832, 1216};

    QString id;      ///< slug, unique in the database, never changes; empty = not stored yet
    QString project; ///< id of the project
    QString name;
    QString type;               ///< for example "nervous_male"; its tokens decide the automatic choice of a checkpoint
    QString prompt;             ///< as entered; empty = made up, see effectivePrompt
    QString negative;           ///< as entered; empty = the checkpoint's
    QString trigger;            ///< as entered; empty = made from the name, see effectiveTrigger
    QSize size = defaultSize;   ///< pixels; each side 64 … 4096 and a multiple of 8 (ComfyUI's latent grid)
    int images = defaultImages; ///< target, 1 … maxImages
    QString reference;          ///< picture, path relative to the library; empty = none
    QString notes;              ///< columns of an imported table that have no field, "column: text" lines
    int position = 0;           ///< order in the table

    friend bool operator==(const Character &, const Character &) = default;
};

/// Tokens of a character type: split at everything that is not a letter and between a lower- and an upper-case letter,
/// lower case. "nervous_male" → nervous, male; "FemaleNervous" → female, nervous. Never substrings.
QStringList typeTokens(const QString &type);

/// The trigger word: as entered, or the name in lower case with everything but letters and digits as `_`.
QString effectiveTrigger(const Character &character);

/// The positive prompt that is sent: the trigger word in front, unless it already stands in the prompt as a word. An
/// empty prompt becomes "photo of TRIGGER, TYPE WORDS".
QString effectivePrompt(const Character &character);

/// "512x768" ↔ QSize. Accepts x, X, × and `*`, and white space; an invalid QSize if it is not a size in range.
QString sizeText(QSize size);
QSize parseSize(const QString &text);

} // namespace lorastudio
