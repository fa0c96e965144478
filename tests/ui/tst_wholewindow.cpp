// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program but its main(): the real window over real services, on SQLite and on PostgreSQL, driven as a person
// drives it, from an empty database over a run with the demo server to the next start.
#include "mainwindow/mainwindow.h"
#include "mainwindow/pagearea.h"
#include "models/charactertablemodel.h"
#include "style/appearance.h"
#include "support/storagefixture.h"
#include "widgets/filedialogs.h"
#include "windowsessions.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace lorastudio;
using Model = CharacterTableModel;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

/// One start of the program.
struct Program
{
    Program(const QTemporaryDir &folder, const QString &database)
        : services(PathOptions{.configDir = folder.filePath(QStringLiteral("config")),
                               .database = database,
                               .library = folder.filePath(QStringLiteral("library"))})
    {
        window.resize(1440, 900);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("The window does not become active");
        sessions.project().begin(false);
        if (!QTest::qWaitFor([this] { return sessions.project().isReady(); }, 60'000))
            qFatal("The project does not open");
    }
    ~Program() { end(); }
    void end()
    {
        if (std::exchange(ended, true))
            return;
        window.close();
        const Task<void> closing = sessions.project().close();
        if (!QTest::qWaitFor([&] { return closing.isReady(); }, 60'000))
            qFatal("The program does not end");
    }
    template <class T>
    T *find(const char *name) const
    {
        T *found = window.findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("There is no %s", name);
        return found;
    }
    void trigger(const char *action) { find<QAction>(action)->trigger(); }
    void click(const char *name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    QAbstractItemView *table() const { return find<QAbstractItemView>("charactersTable"); }
    RunSummary run() { return sessions.project().runSummary(); }
    void drop(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        const QPoint at(600, 400);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &dropped);
        QVERIFY(dropped.isAccepted());
    }

    Services services;
    Appearance appearance;
    DesktopFileDialogs dialogs;
    WindowSessions sessions{services, appearance, QString()};
    MainWindow window{sessions.views(dialogs)};
    bool ended = false;
};

} // namespace

class TestWholeWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        QApplication::setQuitOnLastWindowClosed(false);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(text("lora-studio-test"));
        QApplication::setApplicationName(text("lora-studio-test"));
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }
    void fromTheFirstStartToTheNext_data() { test::StorageFixture::addDrivers(); }
    void fromTheFirstStartToTheNext();

private:
    QTemporaryDir m_settings;
    test::StorageFixture m_storage;
};

void TestWholeWindow::fromTheFirstStartToTheNext()
{
    const QTemporaryDir folder;
    const QString database = m_storage.create().display();
    QFile list(folder.filePath(text("people.csv")));
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write("name,type,size,images\nAnna,gentle_female,64x96,6\nBea,sharp_female,64x96,6\n,no name,64x96,3\n");
    list.close();
    {
        Program program(folder, database);
        // Dropped, looked at, taken in, taken back and taken in again.
        program.drop({list.fileName()});
        auto *accept = program.find<QPushButton>("importSaveButton");
        QTRY_VERIFY(accept->isVisible() && accept->isEnabled());
        QCOMPARE(program.sessions.project().rows().size(), 0);
        accept->click();
        QTRY_COMPARE(program.table()->model()->rowCount(), 2);
        program.trigger("undoAction");
        QTRY_COMPARE(program.sessions.project().rows().size(), 0);
        program.trigger("redoAction");
        QTRY_COMPARE(program.sessions.project().rows().size(), 2);

        // The rule has chosen; a choice of one's own is locked.
        QTRY_COMPARE(program.sessions.project().rows().first().assignment.modelFile,
                     text("realistic_vision_v51.safetensors"));
        program.table()->setCurrentIndex(program.table()->model()->index(0, Model::ModelColumn));
        QVERIFY(program.table()->model()->setData(program.table()->model()->index(0, Model::ModelColumn),
                                                  text("chilloutmix.safetensors")));
        QTRY_VERIFY(program.sessions.project().rows().first().assignment.locked);

        // A run on the demo server: watched, paused, resumed.
        QVERIFY(!program.find<QAction>("startAction")->isEnabled());
        program.sessions.project().useDemoServer();
        QTRY_VERIFY_WITH_TIMEOUT(program.find<QAction>("startAction")->isEnabled(), 30'000);
        program.trigger("startAction");
        QTRY_VERIFY_WITH_TIMEOUT(program.run().made >= 2, 60'000);
        program.trigger("pauseAction");
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Paused, 30'000);
        program.trigger("pauseAction");
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Running, 30'000);

        // Verdicts by keys while it goes on, and back.
        program.trigger("galleryPageAction");
        auto *view = program.find<QAbstractItemView>("galleryView");
        QTRY_VERIFY_WITH_TIMEOUT(view->model()->rowCount() >= 2, 30'000);
        view->setFocus();
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_A);
        QTRY_COMPARE_WITH_TIMEOUT(program.run().accepted, 1, 30'000);
        program.trigger("undoAction");
        QTRY_COMPARE_WITH_TIMEOUT(program.run().accepted, 0, 30'000);
        // The end in the middle of it.
        QVERIFY(program.run().active());
        SettingsValues values = program.sessions.settings().values();
        values.onClose = SettingsValues::OnClose::Quit; // as by the tick in the question
        program.sessions.settings().change(values);
        program.end();
    }
    {
        Program program(folder, database);
        QCOMPARE(program.sessions.project().rows().size(), 2);
        QVERIFY(program.sessions.project().rows().first().assignment.locked);
        QCOMPARE(program.find<PageArea>("pageArea")->currentId(), text("gallery")); // as it was left
        program.sessions.project().useDemoServer();
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 120'000);
        QTRY_COMPARE_WITH_TIMEOUT(program.sessions.project().rows().first().summary.stored, 6, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(program.sessions.project().rows().last().summary.stored, 6, 30'000);
        // Retry has nothing to do, settings are changed and back, and every page opens.
        QVERIFY(!program.find<QAction>("retryAction")->isEnabled());
        program.trigger("compactRowsAction");
        QTRY_VERIFY(program.sessions.settings().values().compactRows);
        program.trigger("undoAction");
        QTRY_VERIFY(!program.sessions.settings().values().compactRows);
        for (const char *page : {"characters", "gallery", "models", "servers", "log", "settings"}) {
            program.find<PageArea>("pageArea")->showPage(text(page));
            QCOMPARE(program.find<PageArea>("pageArea")->currentId(), text(page));
        }
        program.end();
    }
}

QTEST_MAIN(TestWholeWindow)
#include "tst_wholewindow.moc"
