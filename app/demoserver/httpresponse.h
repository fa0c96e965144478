// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/pyjson.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace lorastudio {

/// An answer, with what the stand-in does to it on the way (see DemoFault).
struct ServedResponse
{
    int status = 200;
    QByteArray contentType; ///< empty: no header, as the real server does for empty bodies
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    int bytesPerSecond = 0;       ///< > 0: the body goes out at this speed
    qsizetype cutAfter = -1;      ///< >= 0: this many bytes of the body, then the connection is closed
    bool cutBeforeAnswer = false; ///< the connection is closed without a byte
    bool hang = false;            ///< nothing ever comes

    static ServedResponse empty(int status);
    static ServedResponse json(const PyJson &value, int status = 200);
    static ServedResponse text(const QByteArray &text, int status);
    /// What the real server sends when its own code throws.
    static ServedResponse internalError();

    /// Status line and headers, up to and including the empty line.
    QByteArray head(bool keepAlive) const;
};

QByteArray httpReason(int status);

} // namespace lorastudio
