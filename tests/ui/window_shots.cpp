// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the window with made-up data, in light and dark, for looking at: window_shots FOLDER
#include "characters/charactertableview.h"
#include "mainwindow/mainwindow.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/fakeimportview.h"
#include "support/fakelibraryview.h"
#include "support/fakeprojectview.h"
#include "support/fakeserverlistview.h"
#include "widgets/filedialogs.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSettings>
#include <QTableView>
#include <QTest>
#include <QTextStream>

using namespace lorastudio;

namespace {

using Scene = FakeProjectView::Scene;

void shoot(Scene scene, const QString &name, const QDir &folder, bool dark, QSize size = QSize(1440, 900),
           const std::function<void(MainWindow &, FakeProjectView &)> &before = {})
{
    const QString only = QCoreApplication::arguments().value(2);
    if (!only.isEmpty() && !name.startsWith(only))
        return;
    QSettings().clear();
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
    FakeProjectView project(scene);
    FakeServerListView servers(scene == Scene::Empty ? FakeServerListView::Scene::None
                                                     : FakeServerListView::Scene::Farm);
    DesktopFileDialogs dialogs;
    Appearance appearance;
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
    FakeLibraryView library(project);
    MainWindow window(
        {.project = project, .dialogs = dialogs, .appearance = &appearance, .library = &library, .servers = &servers});
    window.resize(size);
    window.show();
    if (before)
        before(window, project);
    if (name.startsWith(QStringLiteral("20-servers-form")))
        servers.setTest(FakeServerListView::pictureTest());
    QTest::qWait(250);
    window.grab().save(folder.filePath(
        QStringLiteral("%1-%2.png").arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
    for (QWidget *popup : QApplication::topLevelWidgets()) {
        if (popup != &window && popup->isVisible())
            popup->grab().save(folder.filePath(
                QStringLiteral("%1-popup-%2.png").arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
    }
}

ImportedCharacter imported(const QString &name, const QString &type, const QString &source, int line)
{
    ImportedCharacter out;
    out.character.name = name;
    out.character.type = type;
    out.given = QStringList{field::name, field::type};
    out.source = source;
    out.line = line;
    return out;
}

void addPictures(ImportedCharacter &of, int person, int count)
{
    for (int i = 0; i < count; ++i)
        of.pictures.append(QStringLiteral("p/%1/%2").arg(person).arg(i));
    of.references = count;
    of.ofFolder = count > 1;
    of.referencePath = of.pictures.value(0);
}

/// The import of the design: folders, a table with remarks, and a file that cannot be read.
ImportResult exampleImport()
{
    const QString table = QStringLiteral("/home/me/characters.csv");
    ImportResult read;
    ImportedCharacter hana =
        imported(QStringLiteral("Hana Mori"), QStringLiteral("gentle_female"), QStringLiteral("/home/me/hana_mori"), 0);
    addPictures(hana, 2, 24);
    hana.character.prompt = QStringLiteral("kmori, long fair hair, light dress");
    hana.captions = 24;
    ImportedCharacter luca = imported(QStringLiteral("Luca Rossi"), QStringLiteral("confident_male"),
                                      QStringLiteral("/home/me/luca_rossi"), 0);
    addPictures(luca, 3, 16);
    luca.character.trigger = QStringLiteral("lucarss");
    luca.character.prompt =
        QStringLiteral("photo of lucarss, man with curly brown hair, green jacket, friendly, natural light");
    luca.refused = {{QStringLiteral("/home/me/luca_rossi/img_007.png"), QStringLiteral("The picture is cut off."), 6},
                    {QStringLiteral("/home/me/luca_rossi/img_011.png"), QStringLiteral("The picture is cut off."), 10}};
    ImportedCharacter yuki = imported(QStringLiteral("Yuki Tanaka"), QStringLiteral("nervous_male"), table, 2);
    yuki.character.prompt = QStringLiteral("another one");
    yuki.character.trigger = QStringLiteral("yukit");
    yuki.given += QStringList{field::prompt, field::trigger};
    ImportedCharacter sofia = imported(QStringLiteral("Sofia Lind"), QStringLiteral("casual_female"),
                                       QStringLiteral("/home/me/sofia.png"), 0);
    addPictures(sofia, 4, 1);
    read.characters = {hana,
                       luca,
                       yuki,
                       imported(QStringLiteral("Amara Diallo"), QStringLiteral("sharp_female"), table, 3),
                       imported(QStringLiteral("Jonas Weber"), QStringLiteral("soft_male"), table, 4),
                       sofia};
    read.nameless = {imported({}, {}, table, 5)};
    read.addError({table,
                   4,
                   {},
                   QStringLiteral("Images: “many” is not a number"),
                   QStringLiteral("100 will be used"),
                   0,
                   field::images});
    read.addError({table, 5, {}, {}, {}, 0, field::name});
    read.addError({QStringLiteral("/home/me/broken.json"),
                   0,
                   {},
                   QStringLiteral("Not valid JSON, so it is left out"),
                   QStringLiteral("Line 14, column 3: a comma is missing")});
    return read;
}

void shootImport(const QString &name, const QDir &folder, bool dark, QSize size)
{
    QSettings().clear();
    FakeProjectView project(Scene::Running);
    FakeImportView imports;
    QVector<Character> known;
    for (const CharacterRow &row : project.rows()) {
        Character character = row.character;
        character.reference = row.thumbnailKey;
        known.append(character);
    }
    imports.setKnown(project.projectId(), known);
    DesktopFileDialogs dialogs;
    Appearance appearance;
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
    MainWindow window({.project = project, .dialogs = dialogs, .appearance = &appearance, .imports = &imports});
    window.resize(size);
    window.show();
    imports.addRead(exampleImport());
    auto *table = window.findChild<QTableView *>(QStringLiteral("importTable"));
    table->setCurrentIndex(table->model()->index(1, 1));
    QTest::qWait(250);
    window.grab().save(folder.filePath(
        QStringLiteral("%1-%2.png").arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
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
        shoot(Scene::Running, QStringLiteral("16-drop"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  QMimeData files;
                  files.setUrls({QUrl::fromLocalFile(QStringLiteral("/home/me/characters.csv")),
                                 QUrl::fromLocalFile(QStringLiteral("/home/me/notes.odt"))});
                  QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
                  QApplication::sendEvent(&window, &enter);
              });
        shootImport(QStringLiteral("14-import"), folder, dark, {1440, 900});
        shootImport(QStringLiteral("15-import-small"), folder, dark, {1024, 640});
        const auto form = [](MainWindow &window, FakeProjectView &) {
            press(window, "serversPageAction");
            press(window, "addServerAction");
            window.findChild<QLineEdit *>(QStringLiteral("serversNameEdit"))->setText(QStringLiteral("cloud-a10"));
            window.findChild<QLineEdit *>(QStringLiteral("serversAddressEdit"))
                ->setText(QStringLiteral("https://10.0.8.4:8443"));
            window.findChild<QComboBox *>(QStringLiteral("serversSignInCombo"))->setCurrentIndex(2);
            window.findChild<QLineEdit *>(QStringLiteral("serversSecretEdit"))->setText(QStringLiteral("a secret one"));
        };
        shoot(Scene::Running, QStringLiteral("20-servers-form"), folder, dark, {1440, 900}, form);
        shoot(Scene::Running, QStringLiteral("20-servers-form-narrow"), folder, dark, {1200, 760}, form);
        shoot(Scene::Running, QStringLiteral("21-servers-small"), folder, dark, {1024, 640},
              [](MainWindow &window, FakeProjectView &) { press(window, "serversPageAction"); });
        shoot(Scene::Empty, QStringLiteral("22-servers-none"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) { press(window, "serversPageAction"); });
        shoot(Scene::Running, QStringLiteral("23-servers-failed"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  press(window, "serversPageAction");
                  window.findChild<QAbstractButton *>(QStringLiteral("serversFailedJobsSegment"))->click();
              });
        shoot(Scene::Running, QStringLiteral("24-servers-remove"), folder, dark, {1440, 900},
              [](MainWindow &window, FakeProjectView &) {
                  press(window, "serversPageAction");
                  window.findChild<QAction *>(QStringLiteral("removeServerAction"))->trigger();
              });
    }
    return 0;
}
