// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/checkpoint.h"

#include <QDateTime>
#include <QMap>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace lorastudio {

/// One figure of a score: the raw value with its unit, and a scalar in [0, 1].
struct ScoreComponent
{
    double value = 0;
    QString unit;      ///< "px", "levels", "%", …
    double scalar = 0; ///< 0 = bad, 1 = good
    friend bool operator==(const ScoreComponent &, const ScoreComponent &) = default;
};

/// What a reviewer says of an image. "Not scored" is an empty `total`, never 0.
struct Score
{
    std::optional<double> total; ///< 0 … 100
    QString scorer;              ///< for example "technical"
    QString version;             ///< with a hash of the parameters, so that scores of two versions are never mixed
    QMap<QString, ScoreComponent> components; ///< sharpness, cleanliness, exposure, contrast, compression, information
    QStringList flags;                        ///< blurry, noisy, dark, clipped, flat, blocky
    std::optional<quint64> pHash;
    friend bool operator==(const Score &, const Score &) = default;
};

enum class Verdict { Undecided, Accepted, Rejected };
QString toString(Verdict verdict);
std::optional<Verdict> verdictFromString(const QString &text);

/// A verdict as it stands or is to stand.
struct ImageVerdict
{
    qint64 id = 0;
    Verdict verdict = Verdict::Undecided;
    bool byRule = false;
    friend bool operator==(const ImageVerdict &, const ImageVerdict &) = default;
};

/// A stored image: its file and everything that makes it again on the same server.
struct ImageRecord
{
    qint64 id = 0;
    QString characterId;
    QString jobId; ///< empty for rows taken over from the original design
    qint64 runId = 0;
    int number = 0;
    QString modelFile;
    QString imagePath; ///< relative to the library; rows taken over keep theirs as it was
    qint64 seed = 0;
    QString prompt;
    QString negative;
    SamplerSettings settings;
    QSize size;
    QString server;
    QString promptId;
    double seconds = 0; ///< sampling time on the server as observed; 0 = unknown
    qint64 bytes = 0;
    QString sha256; ///< of the file as it came
    Score score;
    Verdict verdict = Verdict::Undecided;
    bool verdictByRule = false;
    bool demo = false;
    QDateTime generatedAt; ///< UTC
    friend bool operator==(const ImageRecord &, const ImageRecord &) = default;
};

} // namespace lorastudio
