// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/pngtext.h"
#include "pictures.h"

#include <QFile>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestPngText : public QObject
{
    Q_OBJECT

    static QString read(const QByteArray &png, const QString &keyword)
    {
        const auto texts = readPngText(png);
        return texts ? texts->value(keyword) : texts.error().message;
    }
    /// Peak memory of this process in KiB.
    static qint64 peakMemory()
    {
        QFile status(QStringLiteral("/proc/self/status"));
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
        return 0;
    }

private Q_SLOTS:
    void plain();
    void whiteSpaceIsKept();
    void compressed();
    void international();
    void afterThePixels();
    void laterOneCounts();
    void malformedTextsAreLeftOut_data();
    void malformedTextsAreLeftOut();
    void looksLike();
    void damaged_data();
    void damaged();
    void case9_everyByteFlipped();
    void everyLength();
    void case2_textTooLarge_data();
    void case2_textTooLarge();
    void case2_bombCostsNoMemory();
    void manyChunks();
    void fileTooLarge();
};

void TestPngText::plain()
{
    QCOMPARE(read(pngWith(chunk("tEXt", QByteArray("prompt\0{\"3\": {}}", 16))), QStringLiteral("prompt")),
             QStringLiteral("{\"3\": {}}"));
    QCOMPARE(read(pngWith(chunk("tEXt", QByteArray("Title\0caf\xe9", 10))), QStringLiteral("Title")),
             QStringLiteral("café"));
    QVERIFY(readPngText(encoded(picture()))->isEmpty());
}

void TestPngText::whiteSpaceIsKept()
{
    const QByteArray text("  a\n\n   b\t c  \n");
    QCOMPARE(read(pngWith(chunk("tEXt", QByteArray("k\0", 2) + text)), QStringLiteral("k")), QString::fromLatin1(text));
}

void TestPngText::compressed()
{
    const QByteArray text = QByteArray("many words ").repeated(5000);
    QCOMPARE(read(pngWith(chunk("zTXt", QByteArray("k\0\0", 3) + deflated(text))), QStringLiteral("k")),
             QString::fromLatin1(text));
}

void TestPngText::international()
{
    const QByteArray text = QStringLiteral("結城 ゆき 🎴").toUtf8();
    QCOMPARE(read(pngWith(chunk("iTXt", QByteArray("k\0\0\0ja\0\xe9\x8d\xb5\0", 11) + text)), QStringLiteral("k")),
             QString::fromUtf8(text));
    QCOMPARE(read(pngWith(chunk("iTXt", QByteArray("k\0\1\0\0\0", 6) + deflated(text))), QStringLiteral("k")),
             QString::fromUtf8(text));
}

void TestPngText::afterThePixels()
{
    QByteArray png = encoded(picture(8, 8));
    png.insert(png.size() - 12, chunk("tEXt", QByteArray("k\0late", 6)));
    QCOMPARE(read(png, QStringLiteral("k")), QStringLiteral("late"));
    png += "bytes behind IEND are nobody's business";
    QCOMPARE(read(png, QStringLiteral("k")), QStringLiteral("late"));
}

void TestPngText::laterOneCounts()
{
    QCOMPARE(read(pngWith(chunk("tEXt", QByteArray("k\0one", 5)) + chunk("iTXt", QByteArray("k\0\0\0\0\0two", 9))),
                  QStringLiteral("k")),
             QStringLiteral("two"));
}

void TestPngText::malformedTextsAreLeftOut_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("no keyword end") << QByteArray("tEXt") << QByteArray("keyword");
    QTest::newRow("empty") << QByteArray("tEXt") << QByteArray();
    QTest::newRow("empty keyword") << QByteArray("tEXt") << QByteArray("\0x", 2);
    QTest::newRow("keyword of 80") << QByteArray("tEXt") << QByteArray(80, 'k') + QByteArray("\0x", 2);
    QTest::newRow("zTXt without method") << QByteArray("zTXt") << QByteArray("k\0", 2);
    QTest::newRow("zTXt of method 7") << QByteArray("zTXt") << QByteArray("k\0\7x", 4);
    QTest::newRow("iTXt cut off") << QByteArray("iTXt") << QByteArray("k\0\0", 3);
    QTest::newRow("iTXt without fields") << QByteArray("iTXt") << QByteArray("k\0\0\0abc", 7);
    QTest::newRow("iTXt of flag 2") << QByteArray("iTXt") << QByteArray("k\0\2\0\0\0x", 7);
}

void TestPngText::malformedTextsAreLeftOut()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, data);
    const auto texts = readPngText(pngWith(chunk(type, data) + chunk("tEXt", QByteArray("good\0yes", 8))));
    QVERIFY(texts.has_value());
    QCOMPARE(texts->keys(), QStringList{QStringLiteral("good")});
}

void TestPngText::looksLike()
{
    QVERIFY(looksLikePng(encoded(picture())));
    QVERIFY(!looksLikePng(encoded(picture(), "JPG")));
    QVERIFY(!looksLikePng(QByteArray("\x89PNG")));
    QVERIFY(!looksLikePng(QByteArray()));
    QVERIFY(readPngText("<html>").error().message.contains(u"not a PNG"));
}

void TestPngText::damaged_data()
{
    QTest::addColumn<QByteArray>("png");
    const QByteArray good = pngWith(chunk("tEXt", QByteArray("k\0v", 3)));
    QTest::newRow("signature only") << good.left(8);
    QTest::newRow("no IEND") << good.left(good.size() - 12);
    QTest::newRow("half") << good.left(good.size() / 2);
    QTest::newRow("length beyond file") << good.left(33) + bigEndian(0x7fffffff) + "tEXtk";
    QTest::newRow("length of 4 GiB") << good.left(33) + bigEndian(0xffffffff) + "tEXtkvkvkvkv";
    QTest::newRow("no IHDR") << good.left(8) + chunk("tEXt", QByteArray("k\0v", 3)) + good.mid(8);
    QTest::newRow("two IHDR") << good.left(33) + good.mid(8);
    QTest::newRow("broken zlib") << pngWith(chunk("zTXt", QByteArray("k\0\0garbage", 10)));
    QTest::newRow("cut zlib") << pngWith(
        chunk("zTXt", QByteArray("k\0\0", 3) + deflated(QByteArray(10000, 'x')).left(10)));
}

void TestPngText::damaged()
{
    QFETCH(QByteArray, png);
    const auto texts = readPngText(png);
    QVERIFY(!texts.has_value());
    QVERIFY(texts.error().kind == Error::Kind::Parse);
    QVERIFY(texts.error().message.contains(u"damaged"));
    QVERIFY(!texts.error().detail.isEmpty());
}

void TestPngText::case9_everyByteFlipped()
{
    const QByteArray good = pngWith(chunk("tEXt", QByteArray("k\0value", 7)));
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = char(bad[i] ^ 0x10);
        QVERIFY2(!readPngText(bad).has_value(), qPrintable(QString::number(i)));
    }
}

void TestPngText::everyLength()
{
    const QByteArray good = pngWith(chunk("zTXt", QByteArray("k\0\0", 3) + deflated("value")));
    for (qsizetype i = 0; i < good.size(); ++i)
        QVERIFY(!readPngText(good.left(i)).has_value());
    QVERIFY(readPngText(good).has_value());
}

void TestPngText::case2_textTooLarge_data()
{
    QTest::addColumn<QByteArray>("chunks");
    const QByteArray large(9 << 20, 'a');
    QTest::newRow("tEXt") << chunk("tEXt", QByteArray("chara\0", 6) + large);
    QTest::newRow("zTXt") << chunk("zTXt", QByteArray("chara\0\0", 7) + deflated(large));
    QTest::newRow("iTXt") << chunk("iTXt", QByteArray("chara\0\1\0\0\0", 10) + deflated(large));
    const QByteArray seven = deflated(QByteArray(7 << 20, 'a'));
    QByteArray many;
    for (int i = 0; i < 5; ++i)
        many += chunk("zTXt", "k" + QByteArray::number(i) + QByteArray("\0\0", 2) + seven);
    QTest::newRow("many") << many;
}

void TestPngText::case2_textTooLarge()
{
    QFETCH(QByteArray, chunks);
    const auto texts = readPngText(pngWith(chunks));
    QVERIFY(!texts.has_value()); // never "no card"
    QVERIFY(texts.error().message.contains(u"too large"));
    QCOMPARE(texts.error().detail, QStringLiteral("text chunk too large"));
}

void TestPngText::case2_bombCostsNoMemory()
{
    const QByteArray bomb = pngWith(chunk("zTXt", QByteArray("k\0\0", 3) + deflated(QByteArray(200 << 20, '\0'))));
    QVERIFY(bomb.size() < 1 << 20);
    QFile clear(QStringLiteral("/proc/self/clear_refs")); // 5 sets the peak back to what is used now
    if (clear.open(QIODevice::WriteOnly))
        clear.write("5");
    clear.close();
    const qint64 before = peakMemory();
    QVERIFY(!readPngText(bomb).has_value());
    const qint64 grown = peakMemory() - before;
    QVERIFY2(grown < 40 * 1024, qPrintable(QString::number(grown)));
}

void TestPngText::manyChunks()
{
    QByteArray chunks;
    for (int i = 0; i < 1000; ++i)
        chunks += chunk("tEXt", "k" + QByteArray::number(i) + QByteArray("\0v", 2));
    QCOMPARE(readPngText(pngWith(chunks))->size(), 1000);
    chunks += chunk("tEXt", QByteArray("one\0more", 8));
    QVERIFY(readPngText(pngWith(chunks)).error().message.contains(u"1000"));
}

void TestPngText::fileTooLarge()
{
    const QByteArray png = pngWith({}) + QByteArray(32 << 20, '\0');
    const auto texts = readPngText(png);
    QVERIFY(!texts.has_value());
    QVERIFY(texts.error().message.contains(u"too large"));
    PngTextLimits wider;
    wider.file = 64 << 20;
    QVERIFY(readPngText(png, wider).has_value());
}

QTEST_GUILESS_MAIN(TestPngText)
#include "tst_pngtext.moc"
