// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/asyncscope.h"
#include "scoring/builtinreviewer.h"
#include "scoring/perceptualhash.h"
#include "scoring/technicalscore.h"

#include <QTest>
#include <QThread>

#include <optional>

using namespace lorastudio;

namespace {

struct Outcome
{
    std::optional<Result<Score>> result;
    QThread *thread = nullptr;
};

Task<void> reviewInto(ImageReviewer *reviewer, QImage image, Outcome *outcome, std::stop_token stop)
{
    outcome->result = co_await reviewer->review(std::move(image), stop);
    outcome->thread = QThread::currentThread();
}

/// A small picture can be ready before the caller awaits it; a large one takes long enough to be canceled.
QImage gradient(int side = 96)
{
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(x * 2, y, (x * y) & 255));
    }
    return image;
}

} // namespace

class TestBuiltinReviewer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void scoresAndHashes();
    void manyAtOnce();
    void canceled();
    void nullImage();
};

void TestBuiltinReviewer::scoresAndHashes()
{
    BuiltinReviewer reviewer;
    AsyncScope scope(QStringLiteral("test"));
    Outcome outcome;
    scope.spawn(reviewInto(&reviewer, gradient(), &outcome, scope.token()));
    QTRY_VERIFY(outcome.result);
    QVERIFY(outcome.result->has_value());
    const Score &score = **outcome.result;
    QCOMPARE(score.scorer, reviewer.name());
    QCOMPARE(score.version, reviewer.version());
    QCOMPARE(score.total, technicalScore(gradient()).total);
    QCOMPARE(score.pHash, std::optional<quint64>(perceptualHash(gradient())));
    QCOMPARE(outcome.thread, QThread::currentThread());
    QTRY_COMPARE(scope.running(), 0);
}

void TestBuiltinReviewer::manyAtOnce()
{
    BuiltinReviewer reviewer;
    AsyncScope scope(QStringLiteral("test"));
    std::vector<Outcome> outcomes(40);
    for (Outcome &outcome : outcomes)
        scope.spawn(reviewInto(&reviewer, gradient(), &outcome, scope.token()));
    QTRY_COMPARE(scope.running(), 0);
    for (const Outcome &outcome : outcomes)
        QVERIFY(outcome.result->value() == outcomes.front().result->value());
}

void TestBuiltinReviewer::canceled()
{
    BuiltinReviewer reviewer;
    AsyncScope scope(QStringLiteral("test"));
    Outcome running;
    scope.spawn(reviewInto(&reviewer, gradient(2000), &running, scope.token()));
    QVERIFY(!running.result); // not computed in the calling thread
    scope.requestStop();
    QTRY_VERIFY(running.result);
    QVERIFY(!running.result->has_value() && running.result->error().isCanceled());
    Outcome late;
    scope.spawn(reviewInto(&reviewer, gradient(), &late, scope.token()));
    QTRY_VERIFY(late.result);
    QVERIFY(!late.result->has_value() && late.result->error().isCanceled());
    QTRY_COMPARE(scope.running(), 0);
}

void TestBuiltinReviewer::nullImage()
{
    BuiltinReviewer reviewer;
    AsyncScope scope(QStringLiteral("test"));
    Outcome outcome;
    scope.spawn(reviewInto(&reviewer, QImage(), &outcome, scope.token()));
    QTRY_VERIFY(outcome.result);
    QVERIFY(!outcome.result->has_value());
    QVERIFY(outcome.result->error().kind == Error::Kind::Validation);
    QTRY_COMPARE(scope.running(), 0);
}

QTEST_GUILESS_MAIN(TestBuiltinReviewer)
#include "tst_builtinreviewer.moc"
