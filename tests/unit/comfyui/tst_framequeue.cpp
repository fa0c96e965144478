// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/framequeue.h"

#include <QTest>
#include <QtEndian>

using namespace lorastudio;

namespace {

/// A progress message of the prompt `id`, `padding` bytes longer than it need be.
QString textFrame(const QString &id, qsizetype padding = 0)
{
    return QStringLiteral(R"({"type":"progress","data":{"prompt_id":"%1","value":1,"max":2,"x":"%2"}})")
        .arg(id, QString(padding, u'x'));
}

/// A preview of the prompt `id`, about `size` bytes long.
QByteArray binaryFrame(const QByteArray &id, qsizetype size = 100)
{
    const QByteArray metadata = "{\"prompt_id\":\"" + id + "\"}";
    QByteArray head(8, 0);
    qToBigEndian<quint32>(4, head.data());
    qToBigEndian(quint32(metadata.size()), head.data() + 4);
    return head + metadata + "\xff\xd8\xff" + QByteArray(size, 'x');
}

constexpr qsizetype large = FrameQueue::maxTextHere + 1;

} // namespace

class TestFrameQueue : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<FrameQueue> m_queue;
    QStringList m_seen; ///< prompt ids of events, kinds of malformed frames

private Q_SLOTS:
    void init()
    {
        m_seen.clear();
        m_queue = std::make_unique<FrameQueue>();
        connect(m_queue.get(), &FrameQueue::parsed, this,
                [this](const ParsedFrame &frame) { m_seen << (frame.event ? frame.event->promptId : frame.kind); });
    }
    void cleanup() { m_queue.reset(); }

    void smallFramesAreGivenOutAtOnce()
    {
        m_queue->addText(textFrame(QStringLiteral("a")));
        m_queue->addBinary(binaryFrame("b", 5'000'000)); // nothing of it but 20 bytes is JSON
        m_queue->addText(QStringLiteral("{"));
        QCOMPARE(m_seen, (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("not JSON")}));
    }

    void largeOnesAreParsedElsewhereAndNothingOvertakesThem()
    {
        m_queue->addText(textFrame(QStringLiteral("1")));
        m_queue->addText(textFrame(QStringLiteral("2"), 4'000'000));
        m_queue->addText(textFrame(QStringLiteral("3")));
        m_queue->addBinary(binaryFrame("4"));
        m_queue->addText(textFrame(QStringLiteral("5"), large));
        m_queue->addText(textFrame(QStringLiteral("6"), large));
        m_queue->addText(textFrame(QStringLiteral("7")));
        QCOMPARE(m_seen, QStringList{QStringLiteral("1")});
        QTRY_COMPARE(m_seen.join(QString()), QStringLiteral("1234567"));
        m_queue->addText(textFrame(QStringLiteral("8"))); // nothing waits any more
        QCOMPARE(m_seen.last(), QStringLiteral("8"));
    }

    void theLimitIsOfBytesNotOfCharacters()
    {
        const QString wide =
            QStringLiteral(R"({"type":"progress","data":{"prompt_id":"w","value":1,"max":2,"x":"%1"}})")
                .arg(QString(FrameQueue::maxTextHere / 2, QChar(0x3042)));
        QVERIFY(wide.size() < FrameQueue::maxTextHere);
        m_queue->addText(wide);
        QCOMPARE(m_seen, QStringList());
        QTRY_COMPARE(m_seen, QStringList{QStringLiteral("w")});
    }

    void whatIsClearedNeverComes()
    {
        m_queue->addText(textFrame(QStringLiteral("old"), 4'000'000));
        m_queue->addText(textFrame(QStringLiteral("old too")));
        m_queue->clear();
        m_queue->addText(textFrame(QStringLiteral("new")));
        QCOMPARE(m_seen, QStringList{QStringLiteral("new")});
        m_queue->addText(textFrame(QStringLiteral("newer"), 4'000'000)); // comes from the pool after the old one
        m_queue->addText(textFrame(QStringLiteral("newest")));
        const QStringList expected{QStringLiteral("new"), QStringLiteral("newer"), QStringLiteral("newest")};
        QTRY_COMPARE(m_seen.size(), 3);
        QCOMPARE(m_seen, expected);
    }

    void aReceiverMayClear()
    {
        connect(m_queue.get(), &FrameQueue::parsed, m_queue.get(), &FrameQueue::clear);
        m_queue->addText(textFrame(QStringLiteral("1"), large));
        m_queue->addText(textFrame(QStringLiteral("2")));
        QTRY_COMPARE(m_seen, QStringList{QStringLiteral("1")});
        m_queue->addText(textFrame(QStringLiteral("3")));
        QCOMPARE(m_seen, (QStringList{QStringLiteral("1"), QStringLiteral("3")}));
    }

    void aFloodIsBounded()
    {
        const QString dropped = QStringLiteral("too many at once");
        m_queue->addText(textFrame(QStringLiteral("first"), large));
        const qsizetype size = 1'000'000;
        for (int i = 0; i < 50; ++i)
            m_queue->addBinary(binaryFrame("b", size));
        QCOMPARE(m_seen.size(), m_seen.count(dropped));
        QCOMPARE(m_seen.size(), 50 - FrameQueue::maxWaiting / size);
        QTRY_COMPARE(m_seen.count(QStringLiteral("b")), FrameQueue::maxWaiting / size);
        m_queue->addText(QString(maxTextFrame + 1, u' '));
        QCOMPARE(m_seen.last(), QStringLiteral("oversize"));
    }

    void mayBeDestroyedWhileParsing()
    {
        m_queue->addText(textFrame(QStringLiteral("1"), 4'000'000));
        m_queue.reset();
        QVERIFY(m_seen.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestFrameQueue)
#include "tst_framequeue.moc"
