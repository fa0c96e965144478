// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace lorastudio {

/// The part of a Database that lives on its thread: the only one that creates, uses and removes the connection. It
/// opens a lost connection again, once per call, and repeats transactions that the database could not serialise. Used
/// by Database alone.
class DatabaseWorker : public QObject
{
    Q_OBJECT
public:
    enum class Mode { Read, Write };

    DatabaseWorker();
    ~DatabaseWorker() override;

    Result<void> open(const DatabaseUrl &url, const QString &password);
    void close();
    Result<qint64> changeCounter();
    void holdWrites(const QString &why) { m_held = why; }

    /// Runs `function` on the connection; with Mode::Write in a transaction, which may mean several times.
    template <class Function>
    auto run(Mode mode, const Function &function) -> std::invoke_result_t<Function, Connection &>;

Q_SIGNALS:
    void changedElsewhere();

private:
    Result<void> execute(Mode mode, const std::function<Result<void>(Connection &)> &body);
    Result<void> attempt(Mode mode, const std::function<Result<void>(Connection &)> &body);
    Result<void> reopen();
    void subscribe();
    void noteChange();
    Result<void> pollVersion();
    void tellOthers();

    std::unique_ptr<Connection> m_connection;
    QTimer m_poll;     ///< SQLite has no notifications
    QTimer m_announce; ///< several changes, one signal
    QString m_held;    ///< why nothing is written; empty = it is
    QTimer m_tell;     ///< runs for a while after others were told of changes, and ends by telling them once more
    bool m_mustTell = false;
    qint64 m_changes = 0;
    std::optional<qint64> m_dataVersion;
};

template <class Function>
auto DatabaseWorker::run(Mode mode, const Function &function) -> std::invoke_result_t<Function, Connection &>
{
    using Outcome = std::invoke_result_t<Function, Connection &>;
    std::optional<Outcome> outcome;
    const Result<void> executed = execute(mode, [&](Connection &connection) -> Result<void> {
        outcome.emplace(function(connection));
        return outcome->has_value() ? Result<void>() : Result<void>(fail(outcome->error()));
    });
    if (!executed)
        return Outcome(fail(executed.error()));
    return std::move(*outcome);
}

} // namespace lorastudio
