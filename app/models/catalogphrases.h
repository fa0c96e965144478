// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogrow.h"

/// The sentences of the page of models, made in one place, so that cells, tool tips and a screen reader say the same.
namespace lorastudio::catalogphrases {

/// "4 in the catalog, 4 on servers"; the second part only while a server is connected.
QString count(const QList<CatalogRow> &rows, int servers);
/// "3.9 s", "2 min 5 s"; "–" if not known.
QString seconds(std::optional<double> seconds);
/// "74 %"; "–" if none is decided.
QString share(std::optional<double> share);
/// What stands for the mean score: "89.3", "Too few images (3)", "Not scored".
QString score(const ModelFigures &figures);
/// Enough images are scored for a mean.
bool hasScore(const ModelFigures &figures);
/// "2 of 4", "None"; "–" while no server is connected.
QString onServers(const CatalogRow &row);

/// Whole sentences for a cell (screen readers, tool tips).
QString modelSentence(const CatalogRow &row);
QString sharpnessSentence(const CatalogRow &row);
QString imagesSentence(const CatalogRow &row);
QString acceptedSentence(const CatalogRow &row);
QString timeSentence(const CatalogRow &row);
QString loadSentence(const CatalogRow &row);
QString serversSentence(const CatalogRow &row);
/// The figures of a chart of scores, in one sentence per model with scores.
QStringList scoreSentences(const QList<CatalogRow> &rows);
/// The same as a table with tabs, a header row first: what a person can paste.
QString scoreTable(const QList<CatalogRow> &rows);

} // namespace lorastudio::catalogphrases
