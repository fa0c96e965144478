// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs of somebody else on the same server are counted in the estimate, and never touched.
#include "runplace.h"

#include "comfyui/workflowtemplate.h"
#include "core/ids.h"

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

/// As another program posts one.
Task<bool> postForeign(ServerConnection *server, QString promptId, qint64 seed)
{
    WorkOrder order;
    order.modelFile = server->status().checkpoints.first();
    order.prompt = u"somebody else's"_qs;
    order.size = QSize(64, 64);
    order.settings = {5.0, u"euler"_qs, u"normal"_qs, 20};
    order.seed = seed;
    order.filenamePrefix = u"theirs/"_qs + promptId;
    const QJsonObject graph = WorkflowTemplate::builtIn()->graph(order, server->spelling(order.modelFile));
    const Result<SubmitOutcome> posted = co_await server->client().submit(graph, promptId, u"theirs"_qs, {}, {});
    co_return posted &&std::holds_alternative<SubmitAccepted>(*posted);
}

} // namespace

class TestOthersJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areCountedAndLeftAlone();
};

void TestOthersJobs::areCountedAndLeftAlone()
{
    constexpr int foreign = 12;
    Place place(DemoOptions{.stepMs = 15, .loadMs = 10});
    place.add(u"Yuki"_qs, 30);
    GenerationService &generation = place.services->generation();
    const auto server = place.services->pool().servers().front();
    QStringList finished;
    QObject::connect(place.demo.get(), &DemoServer::promptFinished, place.demo.get(),
                     [&finished](const QString &id, bool success) {
                         if (success)
                             finished.append(id);
                     });
    std::optional<Result<RunReport>> report;
    RunRequest request;
    request.project = u"default"_qs;
    const Task<void> running = keepResult(generation.run(request, {}), &report);
    const auto stored = [&generation] {
        return generation.report().stored;
    };
    QTRY_VERIFY_WITH_TIMEOUT(stored() >= 3, 30'000);
    QStringList theirs;
    for (int i = 0; i < foreign; ++i) {
        theirs.append(newUuid());
        QVERIFY(await(postForeign(server.get(), theirs.last(), i)));
    }
    server->lookNow();
    const auto seen = [&server] {
        return server->status().foreignJobs;
    };
    QTRY_VERIFY(seen() >= foreign - 3);
    const RunProgress progress = generation.progress();
    QVERIFY(progress.secondsLeft.has_value());
    const double each = *generation.secondsPerImage(server->url());
    const double alone = (progress.requested - progress.stored - progress.fractions) * each;
    const double expected = alone + seen() * each;
    QVERIFY2(std::abs(*progress.secondsLeft - expected) < 1e-6,
             qPrintable(u"%1 s instead of %2 s"_qs.arg(*progress.secondsLeft).arg(expected)));
    // A stop takes back what is ours, and nothing else.
    QVERIFY(await(generation.wish(u"default"_qs, RunState::Stopped)));
    QTRY_VERIFY_WITH_TIMEOUT(report.has_value(), 40'000);
    const auto all = [&] {
        return std::all_of(theirs.cbegin(), theirs.cend(), [&](const QString &id) { return finished.contains(id); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(all(), 40'000);
}

QTEST_GUILESS_MAIN(TestOthersJobs)
#include "tst_othersjobs.moc"
