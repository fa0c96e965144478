// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/appsettings.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;

class TestAppSettings : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

    void write(const QByteArray &content) const
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

private Q_SLOTS:
    void init()
    {
        static int number = 0;
        m_file = m_folder.filePath(QStringLiteral("%1/conf/lora-studio.conf").arg(++number));
    }

    void valuesComeBack()
    {
        {
            AppSettings settings(m_file);
            QCOMPARE(settings.palette.value(), QStringLiteral("desktop"));
            QSignalSpy changed(&settings.palette, &SettingBase::changed);
            QVERIFY(settings.palette.setValue(QStringLiteral("dark")));
            QVERIFY(settings.palette.setValue(QStringLiteral("dark")));
            QCOMPARE(changed.size(), 1);
            settings.tileWidth.setValue(220);
            settings.windowGeometry.setValue(QByteArray("\0\x01\xff", 3));
            settings.menuBarVisible.setValue(false);
            settings.lastProject.setValue(QStringLiteral("<img src=x>\n%1 \U0001F600"));
            QVERIFY(settings.sync());
        }
        AppSettings settings(m_file);
        QCOMPARE(settings.palette.value(), QStringLiteral("dark"));
        QCOMPARE(settings.tileWidth.value(), 220);
        QCOMPARE(settings.windowGeometry.value(), QByteArray("\0\x01\xff", 3));
        QCOMPARE(settings.menuBarVisible.value(), false);
        QCOMPARE(settings.lastProject.value(), QStringLiteral("<img src=x>\n%1 \U0001F600"));
        settings.palette.reset();
        QVERIFY(settings.sync());
        QCOMPARE(AppSettings(m_file).palette.value(), QStringLiteral("desktop"));
    }

    void valuesOutOfRangeAreRefused()
    {
        AppSettings settings(m_file);
        QSignalSpy changed(&settings.tileWidth, &SettingBase::changed);
        QVERIFY(!settings.tileWidth.setValue(10'000));
        QVERIFY(!settings.rowDensity.setValue(QStringLiteral("huge")));
        QCOMPARE(settings.tileWidth.value(), 160);
        QCOMPARE(changed.size(), 0);
        QVERIFY(!settings.database.setValue(QStringLiteral("postgresql://u:secret@h/n")));
        QVERIFY(settings.database.setValue(QStringLiteral("postgresql://u@h/n")));
    }

    void whatStandsInTheFileIsChecked()
    {
        {
            AppSettings create(m_file);
        }
        write(
            "[appearance]\npalette=pink\n[gallery]\ntileWidth=wide\nnextAfterDecision=false\n[window]\nonClose=quit\n");
        AppSettings settings(m_file);
        QCOMPARE(settings.palette.value(), QStringLiteral("desktop"));
        QCOMPARE(settings.tileWidth.value(), 160);
        QCOMPARE(settings.nextAfterDecision.value(), false);
        QCOMPARE(settings.onClose.value(), QStringLiteral("quit"));
    }

    void aDamagedFileIsKept()
    {
        {
            AppSettings create(m_file);
            QVERIFY(create.damagedFile().isEmpty());
        }
        const QByteArray damaged = "[gallery]\ntileWidth=220\nthis is no line of settings\n[appear";
        write(damaged);
        QString aside;
        {
            AppSettings settings(m_file);
            aside = settings.damagedFile();
            QVERIFY(aside.startsWith(m_file + QStringLiteral(".damaged-")));
            QCOMPARE(settings.tileWidth.value(), 220);
            QVERIFY(settings.palette.setValue(QStringLiteral("dark")));
            QVERIFY(settings.sync());
        }
        QFile kept(aside);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), damaged);
        AppSettings again(m_file);
        QVERIFY(again.damagedFile().isEmpty());
        QCOMPARE(again.palette.value(), QStringLiteral("dark"));
        QCOMPARE(again.tileWidth.value(), 220);
    }

    void theFileIsForItsOwnerAlone()
    {
        {
            AppSettings settings(m_file);
            settings.tileWidth.setValue(200);
            QVERIFY(settings.sync());
        }
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(m_file).permissions() & others));
        QVERIFY(!(QFileInfo(QFileInfo(m_file).path()).permissions() & others));
        // Also one that was made readable meanwhile.
        QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        AppSettings again(m_file);
        QVERIFY(!(QFileInfo(m_file).permissions() & others));
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        AppSettings settings(QStringLiteral("/proc/nowhere/lora-studio.conf"));
        QVERIFY(settings.palette.setValue(QStringLiteral("light")));
        QCOMPARE(settings.palette.value(), QStringLiteral("light"));
        const Result<void> synced = settings.sync();
        QVERIFY(!synced);
        QVERIFY(synced.error().kind == Error::Kind::FileSystem);
    }
};

QTEST_GUILESS_MAIN(TestAppSettings)
#include "tst_appsettings.moc"
