// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace lorastudio::test {

/// What a ChaosProxy does to the connections that go through it. The default passes everything on as it comes.
struct ChaosRules
{
    enum class Gate {
        Open,
        BlackHole, ///< connections are accepted, and nothing is passed on in either direction
        Refuse     ///< nobody listens, and what is open is reset
    };
    enum class Cut {
        Reset, ///< RST to both sides
        Close  ///< FIN, as a program that ends does
    };

    Gate gate = Gate::Open;
    /// Every chunk arrives this much later, give or take `jitter`; the order stays. In each direction.
    std::chrono::milliseconds latency{0};
    std::chrono::milliseconds jitter{0};
    qint64 bytesPerSecond = 0; ///< in each direction of each connection; 0 = as fast as it goes
    qint64 sliceBytes = 0;     ///< every packet is at most this long; 0 = as it comes
    /// A connection ends when so many bytes went to the client, or to the server. 0 = at the first byte, which is lost.
    std::optional<qint64> cutAfter = {};
    std::optional<qint64> cutAfterSent = {};
    Cut cut = Cut::Reset;
    int cuts = -1; ///< how many connections are cut; -1 = all of them
    /// Not empty: a connection is left alone until its client has sent these bytes, and from then on only what comes
    /// back is concerned. The request itself always arrives.
    QByteArray after = {};
};

} // namespace lorastudio::test
