// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demoserver.h"
#include "session/projectsession.h"
#include "session/serversession.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace lorastudio::test {

inline void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end in a minute");
}

/// One that does not say that its pictures are stand-ins.
inline DemoOptions realServer(int stepMs = 1)
{
    return {.stepMs = stepMs, .loadMs = 10, .asReal = true};
}

/// The services and sessions of a window on a database of their own, and a server that is not in it yet.
struct Place
{
    QTemporaryDir folder;
    DemoServer server;
    std::unique_ptr<Services> services;
    std::unique_ptr<ProjectSession> project;
    std::unique_ptr<ServerSession> servers;

    explicit Place(DemoOptions options = realServer()) : server(options)
    {
        if (!server.start())
            qFatal("the server did not start");
        services = otherProcess();
        project = std::make_unique<ProjectSession>(*services, QString());
        servers = std::make_unique<ServerSession>(*services, *project);
        project->begin(false);
        if (!QTest::qWaitFor([&] { return project->isReady(); }, 30'000))
            qFatal("the project did not open");
        servers->setWatched(true);
    }
    ~Place()
    {
        awaitVoid(project->close());
        servers.reset();
        project.reset();
        services.reset();
    }
    /// The services of another program on the same database; not opened.
    std::unique_ptr<Services> otherProcess() const
    {
        return std::make_unique<Services>(
            PathOptions{.configDir = folder.filePath(QStringLiteral("config")),
                        .database = QStringLiteral("sqlite:") + folder.filePath(QStringLiteral("data.db")),
                        .library = folder.filePath(QStringLiteral("library"))});
    }
    static QString urlOf(const DemoServer &server) { return normalizedServerUrl(server.url().toString()); }
    QString url() const { return urlOf(server); }
    std::optional<ServerRow> row(const QString &url) const
    {
        for (const ServerRow &row : servers->rows()) {
            if (row.url == url)
                return row;
        }
        return std::nullopt;
    }
    bool answers(const QString &url) const
    {
        return row(url) && row(url)->state != ServerState::Connecting && row(url)->state != ServerState::Offline;
    }
    void add(const QString &url)
    {
        QSignalSpy saved(servers.get(), &ServerListView::saved);
        servers->save({.former = {}, .address = url});
        if (!QTest::qWaitFor([&] { return !saved.isEmpty() && answers(url); }, 20'000))
            qFatal("the server was not added");
    }
    void import(const QByteArray &table)
    {
        QFile file(folder.filePath(QStringLiteral("table.csv")));
        if (!file.open(QIODevice::WriteOnly) || file.write(table) < 0)
            qFatal("the table was not written");
        file.close();
        const auto before = project->undoStack().count();
        project->importFiles({file.fileName()});
        if (!QTest::qWaitFor([&] { return project->undoStack().count() > before && !project->rows().isEmpty(); },
                             30'000))
            qFatal("the import did not end");
    }
    void execute(const QString &sql)
    {
        bool done = false;
        awaitVoid(run(&services->database(), sql, &done));
        if (!done)
            qFatal("%s", qPrintable(sql));
    }
    static Task<void> run(Database *database, QString sql, bool *done)
    {
        const auto work = [sql](Connection &connection) {
            return connection.change(sql, {});
        };
        const Result<qint64> changed = co_await database->write(work);
        *done = changed.has_value();
    }
    ServerTest tested(const ServerForm &form)
    {
        servers->startTest(form);
        if (!QTest::qWaitFor([&] { return servers->test().phase == ServerTest::Phase::Done; }, 40'000))
            qFatal("the test did not end");
        return servers->test();
    }
    RunPhase phase() const { return project->runSummary().phase; }
};

inline const QByteArray sixOfAnna = "name,type,size,images\nAnna,gentle_female,64x96,6\n";

} // namespace lorastudio::test
