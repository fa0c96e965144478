// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the window with made-up data, in light and dark, for looking at: window_shots FOLDER
#include "characters/charactertableview.h"
#include "mainwindow/mainwindow.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/fakelibraryview.h"
#include "support/fakeprojectview.h"
#include "widgets/filedialogs.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QTest>
#include <QTextStream>

using namespace lorastudio;

namespace {

using Scene = FakeProjectView::Scene;

void shoot(Scene scene, const QString &name, const QDir &folder, bool dark, QSize size = QSize(1440, 900),
           const std::function<void(MainWindow &, FakeProjectView &)> &before = {})
{
    QSettings().clear();
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
    FakeProjectView project(scene);
    DesktopFileDialogs dialogs;
    Appearance appearance;
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
    FakeLibraryView library(project);
    MainWindow window({.project = project, .dialogs = dialogs, .appearance = &appearance, .library = &library});
    window.resize(size);
    window.show();
    if (before)
        before(window, project);
    QTest::qWait(250);
    window.grab().save(folder.filePath(
        QStringLiteral("%1-%2.png").arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
    for (QWidget *popup : QApplication::topLevelWidgets()) {
        if (popup != &window && popup->isVisible())
            popup->grab().save(folder.filePath(
                QStringLiteral("%1-popup-%2.png").arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
    }
}

void press(MainWindow &window, const char *action)
{
    window.findChild<QAction *>(QString::fromLatin1(action))->trigger();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication::setOrganizationName(QStringLiteral("lora-studio-shots"));
    QApplication::setApplicationName(QStringLiteral("lora-studio-shots"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QApplication app(argc, argv);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       QDir::tempPath() + QStringLiteral("/lora-studio-shots"));
    QFont font(QStringLiteral("Noto Sans"));
    font.setPointSize(10);
    QApplication::setFont(font);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    Appearance::prepareApplication(false);
    QDir folder(app.arguments().value(1, QStringLiteral(".")));
    if (!folder.mkpath(QStringLiteral("."))) {
        QTextStream(stderr) << "The folder cannot be made: " << folder.path() << '\n';
        return 1;
    }
    for (const bool dark : {false, true}) {
        shoot(Scene::Running, QStringLiteral("1-running"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  auto *table = window.findChild<CharacterTableView *>();
                  table->setProperty("hoverRow", 3);
                  table->setProperty("hoverColumn", 1);
              });
        shoot(Scene::Empty, QStringLiteral("2-empty"), folder, dark);
        shoot(Scene::Running, QStringLiteral("3-gallery"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) { press(window, "galleryPageAction"); });
        shoot(Scene::BeforeRun, QStringLiteral("4-before"), folder, dark);
        shoot(Scene::Finished, QStringLiteral("5-after"), folder, dark);
        shoot(Scene::Running, QStringLiteral("6-small"), folder, dark, {1024, 640});
        shoot(Scene::Running, QStringLiteral("7-stop"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &project) {
                  project.setNotices(
                      {{QStringLiteral("disk"),
                        Notice::Kind::Problem,
                        QStringLiteral("The disk is full"),
                        QStringLiteral("0.2 GB left in the library folder. It goes on by itself when there is room."),
                        {{QStringLiteral("open"), QStringLiteral("Open Folder")}},
                        true},
                       {QStringLiteral("import"),
                        Notice::Kind::Good,
                        QStringLiteral("Imported 12 characters"),
                        QStringLiteral("2 rows were left out: they have no name."),
                        {},
                        true}});
                  press(window, "stopAction");
              });
        shoot(Scene::Running, QStringLiteral("8-models"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  QTest::qWait(50);
                  auto *table = window.findChild<CharacterTableView *>();
                  table->setCurrentIndex(table->model()->index(5, 1));
                  press(window, "chooseModelAction");
              });
        shoot(Scene::Running, QStringLiteral("9-image"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  press(window, "galleryPageAction");
                  QTest::qWait(150);
                  auto *view = window.findChild<QListView *>(QStringLiteral("galleryView"));
                  view->setCurrentIndex(view->model()->index(3, 0));
                  press(window, "showImageAction");
              });
        shoot(Scene::Running, QStringLiteral("10-nothing"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  window.findChild<QLineEdit *>(QStringLiteral("searchEdit"))->setText(QStringLiteral("xyz"));
              });
        shoot(Scene::BeforeRun, QStringLiteral("13-no-server"), folder, dark, {1440, 900},
              [](MainWindow &, FakeProjectView &project) {
                  RunSummary summary = project.runSummary();
                  summary.servers = {};
                  summary.demo = false;
                  project.changeSummary(summary);
              });
        shoot(Scene::BeforeRun, QStringLiteral("11-gallery-empty"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) { press(window, "galleryPageAction"); });
        shoot(Scene::Running, QStringLiteral("12-large"), folder, dark, {1920, 1080});
    }
    return 0;
}
