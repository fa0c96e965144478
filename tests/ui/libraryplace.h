// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/librarysession.h"
#include "session/projectsession.h"
#include "storage/imagerepository.h"
#include "storage/runrepository.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace lorastudio::test {

using namespace Qt::StringLiterals;

template <class T>
Task<void> keepResult(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

template <class T>
T await(Task<T> task)
{
    std::optional<T> result;
    const Task<void> running = keepResult(std::move(task), &result);
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 60'000))
        qFatal("a task did not end in a minute");
    return std::move(*result);
}

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end in a minute");
}

/// A project with one character, whose images are rows with files.
struct Place
{
    QTemporaryDir folder;
    std::unique_ptr<Services> services;
    std::unique_ptr<ProjectSession> session;
    std::unique_ptr<LibrarySession> library;

    Place()
    {
        services = std::make_unique<Services>(PathOptions{.configDir = path(u"config"_qs),
                                                          .database = u"sqlite:"_qs + path(u"data.db"_qs),
                                                          .library = path(u"library"_qs)});
        session = std::make_unique<ProjectSession>(*services, QString());
        library = std::make_unique<LibrarySession>(*services, *session);
        session->begin(false);
        if (!QTest::qWaitFor([&] { return session->isReady(); }, 30'000))
            qFatal("the project did not open");
        QFile table(path(u"table.csv"_qs));
        if (!table.open(QIODevice::WriteOnly) || table.write("name,type\nAnna,gentle_female\n") < 0)
            qFatal("no table");
        table.close();
        session->importFiles({table.fileName()});
        if (!QTest::qWaitFor([&] { return session->rows().size() == 1; }, 30'000))
            qFatal("no character");
    }
    ~Place()
    {
        awaitVoid(session->close());
        library.reset();
        session.reset();
        services.reset();
    }
    QString path(const QString &name) const { return folder.filePath(name); }
    QString file(int number) const
    {
        return services->libraryFolder() + u"/default/anna/anna-%1.png"_qs.arg(number, 4, 10, QLatin1Char('0'));
    }
    static QByteArray content(int number) { return "picture " + QByteArray::number(number); }
    QVector<qint64> make(int from, int count, bool demo = false)
    {
        QDir().mkpath(QFileInfo(file(1)).path());
        const auto work = [from, count, demo](Connection &connection) -> Result<QVector<qint64>> {
            QVector<qint64> ids;
            Run run;
            run.project = u"default"_qs;
            const Result<Run> stored = RunRepository(connection).insert(run);
            for (int number = from; stored && number < from + count; ++number) {
                ImageRecord image;
                image.characterId = u"anna"_qs;
                image.jobId = u"job-%1"_qs.arg(number);
                image.runId = stored->id;
                image.number = number;
                image.modelFile = u"m.safetensors"_qs;
                image.imagePath = u"default/anna/anna-%1.png"_qs.arg(number, 4, 10, QLatin1Char('0'));
                image.prompt = u"photo of <b>anna</b>"_qs;
                image.size = QSize(64, 96);
                image.score.total = number % 100;
                image.score.scorer = u"technical"_qs;
                image.sha256 = QString::number(number);
                image.demo = demo;
                const Result<ImageRecord> inserted = ImageRepository(connection).insert(image);
                if (!inserted)
                    return fail(inserted.error());
                ids.append(inserted->id);
            }
            return ids;
        };
        const Result<QVector<qint64>> ids = await(services->database().write(work));
        if (!ids)
            qFatal("%s", qPrintable(ids.error().detail));
        for (int number = from; number < from + count; ++number) {
            QFile picture(file(number));
            if (!picture.open(QIODevice::WriteOnly) || picture.write(content(number)) < 0)
                qFatal("no file");
        }
        return *ids;
    }
    QVector<ImageRecord> images() const
    {
        return await(services->database().read(
                         [](Connection &connection) { return ImageRepository(connection).list({}); }))
            .value();
    }
    ImageRecord image(qint64 id) const
    {
        for (const ImageRecord &image : images()) {
            if (image.id == id)
                return image;
        }
        return {};
    }
    std::optional<Notice> notice(const QString &id) const
    {
        for (const Notice &notice : session->notices()) {
            if (notice.id == id)
                return notice;
        }
        return std::nullopt;
    }
    const CharacterSummary summary() const { return session->rows().first().summary; }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

} // namespace lorastudio::test
