// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

namespace lorastudio {

Database::Database(QObject *parent) : QObject(parent), m_worker(new DatabaseWorker)
{
    m_thread.setObjectName(QStringLiteral("database"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &DatabaseWorker::changedElsewhere, this, &Database::changedElsewhere);
    m_thread.start();
}

Database::~Database()
{
    post([](DatabaseWorker &worker) {
        worker.close();
        QThread::currentThread()->quit();
    });
    m_thread.wait();
}

void Database::post(Work work)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, work = std::move(work)] { work(*worker); }, Qt::QueuedConnection);
}

Task<Result<void>> Database::open(DatabaseUrl url, QString password)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    m_open = false;
    m_description.clear();
    post([promise, url, password](DatabaseWorker &worker) {
        promise->addResult(worker.open(url, password));
        promise->finish();
    });
    const Result<void> opened = co_await promise->future();
    m_open = opened.has_value();
    if (m_open)
        m_description = url.display();
    co_return opened;
}

Task<void> Database::close()
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    m_open = false;
    m_description.clear();
    post([promise](DatabaseWorker &worker) {
        worker.close();
        promise->finish();
    });
    co_await promise->future();
}

void Database::holdWrites(const QString &why)
{
    post([why](DatabaseWorker &worker) { worker.holdWrites(why); });
}

Task<Result<qint64>> Database::changeCounter()
{
    const auto promise = std::make_shared<QPromise<Result<qint64>>>();
    promise->start();
    post([promise](DatabaseWorker &worker) {
        promise->addResult(worker.changeCounter());
        promise->finish();
    });
    co_return co_await promise->future();
}

} // namespace lorastudio
