// SPDX-License-Identifier: GPL-3.0-or-later
// What the character table costs: an update tick at 10,000 rows, and painting a row.
#include "characters/charactertableview.h"
#include "models/characterfiltermodel.h"
#include "models/charactertablemodel.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/fakeprojectview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace lorastudio;

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    Appearance::prepareApplication(false);
    QApplication::setPalette(lightPalette());
    QTextStream out(stdout);

    FakeProjectView project(FakeProjectView::Scene::Running);
    const QList<CharacterRow> eight = project.rows();
    QList<CharacterRow> rows;
    for (int i = 0; i < 10'000; ++i) {
        CharacterRow row = eight[i % eight.size()];
        row.character.id = QStringLiteral("c%1").arg(i);
        rows.append(row);
    }
    CharacterTableModel model;
    CharacterFilterModel filter;
    filter.setSourceModel(&model);
    CharacterTableView view(project.images());
    view.setModel(&filter);
    QElapsedTimer timer;
    timer.start();
    model.setRows(rows);
    out << "10,000 rows set: " << timer.nsecsElapsed() / 1e6 << " ms\n";
    view.resize(1003, 690);
    view.show();
    view.grab();

    for (const int busy : {16, 400, 10'000}) {
        constexpr int ticks = 50;
        timer.start();
        for (int tick = 1; tick <= ticks; ++tick) {
            for (int k = 0; k < busy; ++k) {
                const int i = int(qint64(k) * rows.size() / busy);
                rows[i].live = JobProgress{{}, tick, 60};
                model.updateRow(rows[i]);
            }
            model.flush();
        }
        out << "tick with " << busy << " rows changed: " << timer.nsecsElapsed() / 1e6 / ticks << " ms\n";
    }

    constexpr int paints = 200;
    QImage image(view.viewport()->size(), QImage::Format_RGB32);
    view.viewport()->render(&image);
    timer.start();
    for (int i = 0; i < paints; ++i)
        view.viewport()->render(&image);
    const int visible = view.viewport()->height() / view.rowHeight(0) + 1;
    out << "row of seven cells painted: " << timer.nsecsElapsed() / 1e3 / paints / visible << " us\n";
    return 0;
}
