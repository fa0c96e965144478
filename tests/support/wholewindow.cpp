// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wholewindow.h"

#include "demoserver/demoserver.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QImage>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>

namespace lorastudio::test {

namespace {

constexpr int patience = 60'000; ///< ms

} // namespace

void prepareWholeWindow(const QTemporaryDir &folder)
{
    QStandardPaths::setTestModeEnabled(true);
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    QApplication::setQuitOnLastWindowClosed(false);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    QApplication::setOrganizationName(QStringLiteral("lora-studio-test"));
    QApplication::setApplicationName(QStringLiteral("lora-studio-test"));
    Appearance::prepareApplication(false);
}

Program::Program(const QTemporaryDir &folder, const QString &database)
    : services(PathOptions{.configDir = folder.filePath(QStringLiteral("config")),
                           .database = database,
                           .library = folder.filePath(QStringLiteral("library"))})
{
    window.resize(1440, 900);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window))
        qFatal("The window does not become active");
    project().begin(false);
    if (!QTest::qWaitFor([this] { return project().isReady(); }, patience))
        qFatal("The project does not open");
}

void Program::end()
{
    if (std::exchange(m_ended, true))
        return;
    window.close();
    const Task<void> closing = project().close();
    if (!QTest::qWaitFor([&] { return closing.isReady(); }, patience))
        qFatal("The program does not end");
}

void Program::trigger(const char *action)
{
    find<QAction>(action)->trigger();
}

void Program::click(const char *name)
{
    auto *widget = find<QWidget>(name);
    if (!widget->isVisible() || !widget->isEnabled())
        qFatal("%s cannot be clicked", name);
    QTest::mouseClick(widget, Qt::LeftButton);
}

QAbstractItemView *Program::table() const
{
    return find<QAbstractItemView>("charactersTable");
}

CharacterRow Program::row(const QString &name)
{
    const QList<CharacterRow> rows = project().rows();
    for (const CharacterRow &row : rows) {
        if (row.character.name == name)
            return row;
    }
    return {};
}

bool Program::drop(const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data.setUrls(urls);
    const QPoint at(600, 400);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(&window, &enter);
    if (!enter.isAccepted())
        return false;
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    dropped.ignore();
    QCoreApplication::sendEvent(&window, &dropped);
    return dropped.isAccepted();
}

void Program::connectTo(const DemoServer &server)
{
    project().connectServer(server.url().toString());
    if (!QTest::qWaitFor([this] { return run().servers.connected > 0; }, patience))
        qFatal("The server does not answer");
}

std::unique_ptr<DemoServer> startServer(int refusals)
{
    DemoOptions options;
    options.stepMs = 1;
    options.loadMs = 1;
    options.asReal = true;
    if (refusals > 0)
        options.faults = {DemoFault::make(DemoFault::Kind::Refuse, QString(), refusals)};
    auto server = std::make_unique<DemoServer>(options);
    if (!server->start())
        qFatal("The server does not start");
    return server;
}

QString written(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(path));
    return path;
}

QString painted(const QString &path, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(90, 120, 150));
    if (!QDir().mkpath(QFileInfo(path).path()) || !image.save(path))
        qFatal("%s cannot be written", qPrintable(path));
    return path;
}

} // namespace lorastudio::test
