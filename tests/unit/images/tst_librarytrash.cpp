// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/librarytrash.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;

namespace {

bool write(const QString &path)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write("x") == 1;
}

} // namespace

class TestLibraryTrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid() && QDir(root()).removeRecursively()); }
    void aFileGoesThereAndComesBack();
    void whatIsOldGoes();
    void noLinkIsFollowed();

private:
    QString root() const { return m_folder.filePath(QStringLiteral("library")); }
    QString inTrash(const QString &path) const { return root() + QStringLiteral("/.trash/") + path; }

    QTemporaryDir m_folder;
    const QString m_image = QStringLiteral("default/yuki/yuki-0001.png");
};

void TestLibraryTrash::aFileGoesThereAndComesBack()
{
    const ImageStore store(root());
    QVERIFY(write(root() + u'/' + m_image));
    const Result<TrashedFile> first = keepInTrash(store, m_image);
    QVERIFY(first);
    QVERIFY(QFile::exists(inTrash(m_image)));
    QVERIFY(QFile::remove(root() + u'/' + m_image));
    QVERIFY(putBackFromTrash(store, *first));
    QVERIFY(QFile::exists(root() + u'/' + m_image));
    // A second one of that name takes no place of the first.
    const Result<TrashedFile> second = keepInTrash(store, m_image);
    QVERIFY(second);
    QVERIFY(second->trashPath != first->trashPath);
}

void TestLibraryTrash::whatIsOldGoes()
{
    const ImageStore store(root());
    QVERIFY(write(root() + u'/' + m_image));
    const Result<TrashedFile> kept = keepInTrash(store, m_image);
    QVERIFY(kept);
    // The image may be older than that: what counts is when it came into the trash.
    QFile file(root() + u'/' + m_image);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QVERIFY(file.setFileTime(now.addYears(-1), QFileDevice::FileModificationTime));
    file.close();
    QCOMPARE(removeOldTrash(store, now), 0);
    QCOMPARE(removeOldTrash(store, now.addDays(trashDays - 1)), 0);
    QVERIFY(QFile::exists(inTrash(m_image)));
    QCOMPARE(removeOldTrash(store, now.addDays(trashDays + 1)), 1);
    QVERIFY(!QFile::exists(inTrash(m_image)));
    QVERIFY(!QFile::exists(inTrash(QStringLiteral("default"))));
    QVERIFY(QFile::exists(root() + u'/' + m_image)); // its place is not the trash
}

void TestLibraryTrash::noLinkIsFollowed()
{
    const ImageStore store(root());
    const QString elsewhere = m_folder.filePath(QStringLiteral("elsewhere"));
    QVERIFY(write(elsewhere + QStringLiteral("/a.png")));
    QVERIFY(QDir().mkpath(inTrash({})));
    QVERIFY(QFile::link(elsewhere, inTrash(QStringLiteral("link"))));
    const QDateTime later = QDateTime::currentDateTimeUtc().addDays(trashDays + 1);
    QCOMPARE(removeOldTrash(store, later), 0);
    QVERIFY(QDir(root()).removeRecursively());
    QVERIFY(QDir().mkpath(root()));
    QVERIFY(QFile::link(elsewhere, root() + QStringLiteral("/.trash")));
    QCOMPARE(removeOldTrash(store, later), 0);
    QVERIFY(QFile::exists(elsewhere + QStringLiteral("/a.png")));
}

QTEST_GUILESS_MAIN(TestLibraryTrash)
#include "tst_librarytrash.moc"
