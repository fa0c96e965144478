// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as scripts use it: names, JSON keys and exit codes of cli.md, through the real program.
#include "support/commandlineprocess.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private:
    static CommandLinePlace place() { return CommandLinePlace(QStringLiteral(LORASTUDIO_CLI)); }

private Q_SLOTS:
    void demoRunMakesTheSampleProject()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        const CommandResult result = here.call(words("run --demo --images 3 --seed 1000"));
        QVERIFY2(result.exitCode == 0, result.standardError);
        const QJsonObject run = result.json().object();
        QCOMPARE(run.value(u"requested"_qs).toInt(), 12);
        QCOMPARE(run.value(u"stored"_qs).toInt(), 12);
        QCOMPARE(run.value(u"failed"_qs).toInt(), 0);
        QCOMPARE(run.value(u"skipped"_qs).toInt(), 0);
        QVERIFY(run.value(u"errors"_qs).toArray().isEmpty());
        QCOMPARE(run.value(u"characters"_qs).toArray().size(), 4);

        const QJsonArray characters = here.call(words("characters")).json().array();
        QCOMPARE(characters.size(), 4);
        const QMap<QString, QString> models{{u"Yuki Tanaka"_qs, u"epicrealism_v5.safetensors"_qs},
                                            {u"Mei Kobayashi"_qs, u"realistic_vision_v51.safetensors"_qs},
                                            {u"Rina Suzuki"_qs, u"cyberrealistic_v9.safetensors"_qs},
                                            {u"Takeshi Sato"_qs, u"epicrealism_v5.safetensors"_qs}};
        for (const QJsonValue &value : characters) {
            const QJsonObject character = value.toObject();
            QCOMPARE(character.value(u"model"_qs).toString(), models.value(character.value(u"name"_qs).toString()));
            QCOMPARE(character.value(u"stored"_qs).toInt(), 3);
            QVERIFY(character.value(u"mean_score"_qs).isDouble());
            QCOMPARE(character.value(u"locked"_qs).toBool(), false);
        }

        const QJsonArray images = here.call(words("images")).json().array();
        QCOMPARE(images.size(), 12);
        QSet<QString> files;
        for (const QJsonValue &value : images) {
            const QJsonObject image = value.toObject();
            const QString file = image.value(u"file"_qs).toString();
            QVERIFY2(QImage(file).size() == QSize(512, 768), qPrintable(file));
            QVERIFY(QDir::isAbsolutePath(file));
            files.insert(file);
            QCOMPARE(image.value(u"demo"_qs).toBool(), true);
            QCOMPARE(image.value(u"verdict"_qs).toString(), u"undecided"_qs);
            QCOMPARE(image.value(u"components"_qs).toObject().size(), 6);
            QVERIFY(image.value(u"seed"_qs).toInteger() >= 1000 && image.value(u"seed"_qs).toInteger() < 1003);
        }
        QCOMPARE(files.size(), 12);
        const QJsonObject status = here.call(words("status")).json().object();
        QCOMPARE(status.value(u"jobs"_qs).toObject().value(u"stored"_qs).toInt(), 12);
        QVERIFY(status.value(u"run"_qs).isNull());
    }

    void aSecondDemoRunMakesMoreAndNeverTheSameSeed()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QCOMPARE(here.call(words("run --demo --images 1 --seed 5")).exitCode, 0);
        QCOMPARE(here.call(words("run --demo --images 2 --seed 4")).exitCode, 0);
        QSet<qint64> seeds;
        const QJsonArray images = here.call(words("images --character yuki_tanaka")).json().array();
        for (const QJsonValue &value : images)
            seeds.insert(value.toObject().value(u"seed"_qs).toInteger());
        QCOMPARE(images.size(), 3);
        QCOMPARE(seeds.size(), 3);
    }

    void nothingToDoIsDone()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QVERIFY(here.call({u"characters"_qs, u"add"_qs, u"Aiko"_qs, u"images=1"_qs}).exitCode == 0);
        QCOMPARE(here.call(words("run --demo")).exitCode, 0);
        const CommandResult again = here.call(words("run --demo"));
        QCOMPARE(again.exitCode, 0);
        QCOMPARE(again.json().object().value(u"requested"_qs).toInt(), 0);
    }

    void aModelIsNamedAsTheListsShowIt()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        write(here.path(u"a.csv"_qs), "name,model\nAnna,epiCRealism v5\n");
        CommandResult result = here.call({u"import"_qs, here.path(u"a.csv"_qs)});
        QCOMPARE(result.exitCode, 0);
        QVERIFY(result.json().object().value(u"warnings"_qs).toArray().isEmpty());
        const auto anna = [&] {
            return here.call(words("characters")).json().array().first().toObject();
        };
        QCOMPARE(anna().value(u"model"_qs).toString(), u"epicrealism_v5.safetensors"_qs);
        QVERIFY(anna().value(u"locked"_qs).toBool());
        QCOMPARE(here.call({u"assign"_qs, u"anna"_qs, u"CHILLOUTMIX"_qs}).exitCode, 0);
        QCOMPARE(anna().value(u"model"_qs).toString(), u"chilloutmix.safetensors"_qs);
        result = here.call({u"assign"_qs, u"anna"_qs, u"nobody's own"_qs});
        QVERIFY2(result.standardError.contains("nobody's own"), result.standardError.constData());
        QCOMPARE(anna().value(u"model"_qs).toString(), u"nobody's own"_qs);
    }

    void importUpdatesAndNeverDoubles()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        write(here.path(u"a.csv"_qs),
              "name;type;model;images\nAnna;gentle_female;my/own.safetensors;7\n\"Bo;b\";x_male;;\n");
        CommandResult result = here.call({u"import"_qs, here.path(u"a.csv"_qs), u"--dry-run"_qs});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.json().object().value(u"characters"_qs).toArray().size(), 2);
        const QJsonArray warnings = result.json().object().value(u"warnings"_qs).toArray();
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.first().toObject().value(u"message"_qs).toString().contains(u"my/own.safetensors"_qs));
        QCOMPARE(here.call(words("characters")).json().array().size(), 0);
        result = here.call({u"import"_qs, here.path(u"a.csv"_qs)});
        QCOMPARE(result.exitCode, 0);
        write(here.path(u"b.csv"_qs), "Name,Images,Shoe size\n anna ,9,38\n");
        result = here.call({u"import"_qs, here.path(u"b.csv"_qs)});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(
            result.json().object().value(u"characters"_qs).toArray().first().toObject().value(u"new"_qs).toBool(true),
            false);
        QVERIFY(!result.json().object().value(u"warnings"_qs).toArray().isEmpty());
        const QJsonArray characters = here.call(words("characters list")).json().array();
        QCOMPARE(characters.size(), 2);
        const QJsonObject anna = characters.first().toObject();
        QCOMPARE(anna.value(u"images"_qs).toInt(), 9);
        QCOMPARE(anna.value(u"type"_qs).toString(), u"gentle_female"_qs);
        QCOMPARE(anna.value(u"model"_qs).toString(), u"my/own.safetensors"_qs);
        QCOMPARE(anna.value(u"locked"_qs).toBool(), true);
    }

    void case12_hostileNamesAreJustText()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        const QStringList names{u"<img src=x>"_qs, u"'); DROP TABLE characters;--"_qs, u"../../x"_qs,
                                QString::fromUtf8("🦊 Fuchs")};
        for (const QString &name : names) {
            const CommandResult added = here.call({u"characters"_qs, u"add"_qs, name, u"images=1"_qs});
            QVERIFY2(added.exitCode == 0, added.standardError);
            QCOMPARE(added.json().object().value(u"name"_qs).toString(), name);
        }
        const CommandResult run = here.call(words("run --demo"));
        QVERIFY2(run.exitCode == 0, run.standardError);
        const QString root = QDir(here.library()).canonicalPath();
        for (const QJsonValue &value : here.call(words("images")).json().array()) {
            const QString file = value.toObject().value(u"file"_qs).toString();
            QVERIFY2(QFileInfo(file).canonicalFilePath().startsWith(root + u'/'), qPrintable(file));
        }
    }

    void aChoiceByHandIsLockedAndStays()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        here.call({u"characters"_qs, u"add"_qs, u"Kenji"_qs, u"type=young_male"_qs});
        QCOMPARE(here.call(words("assign kenji chilloutmix.safetensors")).exitCode, 0);
        QCOMPARE(here.call(words("assign --auto")).json().array().first().toObject().value(u"model"_qs).toString(),
                 u"chilloutmix.safetensors"_qs);
        const QJsonObject unlocked = here.call(words("assign kenji --unlock")).json().array().first().toObject();
        QCOMPARE(unlocked.value(u"model"_qs).toString(), u"epicrealism_v5.safetensors"_qs);
        QCOMPARE(unlocked.value(u"locked"_qs).toBool(), false);
        const CommandResult unknown = here.call(words("assign kenji nobody-knows.safetensors"));
        QCOMPARE(unknown.exitCode, 0);
        QVERIFY(unknown.standardError.contains("nobody-knows.safetensors"));
    }

    void aModelOnNoServerIsSkippedAndTheRestGoesOn()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs, u"images=1"_qs});
        here.call({u"characters"_qs, u"add"_qs, u"Bea"_qs, u"images=2"_qs});
        here.call(words("assign anna gone.safetensors"));
        const CommandResult result = here.call(words("run --demo"));
        QCOMPARE(result.exitCode, 3);
        const QJsonObject run = result.json().object();
        QCOMPARE(run.value(u"stored"_qs).toInt(), 2);
        QCOMPARE(run.value(u"skipped"_qs).toInt(), 1);
        const QJsonObject error = run.value(u"errors"_qs).toArray().first().toObject();
        QCOMPARE(error.value(u"character"_qs).toString(), u"anna"_qs);
        QVERIFY(error.value(u"reason"_qs).toString().contains(u"gone.safetensors"_qs));
    }

    void case37_aRunThatAnotherProgramTakesOverIsNotAnInterruptedOne()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs, u"images=500"_qs});
        QString url;
        const auto server = here.startDemoServer(words("--step-ms 200"), &url);
        const auto run = here.start({u"run"_qs, u"--server"_qs, url});
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_qs, u"other"_qs);
            database.setDatabaseName(here.path(u"data/lora-studio.db"_qs));
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(database.databaseName()) && database.open(), 30'000);
            QSqlQuery take(database);
            const auto taken = [&take] {
                return take.exec(u"UPDATE runs SET owner = 'another', owner_pid = 1 WHERE owner IS NOT NULL"_qs) &&
                       take.numRowsAffected() == 1;
            };
            QTRY_VERIFY_WITH_TIMEOUT(taken(), 30'000);
        }
        QSqlDatabase::removeDatabase(u"other"_qs);
        QVERIFY(run->waitForFinished(60'000)); // it renews its lease every 10 s
        QCOMPARE(run->exitCode(), 3);
        const QJsonObject report = QJsonDocument::fromJson(run->readAllStandardOutput()).object();
        const QJsonObject error = report.value(u"errors"_qs).toArray().last().toObject();
        QVERIFY(error.value(u"reason"_qs).toString().contains(u"taken over"_qs));
        QVERIFY(error.value(u"character"_qs).isNull());
        QCOMPARE(error.value(u"count"_qs).toInt(), 500 - report.value(u"stored"_qs).toInt());
        const QJsonObject status = here.call(words("status")).json().object();
        QVERIFY(status.value(u"run"_qs).isObject()); // it is the other program's now
    }

    void aNameIsNeverTakenTwice()
    {
        CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs}).exitCode, 0);
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, u"Bea"_qs}).exitCode, 0);
        QCOMPARE(here.call({u"characters"_qs, u"set"_qs, u"bea"_qs, u"name=anna"_qs}).exitCode, 2);
        QCOMPARE(here.call({u"characters"_qs, u"set"_qs, u"bea"_qs, u"name=BEA"_qs}).exitCode, 0);
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, u"Jos\u00e9"_qs}).exitCode, 0);
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, u"Jose\u0301"_qs}).exitCode, 2); // typed elsewhere
    }

    void theImagesOfARemovedCharacterAreKept()
    {
        CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        const QStringList add{u"characters"_qs, u"add"_qs, u"Bob"_qs, u"images=2"_qs, u"size=128x128"_qs};
        QCOMPARE(here.call(add).exitCode, 0);
        QCOMPARE(here.call({u"run"_qs, u"--demo"_qs}).exitCode, 0);
        QCOMPARE(here.call({u"characters"_qs, u"remove"_qs, u"bob"_qs}).exitCode, 0);
        QCOMPARE(here.call(add).exitCode, 0);
        QCOMPARE(here.call({u"run"_qs, u"--demo"_qs}).exitCode, 0);
        int pictures = 0;
        QDirIterator walk(here.library(), {u"*.png"_qs}, QDir::Files, QDirIterator::Subdirectories);
        for (; walk.hasNext(); walk.next())
            ++pictures;
        QCOMPARE(pictures, 4);
    }

    void failedJobsAreRepeatedWhereTheyWere()
    {
        CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs, u"images=2"_qs, u"size=128x128"_qs}).exitCode, 0);
        QString url;
        const auto server = here.startDemoServer({u"--step-ms"_qs, u"1"_qs, u"--fault"_qs, u"oom:5"_qs}, &url);
        const CommandResult first = here.call({u"run"_qs, u"--server"_qs, url});
        QCOMPARE(first.exitCode, 3);
        QVERIFY(!first.json().object().value(u"errors"_qs).toArray().isEmpty());
        QVERIFY(here.call({u"retry"_qs}).json().object().value(u"planned"_qs).toInt() > 0);
        QCOMPARE(here.call({u"run"_qs, u"--resume"_qs}).exitCode, 0);
        QCOMPARE(here.call({u"images"_qs}).json().array().size(), 2);
    }

    void case33_anUnwritableLibraryIsListed()
    {
        CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs}).exitCode, 0);
        QDir(here.library()).removeRecursively();
        QFile inTheWay(here.library());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const CommandResult refused = here.call({u"run"_qs, u"--demo"_qs});
        QCOMPARE(refused.exitCode, 3);
        QCOMPARE(refused.json().object().value(u"errors"_qs).toArray().size(), 1);
    }

    void noServerPlansNothing()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs, u"images=1"_qs});
        const CommandResult result = here.call(words("run --server http://127.0.0.1:9"));
        QCOMPARE(result.exitCode, 4);
        QVERIFY(here.call(words("jobs")).json().array().isEmpty());
        QVERIFY(result.standardError.contains("127.0.0.1:9"));
    }

    void wrongUsageIsSaid_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("unknown command") << words("dance");
        QTest::newRow("unknown option") << words("run --fly");
        QTest::newRow("not a number") << words("run --demo --images many");
        QTest::newRow("negative") << words("run --demo --images -3");
        QTest::newRow("no file") << words("import /nowhere/at/all.csv");
        QTest::newRow("no key") << words("characters add Anna colour=red");
        QTest::newRow("bad size") << words("characters add Anna size=10x10");
        QTest::newRow("no character") << words("characters set nobody images=3");
        QTest::newRow("unknown state") << words("jobs --state dancing");
        QTest::newRow("secret as argument") << words("servers add http://127.0.0.1:1 --header Authorization=secret");
        QTest::newRow("password in address") << words("servers add http://u:p@127.0.0.1:1");
    }

    void wrongUsageIsSaid()
    {
        QFETCH(QStringList, command);
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        const CommandResult result = here.call(command);
        QCOMPARE(result.exitCode, 2);
        QVERIFY(!result.standardError.trimmed().isEmpty());
    }

    void anUnusableDatabaseIsSaid()
    {
        CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI), u"postgresql://nobody@127.0.0.1:9/none"_qs);
        const CommandResult result = here.call(words("characters"));
        QCOMPARE(result.exitCode, 5);
        QVERIFY(!result.standardError.isEmpty());
    }

    void scoresPicturesAndNamesWhatIsNone()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QImage grey(64, 64, QImage::Format_RGB32);
        grey.fill(Qt::gray);
        QVERIFY(grey.save(here.path(u"grey.png"_qs)));
        write(here.path(u"none.png"_qs), "<html>");
        const CommandResult result = here.call({u"score"_qs, here.path(u"grey.png"_qs), here.path(u"none.png"_qs)});
        QCOMPARE(result.exitCode, 3);
        const QJsonArray scored = result.json().array();
        QCOMPARE(scored.size(), 2);
        QVERIFY(scored.at(0).toObject().value(u"score"_qs).toDouble(100) < 30);
        QVERIFY(scored.at(0).toObject().value(u"error"_qs).isNull());
        QVERIFY(scored.at(1).toObject().value(u"score"_qs).isNull());
        QVERIFY(scored.at(1).toObject().value(u"error"_qs).isString());
    }

    void modelsAreListedAndChanged()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QString url;
        const auto server = here.startDemoServer(
            {u"--checkpoint"_qs, u"sub/other.safetensors"_qs, u"--checkpoint"_qs, u"epicrealism_v5.safetensors"_qs},
            &url);
        QVERIFY(!url.isEmpty());
        const CommandResult added = here.call({u"servers"_qs, u"add"_qs, url});
        QVERIFY2(added.exitCode == 0, added.standardError);
        QCOMPARE(added.json().array().first().toObject().value(u"url"_qs).toString(), url);
        const CommandResult tested = here.call({u"servers"_qs, u"test"_qs, url});
        QCOMPARE(tested.exitCode, 0);
        QCOMPARE(tested.json().array().first().toObject().value(u"state"_qs).toString(), u"idle"_qs);
        const CommandResult drained = here.call({u"servers"_qs, u"drain"_qs, url});
        QVERIFY2(drained.exitCode == 0, drained.standardError);
        const CommandResult listed = here.call(words("servers")); // another process
        QCOMPARE(listed.json().array().first().toObject().value(u"state"_qs).toString(), u"draining"_qs);
        QCOMPARE(here.call({u"servers"_qs, u"undrain"_qs, url}).exitCode, 0);
        QCOMPARE(here.call(words("servers drain http://127.0.0.1:1")).exitCode, 2);
        const QJsonArray models = here.call(words("models")).json().array();
        QCOMPARE(models.size(), 5);
        const QJsonObject other = models.last().toObject();
        QCOMPARE(other.value(u"file"_qs).toString(), u"sub/other.safetensors"_qs);
        QCOMPARE(other.value(u"known"_qs).toBool(true), false);
        QCOMPARE(other.value(u"sharpness"_qs).toInt(), 5);
        const QJsonObject changed =
            here.call(words("models set sub/other.safetensors steps=7 cfg=2.5 sampler=euler")).json().object();
        QCOMPARE(changed.value(u"steps"_qs).toInt(), 7);
        QCOMPARE(here.call(words("models set sub/other.safetensors steps=0")).exitCode, 2);
        here.call({u"characters"_qs, u"add"_qs, u"Anna"_qs, u"images=1"_qs});
        here.call(words("assign anna sub/other.safetensors"));
        QCOMPARE(here.call(words("run")).exitCode, 0);
        const QJsonObject image = here.call(words("images")).json().array().first().toObject();
        QCOMPARE(image.value(u"steps"_qs).toInt(), 7);
        QCOMPARE(image.value(u"cfg"_qs).toDouble(), 2.5);
        QCOMPARE(image.value(u"sampler"_qs).toString(), u"euler"_qs);
        const CommandResult gone = here.call({u"servers"_qs, u"remove"_qs, url});
        QCOMPARE(gone.exitCode, 0);
        QVERIFY(gone.json().isArray() && gone.json().array().isEmpty());
        QVERIFY(here.call(words("servers")).json().array().isEmpty());
        server->terminate();
        QVERIFY(server->waitForFinished(10'000));
        QCOMPARE(server->exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
