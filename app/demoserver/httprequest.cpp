// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/httprequest.h"

namespace lorastudio {

namespace {

bool isTokenChar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

/// Only digits: no sign, no blank, and few enough to fit.
std::optional<qsizetype> parseLength(QByteArrayView text, int base)
{
    if (text.isEmpty() || text.size() > 15)
        return std::nullopt;
    qsizetype value = 0;
    for (const char c : text) {
        int digit = -1;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if (base == 16 && c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else if (base == 16 && c >= 'A' && c <= 'F')
            digit = c - 'A' + 10;
        if (digit < 0)
            return std::nullopt;
        value = value * base + digit;
    }
    return value;
}

} // namespace

QByteArray ServedRequest::header(QByteArrayView name) const
{
    for (const auto &entry : headers) {
        if (entry.first == name)
            return entry.second.isNull() ? QByteArray("") : entry.second;
    }
    return {};
}

bool ServedRequest::headerHasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const auto &entry : headers) {
        if (entry.first != name)
            continue;
        const QList<QByteArray> parts = entry.second.split(',');
        for (const QByteArray &part : parts) {
            if (part.trimmed().compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

bool ServedRequest::keepAlive() const
{
    if (headerHasToken("connection", "close"))
        return false;
    return minorVersion >= 1 || headerHasToken("connection", "keep-alive");
}

bool ServedRequest::wantsWebSocket() const
{
    return method == "GET" && headerHasToken("upgrade", "websocket") && headerHasToken("connection", "upgrade");
}

QByteArray ServedRequest::rawPath() const
{
    QByteArray path = target;
    // The absolute form of a request to a proxy: http://host/path
    const qsizetype scheme = path.indexOf("://");
    if (!path.startsWith('/') && scheme > 0) {
        const qsizetype slash = path.indexOf('/', scheme + 3);
        path = slash < 0 ? QByteArray("/") : path.mid(slash);
    }
    const qsizetype end = path.indexOf('?');
    if (end >= 0)
        path.truncate(end);
    return path;
}

std::optional<QString> ServedRequest::query(QLatin1StringView name) const
{
    const qsizetype start = target.indexOf('?');
    if (start < 0)
        return std::nullopt;
    const QList<QByteArray> pairs = target.mid(start + 1).split('&');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        const auto decode = [](QByteArray text) {
            return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
        };
        if (decode(equals < 0 ? pair : pair.left(equals)) == name)
            return equals < 0 ? QString(QLatin1String("")) : decode(pair.mid(equals + 1));
    }
    return std::nullopt;
}

void HttpRequestParser::feed(QByteArrayView bytes)
{
    if (m_phase != Phase::Broken)
        m_buffer.append(bytes);
}

HttpRequestParser::State HttpRequestParser::fail(int status, QByteArray text)
{
    m_phase = Phase::Broken;
    m_buffer.clear();
    m_position = m_scanned = 0;
    m_errorStatus = status;
    m_errorText = std::move(text);
    return State::Failed;
}

void HttpRequestParser::compact()
{
    // Moving the rest after each small request would make a pipelined flood quadratic.
    if (m_position == m_buffer.size()) {
        m_buffer.clear();
        m_position = m_scanned = 0;
    } else if (m_position > 256 * 1024) {
        m_buffer.remove(0, m_position);
        m_scanned = std::max<qsizetype>(0, m_scanned - m_position);
        m_position = 0;
    }
}

HttpRequestParser::Line HttpRequestParser::takeLine(QByteArray &line, qsizetype limit)
{
    const qsizetype from = std::max(m_position, m_scanned);
    const qsizetype end = m_buffer.indexOf('\n', from);
    if (end < 0) {
        m_scanned = m_buffer.size();
        return m_buffer.size() - m_position > limit + 2 ? Line::TooLong : Line::None;
    }
    if (end - m_position > limit + 1)
        return Line::TooLong;
    // A lone line feed is refused: programs in between could see another end of the request.
    if (end == m_position || m_buffer.at(end - 1) != '\r')
        return Line::Bad;
    line = m_buffer.mid(m_position, end - 1 - m_position);
    m_position = m_scanned = end + 1;
    return Line::Found;
}

HttpRequestParser::State HttpRequestParser::next()
{
    switch (m_phase) {
    case Phase::Broken:
        return State::Failed;
    case Phase::Done:
        return State::Complete;
    case Phase::Head:
        return readHead();
    default:
        return readBody();
    }
}

ServedRequest HttpRequestParser::takeRequest()
{
    ServedRequest request = std::move(m_request);
    m_request = {};
    m_phase = Phase::Head;
    m_headBytes = 0;
    m_haveRequestLine = false;
    m_expectsContinue = false;
    compact();
    return request;
}

bool HttpRequestParser::takeExpectsContinue()
{
    const bool expects = m_expectsContinue && m_phase != Phase::Head && m_phase != Phase::Broken;
    m_expectsContinue = m_expectsContinue && !expects;
    return expects;
}

HttpRequestParser::State HttpRequestParser::readHead()
{
    QByteArray line;
    while (true) {
        const qsizetype before = m_position;
        switch (takeLine(line, maxLine)) {
        case Line::None:
            return m_headBytes + m_buffer.size() - m_position > maxHead ? fail(431, "the headers are too long")
                                                                        : State::NeedMore;
        case Line::TooLong:
            return fail(m_haveRequestLine ? 431 : 414, "a line is too long");
        case Line::Bad:
            return fail(400, "a line does not end with CR LF");
        case Line::Found:
            break;
        }
        m_headBytes += m_position - before;
        if (m_headBytes > maxHead)
            return fail(431, "the headers are too long");
        if (!m_haveRequestLine) {
            if (line.isEmpty())
                continue; // some clients send an empty line after a body
            if (!parseRequestLine(line))
                return State::Failed;
            m_haveRequestLine = true;
        } else if (line.isEmpty()) {
            return beginBody();
        } else if (!parseHeader(line)) {
            return State::Failed;
        }
    }
}

bool HttpRequestParser::parseRequestLine(const QByteArray &line)
{
    const QList<QByteArray> parts = line.split(' ');
    if (parts.size() != 3 || !isToken(parts[0]) || parts[1].isEmpty()) {
        fail(400, "this is not a request line");
        return false;
    }
    for (const char c : parts[1]) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) {
            fail(400, "control characters in the request line");
            return false;
        }
    }
    if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") {
        fail(parts[2].startsWith("HTTP/") ? 505 : 400, "HTTP/1.1 is spoken here");
        return false;
    }
    m_request.method = parts[0];
    m_request.target = parts[1];
    m_request.minorVersion = parts[2].back() == '1' ? 1 : 0;
    return true;
}

bool HttpRequestParser::parseHeader(const QByteArray &line)
{
    if (m_request.headers.size() >= maxHeaders) {
        fail(431, "too many headers");
        return false;
    }
    const qsizetype colon = line.indexOf(':');
    // A line that begins with a blank is the obsolete folding of headers; isToken refuses it too.
    if (colon <= 0 || !isToken(QByteArrayView(line).first(colon))) {
        fail(400, "this is not a header");
        return false;
    }
    QByteArray value = line.mid(colon + 1).trimmed();
    for (const char c : value) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
            fail(400, "control characters in a header");
            return false;
        }
    }
    m_request.headers.append({line.left(colon).toLower(), std::move(value)});
    return true;
}

HttpRequestParser::State HttpRequestParser::beginBody()
{
    QList<QByteArray> lengths;
    QList<QByteArray> encodings;
    int hosts = 0;
    for (const auto &entry : m_request.headers) {
        if (entry.first == "content-length")
            lengths += entry.second;
        else if (entry.first == "transfer-encoding")
            encodings += entry.second;
        else if (entry.first == "host")
            ++hosts;
    }
    if (hosts > 1)
        return fail(400, "two Host headers");
    if (lengths.size() > 1 || encodings.size() > 1 || (!lengths.isEmpty() && !encodings.isEmpty()))
        return fail(400, "the length of the body is given twice");
    m_expectsContinue = m_request.minorVersion >= 1 && m_request.headerHasToken("expect", "100-continue");
    if (!encodings.isEmpty()) {
        if (encodings.first().compare("chunked", Qt::CaseInsensitive) != 0)
            return fail(501, "only the chunked encoding is known");
        m_phase = Phase::ChunkSize;
        return readBody();
    }
    m_remaining = 0;
    if (!lengths.isEmpty()) {
        const auto length = parseLength(lengths.first(), 10);
        if (!length)
            return fail(400, "Content-Length is not a number");
        if (*length > maxBody)
            return fail(413, "the body is too large");
        m_remaining = *length;
    }
    m_phase = Phase::Body;
    return readBody();
}

HttpRequestParser::State HttpRequestParser::readBody()
{
    QByteArray line;
    while (true) {
        switch (m_phase) {
        case Phase::Body:
        case Phase::ChunkData: {
            const qsizetype piece = std::min(m_remaining, m_buffer.size() - m_position);
            if (piece > 0)
                m_request.body.append(m_buffer.constData() + m_position, piece);
            m_position += piece;
            m_scanned = m_position;
            m_remaining -= piece;
            compact();
            if (m_remaining > 0)
                return State::NeedMore;
            m_phase = m_phase == Phase::Body ? Phase::Done : Phase::ChunkEnd;
            break;
        }
        case Phase::ChunkEnd:
        case Phase::ChunkSize:
        case Phase::Trailer:
            switch (takeLine(line, m_phase == Phase::ChunkEnd ? 0 : maxLine)) {
            case Line::None:
                return State::NeedMore;
            case Line::TooLong:
            case Line::Bad:
                return fail(400, "a chunk is broken");
            case Line::Found:
                break;
            }
            if (m_phase == Phase::ChunkEnd) {
                m_phase = Phase::ChunkSize;
            } else if (m_phase == Phase::ChunkSize) {
                const qsizetype extension = line.indexOf(';');
                const auto size = parseLength(extension < 0 ? line : line.left(extension).trimmed(), 16);
                if (!size)
                    return fail(400, "the size of a chunk is not a number");
                if (*size > maxBody - m_request.body.size())
                    return fail(413, "the body is too large");
                m_remaining = *size;
                m_phase = *size == 0 ? Phase::Trailer : Phase::ChunkData;
            } else if (line.isEmpty()) {
                m_phase = Phase::Done;
            } else {
                m_headBytes += line.size();
                if (m_headBytes > maxHead)
                    return fail(431, "the headers behind the body are too long");
            }
            break;
        case Phase::Done:
            return State::Complete;
        case Phase::Head:
        case Phase::Broken:
            return State::Failed;
        }
    }
}

} // namespace lorastudio
