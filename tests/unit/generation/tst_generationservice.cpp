// SPDX-License-Identifier: GPL-3.0-or-later
// The one flow in this process, against the demo server over real sockets.
#include "comfyui/workflowtemplate.h"
#include "images/pngtext.h"
#include "runplace.h"

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

class TestGenerationService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void theChunkInsideThePictureIsWhatTheDatabaseSays()
    {
        Place here;
        here.add(u"Anna"_qs, 2);
        const RunReport report = here.run({.baseSeed = 4711});
        QCOMPARE(report.stored, 2);
        for (const ImageRecord &image : here.images()) {
            QFile file(here.services->imageFile(image));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QCOMPARE(bytes.size(), image.bytes);
            QCOMPARE(QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()),
                     image.sha256);
            const auto texts = readPngText(bytes);
            QVERIFY(texts);
            const Result<WorkOrder> order =
                WorkflowTemplate::readBack(QJsonDocument::fromJson(texts->value(u"prompt"_qs).toUtf8()).object());
            QVERIFY(order);
            QCOMPARE(order->seed, image.seed);
            QCOMPARE(order->prompt, image.prompt);
            QCOMPARE(order->negative, image.negative);
            QCOMPARE(order->settings, image.settings);
            QCOMPARE(order->size, image.size);
            QCOMPARE(order->modelFile, image.modelFile);
            QVERIFY(image.score.total.has_value());
            QCOMPARE(image.score.scorer, u"technical"_qs);
            QVERIFY(image.score.pHash.has_value());
            QVERIFY(image.seconds > 0);
        }
    }

    void progressComesFromTheServersEvents()
    {
        Place here({.stepMs = 4, .loadMs = 10});
        here.add(u"Anna"_qs, 1);
        QSignalSpy progressed(&here.services->generation(), &GenerationService::jobProgressed);
        QSignalSpy previews(&here.services->generation(), &GenerationService::previewReceived);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        here.run();
        QVERIFY(progressed.size() >= 20); // a step each
        double last = 0;
        for (const QList<QVariant> &arguments : std::as_const(progressed)) {
            const double fraction = arguments.at(1).value<JobProgress>().fraction();
            QVERIFY(fraction >= last && fraction <= 1);
            last = fraction;
        }
        QCOMPARE(last, 1.0);
        QVERIFY(!previews.isEmpty());
        QCOMPARE(stored.size(), 1);
    }

    void aChangeOfTheModelHoldsForWhatIsNotYetSent()
    {
        Place here({.stepMs = 3, .loadMs = 10});
        here.add(u"Anna"_qs, 8);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        const auto change = [&] {
            if (stored.size() == 2)
                here.services->generation().setCharacterPaused(u"anna"_qs, true);
        };
        connect(&here.services->generation(), &GenerationService::imageStored, this, change);
        RunRequest request;
        request.project = u"default"_qs;
        Task<Result<RunReport>> running = here.services->generation().run(request, {});
        QTRY_VERIFY_WITH_TIMEOUT(here.services->generation().isCharacterPaused(u"anna"_qs), 30'000);
        QVERIFY(await(here.services->assignments().choose(u"anna"_qs, u"chilloutmix.safetensors"_qs)));
        here.services->generation().setCharacterPaused(u"anna"_qs, false);
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QCOMPARE(report->stored, 8);
        int changed = 0;
        for (const ImageRecord &image : here.images())
            changed += image.modelFile == u"chilloutmix.safetensors"_qs ? 1 : 0;
        QVERIFY2(changed >= 3 && changed <= 6, qPrintable(QString::number(changed)));
    }

    void theProgramEndsInTheMiddleAndTheNextStartGoesOn()
    {
        Place here({.stepMs = 4, .loadMs = 10});
        here.add(u"Anna"_qs, 6);
        RunRequest request;
        request.project = u"default"_qs;
        Task<Result<RunReport>> running = here.services->generation().run(request, {});
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        QTRY_VERIFY_WITH_TIMEOUT(stored.size() >= 2, 30'000);
        here.close(); // joins the run as well
        const Result<RunReport> cut = await(std::move(running));
        QVERIFY(cut);
        QVERIFY(cut->end == RunReport::End::ShutDown);
        here.open();
        const RunReport report = here.run({.resumeOnly = true});
        QVERIFY(report.end == RunReport::End::Finished);
        QCOMPARE(here.images().size(), 6);
    }

    void whatFailedIsRetriedAndCountsOnce()
    {
        const Result<DemoFault> fault = DemoFault::parse(u"broken-checkpoint=epicrealism_v5.safetensors:always"_qs);
        QVERIFY(fault);
        Place here({.stepMs = 1, .loadMs = 5, .faults = {*fault}});
        here.add(u"Anna male"_qs, 2);
        QVERIFY(await(here.services->assignments().choose(u"anna_male"_qs, u"epicrealism_v5.safetensors"_qs)));
        const RunReport failed = here.run();
        QCOMPARE(failed.failed, 2);
        QVERIFY(failed.problems.first().reason.contains(u"CheckpointLoaderSimple"_qs));
        QVERIFY(await(here.services->assignments().choose(u"anna_male"_qs, u"chilloutmix.safetensors"_qs)));
        QCOMPARE(await(here.services->generation().retryFailed(u"default"_qs, {})).value(), 2);
        const RunReport again = here.run({.resumeOnly = true});
        QCOMPARE(again.stored, 2);
        QCOMPARE(here.images().size(), 2);
    }

    void theMeansAreWrittenWithTheImage()
    {
        Place here({.stepMs = 1, .loadMs = 5, .asReal = true});
        here.add(u"Anna"_qs, 3);
        here.run();
        double sum = 0;
        for (const ImageRecord &image : here.images())
            sum += *image.score.total;
        const auto mean = await(here.services->database().read([](Connection &connection) {
            return connection.first(u"SELECT quality_score FROM model_assignments WHERE character_id = 'anna'"_qs, {},
                                    [](const SqlRows &row) { return row.real(0); });
        }));
        QVERIFY(mean && *mean);
        QVERIFY(std::abs(**mean - sum / 3) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestGenerationService)
#include "tst_generationservice.moc"
