// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demoserver.h"
#include "services.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

namespace lorastudio::test {

template <class T>
Task<void> keepResult(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

/// Waits in the test only: the program itself never does.
template <class T>
T await(Task<T> task)
{
    std::optional<T> result;
    const Task<void> running = keepResult(std::move(task), &result);
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 120'000))
        qFatal("a task did not end in two minutes");
    return std::move(*result);
}

inline void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end in a minute");
}

/// A place of its own and the demo server at full speed.
struct Place
{
    QTemporaryDir folder;
    std::unique_ptr<DemoServer> demo;
    std::unique_ptr<Services> services;

    explicit Place(DemoOptions options = {.stepMs = 1, .loadMs = 10})
    {
        demo = std::make_unique<DemoServer>(options);
        if (!demo->start())
            qFatal("the demo server did not start");
        open();
    }
    ~Place() { close(); }
    QString url() const { return normalizedServerUrl(demo->url().toString()); }
    void open(const QString &database = QStringLiteral("data.db"))
    {
        services =
            std::make_unique<Services>(PathOptions{.configDir = folder.filePath(QStringLiteral("config")),
                                                   .database = QStringLiteral("sqlite:") + folder.filePath(database),
                                                   .library = folder.filePath(QStringLiteral("library"))});
        if (const Result<void> opened = await(services->open({})); !opened)
            qFatal("%s", qPrintable(opened.error().message));
        (void)await(services->openProject(QStringLiteral("default")));
        awaitVoid(services->connectServers({url()}));
    }
    void close()
    {
        if (services)
            awaitVoid(services->shutdown());
        services.reset();
    }
    void add(const QString &name, int images)
    {
        Character character;
        character.project = QStringLiteral("default");
        character.name = name;
        character.images = images;
        character.size = QSize(128, 192);
        if (!await(services->database().write(
                [character](Connection &connection) { return CharacterRepository(connection).insert(character); })))
            qFatal("the character was not stored");
    }
    RunReport run(RunRequest request = {})
    {
        request.project = QStringLiteral("default");
        const Result<RunReport> report = await(services->generation().run(request, {}));
        if (!report)
            qFatal("%s", qPrintable(report.error().message));
        return *report;
    }
    QVector<ImageRecord> images()
    {
        return await(services->database().read(
                         [](Connection &connection) { return ImageRepository(connection).list({}); }))
            .value();
    }
};

} // namespace lorastudio::test
