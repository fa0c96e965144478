// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/contactsheet.h"
#include "pictures.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestContactSheet : public QObject
{
    Q_OBJECT

    static ContactSheetGroup group(const QString &title, int count, QSize size = {171, 256})
    {
        ContactSheetGroup out{title, QStringLiteral("epiCRealism v5"), {}};
        for (int i = 0; i < count; ++i) {
            out.tiles.append({picture(size.width(), size.height(), i * 30),
                              QStringLiteral("%1").arg(i + 1, 4, 10, QLatin1Char('0')), 90.0 - i,
                              i == 1 ? QStringList{QStringLiteral("blurry")} : QStringList()});
        }
        return out;
    }
    static int inkIn(const QImage &image, const QRect &area)
    {
        int dark = 0;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x)
                dark += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
        }
        return dark;
    }

private Q_SLOTS:
    void showsPicturesAndText();
    void growsWithContent();
    void leftOut();
    void staysWithinTheRasteriser();
    void nothing();
    void hostileText();
    void writes();
    void cannotWrite();
};

void TestContactSheet::showsPicturesAndText()
{
    ContactSheetOptions options;
    options.title = QStringLiteral("Run 1");
    options.columns = 3;
    options.tile = 128;
    const QImage sheet = renderContactSheet({group(QStringLiteral("Yuki Tanaka"), 3)}, options);
    QCOMPARE(sheet.width(), 2 * 24 + 3 * 96 + 2 * 20);
    QVERIFY(inkIn(sheet, QRect(24, 24, 100, 30)) > 50);              // title
    QVERIFY(inkIn(sheet, QRect(24, 60, 150, 40)) > 50);              // name and checkpoint
    QVERIFY(inkIn(sheet, QRect(0, 0, 20, sheet.height() - 1)) == 0); // margin
    // Each cell shows its own picture: the centres differ.
    QSet<QRgb> centres;
    for (int i = 0; i < 3; ++i)
        centres.insert(sheet.pixel(24 + i * 116 + 48, sheet.height() / 2 + 20));
    QCOMPARE(centres.size(), 3);
}

void TestContactSheet::growsWithContent()
{
    ContactSheetOptions options;
    options.columns = 4;
    const QImage one = renderContactSheet({group(QStringLiteral("A"), 4)}, options);
    const QImage two = renderContactSheet({group(QStringLiteral("A"), 5)}, options);
    const QImage three = renderContactSheet({group(QStringLiteral("A"), 5), group(QStringLiteral("B"), 1)}, options);
    QVERIFY(one.height() < two.height());
    QVERIFY(two.height() < three.height());
    QCOMPARE(one.width(), three.width());
}

void TestContactSheet::leftOut()
{
    ContactSheetOptions options;
    options.columns = 4;
    options.maxTiles = 4;
    const QImage all = renderContactSheet({group(QStringLiteral("A"), 4)}, options);
    const QImage some = renderContactSheet({group(QStringLiteral("A"), 4), group(QStringLiteral("B"), 30)}, options);
    QVERIFY(some.height() > all.height()); // the line that says so
    QVERIFY(some.height() < all.height() + 60);
}

void TestContactSheet::staysWithinTheRasteriser()
{
    QList<ContactSheetGroup> groups;
    for (int i = 0; i < 500; ++i)
        groups.append(group(QString::number(i), 1, {8, 12}));
    const QImage sheet = renderContactSheet(groups, {});
    QVERIFY(!sheet.isNull());
    QVERIFY(sheet.height() <= 32767);
}

void TestContactSheet::nothing()
{
    QVERIFY(!renderContactSheet({}, {}).isNull());
    ContactSheetGroup missing{QStringLiteral("A"), {}, {ContactSheetTile{}}};
    QVERIFY(!renderContactSheet({missing}, {}).isNull());
}

void TestContactSheet::hostileText()
{
    ContactSheetGroup evil = group(QStringLiteral("<img src=x>\n🎴") + QString(100'000, u'w'), 1);
    evil.tiles[0].label = QString(100'000, u'w');
    const QImage sheet = renderContactSheet({evil}, {});
    QVERIFY(sheet.height() < 600);
    QVERIFY(inkIn(sheet, QRect(sheet.width() - 20, 0, 19, sheet.height() - 1)) == 0);
}

void TestContactSheet::writes()
{
    const QTemporaryDir dir;
    for (const char *name : {"sheet.png", "sheet.jpg"}) {
        const QString path = dir.filePath(QString::fromLatin1(name));
        QVERIFY(writeContactSheet(path, {group(QStringLiteral("A"), 3)}, {}).has_value());
        QCOMPARE(QImage(path).width(), 2 * 24 + 6 * (128 + 20) - 20);
    }
}

void TestContactSheet::cannotWrite()
{
    const QTemporaryDir dir;
    const auto wrong = writeContactSheet(dir.filePath(QStringLiteral("sheet.bmp")), {}, {});
    QVERIFY(!wrong.has_value());
    QVERIFY(wrong.error().kind == Error::Kind::Validation);
    QFile blocker(dir.filePath(QStringLiteral("a")));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    QVERIFY(!writeContactSheet(dir.filePath(QStringLiteral("a/sheet.png")), {}, {}).has_value());
}

QTEST_MAIN(TestContactSheet)
#include "tst_contactsheet.moc"
