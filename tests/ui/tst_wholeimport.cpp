// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be dropped on the real window over real services, on SQLite and on PostgreSQL: what is shown
// first, what is stored then, and that undo takes it back.
#include "mainwindow/pagearea.h"
#include "support/storagefixture.h"
#include "support/wholewindow.h"

#include <QAbstractItemView>
#include <QDir>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using test::Program;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

enum class Kind { Csv, Json, Folder, KohyaFolder, SubFolders, Picture, Everything };

/// Makes what is dropped.
QStringList made(Kind kind, const QDir &at)
{
    switch (kind) {
    case Kind::Csv:
        return {test::written(at.filePath(text("people.csv")), "name;type;images\nAnna;gentle_female;7\n")};
    case Kind::Json:
        return {test::written(at.filePath(text("people.json")),
                              "{\"characters\": [{\"name\": \"Anna\", \"prompt\": \"a \\\"red\\\" hat\"}]}")};
    case Kind::Folder:
        test::painted(at.filePath(text("Anna/1.png")));
        test::painted(at.filePath(text("Anna/2.jpg")));
        return {at.filePath(text("Anna"))};
    case Kind::KohyaFolder:
        test::painted(at.filePath(text("10_annatnk woman/1.png")));
        return {at.filePath(text("10_annatnk woman"))};
    case Kind::SubFolders:
        test::painted(at.filePath(text("all/Anna/1.png")));
        test::painted(at.filePath(text("all/more/Bea/1.png")));
        test::written(at.filePath(text("all/more/Bea/1.txt")), "beatnk, green eyes");
        return {at.filePath(text("all"))};
    case Kind::Picture:
        return {test::painted(at.filePath(text("anna_maria.png")))};
    case Kind::Everything:
        return made(Kind::Csv, at) + made(Kind::SubFolders, at) + made(Kind::KohyaFolder, at) + made(Kind::Picture, at);
    }
    return {};
}

QStringList names(Program &program)
{
    QStringList names;
    for (const CharacterRow &row : program.project().rows())
        names.append(row.character.name);
    return names;
}

} // namespace

Q_DECLARE_METATYPE(Kind)

class TestWholeImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareWholeWindow(m_settings); }
    void init() { QSettings().clear(); }
    void whatIsDroppedComesIn_data();
    void whatIsDroppedComesIn();
    void whatIsKnownIsUpdated_data() { test::StorageFixture::addDrivers(); }
    void whatIsKnownIsUpdated();

private:
    void drop(Program &program, const QStringList &paths);
    QTemporaryDir m_settings;
    test::StorageFixture m_storage;
};

void TestWholeImport::whatIsDroppedComesIn_data()
{
    QTest::addColumn<int>("driver");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QStringList>("expected");
    struct Entry
    {
        const char *name;
        Kind kind;
        QStringList expected;
    };
    const QList<Entry> entries{
        {"csv", Kind::Csv, {text("Anna")}},
        {"json", Kind::Json, {text("Anna")}},
        {"folder", Kind::Folder, {text("Anna")}},
        {"kohya folder", Kind::KohyaFolder, {text("Annatnk")}},
        {"sub-folders", Kind::SubFolders, {text("Anna"), text("Bea")}},
        {"picture", Kind::Picture, {text("Anna Maria")}},
        {"everything at once", Kind::Everything, {text("Anna"), text("Bea"), text("Annatnk"), text("Anna Maria")}}};
    QList<DatabaseUrl::Driver> drivers{DatabaseUrl::Driver::Sqlite};
    if (test::StorageFixture::usesPostgreSql())
        drivers.append(DatabaseUrl::Driver::PostgreSql);
    for (const DatabaseUrl::Driver driver : drivers) {
        for (const Entry &entry : entries) {
            const char *on = driver == DatabaseUrl::Driver::Sqlite ? "SQLite" : "PostgreSQL";
            QTest::addRow("%s on %s", entry.name, on) << int(driver) << entry.kind << entry.expected;
        }
    }
}

/// Lets files go over the window and waits for the page that shows them.
void TestWholeImport::drop(Program &program, const QStringList &paths)
{
    QVERIFY(program.drop(paths));
    auto *save = program.find<QPushButton>("importSaveButton");
    QTRY_VERIFY_WITH_TIMEOUT(save->isVisible() && save->isEnabled(), 30'000);
}

void TestWholeImport::whatIsDroppedComesIn()
{
    QFETCH(Kind, kind);
    QFETCH(QStringList, expected);
    const QTemporaryDir folder;
    const QTemporaryDir files;
    const QStringList paths = made(kind, QDir(files.path()));
    const QString database = m_storage.create().display();
    {
        Program program(folder, database);
        program.trigger("galleryPageAction"); // wherever one is
        drop(program, paths);
        QCOMPARE(program.find<PageArea>("pageArea")->currentId(), text("characters"));
        QCOMPARE(program.find<QAbstractItemView>("importTable")->model()->rowCount(), expected.size());
        QVERIFY2(names(program).isEmpty(), "Nothing is stored before it is asked for");
        program.click("importSaveButton");
        QTRY_COMPARE_WITH_TIMEOUT(names(program), expected, 30'000);
        QTRY_COMPARE(program.table()->model()->rowCount(), expected.size());
        QTRY_VERIFY(program.table()->isVisible());

        const CharacterRow anna = program.row(expected.first());
        switch (kind) {
        case Kind::Csv:
            QCOMPARE(anna.character.type, text("gentle_female"));
            QCOMPARE(anna.character.images, 7);
            break;
        case Kind::Json:
            QCOMPARE(anna.character.prompt, text("a \"red\" hat"));
            break;
        case Kind::KohyaFolder:
            QCOMPARE(anna.character.trigger, text("annatnk"));
            QCOMPARE(anna.character.type, text("female"));
            QTRY_VERIFY(!program.row(expected.first()).thumbnailKey.isEmpty());
            break;
        case Kind::SubFolders:
            QVERIFY(program.row(text("Bea")).character.prompt.contains(text("green eyes")));
            Q_FALLTHROUGH();
        case Kind::Folder:
        case Kind::Picture:
            QTRY_VERIFY(!program.row(expected.first()).thumbnailKey.isEmpty());
            break;
        case Kind::Everything: // the table's and the folder's Anna are one
            QCOMPARE(anna.character.images, 7);
            QTRY_VERIFY(!program.row(expected.first()).thumbnailKey.isEmpty());
            break;
        }
        QVERIFY(!anna.assignment.modelFile.isEmpty());

        program.trigger("undoAction");
        QTRY_VERIFY(names(program).isEmpty());
        program.trigger("redoAction");
        QTRY_COMPARE(names(program), expected);
    }
    Program again(folder, database);
    QCOMPARE(names(again), expected);
}

void TestWholeImport::whatIsKnownIsUpdated()
{
    const QTemporaryDir folder;
    const QTemporaryDir files;
    const QDir at(files.path());
    Program program(folder, m_storage.create().display());
    drop(program, made(Kind::Csv, at));
    program.click("importSaveButton");
    QTRY_COMPARE_WITH_TIMEOUT(names(program), QStringList{text("Anna")}, 30'000);
    drop(program, {test::written(at.filePath(text("more.csv")), "name,prompt\nANNA,a hat\n")});
    program.click("importSaveButton");
    QTRY_COMPARE_WITH_TIMEOUT(program.row(text("Anna")).character.prompt, text("a hat"), 30'000);
    QCOMPARE(program.project().rows().size(), 1);
    QCOMPARE(program.row(text("Anna")).character.images, 7); // what is not given stays
    program.trigger("undoAction");
    QTRY_COMPARE(program.row(text("Anna")).character.prompt, QString());

    // What cannot be read is said before it is let go.
    QVERIFY(!program.drop({test::written(at.filePath(text("notes.odt")), "x")}));
    QCOMPARE(program.project().rows().size(), 1);
}

QTEST_MAIN(TestWholeImport)
#include "tst_wholeimport.moc"
