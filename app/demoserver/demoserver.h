// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "demoserver/demofault.h"

#include <QObject>
#include <QStringList>
#include <QUrl>
#include <QVector>

#include <memory>

namespace lorastudio {

struct DemoOptions
{
    quint16 port = 0;    ///< 0 = any free one
    int stepMs = 20;     ///< time of a sampling step; 0 = as fast as it can be painted
    int loadMs = 500;    ///< time to load a checkpoint
    bool asReal = false; ///< pictures without the word "demo", and a server that does not say what it is
    QStringList checkpoints = defaultCheckpoints();
    QVector<DemoFault> faults{};
    QString outputFolder{}; ///< empty = a temporary folder that is removed with the server

    static QStringList defaultCheckpoints(); ///< the four of the built-in catalog
};

/// A stand-in for a ComfyUI server, on a loopback port: REST and WebSocket, queue, history, node cache, validation,
/// errors and timing as those of ComfyUI 0.3.64, with procedural pictures instead of a model. It exists so that a
/// person can try the program without a server, and so that tests and persons see the same thing; what it does is held
/// against recordings of a real server. Faults can be made to happen on demand.
///
/// Lives on the thread that made it and needs an event loop there. Only this machine can reach it.
class DemoServer : public QObject
{
    Q_OBJECT
public:
    explicit DemoServer(DemoOptions options, QObject *parent = nullptr);
    ~DemoServer() override;

    /// Begins to listen. The error says which port could not be had and why.
    Result<void> start();
    /// `http://127.0.0.1:PORT`; empty while stopped.
    QUrl url() const;
    QString outputFolder() const;
    /// Closes every connection and forgets everything. `start()` may be called again.
    void stop();
    /// Cuts every connection, forgets queue, history and node cache, and listens again at once on the same port, as a
    /// real server that was started anew. Files in the output folder stay.
    void restart();

    void addFault(const DemoFault &fault);
    void clearFaults();

    int pendingCount() const;  ///< prompts that wait
    QString runningId() const; ///< the prompt that runs; null if none does
    int socketCount() const;   ///< open WebSockets

Q_SIGNALS:
    void requestReceived(const QByteArray &method, const QByteArray &target);
    void promptAccepted(const QString &id);
    void promptStarted(const QString &id);
    void promptFinished(const QString &id, bool success);
    void socketConnected(const QString &clientId);
    void socketDisconnected(const QString &clientId);
    void faultApplied(lorastudio::DemoFault::Kind kind);
    void restarted();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace lorastudio
