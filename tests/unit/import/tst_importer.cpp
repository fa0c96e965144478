// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/modelcatalog.h"
#include "catalog/modelselector.h"
#include "core/text.h"
#include "import/charactermerge.h"
#include "import/importer.h"
#include "import/picturecheck.h"
#include "import/samplereader.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;

class TestImporter : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString write(const QString &name, const QByteArray &content) const
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(path));
        file.write(content);
        return path;
    }
    QString picture(const QString &name) const
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QImage image(16, 24, QImage::Format_RGB32);
        image.fill(Qt::blue);
        image.save(path, "PNG");
        return path;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void contentDecides()
    {
        const auto result =
            importPaths({write(QStringLiteral("list.txt"), "name;images\nA;3\n"),
                         write(QStringLiteral("data"), " \n[{\"name\": \"B\"}]"),
                         write(QStringLiteral("c.csv"), "{\"characters\": [{\"name\": \"C\"}]}"),
                         picture(QStringLiteral("D")), QFileInfo(picture(QStringLiteral("E/x.png"))).path()});
        QStringList names;
        for (const ImportedCharacter &one : result.characters)
            names.append(one.character.name);
        QCOMPARE(names.join(u' '), QStringLiteral("A B C D E"));
        QVERIFY(result.errors.isEmpty());
    }

    void whatCannotBeReadDoesNotStopTheRest()
    {
        const QString binary = write(QStringLiteral("x.bin"), QByteArray("\0\1\2\3", 4));
        const QString json = write(QStringLiteral("broken.json"), "[{\"name\": ");
        const QString drawing = write(QStringLiteral("drawing.png"), "<svg/>");
        const QString missing = m_folder->filePath(QStringLiteral("missing.csv"));
        const auto result = importPaths({binary, json, drawing, missing, QStringLiteral("/dev/zero"),
                                         write(QStringLiteral("ok.csv"), "name\nA\n")});
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.errors.size(), 5);
        QStringList where;
        for (const ImportMessage &error : result.errors)
            where.append(error.path);
        QCOMPARE(where, (QStringList{binary, json, drawing, missing, QStringLiteral("/dev/zero")}));
    }

    void oneNameIsOneCharacter()
    {
        picture(QStringLiteral("yuki_tanaka/a.png"));
        const auto result = importPaths(
            {m_folder->filePath(QStringLiteral("yuki_tanaka")),
             write(QStringLiteral("a.csv"), "name,type,images,eyes\nYUKI  TANAKA,nervous_male,5,grey\n"),
             write(QStringLiteral("b.csv"), "name,type,images,project\nyuki tanaka,,7,\nYuki Tanaka,,9,Other\n")});
        QCOMPARE(result.characters.size(), 2); // another project is another character
        const ImportedCharacter &one = result.characters.first();
        QCOMPARE(one.character.name, QStringLiteral("Yuki Tanaka"));
        QCOMPARE(one.character.type, QStringLiteral("nervous_male"));
        QCOMPARE(one.character.images, 7);
        QCOMPARE(one.references, 1);
        QVERIFY(!one.referencePath.isEmpty());
        QVERIFY(one.has(field::type));
        QCOMPARE(result.warnings.size(), 3); // eyes as a note, twice the name
    }

    void onlyGivenFieldsChange()
    {
        Character stored;
        stored.id = QStringLiteral("yuki_tanaka");
        stored.project = QStringLiteral("default");
        stored.name = QStringLiteral("Yuki Tanaka");
        stored.type = QStringLiteral("nervous_male");
        stored.prompt = QStringLiteral("old");
        stored.images = 60;
        stored.size = QSize(832, 1216);
        stored.reference = QStringLiteral("references/yuki.png");
        stored.notes = QStringLiteral("eyes: grey\nmood: sad");
        stored.position = 3;

        const auto result = importPaths({write(
            QStringLiteral("a.csv"), "name,type,prompt,images,size,eyes,hair\nyuki tanaka,,new,,,green,black\n")});
        QCOMPARE(result.characters.size(), 1);
        Character expected = stored;
        expected.prompt = QStringLiteral("new");
        expected.notes = QStringLiteral("mood: sad\neyes: green\nhair: black");
        QCOMPARE(mergeImported(stored, result.characters.first()), expected);
    }

    void theSampleProject()
    {
        const ImportResult sample = readSample();
        QVERIFY(sample.errors.isEmpty());
        QVERIFY2(sample.warnings.isEmpty(),
                 sample.warnings.isEmpty() ? "" : qPrintable(sample.warnings.first().message));
        QCOMPARE(sample.characters.size(), 4);
        const auto merged = ModelCatalog::builtIn()->merged({});
        const ModelSelector selector = *ModelSelector::builtIn();
        QStringList ids;
        QStringList models;
        for (const ImportedCharacter &one : sample.characters) {
            ids.append(slug(one.character.name));
            models.append(selector.choose(one.character.type, merged, false).file);
            QVERIFY(one.model.isEmpty());
            QCOMPARE(one.character.images, 100);
            QCOMPARE(one.character.size, QSize(512, 768));
            QCOMPARE(effectivePrompt(one.character), one.character.prompt); // the trigger word is in it
            QVERIFY(one.referencePath.startsWith(QStringLiteral(":/sample/")));
            QCOMPARE(checkPicture(one.referencePath).value(), QSize(384, 576));
        }
        QCOMPARE(ids, (QStringList{QStringLiteral("yuki_tanaka"), QStringLiteral("mei_kobayashi"),
                                   QStringLiteral("rina_suzuki"), QStringLiteral("takeshi_sato")}));
        QCOMPARE(models, (QStringList{QStringLiteral("epicrealism_v5.safetensors"),
                                      QStringLiteral("realistic_vision_v51.safetensors"),
                                      QStringLiteral("cyberrealistic_v9.safetensors"),
                                      QStringLiteral("epicrealism_v5.safetensors")}));
        QCOMPARE(sample.characters.first().character.prompt,
                 QStringLiteral("photo of yukitnk, young man, short black hair, grey eyes, nervous smile, navy jacket, "
                                "looking at viewer"));
    }
};

QTEST_GUILESS_MAIN(TestImporter)
#include "tst_importer.moc"
