// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakecatalogview.h"

#include <QUndoCommand>

#include <cmath>

namespace lorastudio {

namespace {

class Command : public QUndoCommand
{
public:
    Command(const QString &text, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(text), m_undo(std::move(undo)), m_redo(std::move(redo))
    {
    }
    void undo() override { m_undo(); }
    void redo() override { m_redo(); }

private:
    std::function<void()> m_undo;
    std::function<void()> m_redo;
};

CatalogRow made(const char *file, const char *name, int sharpness, int speed, const QStringList &bestFor, int images,
                double mean, int onServers)
{
    CatalogRow row;
    row.checkpoint.file = QString::fromUtf8(file);
    row.checkpoint.name = QString::fromUtf8(name);
    row.checkpoint.type = QStringLiteral("photorealistic");
    row.checkpoint.sharpness = sharpness;
    row.checkpoint.speed = speed;
    row.checkpoint.bestFor = bestFor;
    row.checkpoint.settings = {5.0, QStringLiteral("dpmpp_sde"), QStringLiteral("karras"), 30};
    row.checkpoint.negative = QStringLiteral("blurry, anime, cartoon, smooth skin");
    row.origin = CatalogRow::Origin::BuiltIn;
    row.servers = 4;
    for (int i = 0; i < onServers; ++i) {
        row.checkpoint.onServers.append(QStringLiteral("http://10.0.0.%1:8188").arg(i + 1));
        row.serverNames.append(QStringLiteral("server %1").arg(i + 1));
    }
    ModelFigures &figures = row.figures;
    figures.images = figures.scored = images;
    figures.meanScore = mean;
    figures.secondsPerImage = 2.4 + sharpness * 0.15;
    if (images >= fewestScores) {
        figures.accepted = images * 6 / 10;
        figures.rejected = images * 2 / 10;
    }
    // A hump around the mean with a thin tail below.
    double left = images;
    for (int step = 0; step < ModelFigures::steps; ++step) {
        const double at = ModelFigures::lowestScore + ModelFigures::stepWidth * (step + 0.5);
        const double share = std::exp(-std::pow((at - mean) / 8, 2)) / 5.9 + 0.004;
        const int count = step + 1 == ModelFigures::steps ? int(left) : int(std::min(left, images * share));
        figures.histogram[std::size_t(step)] = count;
        left -= count;
    }
    figures.medianScore = medianOf(figures.histogram);
    return row;
}

} // namespace

FakeCatalogView::FakeCatalogView(QUndoStack &stack) : m_stack(stack)
{
    const QString male = QStringLiteral("male");
    const QString female = QStringLiteral("female");
    m_builtIn = {made("epicrealism_v5.safetensors", "epiCRealism v5", 10, 7,
                      {male, female, QStringLiteral("sharp_detail")}, 612, 89, 2),
                 made("cyberrealistic_v9.safetensors", "CyberRealistic v9", 10, 8,
                      {male, female, QStringLiteral("crisp")}, 488, 88, 2),
                 made("realistic_vision_v51.safetensors", "Realistic Vision 5.1", 7, 9,
                      {QStringLiteral("versatile"), QStringLiteral("consistent")}, 421, 86, 2),
                 made("chilloutmix.safetensors", "ChilloutMix", 5, 8, {QStringLiteral("soft")}, 24, 76, 0)};
    m_rows = m_builtIn;
    CatalogRow stranger = made("dreamshaper_8.safetensors", "dreamshaper_8", 5, 5, {}, 3, 80, 1);
    stranger.origin = CatalogRow::Origin::Assumed;
    stranger.checkpoint.type.clear();
    stranger.checkpoint.negative.clear();
    stranger.checkpoint.settings = {};
    stranger.loadSeconds = 5.6;
    m_rows.append(stranger);
}

CatalogRow FakeCatalogView::row(const QString &file) const
{
    for (const CatalogRow &row : m_rows) {
        if (row.checkpoint.file == file)
            return row;
    }
    return {};
}

void FakeCatalogView::setRows(const QList<CatalogRow> &rows)
{
    m_rows = rows;
    Q_EMIT rowsChanged();
}

void FakeCatalogView::setServers(int servers)
{
    m_servers = servers;
    for (CatalogRow &row : m_rows) {
        row.servers = servers;
        if (servers == 0) {
            row.checkpoint.onServers.clear();
            row.serverNames.clear();
        }
    }
    Q_EMIT rowsChanged();
}

void FakeCatalogView::setReady(bool ready)
{
    m_ready = ready;
    Q_EMIT rowsChanged();
}

void FakeCatalogView::setReading(const QString &server)
{
    m_reading = server;
    Q_EMIT readingChanged();
}

QStringList FakeCatalogView::samplers() const
{
    return {QStringLiteral("euler"), QStringLiteral("dpmpp_sde"), QStringLiteral("dpmpp_2m"),
            QStringLiteral("dpmpp_2m_sde")};
}

QStringList FakeCatalogView::schedulers() const
{
    return {QStringLiteral("normal"), QStringLiteral("karras")};
}

void FakeCatalogView::change(const QString &text, const QList<CatalogRow> &after)
{
    const QList<CatalogRow> before = m_rows;
    m_stack.push(new Command(
        text, [this, before] { setRows(before); }, [this, after] { setRows(after); }));
}

void FakeCatalogView::edit(const Checkpoint &after)
{
    m_calls.append(QStringLiteral("edit %1").arg(after.file));
    if (m_failsEdits) {
        Q_EMIT editFailed(after.file);
        return;
    }
    QList<CatalogRow> rows = m_rows;
    for (CatalogRow &row : rows) {
        if (row.checkpoint.file != after.file)
            continue;
        row.checkpoint = after;
        row.origin = row.origin == CatalogRow::Origin::Assumed || row.origin == CatalogRow::Origin::Own
                         ? CatalogRow::Origin::Own
                         : CatalogRow::Origin::Changed;
    }
    change(QStringLiteral("Changed %1.").arg(after.name), rows);
}

void FakeCatalogView::reset(const QString &file)
{
    m_calls.append(QStringLiteral("reset %1").arg(file));
    QList<CatalogRow> rows = m_rows;
    for (const CatalogRow &builtIn : m_builtIn) {
        for (CatalogRow &row : rows) {
            if (row.checkpoint.file == file && builtIn.checkpoint.file == file) {
                row.checkpoint = builtIn.checkpoint;
                row.origin = CatalogRow::Origin::BuiltIn;
            }
        }
    }
    rows.removeIf(
        [&](const CatalogRow &row) { return row.checkpoint.file == file && row.origin == CatalogRow::Origin::Own; });
    change(QStringLiteral("Reset %1.").arg(file), rows);
}

QString FakeCatalogView::cannotAdd(const QString &file) const
{
    if (file.trimmed().isEmpty())
        return QStringLiteral("Write a name.");
    return row(file).checkpoint.file.isEmpty() ? QString() : QStringLiteral("%1 is there already.").arg(file);
}

void FakeCatalogView::add(const QString &file)
{
    m_calls.append(QStringLiteral("add %1").arg(file));
    QList<CatalogRow> rows = m_rows;
    CatalogRow own;
    own.checkpoint.file = own.checkpoint.name = file;
    own.origin = CatalogRow::Origin::Own;
    own.servers = m_servers;
    rows.insert(4, own);
    change(QStringLiteral("Added %1.").arg(file), rows);
}

void FakeCatalogView::readServersAgain()
{
    m_calls.append(QStringLiteral("readServersAgain"));
}

void FakeCatalogView::setWatched(bool on)
{
    m_calls.append(on ? QStringLiteral("watched") : QStringLiteral("unwatched"));
}

} // namespace lorastudio
