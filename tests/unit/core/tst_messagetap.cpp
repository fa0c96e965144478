// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/messagetap.h"

#include "core/logging.h"

#include <QSignalSpy>
#include <QTest>

#include <thread>
#include <vector>

using namespace lorastudio;

class TestMessageTap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hearsOurWarningsOnly()
    {
        MessageTap tap;
        QSignalSpy spy(&tap, &MessageTap::heard);
        qCWarning(logStorage) << "the disk is slow";
        qCInfo(logStorage) << "all is well";
        qWarning("of somebody else");
        qCCritical(logImages) << "gone";
        QCOMPARE(spy.size(), 0); // never inside the call
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy.at(0).at(0).toBool(), false);
        QCOMPARE(spy.at(0).at(1).toString(), QStringLiteral("storage"));
        QVERIFY(spy.at(0).at(2).toString().contains(QStringLiteral("the disk is slow")));
        QVERIFY(spy.at(0).at(3).toDateTime().isValid());
        QCOMPARE(spy.at(1).at(0).toBool(), true);
    }

    void hearsEveryThread()
    {
        constexpr int threads = 8;
        constexpr int messages = 50;
        MessageTap tap;
        QSignalSpy spy(&tap, &MessageTap::heard);
        QList<QThread *> heardOn;
        connect(&tap, &MessageTap::heard, this, [&heardOn] { heardOn.append(QThread::currentThread()); });
        std::vector<std::thread> running;
        for (int i = 0; i < threads; ++i)
            running.emplace_back([] {
                for (int n = 0; n < messages; ++n)
                    qCWarning(logNetwork) << "message" << n;
            });
        for (std::thread &thread : running)
            thread.join();
        QTRY_COMPARE(spy.size(), threads * messages);
        QCOMPARE(heardOn.count(thread()), threads * messages);
    }

    void goesWhileOthersLog()
    {
        std::atomic_bool stop = false;
        std::thread logging([&stop] {
            while (!stop)
                qCWarning(logNetwork) << "again";
        });
        for (int i = 0; i < 50; ++i) {
            const MessageTap tap;
        }
        stop = true;
        logging.join();
    }
};

QTEST_GUILESS_MAIN(TestMessageTap)
#include "tst_messagetap.moc"
