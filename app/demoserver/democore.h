// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demofiles.h"
#include "demoserver/demoserver.h"
#include "demoserver/eventhub.h"
#include "demoserver/promptqueue.h"
#include "demoserver/promptrunner.h"
#include "demoserver/router.h"

#include <QObject>

namespace lorastudio {

/// What lies behind the doors of the demo server: its memory, its folders and its one worker. The routes act on it.
class DemoCore : public QObject
{
    Q_OBJECT
public:
    DemoCore(const DemoOptions &options, QObject *parent);

    Result<void> open() { return m_files.open(m_options.outputFolder); }
    void forgetEverything();

    /// Checks nothing. False if the real server would fail with this number and id.
    bool submit(PromptItem item);
    bool removePending(const QString &id);
    void clearPending();
    void interrupt(const QString &id); ///< null = whatever runs
    PyJson nextNumber();

    const DemoOptions &options() const { return m_options; }
    FaultPlan &faults() { return m_faults; }
    DemoFiles &files() { return m_files; }
    NodeCatalog &catalog() { return m_catalog; }
    PromptQueue &queue() { return m_queue; }
    EventHub &events() { return m_events; }
    PromptRunner &runner() { return m_runner; }
    QString runningId() const { return m_runningId; }
    QStringList loras() const;
    QStringList checkpoints() const { return m_options.checkpoints; }

Q_SIGNALS:
    void promptAccepted(const QString &id);
    void promptStarted(const QString &id);
    void promptFinished(const QString &id, bool success);
    void restartDue();

private:
    void wake();
    void sendStatus();
    void onFinished(const QString &id, const PyJson &outputs, const PyJson &meta, const PyJson &status);

    const DemoOptions m_options;
    FaultPlan m_faults;
    DemoFiles m_files;
    NodeCatalog m_catalog;
    PromptQueue m_queue;
    EventHub m_events;
    PromptRunner m_runner;
    QString m_runningId;
    qint64 m_number = 0;
    int m_started = 0;
    int m_life = 0; ///< counts restarts
    bool m_stalled = false;
};

// One file per group of paths.
void addPromptRoutes(Router &router, DemoCore &core);
void addFileRoutes(Router &router, DemoCore &core);
void addCatalogRoutes(Router &router, DemoCore &core);
void addUserRoutes(Router &router, DemoCore &core);

} // namespace lorastudio
