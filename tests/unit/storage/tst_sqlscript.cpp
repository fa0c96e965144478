// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlscript.h"

#include <QTest>

using namespace lorastudio;

class tst_SqlScript : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splits_data();
    void splits();
};

void tst_SqlScript::splits_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const char *script, const QStringList &expected) {
        QTest::newRow(name) << QString::fromUtf8(script) << expected;
    };
    row("two", "a;\nb;", {QStringLiteral("a"), QStringLiteral("b")});
    row("no last semicolon", "a; b", {QStringLiteral("a"), QStringLiteral("b")});
    row("empty ones", ";; ;\n-- only a comment; here\n;", {});
    row("semicolon in a text", "x 'a;b'; y", {QStringLiteral("x 'a;b'"), QStringLiteral("y")});
    row("quote in a text", "x 'it''s; fine'; y", {QStringLiteral("x 'it''s; fine'"), QStringLiteral("y")});
    row("semicolon in a name", "x \"a;b\"; y", {QStringLiteral("x \"a;b\""), QStringLiteral("y")});
    row("dashes in a text", "x '--;'; y", {QStringLiteral("x '--;'"), QStringLiteral("y")});
    row("line comment with a quote", "x -- don't; stop\n; y", {QStringLiteral("x"), QStringLiteral("y")});
    row("block comment", "x /* ; ' */ z; y", {QStringLiteral("x   z"), QStringLiteral("y")});
    row("nested block comment", "x /* a /* ; */ ; */; y", {QStringLiteral("x"), QStringLiteral("y")});
    row("dollar quotes", "f $$ a; b $$; y", {QStringLiteral("f $$ a; b $$"), QStringLiteral("y")});
    row("named dollar quotes", "f $q$ a; $$ ; 'b $q$; y",
        {QStringLiteral("f $q$ a; $$ ; 'b $q$"), QStringLiteral("y")});
    row("dollar in a name", "a$b$; y", {QStringLiteral("a$b$"), QStringLiteral("y")});
    row("parameter", "x $1; y", {QStringLiteral("x $1"), QStringLiteral("y")});
    row("open quote", "x 'a; b", {QStringLiteral("x 'a; b")});
}

void tst_SqlScript::splits()
{
    QFETCH(QString, script);
    QFETCH(QStringList, expected);
    QCOMPARE(splitStatements(script), expected);
}

QTEST_GUILESS_MAIN(tst_SqlScript)
#include "tst_sqlscript.moc"
