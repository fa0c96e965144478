// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a client, from the socket to the last parser that sees them. The first byte of the input says into how
// large pieces the rest is cut: whatever the pieces, the same requests must come out.
#include "demoserver/httprequest.h"
#include "demoserver/multipart.h"
#include "demoserver/pyjson.h"

#include <cstdint>
#include <cstdlib>

using namespace lorastudio;

namespace {

QByteArrayList requestsIn(QByteArrayView bytes, qsizetype piece)
{
    QByteArrayList found;
    HttpRequestParser parser;
    while (true) {
        HttpRequestParser::State state = parser.next();
        while (state == HttpRequestParser::State::Complete) {
            const ServedRequest request = parser.takeRequest();
            QByteArray text = request.method + ' ' + request.target + '\n';
            for (const auto &header : request.headers)
                text += header.first + ':' + header.second + '\n';
            found += text + request.body;
            (void)request.keepAlive();
            (void)request.wantsWebSocket();
            (void)request.rawPath();
            (void)request.query(QLatin1StringView("filename"));
            (void)parseMultipart(request.header("content-type"), request.body);
            if (const auto json = PyJson::parse(request.body)) {
                // What was read can be written and read again.
                const auto again = PyJson::parse(json->dump());
                if (!again || again->dump() != json->dump())
                    std::abort();
                (void)json->pyRepr();
            }
            state = parser.next();
        }
        if (state == HttpRequestParser::State::Failed) {
            if (parser.errorStatus() < 400)
                std::abort();
            found += QByteArray::number(parser.errorStatus());
            return found;
        }
        if (bytes.isEmpty())
            return found;
        const qsizetype size = std::min(piece, bytes.size());
        parser.feed(bytes.first(size));
        bytes = bytes.sliced(size);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    if (requestsIn(bytes, data[0] + 1) != requestsIn(bytes, bytes.size() + 1))
        std::abort();
    return 0;
}
