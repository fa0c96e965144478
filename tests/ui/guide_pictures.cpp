// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of the guide, taken from the real window over real services with servers on loopback that paint
// stand-in pictures: guide_pictures FOLDER. packaging/guide builds and runs it.
#include "demoserver/demoserver.h"
#include "mainwindow/mainwindow.h"
#include "mainwindow/pagearea.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "widgets/filedialogs.h"
#include "windowsessions.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

using namespace lorastudio;

namespace {

constexpr int patience = 120'000; ///< ms

[[noreturn]] void giveUp(const char *why)
{
    QTextStream(stderr) << why << '\n';
    std::exit(1);
}

void until(const std::function<bool()> &condition, const char *otherwise)
{
    if (!QTest::qWaitFor(condition, patience))
        giveUp(otherwise);
}

/// The window with everything behind it, in a folder of its own.
class Studio
{
public:
    explicit Studio(QDir pictures) : m_pictures(std::move(pictures))
    {
        m_window.resize(1440, 900);
        m_window.show();
    }
    ~Studio()
    {
        Task<void> closing = project().close();
        until([&] { return closing.isReady(); }, "The services do not end.");
    }
    WindowViews views() { return m_sessions.views(m_dialogs); }
    ProjectSession &project() { return m_sessions.project(); }
    Services &services() { return m_services; }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    template <class T>
    T *find(const char *name)
    {
        T *found = m_window.findChild<T *>(QString::fromLatin1(name));
        if (!found)
            giveUp(name);
        return found;
    }
    void trigger(const char *action) { find<QAction>(action)->trigger(); }
    void show(const char *page) { find<PageArea>("pageArea")->showPage(QString::fromLatin1(page)); }
    /// In both palettes.
    void shoot(const char *name)
    {
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : lightPalette());
            QTest::qWait(700); // thumbnails
            const QString file = QStringLiteral("%1-%2.png")
                                     .arg(QLatin1String(name), dark ? QLatin1String("dark") : QLatin1String("light"));
            if (!m_window.grab().save(m_pictures.filePath(file)))
                giveUp("The pictures cannot be written.");
        }
        QApplication::setPalette(lightPalette());
    }

private:
    QDir m_pictures;
    QTemporaryDir m_folder;
    Services m_services{
        PathOptions{.configDir = m_folder.filePath(QStringLiteral("config")),
                    .database = QStringLiteral("sqlite:") + m_folder.filePath(QStringLiteral("studio.sqlite")),
                    .library = m_folder.filePath(QStringLiteral("library"))}};
    Appearance m_appearance;
    DesktopFileDialogs m_dialogs;
    WindowSessions m_sessions{m_services, m_appearance, QString()};
    MainWindow m_window{m_sessions.views(m_dialogs)};
};

/// A server that is taken for a real one, so that figures of models and speeds are there.
std::unique_ptr<DemoServer> startServer(const QStringList &checkpoints, int stepMs)
{
    DemoOptions options;
    options.stepMs = stepMs;
    options.loadMs = 1500;
    options.asReal = true;
    options.checkpoints = checkpoints;
    auto server = std::make_unique<DemoServer>(options);
    if (!server->start())
        giveUp("A server does not start.");
    return server;
}

Task<void> addAndConnect(Services &services, ServerConfig config, bool *done)
{
    const Result<void> added = co_await services.addServer(config, {});
    if (!added)
        giveUp("A server is not stored.");
    const QStringList urls{config.url};
    co_await services.connectServers(urls);
    *done = true;
}

void connectTo(Studio &studio, const DemoServer &server, const QString &name)
{
    ServerConfig config;
    config.url = normalizedServerUrl(server.url().toString());
    config.name = name;
    bool done = false;
    const Task<void> adding = addAndConnect(studio.services(), config, &done);
    until([&] { return done; }, "A server is not connected.");
}

void writeList(const QDir &people)
{
    const QDir folder(people.filePath(QStringLiteral("10_hanamr woman")));
    folder.mkpath(QStringLiteral("."));
    for (const char *name : {"mei_kobayashi", "rina_suzuki"})
        QFile::copy(QStringLiteral(":/sample/%1.png").arg(QLatin1String(name)),
                    folder.filePath(QStringLiteral("%1.png").arg(QLatin1String(name))));
    QFile list(people.filePath(QStringLiteral("characters.csv")));
    if (!list.open(QIODevice::WriteOnly))
        giveUp("The list cannot be written.");
    list.write("name,type,prompt,images\n"
               "Yuki Tanaka,nervous_male,\"photo of yukitnk, young man, grey coat, snow\",100\n"
               "Amara Diallo,sharp_female,,100\n"
               "Jonas Weber,soft_male,,many\n"
               ",casual_female,,50\n");
    QFile broken(people.filePath(QStringLiteral("broken.json")));
    if (!broken.open(QIODevice::WriteOnly))
        giveUp("The list cannot be written.");
    broken.write("{\"characters\": [{\"name\": \"Sofia Lind\"},]}");
}

void judge(Studio &studio)
{
    auto *view = studio.find<QAbstractItemView>("galleryView");
    until([&] { return view->model()->rowCount() >= 20; }, "The gallery stays empty.");
    view->setFocus();
    view->setCurrentIndex(view->model()->index(0, 0));
    for (const Qt::Key key :
         {Qt::Key_A, Qt::Key_A, Qt::Key_R, Qt::Key_A, Qt::Key_Right, Qt::Key_A, Qt::Key_R, Qt::Key_A})
        QTest::keyClick(view, key);
    view->setCurrentIndex(view->model()->index(9, 0));
}

void run(const QDir &pictures)
{
    Studio studio(pictures);
    const auto first = startServer(DemoOptions::defaultCheckpoints(), 12);
    const auto second = startServer(DemoOptions::defaultCheckpoints().mid(1, 2), 20);
    studio.project().begin(false);
    until([&] { return studio.project().isReady(); }, "The project does not open.");
    studio.shoot("first-start");

    studio.project().openSampleProject();
    until([&] { return studio.project().rows().size() == 4; }, "The sample project does not open.");
    connectTo(studio, *first, QStringLiteral("atelier-4090"));
    connectTo(studio, *second, QStringLiteral("studio-3090"));
    until([&] { return studio.project().runSummary().servers.connected == 2; }, "The servers do not answer.");
    const QList<CharacterRow> rows = studio.project().rows();
    for (const CharacterRow &row : rows)
        studio.project().setImages(row.character.id, 24);
    until([&] { return studio.project().rows().constLast().character.images == 24; }, "The targets do not change.");

    studio.project().start({});
    until([&] { return studio.project().runSummary().made >= 24; }, "The run does not go on.");
    studio.shoot("characters");
    studio.show("servers");
    studio.shoot("servers");
    until([&] { return studio.project().runSummary().phase == RunPhase::Finished; }, "The run does not end.");
    studio.show("gallery");
    judge(studio);
    studio.shoot("gallery");
    studio.show("models");
    studio.shoot("models");

    const QDir people(studio.path(QStringLiteral("people")));
    writeList(people);
    studio.show("characters");
    studio.views().imports->add({people.filePath(QStringLiteral("10_hanamr woman")),
                                 people.filePath(QStringLiteral("characters.csv")),
                                 people.filePath(QStringLiteral("broken.json"))});
    until([&] { return studio.views().imports->state().open && !studio.views().imports->state().busy; },
          "The list is not read.");
    studio.shoot("import");
    studio.views().imports->cancel();
    studio.show("settings");
    studio.shoot("settings");
    studio.show("log");
    studio.shoot("log");
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QApplication::setOrganizationName(QStringLiteral("guide"));
    QFont font(QStringLiteral("Noto Sans"));
    font.setPointSize(10);
    QApplication::setFont(font);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    Appearance::prepareApplication(false);
    const QDir pictures(app.arguments().value(1, QStringLiteral(".")));
    if (!pictures.mkpath(QStringLiteral(".")))
        giveUp("The folder cannot be made.");
    run(pictures);
    return 0;
}
