// SPDX-License-Identifier: GPL-3.0-or-later
// What one image costs the client from the answer of the server to the row: fetch over loopback (the sender is in the
// same process and counts), atomic write, decode, score, hash, thumbnail, the five state changes of its job and the row
// with the means on SQLite. As a multiple of merely decoding the picture.
#include "comfyui/comfyclient.h"
#include "core/ids.h"
#include "images/imagedecoder.h"
#include "images/imagestore.h"
#include "images/thumbnailcache.h"
#include "network/httpclient.h"
#include "network/scriptedserver.h"
#include "scoring/perceptualhash.h"
#include "scoring/technicalscore.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "storage/runrepository.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QImageReader>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtMath>

#include <algorithm>

using namespace lorastudio;

namespace {

constexpr int count = 40;

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s | %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Soft shading with a little grain: compresses about as a generated portrait does.
QByteArray pngOf(QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    QRandomGenerator random(7);
    for (int y = 0; y < size.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const int grain = random.bounded(5);
            const auto wave = [&](double a, double b) {
                return std::clamp(int(128 + 90 * qSin(x * a) * qCos(y * b)) + grain, 0, 255);
            };
            line[x] = qRgb(wave(0.02, 0.013), wave(0.011, 0.03), wave(0.05, 0.007));
        }
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG", 60);
    return bytes;
}

} // namespace

class BenchClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeImage_data();
    void wholeImage();
};

void BenchClient::wholeImage_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("512x768") << QSize(512, 768);
    QTest::newRow("1024x1024") << QSize(1024, 1024);
}

void BenchClient::wholeImage()
{
    QFETCH(QSize, size);
    const QByteArray png = pngOf(size);
    test::ScriptedServer server([&png](QTcpSocket *socket, const test::ScriptedServer::Request &) {
        socket->write(test::ScriptedServer::answer(200, "image/png", png));
    });
    HttpClient http;
    ServerConfig config;
    config.url = server.address();
    ComfyClient client(http, config, {});

    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.filePath(QStringLiteral("cache")));
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    const std::unique_ptr<Connection> connection = must(Connection::open(
        must(DatabaseUrl::parse(QStringLiteral("sqlite:") + dir.filePath(QStringLiteral("bench.db")))), {}));
    must(Migrator(*connection).run());
    Run run;
    run.project = QStringLiteral("default");
    run.id = must(RunRepository(*connection).insert(run)).id;
    Character character;
    character.project = run.project;
    character.name = QStringLiteral("Yuki Tanaka");
    character = must(CharacterRepository(*connection).insert(character));
    QVector<Job> planned;
    for (int i = 1; i <= count; ++i) {
        Job job;
        job.id = newUuid();
        job.runId = run.id;
        job.characterId = character.id;
        job.number = i;
        planned += job;
    }
    JobRepository jobs(*connection);
    must(jobs.insert(planned));
    ImageRepository images(*connection);

    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < count; ++i) {
        QBuffer buffer;
        buffer.setData(png);
        buffer.open(QIODevice::ReadOnly);
        QVERIFY(!QImageReader(&buffer, "png").read().isNull());
    }
    const double bare = double(timer.nsecsElapsed()) / 1e6 / count;

    qint64 fetching = 0;
    qint64 writing = 0;
    qint64 looking = 0;
    qint64 rows = 0;
    for (Job &job : planned) {
        timer.start();
        OutputFile file;
        file.filename = QStringLiteral("a.png");
        const QByteArray bytes = must(QCoro::waitFor(client.view(file, {})));
        fetching += timer.nsecsElapsed();
        timer.start();
        const QString path = ImageStore::relativePathFor(run.project, character.id, job.number);
        must(store.write(path, bytes));
        writing += timer.nsecsElapsed();
        timer.start();
        const QImage picture = must(decodeImage(bytes));
        ImageRecord record;
        record.characterId = character.id;
        record.jobId = job.id;
        record.runId = run.id;
        record.number = job.number;
        record.modelFile = QStringLiteral("epicrealism_v5.safetensors");
        record.imagePath = path;
        record.size = picture.size();
        record.score = technicalScore(picture);
        perceptualHash(picture);
        must(cache.put(ThumbnailKey{QString::number(job.number), QStringLiteral("x")}, picture));
        looking += timer.nsecsElapsed();
        timer.start();
        for (const JobState state : {JobState::Posting, JobState::Queued, JobState::Running, JobState::Fetching}) {
            job.state = state;
            must(jobs.update(job));
        }
        must(images.store(record, job));
        rows += timer.nsecsElapsed();
    }
    const auto each = [](qint64 nanoseconds) {
        return double(nanoseconds) / 1e6 / count;
    };
    const double whole = each(fetching + writing + looking + rows);
    qInfo("%s, %.0f KiB per file; bare decode %.2f ms", QTest::currentDataTag(), double(png.size()) / 1024, bare);
    qInfo("whole image %.2f ms, x%.2f of a bare decode (fetch x%.2f, write x%.2f, decode+score+hash+thumbnail x%.2f, "
          "journal and row x%.2f)",
          whole, whole / bare, each(fetching) / bare, each(writing) / bare, each(looking) / bare, each(rows) / bare);
}

QTEST_GUILESS_MAIN(BenchClient)
#include "bench_client.moc"
