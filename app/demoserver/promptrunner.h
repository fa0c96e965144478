// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demofault.h"
#include "demoserver/demofiles.h"
#include "demoserver/eventhub.h"
#include "demoserver/executionorder.h"
#include "demoserver/nodecache.h"
#include "demoserver/progressboard.h"
#include "demoserver/promptqueue.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>

#include <memory>

namespace lorastudio {

/// How long things take.
struct DemoPace
{
    int stepMs = 20;
    int loadMs = 500;
    bool marked = true; ///< pictures carry the word "demo"
    /// Below this the server is run by a test: no pauses but those that are asked for, few different previews.
    bool isHasty() const { return stepMs < 5; }
};

/// Executes one prompt at a time, node by node, and tells the client about it in the order of the real server.
///
/// Everything happens on the calling thread, paced by timers; painting and writing of pictures happen in a thread
/// pool of its own, on plain values. `abandon()` or destruction ends a run without a word, at any moment.
class PromptRunner : public QObject
{
    Q_OBJECT
public:
    PromptRunner(const DemoPace &pace, const NodeCatalog &catalog, DemoFiles &files, EventHub &events,
                 FaultPlan &faults, QObject *parent = nullptr);
    ~PromptRunner() override;

    void start(const PromptItem &item);
    bool isRunning() const { return m_run != nullptr; }
    /// Takes effect when the step in progress has ended.
    void interrupt();
    void abandon();
    /// Client of the present or, when idle, of the last prompt; null if it had none.
    QString clientId() const { return m_clientId; }
    /// The node that runs; null when idle.
    QString runningNode() const { return m_lastNode; }
    /// As `POST /free`: the next sampling loads the model again; with `cache` all results are dropped too.
    void freeMemory(bool unload, bool cache);

Q_SIGNALS:
    /// `status` is that of the history. The history is the receiver's to write, before anything else is sent.
    void finished(const QString &id, const PyJson &outputs, const PyJson &meta, const PyJson &status);
    /// The fault "restart" is due.
    void restartDue();

private:
    struct Run;
    struct Failure
    {
        QString type;
        QString message;
        QString traceback;
    };

    /// A checkpoint that is to break while loading must load. An empty name means any.
    void forgetLoaders(const QString &file);
    void nextNode();
    void beginNode(const QString &id);
    void workNode();
    void loadCheckpoint();
    void sample();
    void sampleStep(int step, int delayMs);
    void sampleTick(int step, const QByteArray &preview);
    void decode();
    void decodeNext(NodeValue value);
    void encodeImage();
    void loadImage();
    void saveImages(DemoFiles::Folder folder);
    void finishNode(NodeValue value, std::optional<PyJson> output = std::nullopt);
    void failNode(const Failure &failure);
    void failInterrupted();
    void finish(bool success);

    void addMessage(QLatin1StringView type, PyJson data, bool broadcast);
    void sendProgressState();
    void sendPreview(const QByteArray &jpeg);
    PyJson input(QLatin1StringView name) const;
    NodeValue source(QLatin1StringView name) const;
    PyJson currentInputs() const;
    int pause(int ms) const { return m_pace.isHasty() ? 0 : ms; }

    template <class Function>
    void after(int ms, Function function);
    template <class T, class Function>
    void whenDone(QFuture<T> future, Function function);

    const DemoPace m_pace;
    const NodeCatalog &m_catalog;
    DemoFiles &m_files;
    EventHub &m_events;
    FaultPlan &m_faults;
    QThreadPool m_pool;
    NodeCache m_cache;
    std::unique_ptr<Run> m_run;
    QString m_clientId;
    QString m_lastNode;
    QString m_tempSuffix;
    bool m_mustReload = false;
    bool m_mustClearCache = false;
};

} // namespace lorastudio
