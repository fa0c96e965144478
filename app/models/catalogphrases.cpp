// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogphrases.h"

#include "core/text.h"
#include "models/phrases.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace lorastudio::catalogphrases {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CatalogPhrases", text);
}

QString dash()
{
    return QStringLiteral("–");
}

QString imageCount(int images)
{
    return phrases::images(images);
}

} // namespace

QString count(const QList<CatalogRow> &rows, int servers)
{
    const QLocale locale;
    const auto known = std::count_if(rows.begin(), rows.end(),
                                     [](const CatalogRow &row) { return row.origin != CatalogRow::Origin::Assumed; });
    const QString inCatalog = tr("%1 in the catalog").arg(locale.toString(qlonglong(known)));
    if (servers == 0)
        return inCatalog;
    const auto there = std::count_if(rows.begin(), rows.end(),
                                     [](const CatalogRow &row) { return !row.checkpoint.onServers.isEmpty(); });
    return tr("%1, %2 on servers").arg(inCatalog, locale.toString(qlonglong(there)));
}

QString seconds(std::optional<double> seconds)
{
    if (!seconds)
        return dash();
    const QLocale locale;
    if (*seconds < 99.95)
        return tr("%1 s").arg(locale.toString(*seconds, 'f', 1));
    const int whole = qRound(*seconds);
    return tr("%1 min %2 s").arg(locale.toString(whole / 60), locale.toString(whole % 60));
}

QString share(std::optional<double> share)
{
    return share ? tr("%1 %").arg(QLocale().toString(qRound(*share * 100))) : dash();
}

bool hasScore(const ModelFigures &figures)
{
    return figures.meanScore && figures.scored >= fewestScores;
}

QString score(const ModelFigures &figures)
{
    if (hasScore(figures))
        return phrases::mean(*figures.meanScore);
    return figures.scored > 0 ? tr("Too few images (%1)").arg(QLocale().toString(figures.scored)) : tr("Not scored");
}

QString onServers(const CatalogRow &row)
{
    if (row.servers == 0)
        return dash();
    if (row.checkpoint.onServers.isEmpty())
        return tr("None");
    const QLocale locale;
    return tr("%1 of %2").arg(locale.toString(row.checkpoint.onServers.size()), locale.toString(row.servers));
}

QString modelSentence(const CatalogRow &row)
{
    const QString of = tr("Model %1, file %2").arg(isolated(row.checkpoint.name), isolated(row.checkpoint.file));
    switch (row.origin) {
    case CatalogRow::Origin::Changed:
        return tr("%1, with values of your own").arg(of);
    case CatalogRow::Origin::Own:
        return tr("%1, added by you").arg(of);
    case CatalogRow::Origin::Assumed:
        return tr("%1, not in the catalog, its values are assumed").arg(of);
    case CatalogRow::Origin::BuiltIn:
        break;
    }
    return of;
}

QString sharpnessSentence(const CatalogRow &row)
{
    const QLocale locale;
    const QString declared = row.origin == CatalogRow::Origin::Assumed
                                 ? tr("Sharpness %1 of 10, assumed").arg(locale.toString(row.checkpoint.sharpness))
                                 : tr("Sharpness %1 of 10, as declared").arg(locale.toString(row.checkpoint.sharpness));
    if (hasScore(row.figures))
        return tr("%1; mean technical score %2 of 100, from %3")
            .arg(declared, phrases::mean(*row.figures.meanScore), imageCount(row.figures.scored));
    if (row.figures.scored > 0)
        return tr("%1; %2 scored, too few for a mean").arg(declared, imageCount(row.figures.scored));
    return tr("%1; no image is scored").arg(declared);
}

QString imagesSentence(const CatalogRow &row)
{
    const ModelFigures &figures = row.figures;
    const QString made = tr("%1 made").arg(imageCount(figures.images));
    if (figures.demoImages == 0)
        return made;
    return figures.demoImages == 1
               ? tr("%1; 1 demo image does not count").arg(made)
               : tr("%1; %2 demo images do not count").arg(made, QLocale().toString(figures.demoImages));
}

QString acceptedSentence(const CatalogRow &row)
{
    const ModelFigures &figures = row.figures;
    if (!figures.acceptedShare())
        return tr("No image is accepted or rejected yet");
    const QLocale locale;
    return tr("%1 accepted: %2 of %3 that are decided")
        .arg(share(figures.acceptedShare()), locale.toString(figures.accepted),
             locale.toString(figures.accepted + figures.rejected));
}

QString timeSentence(const CatalogRow &row)
{
    return row.figures.secondsPerImage ? tr("%1 per image").arg(seconds(row.figures.secondsPerImage))
                                       : tr("Time per image not known");
}

QString loadSentence(const CatalogRow &row)
{
    return row.loadSeconds ? tr("Loaded in %1 when it was last loaded").arg(seconds(row.loadSeconds))
                           : tr("Not loaded since the program started");
}

QString serversSentence(const CatalogRow &row)
{
    if (row.servers == 0)
        return tr("No server is connected");
    if (row.checkpoint.onServers.isEmpty())
        return tr("On none of the connected servers");
    return tr("On %1").arg(isolated(row.serverNames.join(tr(", "))));
}

QStringList scoreSentences(const QList<CatalogRow> &rows)
{
    QStringList sentences;
    for (const CatalogRow &row : rows) {
        const ModelFigures &figures = row.figures;
        if (figures.scored > 0 && figures.meanScore && figures.medianScore)
            sentences.append(tr("%1: %2, mean %3, median %4")
                                 .arg(isolated(row.checkpoint.name), imageCount(figures.scored),
                                      phrases::mean(*figures.meanScore), phrases::mean(*figures.medianScore)));
    }
    return sentences;
}

QString scoreTable(const QList<CatalogRow> &rows)
{
    QStringList head{tr("Model"), tr("File"), tr("Images"), tr("Mean"), tr("Median")};
    for (int step = 0; step < ModelFigures::steps; ++step)
        head.append(QString::number(ModelFigures::lowestScore + step * ModelFigures::stepWidth, 'f', 1));
    QStringList lines{head.join(QLatin1Char('\t'))};
    for (const CatalogRow &row : rows) {
        const ModelFigures &figures = row.figures;
        if (figures.scored == 0 || !figures.meanScore || !figures.medianScore)
            continue;
        QStringList cells{cleanName(row.checkpoint.name), cleanName(row.checkpoint.file, 1000),
                          QString::number(figures.scored), QString::number(*figures.meanScore, 'f', 2),
                          QString::number(*figures.medianScore, 'f', 2)};
        for (const int count : figures.histogram)
            cells.append(QString::number(count));
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace lorastudio::catalogphrases
