// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/workerrepository.h"

#include <QHash>

namespace lorastudio {

/// Who drives a server, and what programs other than this one have there.
struct FarmServer
{
    bool here = false;
    QString host; ///< of another living program that drives it, for people; empty = none does
    qint64 pid = 0;
    int running = 0;
    int waiting = 0;
    friend bool operator==(const FarmServer &, const FarmServer &) = default;
};

/// The programs that work on a database beside this one, as far as they concern the servers that this one knows.
struct ServerFarm
{
    bool shared = false;                ///< there are others; without them there is nothing else in it
    QHash<QString, FarmServer> servers; ///< by place, see ServerShare::placeOf

    FarmServer server(const QString &url) const;
    friend bool operator==(const ServerFarm &, const ServerFarm &) = default;
};

/// One look at the database; two statements more if there are others.
Result<ServerFarm> readServerFarm(Connection &connection);

} // namespace lorastudio
