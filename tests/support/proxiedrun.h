// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/chaosproxy.h"
#include "support/faultrun.h"

#include <QJsonObject>
#include <QUrl>

namespace lorastudio::test {

/// A place, a demo server as a process, a proxy before it, and a run that uses the server through the proxy.
struct ProxiedRun
{
    CommandLinePlace here;
    QString server; ///< past the proxy
    std::unique_ptr<QProcess> demo;
    ChaosProxy proxy;
    FaultRun run;

    explicit ProxiedRun(const QString &program, const QStringList &options = quick())
        : here(program),
          demo(here.startDemoServer(options, &server)),
          proxy(quint16(QUrl(server).port())),
          run(here, here.database())
    {
        run.setOptions({QStringLiteral("--server"), proxy.url()});
    }

    static QStringList quick()
    {
        return {QStringLiteral("--step-ms"), QStringLiteral("2"), QStringLiteral("--load-ms"), QStringLiteral("20")};
    }
};

/// What a server remembers of the prompts that are done. Needs an event loop.
QJsonObject historyOf(const QString &server);

} // namespace lorastudio::test
