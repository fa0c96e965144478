// SPDX-License-Identifier: GPL-3.0-or-later
// Images whose files are not in this library, as the window shows them: they come from their server, or it says why
// not.
#include "serverplace.h"
#include "session/sessionimages.h"
#include "storage/imagerepository.h"

#include <QStandardPaths>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

Task<void> readImages(Services *services, QVector<ImageRecord> *into)
{
    const auto read = [](Connection &connection) {
        return ImageRepository(connection).list({});
    };
    const Result<QVector<ImageRecord>> found = co_await services->database().read(read);
    *into = found.value_or(QVector<ImageRecord>());
}

} // namespace

class TestFetchedImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // the keyring of whoever runs this is not ours
    }
    void imagesOfOthersComeWhenTheyAreShown();
};

void TestFetchedImages::imagesOfOthersComeWhenTheyAreShown()
{
    Place here;
    here.add(here.url());
    here.import(sixOfAnna);
    here.project->start({});
    QTRY_COMPARE_WITH_TIMEOUT(here.phase(), RunPhase::Finished, 60'000);
    QVector<ImageRecord> made;
    awaitVoid(readImages(here.services.get(), &made));
    QCOMPARE(made.size(), 6);
    for (const ImageRecord &image : std::as_const(made)) // as if another workstation had made them
        QVERIFY(QFile::remove(here.services->imageFile(image)));
    SessionImages images(*here.services);
    const QString tile = SessionImages::keyOfImage(made.at(0));
    QVERIFY(images.thumbnail(tile, false).isNull());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(here.services->imageFile(made.at(0))), 20'000);
    QTRY_VERIFY(!images.thumbnail(tile, false).isNull());
    QVERIFY(!images.isMissing(tile));
    QSignalSpy pictures(&images, &ImageSource::pictureReady);
    images.requestPicture(SessionImages::keyOfImage(made.at(1)));
    QTRY_COMPARE_WITH_TIMEOUT(pictures.size(), 1, 20'000);
    QCOMPARE(pictures.first().at(1).value<QImage>().size(), made.at(1).size);

    here.server.restart(); // what it made is forgotten
    QTRY_VERIFY_WITH_TIMEOUT(here.answers(here.url()), 30'000);
    const QString gone = SessionImages::keyOfImage(made.at(2));
    QTRY_VERIFY_WITH_TIMEOUT(images.thumbnail(gone, false).isNull() && !images.missingReason(gone).isEmpty(), 20'000);
    QVERIFY(images.isMissing(gone));
    pictures.clear();
    images.requestPicture(gone);
    QTRY_COMPARE_WITH_TIMEOUT(pictures.size(), 1, 20'000);
    const QString said = pictures.first().at(2).toString();
    QVERIFY2(said.endsWith(u"does not have it any more."_qs), qPrintable(said));
    QVERIFY(!QFile::exists(here.services->imageFile(made.at(2))));
    awaitVoid(images.close());
}

QTEST_MAIN(TestFetchedImages)
#include "tst_fetchedimages.moc"
