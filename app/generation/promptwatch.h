// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/job.h"

#include <QHash>
#include <QPromise>
#include <QSet>

#include <memory>

namespace lorastudio {

class ServerConnection;

/// A prompt that was given up and has been finished on its server nevertheless.
struct LateFinish
{
    std::shared_ptr<ServerConnection> server;
    QString promptId;
};

/// One prompt of ours that is on a server, from before it is posted until it has ended there. The coroutine of its job
/// waits on `ended()`; events and polls both report here, and whichever is first counts.
class PromptWatch
{
public:
    enum class End {
        Done,      ///< it is over, the history tells how
        Lost,      ///< neither queued nor in the history, twice
        Stopped,   ///< the program or the run ends; what the server does with it is looked up next time
        Overtaken, ///< another server has finished an earlier prompt of the same job, see `late`
        TakenBack  ///< deleted from the queue before it began, because the run was paused
    };

    PromptWatch() { m_promise.start(); }
    /// Completes once, from the event loop.
    QFuture<End> ended() const { return m_promise.future(); }
    /// Later calls are ignored: transitions are monotonic.
    void finish(End end);
    bool isFinished() const { return m_finished; }

    QString loaderNode;       ///< id of the graph's checkpoint loader; while it runs the checkpoint is being loaded
    bool accepted = false;    ///< the server said 200, or was seen to have it
    bool started = false;     ///< sampling or loading began
    bool cancelled = false;   ///< a person took it back
    qint64 startedMs = 0;     ///< monotonic; 0 = not yet
    qint64 absentSinceMs = 0; ///< first look that found it nowhere; 0 = not absent
    JobProgress progress;
    LateFinish late; ///< set before it ends as overtaken

private:
    QPromise<End> m_promise;
    bool m_finished = false;
};

} // namespace lorastudio
