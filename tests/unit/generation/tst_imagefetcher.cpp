// SPDX-License-Identifier: GPL-3.0-or-later
// An image whose file is not in this library comes from the server that made it, or it is said why it does not.
#include "generation/imagefetcher.h"
#include "images/atomicfile.h"
#include "runplace.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

/// Images were made, and then their files went: as if another workstation had made them.
struct Elsewhere : Place
{
    std::unique_ptr<ImageFetcher> fetcher;
    QVector<ImageRecord> made;

    explicit Elsewhere(int count)
    {
        add(u"Anna"_qs, count);
        run();
        made = images();
        for (const ImageRecord &image : std::as_const(made)) {
            QFile::remove(services->imageFile(image));
            services->thumbnails().remove({image.imagePath, image.sha256});
        }
        fetcher = std::make_unique<ImageFetcher>(services->database(), services->pool(), services->imageStore(),
                                                 services->thumbnails());
    }
    ~Elsewhere() { awaitVoid(fetcher->close()); }
    QByteArray contentOf(const ImageRecord &image) const
    {
        return readWholeFile(services->imageFile(image), 1 << 24).value_or(QByteArray());
    }
    /// What it says in the end; empty = the file came.
    QString ask(const QString &path, bool again = false)
    {
        QSignalSpy fetched(fetcher.get(), &ImageFetcher::fetched);
        QSignalSpy failed(fetcher.get(), &ImageFetcher::failed);
        if (!fetcher->request(path, again))
            return u"not asked"_qs;
        if (!QTest::qWaitFor([&] { return fetched.size() + failed.size() > 0; }, 30'000))
            qFatal("nothing came of it");
        return failed.isEmpty() ? QString() : failed.first().at(1).toString();
    }
};

} // namespace

class TestImageFetcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void theFileComesAsItWas()
    {
        Elsewhere here(1);
        const ImageRecord image = here.made.first();
        QCOMPARE(here.ask(image.imagePath), QString());
        QCOMPARE(sha256Hex(here.contentOf(image)), image.sha256);
        QVERIFY(here.services->thumbnails().contains({image.imagePath, image.sha256}));
        QVERIFY(here.fetcher->problem(image.imagePath).isEmpty());
    }

    void twoAtATime()
    {
        Elsewhere here(7);
        QSignalSpy fetched(here.fetcher.get(), &ImageFetcher::fetched);
        QSignalSpy requests(here.demo.get(), &DemoServer::requestReceived);
        for (const ImageRecord &image : std::as_const(here.made))
            QVERIFY(here.fetcher->request(image.imagePath));
        QVERIFY(here.fetcher->request(here.made.first().imagePath)); // once more costs nothing
        QTRY_COMPARE_WITH_TIMEOUT(fetched.size(), 7, 30'000);
        const auto views = std::count_if(requests.cbegin(), requests.cend(), [](const QVariantList &request) {
            return request.at(1).toByteArray().contains("/view");
        });
        QCOMPARE(views, 7);
        for (const ImageRecord &image : std::as_const(here.made))
            QCOMPARE(sha256Hex(here.contentOf(image)), image.sha256);
    }

    void whatTheServerForgotIsSaidOnce()
    {
        Elsewhere here(1);
        const QString path = here.made.first().imagePath;
        const QString name = here.services->pool().servers().front()->status().name;
        here.demo->restart(); // its history is gone
        QTRY_VERIFY_WITH_TIMEOUT(here.services->pool().anyReachable(), 30'000);
        const QString said = here.ask(path, true);
        QVERIFY2(said.startsWith(u"The file is not in this library, and "_qs) && said.contains(name) &&
                     said.endsWith(u" does not have it any more."_qs),
                 qPrintable(said));
        QCOMPARE(here.fetcher->problem(path), said);
        QCOMPARE(here.ask(path), u"not asked"_qs);
        QCOMPARE(here.ask(path, true), said);
        QVERIFY(here.contentOf(here.made.first()).isEmpty());
    }

    void anotherPictureIsNotTaken()
    {
        Elsewhere here(2);
        QStringList files;
        QDirIterator all(here.demo->outputFolder(), QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext())
            files.append(all.next());
        QCOMPARE(files.size(), 2);
        const QByteArray first = readWholeFile(files.at(0), 1 << 24).value();
        QVERIFY(writeFileAtomically(files.at(1), first)); // both have the first one's picture now
        int taken = 0;
        for (const ImageRecord &image : std::as_const(here.made)) {
            const QString said = here.ask(image.imagePath);
            if (said.isEmpty()) {
                ++taken;
                QCOMPARE(here.contentOf(image), first);
                continue;
            }
            QVERIFY2(said.contains(u"another picture. It was not taken."_qs), qPrintable(said));
            QVERIFY(here.contentOf(image).isEmpty());
        }
        QCOMPARE(taken, 1);
    }

    void aServerThatIsBackIsAskedAgain()
    {
        Elsewhere here(1);
        const QString path = here.made.first().imagePath;
        const QString url = here.url();
        const ServerConfig config = here.services->pool().servers().front()->config();
        here.services->pool().remove(url);
        const QString said = here.ask(path);
        QVERIFY2(said.contains(u"is not in the list of servers"_qs), qPrintable(said));
        QCOMPARE(here.ask(path), u"not asked"_qs);
        QSignalSpy hope(here.fetcher.get(), &ImageFetcher::mayBeThere);
        here.services->pool().add(config, {});
        QTRY_VERIFY_WITH_TIMEOUT(here.services->pool().anyReachable(), 30'000);
        QCOMPARE(hope.size(), 1);
        QCOMPARE(here.ask(path), QString());
    }

    void whatIsNoImageOfAJobIsLeftAlone()
    {
        Elsewhere here(1);
        QCOMPARE(here.ask(u"references/anna.png"_qs), QString()); // no words: nobody knows more of it
        QCOMPARE(here.ask(u"../outside.png"_qs), QString());
        QVERIFY(!QFile::exists(here.folder.filePath(u"outside.png"_qs)));
        // A file that is there, whatever is in it, is not replaced.
        const ImageRecord image = here.made.first();
        QVERIFY(writeFileAtomically(here.services->imageFile(image), "broken"));
        here.ask(image.imagePath);
        QCOMPARE(here.contentOf(image), QByteArray("broken"));
    }
};

QTEST_MAIN(TestImageFetcher)
#include "tst_imagefetcher.moc"
