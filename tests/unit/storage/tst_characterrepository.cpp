// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/characterrepository.h"

#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/projectrepository.h"
#include "storage/referencerepository.h"
#include "support/storagefixture.h"

using namespace lorastudio;
using namespace lorastudio::test;

class tst_CharacterRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data() { StorageFixture::addDrivers(); }
    void roundTrip();
    void idsAreUnique_data() { StorageFixture::addDrivers(); }
    void idsAreUnique();
    void manyAtOnce_data() { StorageFixture::addDrivers(); }
    void manyAtOnce();
    void namesAreFoundInAnyWriting_data() { StorageFixture::addDrivers(); }
    void namesAreFoundInAnyWriting();
    void case11_case12_hostileNames_data() { StorageFixture::addDrivers(); }
    void case11_case12_hostileNames();
    void removeAndRestore_data() { StorageFixture::addDrivers(); }
    void removeAndRestore();
    void summaries_data() { StorageFixture::addDrivers(); }
    void summaries();
    void updateOfARemovedOne_data() { StorageFixture::addDrivers(); }
    void updateOfARemovedOne();

private:
    StorageFixture m_fixture;
};

namespace {

const QString project = QStringLiteral("default");

/// A stored image of a job of its own.
ImageRecord addImage(Connection &connection, qint64 run, const QString &character, int number,
                     std::optional<double> score, bool demo = false,
                     const QString &scorer = QStringLiteral("technical"))
{
    Job job = plannedJob(run, character, number);
    job.state = JobState::Fetching;
    must(JobRepository(connection).insert({job}));
    ImageRecord image;
    image.characterId = character;
    image.number = number;
    image.runId = run;
    image.modelFile = QStringLiteral("m.safetensors");
    image.imagePath = QStringLiteral("default/%1/%1-%2.png").arg(character).arg(number, 4, 10, QLatin1Char('0'));
    image.score.total = score;
    image.score.scorer = scorer;
    image.demo = demo;
    image.seconds = 2;
    return must(ImageRepository(connection).store(image, job));
}

QStringList ids(const QVector<Character> &characters)
{
    QStringList result;
    for (const Character &character : characters)
        result += character.id;
    return result;
}

} // namespace

void tst_CharacterRepository::roundTrip()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    Character character;
    character.project = project;
    character.name = QStringLiteral("Yuki Tanaka");
    character.type = QStringLiteral("nervous_male");
    character.prompt = QStringLiteral("a \"quoted\" prompt\nin two lines");
    character.negative = QStringLiteral("n");
    character.trigger = QStringLiteral("t");
    character.size = QSize(832, 1216);
    character.images = 7;
    character.reference = QStringLiteral("references/y.png");
    character.notes = QStringLiteral("mood: calm");
    const Character stored = must(characters.insert(character));
    QCOMPARE(stored.id, QStringLiteral("yuki_tanaka"));
    character.id = stored.id;
    character.position = stored.position;
    QVERIFY(stored == character);
    QVERIFY(*must(characters.byId(stored.id)) == character);
    addCharacter(*connection, QStringLiteral("Mei"));
    QCOMPARE(ids(must(characters.list(project))), (QStringList{QStringLiteral("yuki_tanaka"), QStringLiteral("mei")}));
    character.position = 99;
    character.name = QStringLiteral("Yuki");
    must(characters.update(character));
    QCOMPARE(ids(must(characters.list(project))), (QStringList{QStringLiteral("mei"), QStringLiteral("yuki_tanaka")}));
    QVERIFY(*must(characters.byName(project, QStringLiteral("yuki"))) == character);
    QVERIFY(!must(characters.byName(project, QStringLiteral("Yuki Tanaka"))));
    QVERIFY(must(characters.list(QStringLiteral("other"))).isEmpty());
}

void tst_CharacterRepository::idsAreUnique()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    must(ProjectRepository(*connection).ensure(QStringLiteral("other"), QStringLiteral("Other")));
    QCOMPARE(addCharacter(*connection, QStringLiteral("A B")).id, QStringLiteral("a_b"));
    QCOMPARE(addCharacter(*connection, QStringLiteral("a-b")).id, QStringLiteral("a_b-2"));
    QCOMPARE(addCharacter(*connection, QStringLiteral("AxB")).id, QStringLiteral("axb"));
    Character elsewhere;
    elsewhere.project = QStringLiteral("other");
    elsewhere.name = QStringLiteral("A B");
    QCOMPARE(must(characters.insert(elsewhere)).id, QStringLiteral("a_b-3"));
    must(characters.remove(QStringLiteral("a_b-2")));
    QCOMPARE(addCharacter(*connection, QStringLiteral("a+b")).id, QStringLiteral("a_b-2"));
    QCOMPARE(addCharacter(*connection, QString::fromUtf8("漢字")).id, QStringLiteral("character"));
    QCOMPARE(addCharacter(*connection, QString::fromUtf8("🦊")).id, QStringLiteral("character-2"));
}

void tst_CharacterRepository::manyAtOnce()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    must(ProjectRepository(*connection).ensure(QStringLiteral("other"), QStringLiteral("Other")));
    addCharacter(*connection, QStringLiteral("A B"));
    // One that was taken over, with an id that is none of ours.
    must(connection->change(QStringLiteral("UPDATE characters SET id = 'Character-2' WHERE id = ?"),
                            {addCharacter(*connection, QStringLiteral("X")).id}));
    QVector<Character> added;
    const std::pair<const char *, const char *> wanted[] = {
        {"default", "a-b"}, {"other", "A B"}, {"default", "漢字"}, {"default", "🦊"}, {"default", "日本"}};
    for (const auto &[of, name] : wanted) {
        Character character;
        character.project = QString::fromLatin1(of);
        character.name = QString::fromUtf8(name);
        added.append(character);
    }
    QVector<QString> names;
    for (const Character &character : std::as_const(added))
        names.append(character.name);
    const QVector<QString> promised = must(characters.freeIds(names));
    const QVector<Character> stored = must(characters.insert(added));
    QVector<QString> ids;
    QVector<int> positions;
    for (const Character &character : stored) {
        ids.append(character.id);
        positions.append(character.position);
        QCOMPARE(must(characters.byId(character.id)).value(), character);
    }
    QCOMPARE(ids, promised);
    QCOMPARE(ids, (QVector<QString>{QStringLiteral("a_b-2"), QStringLiteral("a_b-3"), QStringLiteral("character"),
                                    QStringLiteral("character-3"), QStringLiteral("character-4")}));
    QCOMPARE(positions, (QVector<int>{3, 1, 4, 5, 6}));
    QCOMPARE(must(characters.insert(QVector<Character>())).size(), 0);
    // All or none.
    added[1].project = QStringLiteral("nowhere");
    QVERIFY(!characters.insert(added));
    QCOMPARE(must(characters.list(QStringLiteral("default"))).size(), 6);
}

void tst_CharacterRepository::namesAreFoundInAnyWriting()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    const QString id = addCharacter(*connection, QString::fromUtf8("Émile  Straße")).id;
    for (const char *writing : {"Émile  Straße", "émile straße", " ÉMILE\tSTRAẞE ", "Émile Straße"}) {
        const auto found = must(characters.byName(project, QString::fromUtf8(writing)));
        QVERIFY2(found, writing);
        QCOMPARE(found->id, id);
    }
    QVERIFY(!must(characters.byName(project, QStringLiteral("Emile Strasse"))));
    QVERIFY(!must(characters.byName(QStringLiteral("other"), QString::fromUtf8("Émile Straße"))));
}

void tst_CharacterRepository::case11_case12_hostileNames()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    for (const char *text : {"'); DROP TABLE characters;--", "<img src=x>", "%s %n", ":x ?", "../../x", "a\\'b",
                             "🦊👩‍👩‍👧", "\"; --"}) {
        const QString name = QString::fromUtf8(text);
        const Character stored = addCharacter(*connection, name);
        QCOMPARE(must(characters.byId(stored.id))->name, name);
        QCOMPARE(must(characters.byName(project, name))->id, stored.id);
        QVERIFY(!stored.id.contains(u'/') && !stored.id.contains(u'.'));
    }
    QCOMPARE(must(characters.list(project)).size(), 8);
}

void tst_CharacterRepository::removeAndRestore()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    const QString id = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString other = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 run = addRun(*connection);
    must(AssignmentRepository(*connection).set({id, QStringLiteral("m.safetensors"), true, QStringLiteral("by hand")}));
    addImage(*connection, run, id, 1, 60);
    addImage(*connection, run, other, 1, 70);
    addImage(*connection, run, id, 2, 90);
    must(JobRepository(*connection).insert({plannedJob(run, id, 3)}));
    const auto figures = [&] {
        return must(connection->first(
            QStringLiteral("SELECT generation_count, avg_quality_score FROM model_performance WHERE model_file = ?"),
            {QStringLiteral("m.safetensors")},
            [](const SqlRows &row) { return std::pair(row.integer(0), row.real(1)); }));
    };
    const QVector<ImageRecord> before = must(ImageRepository(*connection).list({}));
    QVERIFY(figures() == std::pair(qint64(3), (60.0 + 70 + 90) / 3));

    ReferenceRepository references(*connection);
    const QStringList pictures{QStringLiteral("references/b.png"), QStringLiteral("references/a.png")};
    must(references.set(id, pictures));
    const std::optional<RemovedCharacter> removed = must(characters.remove(id));
    QVERIFY(removed);
    QCOMPARE(removed->references, pictures);
    QCOMPARE(must(references.list(id)), QStringList());
    QCOMPARE(removed->jobs.size(), 3);
    QCOMPARE(removed->images.size(), 2);
    QCOMPARE(removed->assignment->qualityScore, std::optional<double>(75));
    QVERIFY(!must(characters.byId(id)));
    QVERIFY(!must(AssignmentRepository(*connection).get(id)));
    QCOMPARE(must(ImageRepository(*connection).list({})).size(), 1);
    QVERIFY(must(JobRepository(*connection).ofCharacter(id)).isEmpty());
    QVERIFY(figures() == std::pair(qint64(1), 70.0));
    QVERIFY(!must(characters.remove(id)));

    must(characters.restore(*removed));
    QVERIFY(*must(characters.byId(id)) == removed->character);
    QCOMPARE(must(references.list(id)), pictures);
    QVERIFY(must(ImageRepository(*connection).list({})) == before);
    QVERIFY(must(JobRepository(*connection).ofCharacter(id)) == removed->jobs);
    QVERIFY(must(AssignmentRepository(*connection).row(id)) == removed->assignment);
    QVERIFY(figures() == std::pair(qint64(3), (60.0 + 70 + 90) / 3));
    QVERIFY2(!characters.restore(*removed), "restored twice");
}

void tst_CharacterRepository::summaries()
{
    const auto connection = m_fixture.migrated();
    CharacterRepository characters(*connection);
    const QString id = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString idle = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 run = addRun(*connection);
    int number = 0;
    JobRepository jobs(*connection);
    const std::pair<JobState, int> states[]{{JobState::Planned, 3},  {JobState::Lost, 1},     {JobState::Posting, 1},
                                            {JobState::Queued, 2},   {JobState::Running, 1},  {JobState::Fetching, 1},
                                            {JobState::Rejected, 1}, {JobState::Cancelled, 2}};
    for (const auto &[state, count] : states) {
        for (int i = 0; i < count; ++i) {
            Job job = plannedJob(run, id, ++number);
            job.state = state;
            job.reason = state == JobState::Rejected ? QStringLiteral("earlier") : QString();
            job.updated = QDateTime(QDate(2025, 1, 1), QTime(0, 0), Qt::UTC);
            must(jobs.insert({job}));
        }
    }
    Job failed = plannedJob(run, id, ++number);
    failed.state = JobState::Failed;
    failed.reason = QStringLiteral("out of memory");
    must(jobs.insert({failed}));
    for (const double score : {12.0, 50.0, 54.9, 55.0, 74.5, 95.0, 100.0})
        addImage(*connection, run, id, ++number, score);
    addImage(*connection, run, id, ++number, std::nullopt);
    addImage(*connection, run, id, ++number, 3, false, QStringLiteral("unknown"));
    const ImageRecord newest = addImage(*connection, run, id, ++number, 80, true);
    must(ImageRepository(*connection).setVerdict(newest.id, Verdict::Accepted, false));
    must(ImageRepository(*connection).setVerdict(newest.id - 1, Verdict::Rejected, true));

    const QVector<CharacterSummary> all = must(characters.summaries(project));
    QCOMPARE(all.size(), 2);
    const CharacterSummary &summary = all.at(0);
    QCOMPARE(summary.characterId, id);
    QCOMPARE(summary.planned, 4);
    QCOMPARE(summary.active, 5);
    QCOMPARE(summary.failed, 2);
    QCOMPARE(summary.cancelled, 2);
    QCOMPARE(summary.stored, 10);
    QCOMPARE(summary.storedDemo, 1);
    QCOMPARE(summary.accepted, 1);
    QCOMPARE(summary.rejected, 1);
    QCOMPARE(summary.undecided, 8);
    QCOMPARE(summary.scored, 8);
    QVERIFY(summary.meanScore);
    QCOMPARE(*summary.meanScore, (12 + 50 + 54.9 + 55 + 74.5 + 95 + 100 + 80) / 8);
    QVERIFY((summary.histogram == std::array<int, 10>{3, 1, 0, 0, 1, 0, 1, 0, 0, 2}));
    QCOMPARE(summary.lastFailure, QStringLiteral("out of memory"));
    QCOMPARE(summary.newestImage, newest.imagePath);
    QCOMPARE(summary.newestAt, newest.generatedAt);
    CharacterSummary empty;
    empty.characterId = idle;
    QVERIFY(all.at(1) == empty);
    QVERIFY(must(characters.summary(id)) == summary);
    QVERIFY(must(characters.summary(idle)) == empty);
}

void tst_CharacterRepository::updateOfARemovedOne()
{
    const auto connection = m_fixture.migrated();
    Character character;
    character.id = QStringLiteral("gone");
    character.project = project;
    const Result<void> updated = CharacterRepository(*connection).update(character);
    QVERIFY(!updated);
    QCOMPARE(updated.error().code, QStringLiteral("not-found"));
}

QTEST_GUILESS_MAIN(tst_CharacterRepository)
#include "tst_characterrepository.moc"
