// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every page of the window with made-up data, in light and dark, for looking at:
// window_shots FOLDER [BEGINNING OF A NAME] [WIDTHxHEIGHT]. QT_SCALE_FACTOR=2 takes them at that device pixel ratio.
#include "characters/charactertableview.h"
#include "desktop/tray.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/windowfixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QTableView>
#include <QTest>
#include <QTextStream>
#include <QToolButton>

using namespace lorastudio;

namespace {

using Scene = FakeProjectView::Scene;

struct Shooting
{
    QDir folder;
    QString only; ///< beginning of the names to take; empty = all
    QSize size;
};

void save(const QPixmap &picture, const Shooting &to, const QString &name, bool dark)
{
    picture.save(to.folder.filePath(
        QStringLiteral("%1-%2.png").arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
}

/// The window in both palettes, with what is open above it in pictures of their own.
void shoot(const Shooting &to, Scene scene, const QString &name,
           const std::function<void(test::WindowFixture &)> &before = {})
{
    if (!name.startsWith(to.only))
        return;
    for (const bool dark : {false, true}) {
        QSettings().clear();
        QApplication::setPalette(dark ? darkPalette() : lightPalette());
        test::WindowFixture f(scene, to.size);
        f.settings.setHasTray(true);
        if (before)
            before(f);
        f.settle();
        save(f.window.grab(), to, name, dark);
        int above = 0;
        for (QWidget *popup : QApplication::topLevelWidgets()) {
            if (popup != &f.window && popup->isVisible())
                save(popup->grab(), to, QStringLiteral("%1-above%2").arg(name).arg(++above), dark);
        }
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

void openImport(test::WindowFixture &f)
{
    QVector<Character> known;
    for (const CharacterRow &row : f.project.rows()) {
        Character character = row.character;
        character.reference = row.thumbnailKey;
        known.append(character);
    }
    f.imports.setKnown(f.project.projectId(), known);
    f.imports.addRead(exampleImport());
    auto *table = f.find<QTableView>("importTable");
    table->setCurrentIndex(table->model()->index(1, 1));
}

void press(test::WindowFixture &f, const char *action)
{
    f.find<QAction>(action)->trigger();
}

void shootCharacters(const Shooting &to)
{
    shoot(to, Scene::Empty, QStringLiteral("characters-first"));
    shoot(to, Scene::BeforeRun, QStringLiteral("characters-before"));
    shoot(to, Scene::Running, QStringLiteral("characters-running"), [](test::WindowFixture &f) {
        f.find<CharacterTableView>("charactersTable")->setProperty("hoverRow", 3);
        f.find<CharacterTableView>("charactersTable")->setProperty("hoverColumn", 1);
    });
    shoot(to, Scene::Running, QStringLiteral("characters-references"), [](test::WindowFixture &f) {
        QStringList keys;
        for (int i = 0; i < 24; ++i)
            keys.append(i == 0 ? QStringLiteral("portrait/0") : QStringLiteral("image/0/%1").arg(i));
        f.project.setReferences(f.find<CharacterTableView>("charactersTable")->currentId(), keys);
        f.find<QWidget>("inspectorReferenceStrip")->setFocus();
    });
    shoot(to, Scene::Running, QStringLiteral("characters-paused"),
          [](test::WindowFixture &f) { press(f, "pauseAction"); });
    shoot(to, Scene::Finished, QStringLiteral("characters-after"));
    shoot(to, Scene::Running, QStringLiteral("characters-search"),
          [](test::WindowFixture &f) { f.find<QLineEdit>("searchEdit")->setText(QStringLiteral("xyz")); });
    shoot(to, Scene::Running, QStringLiteral("characters-models"), [](test::WindowFixture &f) {
        auto *table = f.find<CharacterTableView>("charactersTable");
        table->setCurrentIndex(table->model()->index(5, 1));
        press(f, "chooseModelAction");
    });
    shoot(to, Scene::BeforeRun, QStringLiteral("characters-no-server"), [](test::WindowFixture &f) {
        RunSummary summary = f.project.runSummary();
        summary.servers = {};
        summary.demo = false;
        f.project.changeSummary(summary);
    });
    shoot(to, Scene::Running, QStringLiteral("characters-drop"), [](test::WindowFixture &f) {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/home/me/characters.csv")),
                       QUrl::fromLocalFile(QStringLiteral("/home/me/notes.odt"))});
        QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window, &enter);
    });
    shoot(to, Scene::Running, QStringLiteral("stop"), [](test::WindowFixture &f) {
        f.project.setNotices(
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
        press(f, "stopAction");
    });
    shoot(to, Scene::Running, QStringLiteral("import"), openImport);
}

void shootGallery(const Shooting &to)
{
    const auto choose = [](test::WindowFixture &f, int row) {
        press(f, "galleryPageAction");
        f.settle();
        auto *view = f.find<QListView>("galleryView");
        view->setCurrentIndex(view->model()->index(row, 0));
    };
    shoot(to, Scene::Running, QStringLiteral("gallery"), [&](test::WindowFixture &f) { choose(f, 3); });
    shoot(to, Scene::Running, QStringLiteral("gallery-large"), [&](test::WindowFixture &f) {
        choose(f, 3);
        press(f, "showImageAction");
    });
    shoot(to, Scene::Running, QStringLiteral("gallery-more"), [&](test::WindowFixture &f) {
        choose(f, 3);
        f.find<QAbstractButton>("galleryMoreButton")->click();
    });
    shoot(to, Scene::BeforeRun, QStringLiteral("gallery-none"),
          [](test::WindowFixture &f) { press(f, "galleryPageAction"); });
}

void shootServers(const Shooting &to)
{
    shoot(to, Scene::Running, QStringLiteral("servers-form"), [](test::WindowFixture &f) {
        press(f, "serversPageAction");
        press(f, "addServerAction");
        f.find<QLineEdit>("serversNameEdit")->setText(QStringLiteral("cloud-a10"));
        f.find<QLineEdit>("serversAddressEdit")->setText(QStringLiteral("https://10.0.8.4:8443"));
        f.find<QComboBox>("serversSignInCombo")->setCurrentIndex(2);
        f.find<QLineEdit>("serversSecretEdit")->setText(QStringLiteral("a secret one"));
        f.servers.setTest(FakeServerListView::pictureTest());
    });
    shoot(to, Scene::Empty, QStringLiteral("servers-none"),
          [](test::WindowFixture &f) { press(f, "serversPageAction"); });
    shoot(to, Scene::Running, QStringLiteral("servers-list"),
          [](test::WindowFixture &f) { press(f, "serversPageAction"); });
    for (const QString &list : {QStringLiteral("Open"), QStringLiteral("Failed")}) {
        shoot(to, Scene::Running, QStringLiteral("servers-jobs-") + list.toLower(), [&](test::WindowFixture &f) {
            press(f, "serversPageAction");
            f.find<QAbstractButton>(qPrintable(QStringLiteral("servers%1JobsSegment").arg(list)))->click();
        });
    }
    shoot(to, Scene::Running, QStringLiteral("servers-remove"), [](test::WindowFixture &f) {
        press(f, "serversPageAction");
        press(f, "removeServerAction");
    });
}

void shootOthers(const Shooting &to)
{
    shoot(to, Scene::Running, QStringLiteral("models"),
          [](test::WindowFixture &f) { f.show(QStringLiteral("models")); });
    shoot(to, Scene::Running, QStringLiteral("models-no-server"), [](test::WindowFixture &f) {
        f.catalog.setServers(0);
        f.show(QStringLiteral("models"));
    });
    shoot(to, Scene::Running, QStringLiteral("log"), [](test::WindowFixture &f) { f.show(QStringLiteral("log")); });
    shoot(to, Scene::BeforeRun, QStringLiteral("log-none"),
          [](test::WindowFixture &f) { f.show(QStringLiteral("log")); });
    for (const QString &section :
         {QStringLiteral("generation"), QStringLiteral("database"), QStringLiteral("folders"),
          QStringLiteral("notifications"), QStringLiteral("appearance"), QStringLiteral("keyboard")}) {
        shoot(to, Scene::Running, QStringLiteral("settings-") + section, [&](test::WindowFixture &f) {
            f.show(QStringLiteral("settings"));
            while (QSettings().value(QStringLiteral("settings/section")).toString() != section)
                press(f, "settingsNextSectionAction");
        });
    }
    shoot(to, Scene::Running, QStringLiteral("close"), [](test::WindowFixture &f) { f.window.close(); });
    shoot(to, Scene::Running, QStringLiteral("guide"), [](test::WindowFixture &f) { press(f, "guideAction"); });
    shoot(to, Scene::Running, QStringLiteral("keys"), [](test::WindowFixture &f) { press(f, "keysAction"); });
    shoot(to, Scene::Running, QStringLiteral("projects"), [](test::WindowFixture &f) {
        f.find<QToolButton>("projectChooser")->menu()->popup(f.window.mapToGlobal(QPoint(8, 120)));
    });
    shoot(to, Scene::Running, QStringLiteral("tray"), [](test::WindowFixture &f) {
        auto *tray = new Tray(f.project, f.settings, &f.window);
        tray->menu().popup(QPoint(400, 300));
        tray->menu().setActiveAction(tray->menu().actions().value(5));
    });
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setOrganizationName(QStringLiteral("lora-studio-shots"));
    QApplication::setApplicationName(QStringLiteral("lora-studio-shots"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       QDir::tempPath() + QStringLiteral("/lora-studio-shots"));
    QFont font(QStringLiteral("Noto Sans"));
    font.setPointSize(10);
    QApplication::setFont(font);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    Appearance::prepareApplication(false);
    const QStringList arguments = QApplication::arguments();
    const QStringList size = arguments.value(3, QStringLiteral("1440x900")).split(u'x');
    const Shooting to{QDir(arguments.value(1, QStringLiteral("."))), arguments.value(2),
                      QSize(size.value(0).toInt(), size.value(1).toInt())};
    if (!to.folder.mkpath(QStringLiteral(".")) || to.size.isEmpty()) {
        QTextStream(stderr) << "window_shots FOLDER [BEGINNING OF A NAME] [WIDTHxHEIGHT]\n";
        return 1;
    }
    shootCharacters(to);
    shootGallery(to);
    shootServers(to);
    shootOthers(to);
    return 0;
}
