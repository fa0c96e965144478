// SPDX-License-Identifier: GPL-3.0-or-later
// Characters and their pictures, from folders into a database and a library and back out.
#include "import/characterimporter.h"

#include "storage/referencerepository.h"
#include "support/storagefixture.h"

#include <QCoroTask>
#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

template <class T>
Task<void> keepResult(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

template <class T>
T await(Task<T> task)
{
    std::optional<T> result;
    const Task<void> running = keepResult(std::move(task), &result);
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 60'000))
        qFatal("a task did not end in a minute");
    return std::move(*result);
}

const QString project = QStringLiteral("default");

/// A database, a library and folders of pictures.
struct Place
{
    QTemporaryDir folder;
    Database database;
    ImageStore store{folder.filePath(QStringLiteral("library"))};
    CharacterImporter importer{database, store};

    explicit Place(const DatabaseUrl &url) { must(await(database.open(url, {}))); }
    QString path(const QString &name) const { return folder.filePath(name); }
    QString picture(const QString &name, int shade) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QImage image(32, 48, QImage::Format_RGB32);
        image.fill(qRgb(shade, 40, 90));
        if (!image.save(path(name), "PNG"))
            qFatal("no picture");
        return path(name);
    }
    ImportOutcome import(const QString &name, bool dryRun = false)
    {
        return must(await(importer.importPaths({path(name)}, project, dryRun)));
    }
    QStringList references(const QString &id)
    {
        const auto work = [id](Connection &connection) {
            return ReferenceRepository(connection).list(id);
        };
        return must(await(database.read(work)));
    }
    QVector<Character> characters()
    {
        const auto work = [](Connection &connection) {
            return CharacterRepository(connection).list(project);
        };
        return must(await(database.read(work)));
    }
    QStringList files() const { return QDir(path(QStringLiteral("library/references"))).entryList(QDir::Files); }
};

/// The structure stays whole, the pixels do not.
void spoil(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        qFatal("no file");
    QByteArray bytes = file.readAll();
    bytes.replace(bytes.indexOf("IDAT") + 4, 12, QByteArray(12, '\x5a'));
    file.seek(0);
    file.write(bytes);
}

} // namespace

class TestCharacterImporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allPicturesComeIn_data() { StorageFixture::addDrivers(); }
    void allPicturesComeIn();
    void undoAndRedoOfNewOnes_data() { StorageFixture::addDrivers(); }
    void undoAndRedoOfNewOnes();
    void aKnownCharacterKeepsItsOwn_data() { StorageFixture::addDrivers(); }
    void aKnownCharacterKeepsItsOwn();
    void aDryRunLeavesNothing();
    void whatIsChangedMeanwhileStays();
    void itIsCancelled_data();
    void itIsCancelled();
    void progressEndsAtItsTotal();

private:
    StorageFixture m_fixture;
};

void TestCharacterImporter::allPicturesComeIn()
{
    Place place(m_fixture.create());
    for (int i = 0; i < 6; ++i)
        place.picture(QStringLiteral("mei/%1.png").arg(i), i);
    place.picture(QStringLiteral("mei/same.png"), 3); // the content of 3.png
    spoil(place.picture(QStringLiteral("mei/2.png"), 200));
    const ImportOutcome outcome = place.import(QStringLiteral("mei"));
    QCOMPARE(outcome.rows.size(), 1);
    const ImportedRow &row = outcome.rows.first();
    QCOMPARE(row.references, 5);
    QCOMPARE(row.pictures.size(), 5);
    QCOMPARE(outcome.warnings.size(), 1); // the spoilt one
    QCOMPARE(place.references(row.character.id), row.pictures);
    QCOMPARE(place.characters().first().reference, row.pictures.first());
    QCOMPARE(place.characters().first(), row.character);
    QCOMPARE(place.files().size(), 5);
}

void TestCharacterImporter::undoAndRedoOfNewOnes()
{
    Place place(m_fixture.create());
    for (int i = 0; i < 3; ++i)
        place.picture(QStringLiteral("mei/%1.png").arg(i), i);
    const ImportOutcome outcome = place.import(QStringLiteral("mei"));
    const QString id = outcome.rows.first().character.id;
    const QVector<RemovedCharacter> removed = must(await(place.importer.undo(outcome)));
    QVERIFY(place.characters().isEmpty());
    QVERIFY(place.references(id).isEmpty());
    must(await(place.importer.redo(outcome, removed)));
    QCOMPARE(place.references(id), outcome.rows.first().pictures);
    QCOMPARE(place.files().size(), 3);
    // The same folder once more doubles nothing.
    QCOMPARE(place.import(QStringLiteral("mei")).rows.first().references, 3);
    QCOMPARE(place.references(id), outcome.rows.first().pictures);
    QCOMPARE(place.files().size(), 3);
}

void TestCharacterImporter::aKnownCharacterKeepsItsOwn()
{
    Place place(m_fixture.create());
    place.picture(QStringLiteral("one/mei/a.png"), 1);
    place.picture(QStringLiteral("one/mei/b.png"), 2);
    const QStringList own = place.import(QStringLiteral("one")).rows.first().pictures;
    place.picture(QStringLiteral("two/mei/c.png"), 3);
    place.picture(QStringLiteral("two/mei/d.png"), 2); // it has that one
    const ImportOutcome second = place.import(QStringLiteral("two"));
    const ImportedRow &row = second.rows.first();
    QVERIFY(!row.isNew);
    QCOMPARE(row.pictures.size(), 2);
    QCOMPARE(row.added, QStringList{row.pictures.first()});
    const QStringList all = QStringList{row.pictures.first()} + own;
    QCOMPARE(place.references(row.character.id), all);
    QCOMPARE(place.characters().first().reference, row.pictures.first());

    const QVector<RemovedCharacter> removed = must(await(place.importer.undo(second)));
    QCOMPARE(place.references(row.character.id), own);
    QCOMPARE(place.characters().first().reference, own.first());
    must(await(place.importer.redo(second, removed)));
    QCOMPARE(place.references(row.character.id), all);
    QCOMPARE(place.files().size(), 3);
}

void TestCharacterImporter::aDryRunLeavesNothing()
{
    Place place(m_fixture.create(DatabaseUrl::Driver::Sqlite));
    place.picture(QStringLiteral("mei/a.png"), 1);
    place.picture(QStringLiteral("mei/b.png"), 2);
    const ImportOutcome outcome = place.import(QStringLiteral("mei"), true);
    QCOMPARE(outcome.rows.first().references, 2);
    QVERIFY(!outcome.rows.first().character.id.isEmpty());
    QVERIFY(place.characters().isEmpty());
    QVERIFY(place.files().isEmpty());
}

void TestCharacterImporter::whatIsChangedMeanwhileStays()
{
    Place place(m_fixture.create(DatabaseUrl::Driver::Sqlite));
    place.picture(QStringLiteral("mei/a.png"), 1);
    Character known = place.import(QStringLiteral("mei")).rows.first().character;
    place.picture(QStringLiteral("mei/b.png"), 2);
    known.prompt = QStringLiteral("changed while the pictures were copied");
    bool changed = false;
    ImportWatch watch;
    watch.progress = [&](int, int) {
        if (std::exchange(changed, true))
            return;
        // The pool's thread copies now, and nothing is written yet.
        const auto connection = m_fixture.connection(must(DatabaseUrl::parse(place.database.description())));
        must(CharacterRepository(*connection).update(known));
    };
    must(await(place.importer.importPaths({place.path(QStringLiteral("mei"))}, project, false, watch)));
    QCOMPARE(place.characters().first().prompt, known.prompt);
    QCOMPARE(place.references(known.id).size(), 2);
}

void TestCharacterImporter::itIsCancelled_data()
{
    QTest::addColumn<int>("driver");
    QTest::addColumn<int>("after");
    QVector<DatabaseUrl::Driver> drivers{DatabaseUrl::Driver::Sqlite};
    if (StorageFixture::usesPostgreSql())
        drivers.append(DatabaseUrl::Driver::PostgreSql);
    for (const DatabaseUrl::Driver driver : std::as_const(drivers)) {
        for (const int after : {1, 5, 7, 8}) // while 7 pictures are copied, and while 3 characters are written
            QTest::addRow("driver %d, step %d", int(driver), after) << int(driver) << after;
    }
}

void TestCharacterImporter::itIsCancelled()
{
    QFETCH(int, after);
    Place place(m_fixture.create());
    for (int i = 0; i < 6; ++i)
        place.picture(QStringLiteral("cast/c%1/%2.png").arg(i / 2).arg(i % 2), i);
    // A picture that is there stays, whoever else brings it.
    const QString known = place.import(QStringLiteral("cast/c0")).rows.first().character.id;
    place.picture(QStringLiteral("cast/c0/9.png"), 99);
    std::stop_source stop;
    ImportWatch watch;
    watch.stop = stop.get_token();
    watch.progress = [&](int done, int) {
        if (done == after)
            stop.request_stop();
    };
    const Result<ImportOutcome> outcome =
        await(place.importer.importPaths({place.path(QStringLiteral("cast"))}, project, false, watch));
    QVERIFY(!outcome);
    QVERIFY(outcome.error().isCanceled());
    QCOMPARE(place.characters().size(), 1);
    QCOMPARE(place.references(known).size(), 2);
    QCOMPARE(place.files().size(), 2);
}

void TestCharacterImporter::progressEndsAtItsTotal()
{
    Place place(m_fixture.create(DatabaseUrl::Driver::Sqlite));
    for (int i = 0; i < 6; ++i)
        place.picture(QStringLiteral("cast/c%1/%2.png").arg(i / 2).arg(i % 2), i);
    QVector<std::pair<int, int>> steps;
    ImportWatch watch;
    watch.progress = [&](int done, int total) {
        steps.append({done, total});
    };
    must(await(place.importer.importPaths({place.path(QStringLiteral("cast"))}, project, false, watch)));
    QCOMPARE(steps.size(), 9); // 6 pictures, 3 characters
    for (int i = 0; i < 9; ++i)
        QCOMPARE(steps.at(i), std::pair(i + 1, 9));
}

QTEST_GUILESS_MAIN(TestCharacterImporter)
#include "tst_characterimporter.moc"
