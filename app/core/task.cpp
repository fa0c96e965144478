// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/task.h"

#include <QPromise>
#include <QTimer>

#include <memory>

namespace lorastudio {

namespace {

/// One finish, whichever comes first: the timer or the request to stop. Lives on the thread that created it.
class Alarm : public QObject
{
public:
    explicit Alarm(std::chrono::milliseconds duration)
    {
        m_promise.start();
        m_timer.setSingleShot(true);
        m_timer.setTimerType(duration < std::chrono::seconds(2) ? Qt::PreciseTimer : Qt::CoarseTimer);
        connect(&m_timer, &QTimer::timeout, this, &Alarm::finish);
        m_timer.start(duration);
    }
    ~Alarm() override { finish(); }
    QFuture<void> future() { return m_promise.future(); }
    void finish()
    {
        if (std::exchange(m_done, true))
            return;
        m_timer.stop();
        m_promise.finish();
    }

private:
    QTimer m_timer;
    QPromise<void> m_promise;
    bool m_done = false;
};

/// Called from whichever thread requests the stop; the finish itself is queued to the alarm's own thread.
struct FinishLater
{
    Alarm *alarm;
    void operator()() const { QMetaObject::invokeMethod(alarm, &Alarm::finish, Qt::QueuedConnection); }
};

} // namespace

Task<Result<void>> sleepFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    const auto alarm = std::make_unique<Alarm>(duration);
    {
        const std::stop_callback onStop(stop, FinishLater{alarm.get()});
        co_await alarm->future();
    }
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    co_return Result<void>{};
}

} // namespace lorastudio
