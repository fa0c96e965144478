// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to bring in many characters at once, beside bringing in one after the other, on both databases.
#include "storage/characterrepository.h"
#include "storage/migrator.h"
#include "support/storagefixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

constexpr int count = 1'000;

QVector<Character> thousand()
{
    QVector<Character> characters;
    for (int i = 0; i < count; ++i) {
        Character character;
        character.project = QStringLiteral("default");
        character.name = QStringLiteral("Character %1").arg(i);
        character.prompt = QStringLiteral("photo of a person, natural light, looking at the viewer");
        characters.append(character);
    }
    return characters;
}

void measure(StorageFixture &fixture, DatabaseUrl::Driver driver, QTextStream &out)
{
    const auto seconds = [&](bool atOnce) {
        const std::unique_ptr<Connection> connection = fixture.connection(fixture.create(driver));
        must(Migrator(*connection).run());
        CharacterRepository repository(*connection);
        QElapsedTimer timer;
        timer.start();
        must(connection->transaction([&]() -> Result<void> {
            if (atOnce) {
                const Result<QVector<Character>> stored = repository.insert(thousand());
                return stored ? Result<void>() : Result<void>(fail(stored.error()));
            }
            for (const Character &character : thousand()) {
                if (const Result<Character> stored = repository.insert(character); !stored)
                    return fail(stored.error());
            }
            return {};
        }));
        return double(timer.nsecsElapsed()) / 1e9;
    };
    const double single = seconds(false);
    const double together = seconds(true);
    out << (driver == DatabaseUrl::Driver::Sqlite ? "SQLite" : "PostgreSQL") << ": " << count << " characters in "
        << QString::number(together, 'f', 3) << " s at once, one after the other in " << QString::number(single, 'f', 3)
        << " s, ratio " << QString::number(together / single, 'f', 2) << Qt::endl;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream out(stdout);
    StorageFixture fixture;
    measure(fixture, DatabaseUrl::Driver::Sqlite, out);
    if (StorageFixture::usesPostgreSql())
        measure(fixture, DatabaseUrl::Driver::PostgreSql, out);
    return 0;
}
