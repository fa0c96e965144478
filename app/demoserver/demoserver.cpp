// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/demoserver.h"

#include "core/logging.h"
#include "demoserver/democore.h"
#include "demoserver/httpconnection.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTcpServer>

using namespace Qt::StringLiterals;

namespace lorastudio {

QStringList DemoOptions::defaultCheckpoints()
{
    return {u"chilloutmix.safetensors"_s, u"cyberrealistic_v9.safetensors"_s, u"epicrealism_v5.safetensors"_s,
            u"realistic_vision_v51.safetensors"_s};
}

struct DemoServer::Private
{
    DemoOptions options;
    QTcpServer listener;
    std::unique_ptr<DemoCore> core;
    std::unique_ptr<Router> router;
    /// Parent of the connections of this life of the server.
    std::unique_ptr<QObject> connections;
    quint16 port = 0;
};

DemoServer::DemoServer(DemoOptions options, QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    options.checkpoints.sort();
    d->options = std::move(options);
    connect(&d->listener, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = d->listener.nextPendingConnection()) {
            auto *connection = new ServedConnection(
                socket,
                [this](const ServedRequest &request) {
                    Q_EMIT requestReceived(request.method, request.target);
                    if (isForeignOrigin(request))
                        return ServedResponse::empty(403);
                    ServedResponse response = d->router->route(request);
                    response.hang = d->core->faults().take(DemoFault::Kind::Hang).has_value();
                    return response;
                },
                [](const ServedRequest &request) -> std::optional<ServedResponse> {
                    if (isForeignOrigin(request))
                        return ServedResponse::empty(403);
                    const QByteArray path = request.rawPath();
                    if (path != "/ws" && path != "/api/ws")
                        return ServedResponse::empty(404);
                    return std::nullopt;
                },
                [this] {
                    const auto latency = d->core->faults().take(DemoFault::Kind::Latency);
                    return latency ? latency->number() : 0;
                },
                d->connections.get());
            connect(connection, &ServedConnection::webSocketRequested, this,
                    [this](QTcpSocket *upgraded) { d->core->events().adopt(upgraded); });
        }
    });
}

DemoServer::~DemoServer()
{
    stop();
}

Result<void> DemoServer::start()
{
    if (d->core)
        return {};
    auto core = std::make_unique<DemoCore>(d->options, nullptr);
    if (auto opened = core->open(); !opened)
        return fail(opened.error());
    if (!d->listener.listen(QHostAddress::LocalHost, d->options.port)) {
        return fail(Error::Kind::Network,
                    tr("The demo server cannot listen on port %1 of this machine: %2. Choose another port, or 0 for "
                       "any free one.")
                        .arg(d->options.port)
                        .arg(d->listener.errorString()));
    }
    d->port = d->listener.serverPort();
    d->connections = std::make_unique<QObject>();
    d->core = std::move(core);
    d->router = std::make_unique<Router>();
    addPromptRoutes(*d->router, *d->core);
    addFileRoutes(*d->router, *d->core);
    addCatalogRoutes(*d->router, *d->core);
    addUserRoutes(*d->router, *d->core);
    d->core->faults().applied = [this](DemoFault::Kind kind) {
        Q_EMIT faultApplied(kind);
    };
    connect(d->core.get(), &DemoCore::promptAccepted, this, &DemoServer::promptAccepted);
    connect(d->core.get(), &DemoCore::promptStarted, this, &DemoServer::promptStarted);
    connect(d->core.get(), &DemoCore::promptFinished, this, &DemoServer::promptFinished);
    connect(d->core.get(), &DemoCore::restartDue, this, &DemoServer::restart);
    connect(&d->core->events(), &EventHub::socketConnected, this, &DemoServer::socketConnected);
    connect(&d->core->events(), &EventHub::socketDisconnected, this, &DemoServer::socketDisconnected);
    qCInfo(logDemo) << "demo server on" << url().toString();
    return {};
}

QUrl DemoServer::url() const
{
    return d->core ? QUrl(u"http://127.0.0.1:%1"_s.arg(d->port)) : QUrl();
}

QString DemoServer::outputFolder() const
{
    return d->core ? d->core->files().path(DemoFiles::Folder::Output) : QString();
}

void DemoServer::stop()
{
    if (!d->core)
        return;
    d->listener.close();
    d->connections.reset();
    d->core->disconnect(this);
    d->core->events().disconnect(this);
    d->router.reset();
    d->core.reset();
}

void DemoServer::restart()
{
    if (!d->core)
        return;
    d->connections = std::make_unique<QObject>();
    d->core->forgetEverything();
    Q_EMIT restarted();
}

void DemoServer::addFault(const DemoFault &fault)
{
    if (d->core)
        d->core->faults().add(fault);
    else
        d->options.faults.append(fault);
}

void DemoServer::clearFaults()
{
    d->options.faults.clear();
    if (d->core)
        d->core->faults().clear();
}

int DemoServer::pendingCount() const
{
    return d->core ? d->core->queue().pendingCount() : 0;
}

QString DemoServer::runningId() const
{
    return d->core ? d->core->runningId() : QString();
}

int DemoServer::socketCount() const
{
    return d->core ? d->core->events().socketCount() : 0;
}

} // namespace lorastudio
