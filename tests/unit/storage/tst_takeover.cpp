// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "support/storagefixture.h"

using namespace lorastudio;
using namespace lorastudio::test;

/// A database that holds only the three tables of the original design, with data in them.
class tst_TakeOver : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsLost_data() { StorageFixture::addDrivers(); }
    void nothingIsLost();
    void newImagesGoOn_data() { StorageFixture::addDrivers(); }
    void newImagesGoOn();
    void singlePrecisionStaysAsWritten();
    void unknownColumnsAreKept_data() { StorageFixture::addDrivers(); }
    void unknownColumnsAreKept();
    void whatCannotBeTakenOverIsLeft();

private:
    std::unique_ptr<Connection> original();
    StorageFixture m_fixture;
};

namespace {

const QStringList &oddIds()
{
    static const QStringList ids{QStringLiteral("<img src=x>"),   QStringLiteral("'); DROP TABLE x;--"),
                                 QString::fromUtf8("🦊 Kitsune"), QStringLiteral("%s :x ?"),
                                 QStringLiteral("Yuki_Tanaka"),   QStringLiteral("../../x"),
                                 QStringLiteral(" blank ")};
    return ids;
}

QVector<QVector<QString>> table(Connection &connection, const QString &sql, int columns)
{
    return must(connection.list(sql, {}, [columns](const SqlRows &row) {
        QVector<QString> line;
        for (int i = 0; i < columns; ++i)
            line += row.isNull(i) ? QStringLiteral("NULL") : row.text(i);
        return line;
    }));
}

} // namespace

std::unique_ptr<Connection> tst_TakeOver::original()
{
    std::unique_ptr<Connection> connection = m_fixture.connection(m_fixture.create());
    const QString id = connection->dialect().isPostgreSql() ? QStringLiteral("id SERIAL PRIMARY KEY")
                                                            : QStringLiteral("id INTEGER PRIMARY KEY AUTOINCREMENT");
    must(connection->execDirect(
        QStringLiteral("CREATE TABLE model_assignments (%1, character_id VARCHAR(50) UNIQUE NOT NULL, "
                       "model_file VARCHAR(100), quality_score INTEGER, "
                       "assigned_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)")
            .arg(id)));
    must(connection->execDirect(QStringLiteral("CREATE TABLE generation_history (%1, character_id VARCHAR(50), "
                                               "model_file VARCHAR(100), image_path VARCHAR(200), quality_score FLOAT, "
                                               "generated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)")
                                    .arg(id)));
    must(connection->execDirect(
        QStringLiteral("CREATE TABLE model_performance (model_file VARCHAR(100) PRIMARY KEY, avg_quality_score FLOAT, "
                       "generation_count INTEGER, avg_generation_time FLOAT, last_used TIMESTAMP)")));
    must(connection->execDirect(QStringLiteral(
        "INSERT INTO model_assignments (character_id, model_file, quality_score, assigned_at) VALUES "
        "('yuki_tanaka', 'epicrealism_v5.safetensors', 9, '2025-01-02 03:04:05'), "
        "('mei', 'chilloutmix.safetensors', NULL, NULL), ('nobody', NULL, NULL, '2025-01-02 03:04:05')")));
    must(connection->execDirect(QStringLiteral(
        "INSERT INTO generation_history (character_id, model_file, image_path, quality_score, generated_at) VALUES "
        "('yuki_tanaka', 'epicrealism_v5.safetensors', '/data/out/a.png', 8.5, '2025-01-02 03:04:06.5'), "
        "('yuki_tanaka', 'epicrealism_v5.safetensors', '/data/out/a.png', 6.2, '2025-01-02 03:04:07'), "
        "('only_history', 'x.safetensors', '/data/out/b.png', NULL, NULL), (NULL, NULL, NULL, NULL, NULL), "
        "('', 'x.safetensors', 'c.png', 3, '2025-01-02 03:04:05')")));
    for (const QString &odd : oddIds())
        must(connection->change(QStringLiteral("INSERT INTO generation_history (character_id, model_file, image_path, "
                                               "quality_score) VALUES (?, ?, ?, 1)"),
                                {odd, odd, odd}));
    must(connection->execDirect(
        QStringLiteral("INSERT INTO model_performance VALUES ('epicrealism_v5.safetensors', 7.35, 40, 6.25, "
                       "'2025-01-02 03:04:07'), ('old.safetensors', NULL, NULL, NULL, NULL)")));
    return connection;
}

void tst_TakeOver::nothingIsLost()
{
    const auto connection = original();
    const std::pair<QString, int> tables[]{
        {QStringLiteral("SELECT id, character_id, model_file, quality_score, CAST(assigned_at AS TEXT) "
                        "FROM model_assignments ORDER BY id"),
         5},
        {QStringLiteral("SELECT id, character_id, model_file, image_path, quality_score, CAST(generated_at AS TEXT) "
                        "FROM generation_history ORDER BY id"),
         6},
        {QStringLiteral("SELECT model_file, avg_quality_score, generation_count, avg_generation_time, "
                        "CAST(last_used AS TEXT) FROM model_performance ORDER BY model_file"),
         5}};
    QVector<QVector<QVector<QString>>> before;
    for (const auto &[sql, columns] : tables)
        before += table(*connection, sql, columns);
    must(Migrator(*connection).run());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(table(*connection, tables[i].first, tables[i].second), before.at(i));

    CharacterRepository characters(*connection);
    const QString project = QStringLiteral("default");
    QStringList ids;
    const QVector<Character> all = must(characters.list(project));
    for (const Character &character : all) {
        ids += character.id;
        QCOMPARE(character.name, character.id);
    }
    QCOMPARE(ids.mid(0, 4), (QStringList{QStringLiteral("yuki_tanaka"), QStringLiteral("mei"), QStringLiteral("nobody"),
                                         QStringLiteral("only_history")}));
    QCOMPARE(ids.mid(4), oddIds());

    const QVector<Assignment> assignments = must(AssignmentRepository(*connection).list(project));
    QCOMPARE(assignments.size(), 3);
    QCOMPARE(assignments.at(0).modelFile, QStringLiteral("epicrealism_v5.safetensors"));
    QVERIFY(assignments.at(0).locked);
    QVERIFY(assignments.at(1).locked);
    QVERIFY2(!assignments.at(2).locked, "no checkpoint was chosen, so there is nothing to lock");

    ImageFilter filter;
    filter.characterId = QStringLiteral("yuki_tanaka");
    const QVector<ImageRecord> images = must(ImageRepository(*connection).list(filter));
    QCOMPARE(images.size(), 2);
    QCOMPARE(images.at(0).score.total, std::optional<double>(6.2));
    QCOMPARE(images.at(0).score.scorer, QStringLiteral("unknown"));
    QCOMPARE(images.at(1).generatedAt, QDateTime(QDate(2025, 1, 2), QTime(3, 4, 6, 500), Qt::UTC));
    QCOMPARE(images.at(1).imagePath, QStringLiteral("/data/out/a.png"));
    const CharacterSummary summary = must(characters.summary(QStringLiteral("yuki_tanaka")));
    QCOMPARE(summary.stored, 2);
    QCOMPARE(summary.scored, 0);
    QVERIFY(!summary.meanScore);
    QCOMPARE(must(JobRepository(*connection).nextNumber(QStringLiteral("yuki_tanaka"))), 1);
    QVERIFY(must(JobRepository(*connection).usedSeeds(QStringLiteral("yuki_tanaka"))).isEmpty());
    // The id that differs in case alone from a new one is not taken a second time, because ids become folders.
    QCOMPARE(addCharacter(*connection, QStringLiteral("Yuki Tanaka")).id, QStringLiteral("yuki_tanaka-2"));
    QCOMPARE(must(characters.byName(project, QStringLiteral("ONLY_HISTORY")))->id, QStringLiteral("only_history"));
}

void tst_TakeOver::newImagesGoOn()
{
    const auto connection = original();
    must(Migrator(*connection).run());
    const QString id = QStringLiteral("yuki_tanaka");
    const QString model = QStringLiteral("epicrealism_v5.safetensors");
    const qint64 highest = must(ImageRepository(*connection).list({})).first().id;
    AssignmentRepository assignments(*connection);
    // Another choice has no score of its own; the old one has its score back.
    must(assignments.set({id, QStringLiteral("other.safetensors"), true, {}}));
    QVERIFY(!must(assignments.row(id))->qualityScore);
    must(assignments.set({id, model, true, {}}));
    QCOMPARE(must(assignments.row(id))->qualityScore, std::optional<double>(9));

    Job job = plannedJob(addRun(*connection), id, 1);
    job.state = JobState::Fetching;
    must(JobRepository(*connection).insert({job}));
    ImageRecord image;
    image.characterId = id;
    image.modelFile = model;
    image.imagePath = QStringLiteral("default/yuki_tanaka/yuki_tanaka-0001.png");
    image.seconds = 10.45;
    image.score.total = 80;
    image.score.scorer = QStringLiteral("technical");
    const ImageRecord stored = must(ImageRepository(*connection).store(image, job));
    QVERIFY2(stored.id > highest, "ids that were taken over are used up");
    QCOMPARE(must(assignments.row(id))->qualityScore, std::optional<double>(80));
    const auto figures = table(*connection,
                               QStringLiteral("SELECT avg_quality_score, generation_count FROM model_performance WHERE "
                                              "model_file = 'epicrealism_v5.safetensors'"),
                               2);
    QCOMPARE(figures.first(), (QVector<QString>{QStringLiteral("80"), QStringLiteral("41")}));
    const double time = must(connection->first(QStringLiteral("SELECT avg_generation_time FROM model_performance WHERE "
                                                              "model_file = ?"),
                                               {model}, [](const SqlRows &row) { return row.real(0); }))
                            .value_or(0);
    QCOMPARE(time, (6.25 * 40 + 10.45) / 41);

    // Removed and brought back, taken-over rows included.
    CharacterRepository characters(*connection);
    const RemovedCharacter removed = *must(characters.remove(id));
    QCOMPARE(removed.images.size(), 3);
    QCOMPARE(table(*connection,
                   QStringLiteral("SELECT avg_quality_score, generation_count FROM model_performance WHERE "
                                  "model_file = 'epicrealism_v5.safetensors'"),
                   2)
                 .first(),
             (QVector<QString>{QStringLiteral("7.35"), QStringLiteral("40")}));
    must(characters.restore(removed));
    const RemovedCharacter again = *must(characters.remove(id));
    QVERIFY(again == removed);
}

void tst_TakeOver::singlePrecisionStaysAsWritten()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const auto connection = m_fixture.connection(m_fixture.create(DatabaseUrl::Driver::PostgreSql));
    must(connection->execDirect(
        QStringLiteral("CREATE TABLE generation_history (id INTEGER, character_id INTEGER, model_file VARCHAR, "
                       "image_path VARCHAR, quality_score REAL, generated_at TIMESTAMPTZ)")));
    must(connection->execDirect(
        QStringLiteral("INSERT INTO generation_history VALUES (7, 12, 'm', 'p', 6.2, '2025-01-02 03:04:05+02')")));
    must(Migrator(*connection).run());
    const ImageRecord image = *must(ImageRepository(*connection).byId(7));
    QCOMPARE(image.score.total, std::optional<double>(6.2));
    QCOMPARE(image.characterId, QStringLiteral("12"));
    QCOMPARE(image.generatedAt, QDateTime(QDate(2025, 1, 2), QTime(1, 4, 5), Qt::UTC));
}

void tst_TakeOver::unknownColumnsAreKept()
{
    const auto connection = original();
    must(connection->execDirect(QStringLiteral("ALTER TABLE generation_history ADD COLUMN mood TEXT DEFAULT 'calm'")));
    must(Migrator(*connection).run());
    QCOMPARE(
        table(*connection, QStringLiteral("SELECT DISTINCT mood FROM original_generation_history"), 1).first().first(),
        QStringLiteral("calm"));
    QVERIFY(!connection->exec(QStringLiteral("SELECT 1 FROM original_model_assignments")));
}

void tst_TakeOver::whatCannotBeTakenOverIsLeft()
{
    const auto connection = m_fixture.connection(m_fixture.create(DatabaseUrl::Driver::Sqlite));
    must(connection->execDirect(QStringLiteral("CREATE TABLE generation_history (id INTEGER, picture TEXT)")));
    must(connection->change(QStringLiteral("INSERT INTO generation_history VALUES (1, 'p')")));
    QVERIFY(!Migrator(*connection).run());
    QCOMPARE(table(*connection, QStringLiteral("SELECT id, picture FROM generation_history"), 2).size(), 1);
}

QTEST_GUILESS_MAIN(tst_TakeOver)
#include "tst_takeover.moc"
