// SPDX-License-Identifier: GPL-3.0-or-later
#include "distortions.h"
#include "honestypictures.h"
#include "scoring/perceptualhash.h"

#include <QFileInfo>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::testing;

/// Which pictures are "the same again" for the program, on real pictures.
class TestPerceptualHash : public QObject
{
    Q_OBJECT
    QList<QImage> m_images;

private Q_SLOTS:
    void initTestCase();
    void sameAgain_data();
    void sameAgain();
    void differentPictures();
    void mirrored();
    void distance();
    void degenerate();
};

void TestPerceptualHash::initTestCase()
{
    const QString root = qEnvironmentVariable("LORASTUDIO_PICTURES_ROOT", QStringLiteral("/usr/share"));
    const QStringList names = honestyPictures();
    for (const QString &name : names.mid(0, 24)) {
        const QImage image = centreSquare(root + u'/' + name, 512);
        QVERIFY2(!image.isNull(), qPrintable(name + QStringLiteral(" is missing. Install the test pictures: apt-get "
                                                                   "install --no-install-recommends mate-backgrounds "
                                                                   "plasma-workspace-wallpapers")));
        m_images.append(image);
    }
}

void TestPerceptualHash::sameAgain_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<int>("most"); // distance that 95 % of the pictures stay within
    QTest::newRow("jpeg 50") << 0 << duplicateDistance;
    QTest::newRow("half size") << 1 << duplicateDistance;
    QTest::newRow("blur 2") << 2 << duplicateDistance;
    QTest::newRow("noise 20") << 3 << duplicateDistance;
    QTest::newRow("brighter") << 4 << nearDuplicateDistance;
    QTest::newRow("2 % crop") << 5 << nearDuplicateDistance;
}

void TestPerceptualHash::sameAgain()
{
    QFETCH(int, change);
    QFETCH(int, most);
    QList<int> distances;
    for (const QImage &image : qAsConst(m_images)) {
        const QImage changed[] = {
            asJpeg(image, 50),      image.scaled(256, 256, Qt::IgnoreAspectRatio, Qt::SmoothTransformation),
            blurred(image, 2),      noisy(image, 20),
            brightened(image, 1.3), image.copy(5, 5, 502, 502)};
        distances.append(hashDistance(perceptualHash(image), perceptualHash(changed[change])));
    }
    std::sort(distances.begin(), distances.end());
    const int p95 = distances.at(int(distances.size() * 95 / 100));
    qInfo("%s: median %d, p95 %d, most %d", QTest::currentDataTag(), distances.at(distances.size() / 2), p95,
          distances.last());
    QVERIFY(p95 <= most);
}

void TestPerceptualHash::differentPictures()
{
    int least = 64;
    for (qsizetype i = 0; i < m_images.size(); ++i) {
        for (qsizetype j = 0; j < i; ++j)
            least = std::min(least, hashDistance(perceptualHash(m_images.at(i)), perceptualHash(m_images.at(j))));
    }
    qInfo("different pictures are at least %d apart", least);
    QVERIFY(least > nearDuplicateDistance);
}

void TestPerceptualHash::mirrored()
{
    for (const QImage &image : qAsConst(m_images)) {
        const quint64 flipped = perceptualHash(image.mirrored(true, false));
        QVERIFY(hashDistance(mirroredPerceptualHash(image), flipped) <= 2);
    }
}

void TestPerceptualHash::distance()
{
    QCOMPARE(hashDistance(0, 0), 0);
    QCOMPARE(hashDistance(0, ~quint64(0)), 64);
    QCOMPARE(hashDistance(0b1011, 0b0001), 2);
}

void TestPerceptualHash::degenerate()
{
    QCOMPARE(perceptualHash(QImage()), quint64(0));
    QImage dot(1, 1, QImage::Format_RGB32);
    dot.fill(Qt::white);
    perceptualHash(dot);
    QImage line(1, 500, QImage::Format_ARGB32);
    line.fill(Qt::transparent);
    QCOMPARE(perceptualHash(line), perceptualHash(line));
}

QTEST_GUILESS_MAIN(TestPerceptualHash)
#include "tst_perceptualhash.moc"
