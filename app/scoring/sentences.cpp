// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/sentences.h"

#include "scoring/technicalscore.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Scoring", text);
}

QString number(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString percent(double value)
{
    return number(value, value > 0.0 && value < 0.95 ? 1 : 0);
}

QString sharpnessSentence(const ScoreComponent &c)
{
    if (c.value >= 5.0)
        return tr("No edges to measure");
    // Where noise capped the scalar, the measured width is that of the noise.
    constexpr TechnicalScoreTable::Ramp ramp = TechnicalScoreTable().sharpness;
    const double uncapped = std::clamp((c.value - ramp.zero) / (ramp.one - ramp.zero), 0.0, 1.0);
    if (c.scalar < uncapped - 0.2)
        return tr("Too noisy to tell how sharp it is");
    return tr("Edges are about %1 px soft").arg(number(c.value, 1));
}

QString exposureSentence(const ScoreComponent &c)
{
    if (c.unit == u"% black")
        return tr("%1 % of the pixels are black").arg(percent(c.value));
    if (c.unit == u"brightest level")
        return tr("The brightest parts reach %1 of 255 levels").arg(number(c.value, 0));
    if (c.unit == u"darkest level")
        return tr("The darkest parts are at %1 of 255 levels").arg(number(c.value, 0));
    if (c.value < 0.05)
        return tr("No pixels are blown out");
    return tr("%1 % of the pixels are blown out").arg(percent(c.value));
}

QString compressionSentence(const ScoreComponent &c)
{
    if (c.scalar >= 1.0)
        return tr("No block pattern");
    return tr("Block pattern, steps are %1 times as high on its lines").arg(number(c.value, 2));
}

} // namespace

QString componentName(const QString &key)
{
    if (key == u"sharpness")
        return tr("Sharpness");
    if (key == u"cleanliness")
        return tr("Cleanliness");
    if (key == u"exposure")
        return tr("Exposure");
    if (key == u"contrast")
        return tr("Contrast");
    if (key == u"compression")
        return tr("Compression");
    if (key == u"information")
        return tr("Information");
    return key;
}

QString componentSentence(const QString &key, const ScoreComponent &component)
{
    if (key == u"sharpness")
        return sharpnessSentence(component);
    if (key == u"cleanliness")
        return tr("Noise of %1 of 255 levels").arg(number(component.value, 1));
    if (key == u"exposure")
        return exposureSentence(component);
    if (key == u"contrast")
        return tr("Tones span %1 of 255 levels").arg(number(component.value, 0));
    if (key == u"compression")
        return compressionSentence(component);
    if (key == u"information")
        return tr("%1 bits per pixel").arg(number(component.value, 1));
    return component.unit.isEmpty() ? number(component.value, 2) : number(component.value, 2) + u' ' + component.unit;
}

QStringList componentOrder()
{
    return {QStringLiteral("sharpness"), QStringLiteral("cleanliness"), QStringLiteral("exposure"),
            QStringLiteral("contrast"),  QStringLiteral("compression"), QStringLiteral("information")};
}

} // namespace lorastudio
