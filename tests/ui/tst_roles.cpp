// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/palettes.h"
#include "style/roles.h"

#include <QStyle>
#include <QStyleFactory>
#include <QTest>

using namespace lorastudio;

Q_DECLARE_METATYPE(QPalette)

namespace {

/// The colours that KDE's Breeze schemes give to a Qt palette.
QPalette breeze(QRgb window, QRgb base, QRgb alternate, QRgb text, QRgb button, QRgb highlight, QRgb highlighted,
                QRgb link)
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(window));
    palette.setColor(QPalette::WindowText, QColor(text));
    palette.setColor(QPalette::Base, QColor(base));
    palette.setColor(QPalette::AlternateBase, QColor(alternate));
    palette.setColor(QPalette::Text, QColor(text));
    palette.setColor(QPalette::Button, QColor(button));
    palette.setColor(QPalette::ButtonText, QColor(text));
    palette.setColor(QPalette::Highlight, QColor(highlight));
    palette.setColor(QPalette::HighlightedText, QColor(highlighted));
    palette.setColor(QPalette::Link, QColor(link));
    return palette;
}

} // namespace

class TestRoles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrast_data();
    void contrast();
    void ownPalettesGiveTheTable();
    void mixing();
};

void TestRoles::contrast_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
    QTest::newRow("Breeze light") << breeze(0xeff0f1, 0xffffff, 0xf7f7f7, 0x232629, 0xfcfcfc, 0x3daee9, 0xffffff,
                                            0x2980b9);
    QTest::newRow("Breeze dark") << breeze(0x2a2e32, 0x1b1e20, 0x232629, 0xfcfcfc, 0x31363b, 0x3daee9, 0xfcfcfc,
                                           0x1d99f3);
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(QStringLiteral("Fusion")));
    QTest::newRow("Fusion") << fusion->standardPalette();
}

void TestRoles::contrast()
{
    QFETCH(QPalette, palette);
    const Roles r(palette);
    const auto atLeast = [](const char *what, const QColor &a, const QColor &b, double ratio) {
        const double got = lorastudio::contrast(a, b);
        if (got < ratio)
            QTest::qFail(qPrintable(QStringLiteral("%1: %2 on %3 gives %4, needs %5")
                                        .arg(QString::fromLatin1(what), a.name(), b.name())
                                        .arg(got)
                                        .arg(ratio)),
                         __FILE__, __LINE__);
    };
    const QColor grounds[] = {r.base, r.window, r.selection, r.hover, r.sidebar, r.raised};
    const QColor softs[] = {r.okSoft, r.badSoft, r.warnSoft, r.infoSoft};
    for (const QColor &ground : grounds) {
        atLeast("text", r.text, ground, 4.5);
        atLeast("text2", r.text2, ground, 4.5);
        atLeast("accentText", r.accentText, ground, 4.5);
        atLeast("ok", r.ok, ground, 4.5);
        atLeast("bad", r.bad, ground, 4.5);
        atLeast("warn", r.warn, ground, 4.5);
        atLeast("idle", r.idle, ground, 4.5);
        atLeast("ring", r.ring, ground, 3);
    }
    for (const QColor &ground : softs) {
        atLeast("text on soft", r.text, ground, 4.5);
        atLeast("text2 on soft", r.text2, ground, 4.5);
        atLeast("accentText on soft", r.accentText, ground, 4.5);
    }
    atLeast("ok on soft", r.ok, r.okSoft, 4.5);
    atLeast("bad on soft", r.bad, r.badSoft, 4.5);
    atLeast("warn on soft", r.warn, r.warnSoft, 4.5);
    atLeast("text2 on stage", r.text2, r.stage, 4.5);
    atLeast("ring on stage", r.ring, r.stage, 3);
    atLeast("onAccent", r.onAccent, r.accent, 4.5);
    for (const QColor &fill : {r.okFill, r.badFill, r.warnFill, r.undFill, r.idleFill}) {
        atLeast("fill on track", fill, r.track, 3);
        atLeast("fill on base", fill, r.base, 3);
    }
    for (const QColor &ground : {r.base, r.window, r.raised})
        atLeast("control", r.control, ground, 3);
    for (const QColor &series : r.series)
        atLeast("series", series, r.base, 4.5);
}

void TestRoles::ownPalettesGiveTheTable()
{
    const auto near = [](const QColor &got, QRgb wanted) {
        const QColor want(wanted);
        return qAbs(got.red() - want.red()) <= 3 && qAbs(got.green() - want.green()) <= 3 &&
               qAbs(got.blue() - want.blue()) <= 3;
    };
    const Roles light(lightPalette());
    QVERIFY(!light.dark);
    QVERIFY(near(light.selection, 0xe1ebf5));
    QVERIFY(near(light.stage, 0xe0e0e0));
    QVERIFY(near(light.track, 0xe5e5e5));
    QVERIFY(near(light.separator, 0xdfdfdf));
    QVERIFY(near(light.text2, 0x616162));
    QVERIFY(near(light.ok, 0x19703f));
    const Roles dark(darkPalette());
    QVERIFY(dark.dark);
    QVERIFY(near(dark.selection, 0x223955));
    QVERIFY(near(dark.raised, 0x2f2f30));
    QVERIFY(near(dark.ring, 0x84b8f2));
    QVERIFY(near(dark.warn, 0xf0bb5e));
}

void TestRoles::mixing()
{
    QCOMPARE(mix(Qt::black, Qt::white, 0), QColor(Qt::white));
    QCOMPARE(mix(Qt::black, Qt::white, 1), QColor(Qt::black));
    QCOMPARE(qRound(lorastudio::contrast(Qt::black, Qt::white)), 21);
}

QTEST_MAIN(TestRoles)
#include "tst_roles.moc"
