// SPDX-License-Identifier: GPL-3.0-or-later
// What the window costs, beside a bare one in the same process: from nothing to painted rows with 10,000 images and 200
// characters in the database, memory and processor time while nothing happens, and event-loop turns while rows change
// 10,000 times a second.
#include "mainwindow/mainwindow.h"
#include "services.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/fakeprojectview.h"
#include "widgets/filedialogs.h"
#include "windowsessions.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QSettings>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QTimer>
#include <QToolBar>

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>

using namespace lorastudio;

namespace {

constexpr int characters = 200;
constexpr int imagesEach = 50;
constexpr int rounds = 5;

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

template <class T>
Task<void> keep(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

template <class T>
T await(Task<T> task)
{
    std::optional<T> result;
    const Task<void> running = keep(std::move(task), &result);
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 120'000))
        qFatal("a task did not end");
    return std::move(*result);
}

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end");
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

/// Resident memory of this process in MiB.
double memory()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// Says when a widget has been painted.
class PaintWatch : public QObject
{
public:
    explicit PaintWatch(QWidget *widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            painted = true;
        return false;
    }
    bool painted = false;
};

/// Times every event that the loop hands out, with all that follows from it: while it lasts, nothing else happens.
class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0 || !watching)
            return QApplication::notify(receiver, event);
        ++m_depth;
        QElapsedTimer timer;
        timer.start();
        const bool taken = QApplication::notify(receiver, event);
        turns.append(double(timer.nsecsElapsed()) / 1e6);
        --m_depth;
        return taken;
    }
    bool watching = false;
    QList<double> turns; ///< ms

private:
    int m_depth = 0;
};

WatchedApplication &application()
{
    return *static_cast<WatchedApplication *>(QCoreApplication::instance());
}

/// As the program does it: waiting in the loop, not asking again and again.
void runFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

PathOptions paths(const QTemporaryDir &folder)
{
    return {.configDir = folder.filePath(QStringLiteral("config")),
            .database = QStringLiteral("sqlite:") + folder.filePath(QStringLiteral("data.db")),
            .library = folder.filePath(QStringLiteral("library"))};
}

Result<void> fill(Connection &connection)
{
    for (int c = 0; c < characters; ++c) {
        Character character;
        character.project = QStringLiteral("default");
        character.name = QStringLiteral("Character %1").arg(c);
        character.type = c % 2 ? QStringLiteral("gentle_female") : QStringLiteral("sharp_male");
        const Result<Character> stored = CharacterRepository(connection).insert(character);
        if (!stored)
            return fail(stored.error());
        for (int n = 1; n <= imagesEach; ++n) {
            ImageRecord image;
            image.characterId = stored->id;
            image.number = n;
            image.modelFile = QStringLiteral("epicrealism_v5.safetensors");
            image.imagePath = QStringLiteral("default/%1/%1-%2.png").arg(stored->id).arg(n, 4, 10, QLatin1Char('0'));
            image.seed = 1000 + n;
            image.size = QSize(512, 768);
            image.score.total = 40 + (c * 7 + n * 13) % 60;
            image.score.scorer = QStringLiteral("technical");
            image.generatedAt = QDateTime::currentDateTimeUtc();
            if (const Result<ImageRecord> inserted = ImageRepository(connection).insert(image); !inserted)
                return fail(inserted.error());
        }
    }
    return {};
}

void prepare(const QTemporaryDir &folder)
{
    Services services(paths(folder));
    if (!await(services.open({})))
        qFatal("the database did not open");
    const auto work = [](Connection &connection) {
        return fill(connection);
    };
    if (!await(services.database().write(work)))
        qFatal("the database was not filled");
    // The newest image of each character is there, so that thumbnails are made and shown.
    QImage picture(512, 768, QImage::Format_RGB32);
    for (int c = 0; c < characters; ++c) {
        picture.fill(QColor::fromHsv(c * 359 / characters, 120, 180));
        const QString name = QStringLiteral("character_%1").arg(c);
        const QDir into(folder.filePath(QStringLiteral("library/default/") + name));
        into.mkpath(QStringLiteral("."));
        picture.save(into.filePath(QStringLiteral("%1-%2.png").arg(name).arg(imagesEach, 4, 10, QLatin1Char('0'))));
    }
    awaitVoid(services.shutdown());
}

/// A window of the same make-up with nothing behind it.
double bareWindow()
{
    QElapsedTimer timer;
    timer.start();
    QStandardItemModel model(characters, 7);
    for (int row = 0; row < characters; ++row) {
        for (int column = 0; column < 7; ++column)
            model.setItem(row, column, new QStandardItem(QStringLiteral("Cell %1").arg(row)));
    }
    QMainWindow window;
    window.addToolBar(QStringLiteral("Actions"))->addAction(QStringLiteral("Start"));
    auto *table = new QTableView(&window);
    table->setModel(&model);
    window.setCentralWidget(table);
    for (int i = 0; i < 3; ++i)
        window.addDockWidget(Qt::RightDockWidgetArea, new QDockWidget(QString::number(i), &window));
    window.resize(1440, 900);
    const PaintWatch watch(table->viewport());
    window.show();
    if (!QTest::qWaitFor([&] { return watch.painted; }))
        qFatal("the bare window was not painted");
    return double(timer.nsecsElapsed()) / 1e6;
}

struct Started
{
    double firstPaint = 0; ///< ms until the window is seen
    double rows = 0;       ///< ms until the rows are
};

Started ourWindow(const QTemporaryDir &folder, bool idle)
{
    Started started;
    {
        QElapsedTimer timer;
        timer.start();
        Services services(paths(folder));
        Appearance appearance;
        WindowSessions sessions(services, appearance, QString());
        ProjectSession &session = sessions.project();
        DesktopFileDialogs dialogs;
        MainWindow window(sessions.views(dialogs)); // with every page
        window.resize(1440, 900);
        const PaintWatch frame(&window);
        window.show();
        session.begin(false);
        auto *table = window.findChild<QAbstractItemView *>(QStringLiteral("charactersTable"));
        PaintWatch rows(table->viewport());
        while (!(rows.painted && table->model()->rowCount() == characters)) {
            rows.painted = false;
            if (!QTest::qWaitFor([&] {
                    if (frame.painted && started.firstPaint == 0)
                        started.firstPaint = double(timer.nsecsElapsed()) / 1e6;
                    return rows.painted;
                }))
                qFatal("the window was not painted");
        }
        started.rows = double(timer.nsecsElapsed()) / 1e6;
        if (idle) {
            runFor(4000); // thumbnails
            const double before = processorSeconds();
            application().turns.clear();
            application().watching = true;
            runFor(5000);
            application().watching = false;
            out() << "idle for 5 s: " << (processorSeconds() - before) * 1000 << " ms of processor time, "
                  << application().turns.size() << " events, " << memory() << " MiB resident\n";
        }
        awaitVoid(session.close());
    }
    return started;
}

void storm()
{
    FakeProjectView project(FakeProjectView::Scene::Running);
    DesktopFileDialogs dialogs;
    MainWindow window({project, dialogs});
    window.resize(1440, 900);
    window.show();
    runFor(500);
    const double before = memory();
    const QList<CharacterRow> rows = project.rows();
    QList<double> &turns = application().turns;
    turns.clear();
    application().watching = true;
    QElapsedTimer timer;
    timer.start();
    qint64 sent = 0;
    QTimer source; // every two milliseconds as many as are due
    QObject::connect(&source, &QTimer::timeout, &window, [&] {
        for (; sent < timer.elapsed() * 10; ++sent) {
            CharacterRow row = rows.at(sent % rows.size());
            row.live = JobProgress{{}, int(sent / rows.size() % 30), 30};
            project.changeRow(row);
        }
    });
    source.start(2);
    runFor(10'000);
    source.stop();
    application().watching = false;
    std::sort(turns.begin(), turns.end());
    out() << sent << " row changes in 10 s: longest turn " << turns.last() << " ms, 99 % below "
          << turns.at(turns.size() * 99 / 100) << " ms, memory " << before << " -> " << memory() << " MiB\n";
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    WatchedApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    QApplication::setOrganizationName(QStringLiteral("bench"));
    Appearance::prepareApplication(false);
    QApplication::setPalette(lightPalette());
    prepare(folder);

    bareWindow(); // what is loaded once
    ourWindow(folder, false);
    QList<double> bare;
    QList<double> first;
    QList<double> rows;
    for (int round = 0; round < rounds; ++round) {
        bare.append(bareWindow());
        const Started ours = ourWindow(folder, false);
        first.append(ours.firstPaint);
        rows.append(ours.rows);
    }
    out() << characters << " characters, " << characters * imagesEach << " images\n"
          << "bare window painted: " << median(bare) << " ms\n"
          << "window painted: " << median(first) << " ms, x" << median(first) / median(bare) << '\n'
          << "rows painted: " << median(rows) << " ms, x" << median(rows) / median(bare) << '\n';
    out().flush();
    ourWindow(folder, true);
    out().flush();
    storm();
    return 0;
}
