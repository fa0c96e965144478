// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/httprequest.h"

#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

using State = HttpRequestParser::State;

class TestHttpRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsARequestByteByByte();
    void readsAPipeline();
    void readsChunks();
    void asksForTheBody();
    void refuses_data();
    void refuses();
    void refusesTooMuch();
    void decodesQueries();
    void keepsAliveAsTheVersionSays();
};

void TestHttpRequest::readsARequestByteByByte()
{
    const QByteArray text = "POST /prompt?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX-A:  b c \r\n\r\nhello";
    HttpRequestParser parser;
    for (qsizetype i = 0; i < text.size(); ++i) {
        QCOMPARE(parser.next(), State::NeedMore);
        parser.feed(QByteArrayView(text).sliced(i, 1));
    }
    QCOMPARE(parser.next(), State::Complete);
    const ServedRequest request = parser.takeRequest();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.rawPath(), QByteArray("/prompt"));
    QCOMPARE(request.header("x-a"), QByteArray("b c"));
    QCOMPARE(request.body, QByteArray("hello"));
    QVERIFY(parser.isIdle());
}

void TestHttpRequest::readsAPipeline()
{
    HttpRequestParser parser;
    parser.feed("GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET /c HTTP/1.1\r\n\r\n");
    QList<QByteArray> targets;
    while (parser.next() == State::Complete)
        targets += parser.takeRequest().target;
    QCOMPARE(targets, (QList<QByteArray>{"/a", "/b", "/c"}));
}

void TestHttpRequest::readsChunks()
{
    HttpRequestParser parser;
    parser.feed(
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nT: 1\r\n\r\nGET");
    QCOMPARE(parser.next(), State::Complete);
    QCOMPARE(parser.takeRequest().body, QByteArray("hello world"));
    QVERIFY(!parser.isIdle());
}

void TestHttpRequest::asksForTheBody()
{
    HttpRequestParser parser;
    parser.feed("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    QCOMPARE(parser.next(), State::NeedMore);
    QVERIFY(parser.takeExpectsContinue());
    QVERIFY(!parser.takeExpectsContinue());
    parser.feed("x");
    QCOMPARE(parser.next(), State::Complete);
}

void TestHttpRequest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &text, int status) {
        QTest::newRow(name) << text << status;
    };
    const QByteArray line = "GET / HTTP/1.1\r\n";
    row("not HTTP", "hello\r\n", 400);
    row("other version", "GET / HTTP/2.0\r\n\r\n", 505);
    row("no target", "GET  HTTP/1.1\r\n\r\n", 400);
    row("lone line feed", "GET / HTTP/1.1\n\n", 400);
    row("folded header", line + "A: b\r\n c\r\n\r\n", 400);
    row("blank before the colon", line + "A : b\r\n\r\n", 400);
    row("NUL in a header", line + QByteArray("A: b\0c\r\n\r\n", 10), 400);
    row("two hosts", line + "Host: a\r\nHost: b\r\n\r\n", 400);
    row("two lengths", line + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400);
    row("length and chunks", line + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    row("signed length", line + "Content-Length: +1\r\n\r\n", 400);
    row("negative length", line + "Content-Length: -1\r\n\r\n", 400);
    row("too large", line + "Content-Length: 104857601\r\n\r\n", 413);
    row("huge length", line + "Content-Length: 99999999999999999999\r\n\r\n", 400);
    row("unknown encoding", line + "Transfer-Encoding: gzip\r\n\r\n", 501);
    row("bad chunk", line + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400);
    row("chunk too large", line + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413);
    row("chunk without end", line + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400);
}

void TestHttpRequest::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    HttpRequestParser parser;
    parser.feed(text);
    QCOMPARE(parser.next(), State::Failed);
    QCOMPARE(parser.errorStatus(), status);
    parser.feed("GET / HTTP/1.1\r\n\r\n"); // no way back: the next request cannot be told apart
    QCOMPARE(parser.next(), State::Failed);
}

void TestHttpRequest::refusesTooMuch()
{
    HttpRequestParser line;
    line.feed("GET /" + QByteArray(9000, 'a'));
    QCOMPARE(line.next(), State::Failed);
    QCOMPARE(line.errorStatus(), 414);

    HttpRequestParser many;
    many.feed("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 101; ++i)
        many.feed("A: b\r\n");
    QCOMPARE(many.next(), State::Failed);
    QCOMPARE(many.errorStatus(), 431);

    HttpRequestParser large;
    large.feed("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 9; ++i)
        large.feed("A: " + QByteArray(8000, 'b') + "\r\n");
    QCOMPARE(large.next(), State::Failed);
    QCOMPARE(large.errorStatus(), 431);
}

void TestHttpRequest::decodesQueries()
{
    ServedRequest request;
    request.target = "/view?filename=a%20b%2Bc+d.png&empty=&flag&u=%C3%A4";
    QCOMPARE(request.query("filename"_L1).value(), u"a b+c d.png"_s);
    QCOMPARE(request.query("empty"_L1).value(), QString());
    QVERIFY(request.query("flag"_L1).has_value());
    QCOMPARE(request.query("u"_L1).value(), u"ä"_s);
    QVERIFY(!request.query("none"_L1).has_value());
}

void TestHttpRequest::keepsAliveAsTheVersionSays()
{
    ServedRequest request;
    QVERIFY(request.keepAlive());
    request.headers = {{"connection", "Close"}};
    QVERIFY(!request.keepAlive());
    request.minorVersion = 0;
    request.headers.clear();
    QVERIFY(!request.keepAlive());
    request.headers = {{"connection", "keep-alive"}};
    QVERIFY(request.keepAlive());
}

QTEST_APPLESS_MAIN(TestHttpRequest)
#include "tst_httprequest.moc"
