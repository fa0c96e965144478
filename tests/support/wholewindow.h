// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/mainwindow.h"
#include "style/appearance.h"
#include "widgets/filedialogs.h"
#include "windowsessions.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

class QAbstractItemView;

namespace lorastudio {
class DemoServer;
}

namespace lorastudio::test {

/// What main() does before the window: once, at the beginning of a test program. Settings of the window go to `folder`.
void prepareWholeWindow(const QTemporaryDir &folder);

/// One start of the program: the real window, shown and active, over real services in `folder` and on `database`. It
/// ends with the object at the latest; what does not come within a minute ends the test program.
class Program
{
public:
    Program(const QTemporaryDir &folder, const QString &database);
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;
    ~Program() { end(); }
    /// Closes the window and waits for the services.
    void end();

    template <class T>
    T *find(const char *name) const
    {
        T *found = window.findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("There is no %s", name);
        return found;
    }
    void trigger(const char *action);
    /// By mouse; the widget has to be visible and enabled.
    void click(const char *name);
    QAbstractItemView *table() const;
    ProjectSession &project() { return sessions.project(); }
    RunSummary run() { return sessions.project().runSummary(); }
    /// Empty if there is no such character.
    CharacterRow row(const QString &name);
    /// Drags files over the window and lets them go. False if the window does not take them.
    [[nodiscard]] bool drop(const QStringList &paths);
    /// Connects a server that a person has the address of.
    void connectTo(const DemoServer &server);

    Services services;
    Appearance appearance;
    DesktopFileDialogs dialogs;
    WindowSessions sessions{services, appearance, QString()};
    MainWindow window{sessions.views(dialogs)};

private:
    bool m_ended = false;
};

/// A server that is taken for a real one, quick, with faults.
std::unique_ptr<DemoServer> startServer(int refusals = 0);

/// Writes `content` to a new file; its path.
QString written(const QString &path, const QByteArray &content);
/// A picture of `size` in a file; its path. Folders on the way are made.
QString painted(const QString &path, QSize size = QSize(64, 96));

} // namespace lorastudio::test
