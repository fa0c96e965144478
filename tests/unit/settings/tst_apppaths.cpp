// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/apppaths.h"

#include <QDir>
#include <QTest>

using namespace lorastudio;

namespace {

QProcessEnvironment environment(const QMap<QString, QString> &values)
{
    QProcessEnvironment result;
    result.insert(QStringLiteral("HOME"), QStringLiteral("/home/yuki"));
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        result.insert(it.key(), it.value());
    return result;
}

} // namespace

class TestAppPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsFollowTheSpecification()
    {
        const AppPaths paths({}, environment({}));
        QCOMPARE(paths.configDir(), QStringLiteral("/home/yuki/.config/lora-studio"));
        QCOMPARE(paths.dataDir(), QStringLiteral("/home/yuki/.local/share/lora-studio"));
        QCOMPARE(paths.cacheDir(), QStringLiteral("/home/yuki/.cache/lora-studio"));
        QCOMPARE(paths.library({}), QStringLiteral("/home/yuki/.local/share/lora-studio/library"));
        QCOMPARE(paths.database({}), QStringLiteral("sqlite:/home/yuki/.local/share/lora-studio/lora-studio.sqlite"));
        QVERIFY(!paths.databaseIsFixed());
    }

    void xdgVariables()
    {
        const AppPaths paths({}, environment({{QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("/c/")},
                                              {QStringLiteral("XDG_DATA_HOME"), QStringLiteral("/d")},
                                              {QStringLiteral("XDG_CACHE_HOME"), QStringLiteral("relative")}}));
        QCOMPARE(paths.configDir(), QStringLiteral("/c/lora-studio"));
        QCOMPARE(paths.library({}), QStringLiteral("/d/lora-studio/library"));
        QCOMPARE(paths.thumbnails(), QStringLiteral("/home/yuki/.cache/lora-studio/thumbnails"));
    }

    void optionBeforeVariableBeforeSetting()
    {
        const QProcessEnvironment variables = environment(
            {{QStringLiteral("LORA_STUDIO_CONFIG_DIR"), QStringLiteral("/env/config")},
             {QStringLiteral("LORA_STUDIO_DATABASE"), QStringLiteral("postgresql://u@h:5432/n?sslmode=require")},
             {QStringLiteral("LORA_STUDIO_LIBRARY"), QStringLiteral("/env/library")}});
        const QString storedDatabase = QStringLiteral("sqlite:/stored/db");
        const QString storedLibrary = QStringLiteral("/stored/library");

        const AppPaths byOption(
            {QStringLiteral("/opt/config"), QStringLiteral("sqlite:/opt/db"), QStringLiteral("/opt/library")},
            variables);
        QCOMPARE(byOption.configDir(), QStringLiteral("/opt/config"));
        QCOMPARE(byOption.settingsFile(), QStringLiteral("/opt/config/lora-studio.conf"));
        QCOMPARE(byOption.database(storedDatabase), QStringLiteral("sqlite:/opt/db"));
        QCOMPARE(byOption.library(storedLibrary), QStringLiteral("/opt/library"));
        QVERIFY(byOption.libraryIsFixed());

        const AppPaths byVariable({}, variables);
        QCOMPARE(byVariable.configDir(), QStringLiteral("/env/config"));
        QCOMPARE(byVariable.database(storedDatabase), QStringLiteral("postgresql://u@h:5432/n?sslmode=require"));
        QCOMPARE(byVariable.library(storedLibrary), QStringLiteral("/env/library"));

        const AppPaths bySetting({}, environment({{QStringLiteral("LORA_STUDIO_LIBRARY"), QString()}}));
        QCOMPARE(bySetting.database(storedDatabase), storedDatabase);
        QCOMPARE(bySetting.library(storedLibrary), storedLibrary);
    }

    void relativePathsBecomeAbsolute()
    {
        const AppPaths paths({QStringLiteral("c/../conf"), QStringLiteral("sqlite:my.db"), QStringLiteral("lib")},
                             environment({}));
        const QString here = QDir::currentPath();
        QCOMPARE(paths.configDir(), here + QStringLiteral("/conf"));
        QCOMPARE(paths.database({}), QStringLiteral("sqlite:%1/my.db").arg(here));
        QCOMPARE(paths.library({}), here + QStringLiteral("/lib"));
        QCOMPARE(AppPaths({{}, QStringLiteral("/a.db"), {}}, environment({})).database({}),
                 QStringLiteral("sqlite:/a.db"));
        QCOMPARE(AppPaths({{}, QStringLiteral("sqlite::memory:"), {}}, environment({})).database({}),
                 QStringLiteral("sqlite::memory:"));
    }
};

QTEST_GUILESS_MAIN(TestAppPaths)
#include "tst_apppaths.moc"
