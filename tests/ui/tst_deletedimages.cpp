// SPDX-License-Identifier: GPL-3.0-or-later
// What is deleted from the gallery goes to the trash and comes back, with a real database and real files.
#include "libraryplace.h"

#include <QStandardPaths>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

class TestDeletedImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // the keyring of whoever runs this is not ours
    }
    void deletedImagesComeBack();
    void aFailedUndoKeepsWhatItBringsBack();
    void whatHasTakenThePlaceStays();
    void demoImagesAreRemoved();
};

void TestDeletedImages::deletedImagesComeBack()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 3);
    here.session->imagesEdited({u"anna"_qs}, 3);
    QTRY_COMPARE(here.summary().stored, 3);
    const QVector<ImageRecord> all = here.images();
    QSignalSpy removed(here.library.get(), &ImageLibraryView::imagesRemoved);
    QSignalSpy returned(here.library.get(), &ImageLibraryView::imagesReturned);
    QUndoStack &stack = here.session->undoStack();
    const auto before = stack.count();
    QVERIFY(QFile::remove(here.file(2))); // a row without its file can be deleted, too
    here.library->moveToTrash({ids[0], ids[1]});
    QTRY_COMPARE(stack.count(), before + 1);
    QCOMPARE(stack.undoText(), u"delete 2 images"_qs);
    QCOMPARE(here.images().size(), 1);
    QVERIFY(!QFile::exists(here.file(1)));
    const QString trashed = here.services->libraryFolder() + u"/.trash/default/anna/anna-0001.png"_qs;
    QCOMPARE(Place::read(trashed), Place::content(1));
    QCOMPARE(removed.first()[0].value<QList<qint64>>().size(), 2);
    QTRY_COMPARE(here.summary().stored, 1);
    QCOMPARE(here.session->runSummary().images, 1);
    here.session->undo();
    QTRY_COMPARE(returned.size(), 1);
    QCOMPARE(here.images(), all);
    QCOMPARE(Place::read(here.file(1)), Place::content(1));
    QVERIFY(!QFile::exists(trashed));
    QTRY_COMPARE(here.summary().stored, 3);
    here.session->redo();
    QTRY_COMPARE(here.images().size(), 1);
    QCOMPARE(Place::read(trashed), Place::content(1));
    QTRY_COMPARE(removed.size(), 2);
}

void TestDeletedImages::aFailedUndoKeepsWhatItBringsBack()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 3);
    const QVector<ImageRecord> before = here.images();
    QUndoStack &stack = here.session->undoStack();
    here.library->moveToTrash({ids.at(0), ids.at(1)});
    QTRY_COMPARE(stack.undoText(), u"delete 2 images"_qs);
    const int index = stack.index();
    awaitVoid(here.services->database().close());
    here.session->undo();
    here.session->redo(); // as fast as keys repeat
    QTRY_VERIFY(here.notice(u"action"_qs));
    QTRY_COMPARE(stack.index(), index);
    here.session->dismissNotice(u"action"_qs);
    const DatabaseUrl url = DatabaseUrl::parse(u"sqlite:"_qs + here.path(u"data.db"_qs)).value();
    QVERIFY(await(here.services->database().open(url, {})));
    QVERIFY(!stack.canRedo()); // it was not taken back
    here.session->redo();
    here.session->undo();
    QTRY_COMPARE(here.images(), before);
    for (int number = 1; number <= 3; ++number)
        QVERIFY(QFile::exists(here.file(number)));
    QVERIFY(!here.notice(u"action"_qs));
}

void TestDeletedImages::whatHasTakenThePlaceStays()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 2);
    QUndoStack &stack = here.session->undoStack();
    const auto before = stack.count();
    here.library->moveToTrash(ids);
    QTRY_COMPARE(stack.count(), before + 1);
    QFile other(here.file(2));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("somebody else's");
    other.close();
    here.session->undo();
    QTRY_VERIFY(here.notice(u"action"_qs));
    QVERIFY(here.notice(u"action"_qs)->body.contains(u"has the place of"_qs));
    QCOMPARE(Place::read(here.file(2)), QByteArray("somebody else's"));
    QVERIFY(!QFile::exists(here.file(1))); // all or nothing
    QVERIFY(here.images().isEmpty());
    QCOMPARE(Place::read(here.services->libraryFolder() + u"/.trash/default/anna/anna-0001.png"_qs), Place::content(1));
}

void TestDeletedImages::demoImagesAreRemoved()
{
    Place here;
    here.make(1, 2);
    here.make(3, 3, true);
    QUndoStack &stack = here.session->undoStack();
    const auto before = stack.count();
    QList<qint64> demos;
    QList<qint64> asked;
    for (const ImageRecord &image : here.images()) {
        asked.append(image.id);
        if (image.demo)
            demos.append(image.id);
    }
    QCOMPARE(demos.size(), 3);
    here.make(6, 1, true); // came after the question
    here.library->removeDemoImages(asked);
    QTRY_COMPARE(stack.count(), before + 1);
    QCOMPARE(stack.undoText(), u"remove 3 demo images"_qs);
    QCOMPARE(here.images().size(), 3);
    QVERIFY(!QFile::exists(here.file(4)));
    QVERIFY(QFile::exists(here.file(6)));
    here.session->undo();
    QTRY_COMPARE(here.images().size(), 6);
    QTRY_COMPARE(Place::read(here.file(4)), Place::content(4));
}

QTEST_MAIN(TestDeletedImages)
#include "tst_deletedimages.moc"
