// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/characterrow.h"
#include "models/galleryitem.h"
#include "models/runsummary.h"

#include <QString>

/// The sentences of the window, made from values in one place, so that a cell, its tool tip, the status bar and a
/// screen reader say the same. Numbers and times follow the locale.
namespace lorastudio::phrases {

/// "3 images", "1 image".
QString images(int count);
/// "under 1 min", "4 min left", "2 h 10 min left".
QString timeLeft(int seconds);
/// As timeLeft, in a sentence of its own: "About 9 min left".
QString aboutTimeLeft(int seconds);
/// "about 21:58", on the next day "tomorrow 02:40", later with the date. `now` in any time zone.
QString finishClock(const QDateTime &now, int seconds);
/// Time of day as the locale writes it, in local time.
QString clock(const QDateTime &when);
/// "15.6/min".
QString rate(double perMinute);
/// One decimal; a full 100 without.
QString mean(double score);
/// Whole number, as on pictures.
QString score(const Score &score);

/// Second and third line of a status cell.
struct Status
{
    QString word;
    QString detail;
    QString linkText;
    RowLink link = RowLink::None;
};
Status status(const CharacterRow &row);

/// True for the states in which a person has to do something.
bool needsAttention(RowState state);

/// The note at the right of the progress bar: "4 min left", "Complete", "69 to go", "3 failed".
struct ProgressNote
{
    QString text;
    bool bad = false;
};
ProgressNote progressNote(const CharacterRow &row);

/// Name of the row's checkpoint for people, or what stands for it.
QString modelName(const CharacterRow &row);
/// Second line of the model cell.
QString modelReason(const CharacterRow &row);

/// Sentences for screen readers and tool tips.
QString characterSentence(const CharacterRow &row);
QString modelSentence(const CharacterRow &row);
QString sharpnessSentence(const CharacterRow &row);
QString imagesSentence(const CharacterRow &row);
QString progressSentence(const CharacterRow &row);
QString qualitySentence(const CharacterRow &row);
QString statusSentence(const CharacterRow &row);
QString tileSentence(const GalleryItem &item);

/// Status bar: "2 of 5 servers working, 1 stuck, 1 offline".
QString servers(const ServerCounts &counts);

} // namespace lorastudio::phrases
