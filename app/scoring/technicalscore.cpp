// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/technicalscore.h"

#include "scoring/grayimage.h"
#include "scoring/measurements.h"

#include <QCryptographicHash>

#include <cmath>

namespace lorastudio {

namespace {

constexpr TechnicalScoreTable table;

double onRamp(double value, TechnicalScoreTable::Ramp ramp)
{
    return std::clamp((value - ramp.zero) / (ramp.one - ramp.zero), 0.0, 1.0);
}

double onLogRamp(double value, TechnicalScoreTable::Ramp ramp)
{
    return onRamp(std::log2(std::max(value, 1e-3)), {std::log2(ramp.zero), std::log2(ramp.one)});
}

struct Exposure
{
    ScoreComponent component;
    bool dark = false; ///< the worst ramp is one of the two for dark pictures
};

Exposure exposure(const Histogram &histogram)
{
    const double blown = histogram.shareAtLeast(253);
    const double black = histogram.shareAtMost(2);
    const double bright = histogram.percentile(0.99);
    const double darkest = histogram.percentile(0.05);
    Exposure worst{{blown * 100.0, QStringLiteral("% blown out"), onRamp(blown, table.blownOut)}, false};
    const auto consider = [&worst](double value, QString unit, double scalar, bool dark) {
        if (scalar < worst.component.scalar)
            worst = {{value, std::move(unit), scalar}, dark};
    };
    consider(bright, QStringLiteral("brightest level"), onRamp(bright, table.bright), true);
    consider(black * 100.0, QStringLiteral("% black"), onRamp(black, table.black), true);
    consider(darkest, QStringLiteral("darkest level"), onRamp(darkest, table.washedOut), false);
    return worst;
}

QString makeVersion()
{
    QByteArray text;
    const auto add = [&text](double value) {
        text += QByteArray::number(value, 'g', 12) + ';';
    };
    for (const TechnicalScoreTable::Ramp ramp :
         {table.sharpness, table.cleanliness, table.bright, table.blownOut, table.black, table.washedOut,
          table.contrast, table.compression, table.information}) {
        add(ramp.zero);
        add(ramp.one);
    }
    for (const double value :
         {table.wholeFactor, double(table.tileSide), table.boxWidth, table.boxHeight, table.noisyCap,
          table.sharpnessWeight, table.cleanlinessWeight, table.exposureWeight, table.contrastWeight,
          table.compressionWeight, table.informationWeight, table.floor, table.flagBelow})
        add(value);
    const QByteArray hash = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(4);
    return QString::number(table.revision) + u'-' + QString::fromLatin1(hash);
}

} // namespace

QString technicalScoreVersion()
{
    static const QString version = makeVersion();
    return version;
}

Score technicalScore(const QImage &image)
{
    Score score;
    score.scorer = QStringLiteral("technical");
    score.version = technicalScoreVersion();
    const cv::Mat gray = grayPixels(image);
    if (gray.empty())
        return score;

    const Histogram histogram(gray);
    const double noise = noiseLevel(gray);
    const ScoreComponent cleanliness{noise, QStringLiteral("levels"), onLogRamp(noise, table.cleanliness)};

    const EdgeWidth edges = edgeWidth(gray, table.tileSide, table.boxWidth, table.boxHeight);
    const double width = std::max(table.wholeFactor * edges.whole, edges.subject);
    ScoreComponent sharpness{width, QStringLiteral("px"), onRamp(width, table.sharpness)};
    // Noise looks like sharp edges to every measure there is; so a noisy picture cannot be called sharp.
    sharpness.scalar = std::min(sharpness.scalar, table.noisyCap + (1.0 - table.noisyCap) * cleanliness.scalar);

    const Exposure light = exposure(histogram);
    const double span = histogram.percentile(0.95) - histogram.percentile(0.05);
    const double blocks = blockiness(gray);
    const double bits = histogram.entropyBits();
    const ScoreComponent contrast{span, QStringLiteral("levels"), onRamp(span, table.contrast)};
    const ScoreComponent compression{blocks, QStringLiteral("ratio"), onRamp(blocks, table.compression)};
    const ScoreComponent information{bits, QStringLiteral("bits"), onRamp(bits, table.information)};

    double product = 1.0;
    const auto add = [&](const QString &key, const ScoreComponent &component, double weight, const QString &flag) {
        score.components.insert(key, component);
        product *= std::pow(std::max(component.scalar, table.floor), weight);
        if (!flag.isEmpty() && component.scalar < table.flagBelow)
            score.flags.append(flag);
    };
    add(QStringLiteral("sharpness"), sharpness, table.sharpnessWeight, QStringLiteral("blurry"));
    add(QStringLiteral("cleanliness"), cleanliness, table.cleanlinessWeight, QStringLiteral("noisy"));
    add(QStringLiteral("exposure"), light.component, table.exposureWeight,
        light.dark ? QStringLiteral("dark") : QStringLiteral("clipped"));
    add(QStringLiteral("contrast"), contrast, table.contrastWeight, QStringLiteral("flat"));
    add(QStringLiteral("compression"), compression, table.compressionWeight, QStringLiteral("blocky"));
    add(QStringLiteral("information"), information, table.informationWeight, QString());
    score.total = std::clamp(100.0 * (product - table.floor) / (1.0 - table.floor), 0.0, 100.0);
    return score;
}

} // namespace lorastudio
