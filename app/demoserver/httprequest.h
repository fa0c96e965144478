// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QUrlQuery>

#include <optional>
#include <utility>

namespace lorastudio {

/// One whole HTTP request.
struct ServedRequest
{
    QByteArray method; ///< as sent: "GET"
    QByteArray target; ///< as sent: "/view?filename=a.png"
    int minorVersion = 1;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case, values trimmed
    QByteArray body;

    /// The value of the first header of this name (lower case); a null array if there is none.
    QByteArray header(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const { return !header(name).isNull(); }
    /// Whether a comma-separated header holds this word, whatever its case.
    bool headerHasToken(QByteArrayView name, QByteArrayView token) const;
    bool keepAlive() const;
    bool wantsWebSocket() const;

    /// The path with percent-encoding resolved, "/" kept encoded as %2F inside segments is resolved by the caller.
    QByteArray rawPath() const;
    /// A query value with percent-encoding and `+` resolved; nothing if the name is not there.
    std::optional<QString> query(QLatin1StringView name) const;
};

/// Reads HTTP/1.x requests from a stream of bytes, piece by piece, and never keeps more than its limits allow.
///
/// Feed it what arrives; after each feed call `next()` until it does not return Complete. Requests may come in one
/// piece (pipelining) or byte by byte. After Failed the connection is of no more use: what follows cannot be told
/// apart. It knows Content-Length and chunked bodies and refuses whatever could be read in two ways.
class HttpRequestParser
{
public:
    enum class State { NeedMore, Complete, Failed };

    static constexpr qsizetype maxLine = 8190;              ///< bytes of the request line or of one header
    static constexpr qsizetype maxHead = 64 * 1024;         ///< bytes of the request line and all headers
    static constexpr qsizetype maxHeaders = 100;            ///< how many headers
    static constexpr qsizetype maxBody = 100 * 1024 * 1024; ///< bytes of a body

    void feed(QByteArrayView bytes);
    State next();
    /// After Complete: the request. The parser then goes on with the bytes behind it.
    ServedRequest takeRequest();

    /// After Failed: 400, 413, 414, 431, 501 or 505, and why.
    int errorStatus() const { return m_errorStatus; }
    QByteArray errorText() const { return m_errorText; }

    /// The client waits for "100 Continue" before it sends the body. True once per request.
    bool takeExpectsContinue();
    /// Nothing of a further request has arrived.
    bool isIdle() const { return m_phase == Phase::Head && m_position == m_buffer.size(); }

private:
    enum class Phase { Head, Body, ChunkSize, ChunkData, ChunkEnd, Trailer, Done, Broken };
    enum class Line { None, Found, TooLong, Bad };

    State fail(int status, QByteArray text);
    Line takeLine(QByteArray &line, qsizetype limit);
    State readHead();
    bool parseRequestLine(const QByteArray &line);
    bool parseHeader(const QByteArray &line);
    State beginBody();
    State readBody();
    void compact();

    Phase m_phase = Phase::Head;
    QByteArray m_buffer;
    qsizetype m_position = 0;
    qsizetype m_scanned = 0;
    qsizetype m_headBytes = 0;
    qsizetype m_remaining = 0;
    bool m_haveRequestLine = false;
    bool m_expectsContinue = false;
    int m_errorStatus = 0;
    QByteArray m_errorText;
    ServedRequest m_request;
};

} // namespace lorastudio
