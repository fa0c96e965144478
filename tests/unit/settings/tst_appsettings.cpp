// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/character.h"
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
            QCOMPARE(settings.rowDensity.value(), QStringLiteral("normal"));
            QSignalSpy changed(&settings.rowDensity, &SettingBase::changed);
            QVERIFY(settings.rowDensity.setValue(QStringLiteral("compact")));
            QVERIFY(settings.rowDensity.setValue(QStringLiteral("compact")));
            QCOMPARE(changed.size(), 1);
            settings.newImages.setValue(220);
            settings.preventSleep.setValue(false);
            settings.library.setValue(QStringLiteral("<img src=x>\n%1 \U0001F600"));
            QVERIFY(settings.sync());
        }
        AppSettings settings(m_file);
        QCOMPARE(settings.rowDensity.value(), QStringLiteral("compact"));
        QCOMPARE(settings.newImages.value(), 220);
        QCOMPARE(settings.preventSleep.value(), false);
        QCOMPARE(settings.library.value(), QStringLiteral("<img src=x>\n%1 \U0001F600"));
        settings.rowDensity.reset();
        QVERIFY(settings.sync());
        QCOMPARE(AppSettings(m_file).rowDensity.value(), QStringLiteral("normal"));
    }

    void valuesOutOfRangeAreRefused()
    {
        AppSettings settings(m_file);
        QSignalSpy changed(&settings.newImages, &SettingBase::changed);
        QVERIFY(!settings.newImages.setValue(Character::maxImages + 1));
        QVERIFY(!settings.rowDensity.setValue(QStringLiteral("huge")));
        QCOMPARE(settings.newImages.value(), Character::defaultImages);
        QCOMPARE(changed.size(), 0);
        QVERIFY(!settings.database.setValue(QStringLiteral("postgresql://u:secret@h/n")));
        QVERIFY(settings.database.setValue(QStringLiteral("postgresql://u@h/n")));
    }

    void whatStandsInTheFileIsChecked()
    {
        {
            AppSettings create(m_file);
        }
        write("[appearance]\nrowDensity=pink\n[generation]\nimages=wide\n[notifications]\nend=false\n[window]\nonClose="
              "quit\n");
        AppSettings settings(m_file);
        QCOMPARE(settings.rowDensity.value(), QStringLiteral("normal"));
        QCOMPARE(settings.newImages.value(), Character::defaultImages);
        QCOMPARE(settings.notifyAtEnd.value(), false);
        QCOMPARE(settings.onClose.value(), QStringLiteral("quit"));
    }

    void aDamagedFileIsKept()
    {
        {
            AppSettings create(m_file);
            QVERIFY(create.damagedFile().isEmpty());
        }
        const QByteArray damaged = "[generation]\nimages=220\nthis is no line of settings\n[appear";
        write(damaged);
        QString aside;
        {
            AppSettings settings(m_file);
            aside = settings.damagedFile();
            QVERIFY(aside.startsWith(m_file + QStringLiteral(".damaged-")));
            QCOMPARE(settings.newImages.value(), 220);
            QVERIFY(settings.rowDensity.setValue(QStringLiteral("compact")));
            QVERIFY(settings.sync());
        }
        QFile kept(aside);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), damaged);
        AppSettings again(m_file);
        QVERIFY(again.damagedFile().isEmpty());
        QCOMPARE(again.rowDensity.value(), QStringLiteral("compact"));
        QCOMPARE(again.newImages.value(), 220);
    }

    void theFileIsForItsOwnerAlone()
    {
        {
            AppSettings settings(m_file);
            settings.newImages.setValue(200);
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
        QVERIFY(settings.rowDensity.setValue(QStringLiteral("compact")));
        QCOMPARE(settings.rowDensity.value(), QStringLiteral("compact"));
        const Result<void> synced = settings.sync();
        QVERIFY(!synced);
        QVERIFY(synced.error().kind == Error::Kind::FileSystem);
    }
};

QTEST_GUILESS_MAIN(TestAppSettings)
#include "tst_appsettings.moc"
