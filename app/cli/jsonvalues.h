// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/character.h"
#include "domain/image.h"
#include "domain/job.h"
#include "domain/run.h"
#include "domain/server.h"
#include "generation/rundata.h"

#include <QJsonArray>
#include <QJsonObject>

namespace lorastudio {

/// The JSON forms of cli.md. Names and types are a contract with scripts: keys are added, never changed.
QJsonObject toJson(const Character &character, const Assignment &assignment, const CharacterSummary &summary);
QJsonObject toJson(const Checkpoint &checkpoint);
QJsonObject toJson(const Assignment &assignment);
QJsonObject toJson(const ServerStatus &status);
QJsonObject toJson(const Job &job);
/// `file` is the absolute path of the image.
QJsonObject toJson(const ImageRecord &image, const QString &file);
QJsonObject toJson(const RunReport &report);
QJsonObject componentsJson(const Score &score);
/// A number, or null for "no value".
QJsonValue orNull(std::optional<double> value);
/// A text, or null if it is empty.
QJsonValue orNull(const QString &text);
QString isoTime(const QDateTime &time);

} // namespace lorastudio
