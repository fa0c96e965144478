// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "storage/connection.h"
#include "storage/databaseworker.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QThread>

#include <functional>
#include <memory>

namespace lorastudio {

/// The database as the main thread sees it: coroutines that hand work to the one database thread and resume with the
/// result. Calls are done in the order in which they were made. Everything a caller needs goes into the function by
/// value and comes out of it by value; the Connection is only good inside it.
///
/// A lost PostgreSQL connection is opened again at the next call, once per call. Errors carry the codes of Connection.
class Database : public QObject
{
    Q_OBJECT
public:
    explicit Database(QObject *parent = nullptr);
    /// Finishes what was asked for, then ends the thread.
    ~Database() override;

    /// Opens and migrates; a database that was open is closed first. Error codes: "needs-password", "wrong-password",
    /// "cannot-connect", "newer-schema".
    Task<Result<void>> open(DatabaseUrl url, QString password);
    /// After what was asked for before. Later calls fail until it is opened again.
    Task<void> close();
    bool isOpen() const { return m_open; }
    /// The URL, for people; empty if none is open.
    QString description() const { return m_description; }

    /// `function` is `Result<T>(Connection &)` and runs on the database thread without a transaction.
    template <class Function>
    auto read(Function function) -> Task<std::invoke_result_t<Function, Connection &>>;
    /// As read, in one transaction that commits if the function succeeds. It runs again, at most three times in all, if
    /// the database says so (locked, deadlock, serialization failure, a unique value taken at the same moment): so it
    /// must do nothing but use its connection.
    template <class Function>
    auto write(Function function) -> Task<std::invoke_result_t<Function, Connection &>>;

    /// What is written from now on fails with this sentence and the code "held"; what was asked for before is done. An
    /// empty one ends that, and so does opening. For a database that is about to be left for a copy of it.
    void holdWrites(const QString &why);

    /// A number that grows when another process, or another connection, changed data. It may grow once too often, never
    /// too seldom.
    Task<Result<qint64>> changeCounter();

Q_SIGNALS:
    /// Another process changed data: at once on PostgreSQL, within about a second on SQLite. At most ten a second.
    void changedElsewhere();

private:
    using Work = std::function<void(DatabaseWorker &)>;
    void post(Work work);
    template <class Function>
    auto start(DatabaseWorker::Mode mode, Function function) -> QFuture<std::invoke_result_t<Function, Connection &>>;

    QThread m_thread;
    DatabaseWorker *m_worker; ///< lives on m_thread and ends with it
    bool m_open = false;
    QString m_description;
};

template <class Function>
auto Database::start(DatabaseWorker::Mode mode, Function function)
    -> QFuture<std::invoke_result_t<Function, Connection &>>
{
    using Outcome = std::invoke_result_t<Function, Connection &>;
    const auto promise = std::make_shared<QPromise<Outcome>>();
    promise->start();
    post([promise, mode, function = std::move(function)](DatabaseWorker &worker) {
        promise->addResult(worker.run(mode, function));
        promise->finish();
    });
    return promise->future();
}

template <class Function>
auto Database::read(Function function) -> Task<std::invoke_result_t<Function, Connection &>>
{
    co_return co_await start(DatabaseWorker::Mode::Read, std::move(function));
}

template <class Function>
auto Database::write(Function function) -> Task<std::invoke_result_t<Function, Connection &>>
{
    co_return co_await start(DatabaseWorker::Mode::Write, std::move(function));
}

} // namespace lorastudio
