// SPDX-License-Identifier: GPL-3.0-or-later
// The images of a project between gallery and services, with a real database and real files.
#include "libraryplace.h"

#include <QStandardPaths>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

class TestLibrarySession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // the keyring of whoever runs this is not ours
    }
    void theIndexComesWithTheNewestFirst();
    void itemsAreWhole();
    void whatHappensDuringLoadingIsNotLost();
    void whatArrivesDuringLoadingIsNotLost();
    void aReadingThatFailsIsSaid();
    void newImagesAreReadOnce();
    void verdictsOfOthersAreTakenIn();
    void undoRightAfterAVerdictTakesItBack();
    void verdictsAreOneStepPerSelection();
    void copiesNeverOverwrite();
    void copiesSayWhatFailed();
    void copyingCanBeEnded();
};

void TestLibrarySession::theIndexComesWithTheNewestFirst()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 1200);
    QList<std::pair<int, bool>> loads;
    ImageIndex last;
    connect(here.library.get(), &ImageLibraryView::indexLoaded, this, [&](const ImageIndex &index, bool complete) {
        loads.append({index.size(), complete});
        last = index;
    });
    here.library->loadIndex();
    here.library->loadIndex(); // the last wish counts
    QTRY_VERIFY(!loads.isEmpty() && loads.last().second);
    QCOMPARE(loads.last().first, 1200);
    QCOMPARE(loads.at(loads.size() - 2), std::make_pair(500, false));
    QCOMPARE(last.entries().first().id, ids.first());
    QCOMPARE(last.entries().last().id, ids.last());
    QCOMPARE(last.prompts().texts().size(), 1);
    QCOMPARE(last.usualAspect(), 1.5);
    QTRY_COMPARE(here.library->runs().size(), 1);
}

void TestLibrarySession::itemsAreWhole()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 3);
    QSignalSpy loaded(here.library.get(), &ImageLibraryView::itemsLoaded);
    here.library->loadItems({ids.at(2), ids.at(0), 4711});
    QTRY_COMPARE(loaded.size(), 1);
    const auto items = loaded.first()[1].value<QList<GalleryItem>>();
    QCOMPARE(items.size(), 2);
    QCOMPARE(items.first().characterName, u"Anna"_qs);
    QVERIFY(!items.first().thumbnailKey.isEmpty());
    QCOMPARE(items.first().record.prompt, u"photo of <b>anna</b>"_qs);
}

void TestLibrarySession::whatHappensDuringLoadingIsNotLost()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 1200);
    // The newest are on the screen and decided while the older ones are on their way.
    bool whole = false;
    ImageIndex last;
    connect(here.library.get(), &ImageLibraryView::indexLoaded, this, [&](const ImageIndex &index, bool complete) {
        if (!complete)
            here.library->setVerdict({{ids.last(), Verdict::Undecided, false}}, Verdict::Accepted);
        whole = complete;
        last = index;
    });
    here.library->loadIndex();
    QTRY_VERIFY(whole);
    QCOMPARE(last.size(), 1200);
    QVERIFY(last.find(ids.last())->verdict == Verdict::Accepted);
    QVERIFY(last.find(ids.first())->verdict == Verdict::Undecided);
    QTRY_VERIFY(here.image(ids.last()).verdict == Verdict::Accepted);
}

void TestLibrarySession::whatArrivesDuringLoadingIsNotLost()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 1200);
    bool whole = false;
    ImageIndex last;
    constexpr qint64 arrived = 1'000'000;
    GalleryItem item;
    item.record = here.image(ids.last());
    item.record.id = arrived;
    connect(here.library.get(), &ImageLibraryView::indexLoaded, this, [&](const ImageIndex &index, bool complete) {
        if (!complete)
            Q_EMIT here.session->imagesAdded({item});
        whole = complete;
        last = index;
    });
    here.library->loadIndex();
    QTRY_VERIFY(whole);
    QCOMPARE(last.size(), 1201);
    QVERIFY(last.find(arrived));
}

void TestLibrarySession::aReadingThatFailsIsSaid()
{
    Place here;
    here.make(1, 3);
    QSignalSpy failed(here.library.get(), &ImageLibraryView::indexFailed);
    QSignalSpy loaded(here.library.get(), &ImageLibraryView::indexLoaded);
    awaitVoid(here.services->database().close());
    here.library->loadIndex();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(here.notice(u"gallery"_qs)->actions.size(), 1);
    const DatabaseUrl url = DatabaseUrl::parse(u"sqlite:"_qs + here.path(u"data.db"_qs)).value();
    QVERIFY(await(here.services->database().open(url, {})));
    QSignalSpy reset(here.library.get(), &ImageLibraryView::libraryReset);
    here.session->runNoticeAction(u"gallery"_qs, here.notice(u"gallery"_qs)->actions.first().id);
    QCOMPARE(reset.size(), 1);
    here.library->loadIndex();
    QTRY_COMPARE(loaded.size(), 1);
}

void TestLibrarySession::newImagesAreReadOnce()
{
    Place here;
    here.make(1, 3);
    QSignalSpy loaded(here.library.get(), &ImageLibraryView::indexLoaded);
    here.library->loadIndex();
    QTRY_COMPARE(loaded.size(), 1);
    QSignalSpy added(here.library.get(), &ImageLibraryView::imagesAdded);
    here.make(4, 2); // as by another program
    Q_EMIT here.session->rowsReset();
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(added.first().first().value<QList<GalleryItem>>().size(), 2);
    here.make(6, 1);
    Q_EMIT here.session->rowsReset();
    QTRY_COMPARE(added.size(), 2);
    QCOMPARE(added.last().first().value<QList<GalleryItem>>().size(), 1);
    QCOMPARE(loaded.size(), 1);
}

void TestLibrarySession::verdictsOfOthersAreTakenIn()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 4);
    QSignalSpy loaded(here.library.get(), &ImageLibraryView::indexLoaded);
    here.library->loadIndex();
    QTRY_COMPARE(loaded.size(), 1);
    here.library->setVerdict({{ids[3], Verdict::Undecided, false}}, Verdict::Accepted);
    QTRY_VERIFY(here.image(ids[3]).verdict == Verdict::Accepted);
    QSignalSpy judged(here.library.get(), &ImageLibraryView::verdictsChanged);
    const auto elsewhere = [&](qint64 id, Verdict verdict) {
        const auto work = [id, verdict](Connection &connection) {
            return ImageRepository(connection).setVerdict(id, verdict, false);
        };
        return await(here.services->database().write(work)).value_or(false);
    };
    QVERIFY(elsewhere(ids[0], Verdict::Rejected));
    Q_EMIT here.session->rowsReset();
    QTRY_COMPARE(judged.size(), 1);
    using Verdicts = QList<ImageVerdict>;
    QCOMPARE(judged.last().first().value<Verdicts>(), (Verdicts{{ids[0], Verdict::Rejected, false}}));
    QVERIFY(elsewhere(ids[0], Verdict::Undecided));
    QVERIFY(elsewhere(ids[1], Verdict::Accepted));
    Q_EMIT here.session->rowsReset();
    QTRY_COMPARE(judged.size(), 2);
    QCOMPARE(judged.last().first().value<Verdicts>(),
             (Verdicts{{ids[0], Verdict::Undecided, false}, {ids[1], Verdict::Accepted, false}}));
    QCOMPARE(loaded.size(), 1);
}

void TestLibrarySession::undoRightAfterAVerdictTakesItBack()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 2);
    QUndoStack &stack = here.session->undoStack();
    const int before = stack.index(); // the import
    here.library->setVerdict({{ids[0], Verdict::Undecided, false}}, Verdict::Accepted);
    here.session->undo(); // before the database has answered
    QTRY_VERIFY(!here.session->isGranting());
    QTRY_COMPARE(stack.index(), before);
    QCOMPARE(stack.count(), before + 1);
    QCOMPARE(stack.redoText(), u"accept 1 image"_qs);
    QTRY_VERIFY(here.image(ids[0]).verdict == Verdict::Undecided);
    QCOMPARE(here.session->rows().size(), 1);
    // A verdict that cannot be stored is no step.
    awaitVoid(here.services->database().close());
    QSignalSpy changed(here.library.get(), &ImageLibraryView::verdictsChanged);
    here.library->setVerdict({{ids[1], Verdict::Undecided, false}}, Verdict::Rejected);
    QTRY_COMPARE(changed.size(), 1);
    const DatabaseUrl url = DatabaseUrl::parse(u"sqlite:"_qs + here.path(u"data.db"_qs)).value();
    QVERIFY(await(here.services->database().open(url, {})));
    QCOMPARE(stack.count(), before + 1);
}

void TestLibrarySession::verdictsAreOneStepPerSelection()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 4);
    here.session->imagesEdited({u"anna"_qs}, 0);
    QTRY_COMPARE(here.summary().undecided, 4);
    const auto undecided = [](qint64 id) {
        return ImageVerdict{id, Verdict::Undecided, false};
    };
    QUndoStack &stack = here.session->undoStack();
    const auto before = stack.count();
    here.library->setVerdict({undecided(ids[0]), undecided(ids[1])}, Verdict::Accepted);
    QTRY_COMPARE(stack.count(), before + 1);
    QCOMPARE(stack.undoText(), u"accept 2 images"_qs);
    QCOMPARE(here.session->runSummary().lastChange, u"Accepted 2 images."_qs);
    QTRY_COMPARE(here.summary().accepted, 2); // the cells of the table follow
    // Another mind on the same images is the same step.
    here.library->setVerdict({{ids[0], Verdict::Accepted, false}, {ids[1], Verdict::Accepted, false}},
                             Verdict::Rejected);
    QTRY_COMPARE(stack.undoText(), u"reject 2 images"_qs);
    QCOMPARE(stack.count(), before + 1);
    // Other images are another one.
    here.library->setVerdict({undecided(ids[2])}, Verdict::Rejected);
    QTRY_COMPARE(stack.count(), before + 2);
    QCOMPARE(stack.undoText(), u"reject 1 image"_qs);
    QTRY_COMPARE(here.summary().rejected, 3);
    QVERIFY(!here.image(ids[2]).verdictByRule);

    QSignalSpy changed(here.library.get(), &ImageLibraryView::verdictsChanged);
    here.session->undo();
    here.session->undo();
    QTRY_COMPARE(changed.size(), 2);
    QTRY_COMPARE(here.summary().undecided, 4);
    QVERIFY(here.image(ids[0]).verdict == Verdict::Undecided);
    here.session->redo();
    QTRY_COMPARE(here.summary().rejected, 2);
}

void TestLibrarySession::copiesNeverOverwrite()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 3);
    const QString target = here.path(u"target"_qs);
    QVERIFY(QDir().mkpath(target));
    for (const char *name : {"anna-0001.png", "anna-0001-2.png"}) {
        QFile there(target + u'/' + QString::fromLatin1(name));
        QVERIFY(there.open(QIODevice::WriteOnly));
        there.write("mine");
    }
    here.library->copyImages(ids, target);
    QVERIFY(here.library->copyState().running);
    QTRY_VERIFY(!here.library->copyState().running);
    QCOMPARE(here.library->copyState().done, 3);
    QCOMPARE(Place::read(target + u"/anna-0001.png"_qs), QByteArray("mine"));
    QCOMPARE(Place::read(target + u"/anna-0001-2.png"_qs), QByteArray("mine"));
    QCOMPARE(Place::read(target + u"/anna-0001-3.png"_qs), Place::content(1));
    QCOMPARE(Place::read(target + u"/anna-0002.png"_qs), Place::content(2));
    QCOMPARE(here.notice(u"copy"_qs)->head, u"Copied 3 images"_qs);
    QCOMPARE(Place::read(here.file(1)), Place::content(1));
}

void TestLibrarySession::copiesSayWhatFailed()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 3);
    QVERIFY(QFile::remove(here.file(2)));
    const QString target = here.path(u"target"_qs);
    QVERIFY(QDir().mkpath(target));
    here.library->copyImages(ids, target);
    QTRY_VERIFY(!here.library->copyState().running);
    QCOMPARE(here.library->copyState().done, 2);
    const std::optional<Notice> notice = here.notice(u"copy"_qs);
    QVERIFY(notice && notice->kind == Notice::Kind::Problem);
    QCOMPARE(notice->head, u"Copied 2 of 3 images"_qs);
    QCOMPARE(notice->body, u"anna-0002.png is missing."_qs);
    here.library->copyImages({ids.first()}, here.path(u"no such folder"_qs));
    QTRY_VERIFY(!here.library->copyState().running);
    QCOMPARE(here.library->copyState().done, 0);
    QCOMPARE(here.library->copyState().problems.size(), 1);
}

void TestLibrarySession::copyingCanBeEnded()
{
    Place here;
    const QVector<qint64> ids = here.make(1, 200);
    const QString target = here.path(u"target"_qs);
    QVERIFY(QDir().mkpath(target));
    here.library->copyImages(ids, target);
    here.library->cancelCopy();
    QTRY_VERIFY(!here.library->copyState().running);
    QVERIFY(here.library->copyState().canceled);
    QVERIFY(QDir(target).entryList(QDir::Files).size() < 200);
}

QTEST_MAIN(TestLibrarySession)
#include "tst_librarysession.moc"
