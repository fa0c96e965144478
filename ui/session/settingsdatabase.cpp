// SPDX-License-Identifier: GPL-3.0-or-later
// Test and change of the database.
#include "core/logging.h"
#include "core/ownthread.h"
#include "generation/processidentity.h"
#include "models/projectview.h"
#include "session/databasesentences.h"
#include "session/settingssession.h"
#include "storage/databasecopy.h"

#include <QPromise>
#include <QUndoStack>

#include <memory>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto waitPause = 1000ms;
constexpr qint64 progressMs = 100;
const QString threadName = QStringLiteral("database change");

} // namespace

void SettingsSession::changeState(const std::function<void(DatabaseState &)> &change)
{
    const DatabaseState before = m_database;
    change(m_database);
    if (m_database != before)
        Q_EMIT databaseChanged();
}

DatabaseUrl SettingsSession::presentUrl() const
{
    const Result<DatabaseUrl> url =
        DatabaseUrl::parse(m_services.paths().database(m_services.settings().database.value()));
    return url.value_or(DatabaseUrl());
}

DatabaseForm SettingsSession::presentForm() const
{
    DatabaseForm form = formOf(presentUrl());
    if (form.postgreSql) // what a person gets who wants a file again
        form.path = DatabaseUrl::parse(AppPaths(PathOptions()).database({})).value_or(DatabaseUrl()).path;
    return form;
}

void SettingsSession::followProject()
{
    const RunSummary summary = m_project.runSummary();
    const bool wasOpen = m_database.open;
    changeState([&](DatabaseState &state) {
        if (state.step == DatabaseState::Step::None || state.step == DatabaseState::Step::Testing)
            state.form = presentForm();
        state.open = m_services.database().isOpen();
        if (!state.open)
            state.problem = summary.databaseProblem;
        state.keyring = m_services.keepsSecrets();
        state.runGoes = summary.phase == RunPhase::Running || summary.phase == RunPhase::Stopping;
    });
    if (m_database.open != wasOpen)
        refresh();
}

Task<void> SettingsSession::refreshDatabase()
{
    const DatabaseUrl present = presentUrl();
    const QString kept = co_await m_services.databasePassword(present);
    changeState([&](DatabaseState &state) {
        state.keepsPassword = !kept.isEmpty();
        state.keyring = m_services.keepsSecrets();
    });
    if (!m_services.database().isOpen())
        co_return;
    const Result<DatabaseContents> contents = co_await m_services.database().read(&readContents);
    const Result<qint64> runs = co_await m_services.database().read(&runsBeingMade);
    if (!contents || !runs)
        co_return;
    changeState([&](DatabaseState &state) {
        state.figures = {contents->characters, contents->images, contents->runs};
        state.runGoes = *runs > 0;
    });
}

std::stop_token SettingsSession::beginDatabaseWork(DatabaseState::Step step)
{
    m_databaseWork.request_stop();
    m_databaseWork = std::stop_source();
    changeState([step](DatabaseState &state) {
        state.step = step;
        state.done = state.all = 0;
        if (state.open)
            state.problem.clear();
    });
    return m_databaseWork.get_token();
}

void SettingsSession::cancelDatabase()
{
    if (m_database.step == DatabaseState::Step::Restarting)
        return;
    m_databaseWork.request_stop();
    if (m_database.step == DatabaseState::Step::Copying)
        return; // whether it came in time, the copy says
    changeState([](DatabaseState &state) { state.step = DatabaseState::Step::None; });
}

Task<QString> SettingsSession::passwordFor(DatabaseForm form, DatabaseUrl url)
{
    if (!form.postgreSql)
        co_return QString();
    if (!form.password.isEmpty())
        co_return form.password;
    const QString kept = co_await m_services.databasePassword(url);
    if (!kept.isEmpty())
        co_return kept;
    // The same account with another encryption has the same password.
    const DatabaseUrl present = presentUrl();
    if (present.host != url.host || present.port != url.port || present.user != url.user)
        co_return QString();
    co_return co_await m_services.databasePassword(present);
}

void SettingsSession::testDatabase(const DatabaseForm &form)
{
    if (m_database.step != DatabaseState::Step::None && m_database.step != DatabaseState::Step::Testing)
        return;
    m_scope.spawn(testTask(form, beginDatabaseWork(DatabaseState::Step::Testing)));
}

Task<void> SettingsSession::testTask(DatabaseForm form, std::stop_token stop)
{
    const Result<DatabaseUrl> url = urlOf(form);
    DatabaseTest test;
    if (!url) {
        test = sentencesOf(url.error());
    } else {
        const QString password = co_await passwordFor(form, *url);
        const auto look = [url = *url, password] {
            return probeDatabase(url, password);
        };
        const Result<DatabaseProbe> probe = co_await onThreadOfItsOwn(threadName, look);
        test = probe ? sentencesOf(*probe) : sentencesOf(probe.error());
    }
    if (stop.stop_requested())
        co_return; // another question was asked meanwhile
    changeState([this](DatabaseState &state) {
        state.step = DatabaseState::Step::None;
        state.keyring = m_services.keepsSecrets();
    });
    Q_EMIT databaseTested(test);
}

void SettingsSession::changeDatabase(const DatabaseForm &form, bool copy)
{
    if (m_database.step != DatabaseState::Step::None && m_database.step != DatabaseState::Step::Testing)
        return;
    if (!m_database.fixedReason.isEmpty())
        return;
    m_scope.spawn(changeTask(form, copy, beginDatabaseWork(DatabaseState::Step::Testing)));
}

Task<void> SettingsSession::changeTask(DatabaseForm form, bool copy, std::stop_token stop)
{
    const Result<void> changed = co_await changeSteps(form, copy, stop);
    if (changed) {
        changeState([](DatabaseState &state) { state.step = DatabaseState::Step::Restarting; });
        restart();
        co_return;
    }
    const bool canceled = changed.error().isCanceled();
    if (!canceled)
        qCWarning(logStorage).noquote() << tr("The database was not changed: %1").arg(changed.error().message);
    m_passwordForNext.clear(); // it was for another database
    if (m_databaseWork.get_token() != stop)
        co_return; // something else was asked for meanwhile
    changeState([&](DatabaseState &state) {
        state.step = DatabaseState::Step::None;
        if (!canceled)
            state.problem = changed.error().message;
    });
}

Task<Result<void>> SettingsSession::changeSteps(DatabaseForm form, bool copy, std::stop_token stop)
{
    const Result<DatabaseUrl> url = urlOf(form);
    if (!url)
        co_return fail(url.error());
    const QString password = co_await passwordFor(form, *url);
    const auto look = [url = *url, password] {
        return probeDatabase(url, password);
    };
    const Result<DatabaseProbe> probe = co_await onThreadOfItsOwn(threadName, look);
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    const DatabaseTest test = probe ? sentencesOf(*probe) : sentencesOf(probe.error());
    Q_EMIT databaseTested(test);
    if (!test.good)
        co_return fail(Error::Kind::Storage, QStringLiteral("%1. %2").arg(test.head, test.detail));
    if (copy && !test.copyable)
        co_return fail(Error::Kind::Validation, tr("It is not empty, so nothing can be copied into it. Choose an empty "
                                                   "one, or change without copying."));
    const Result<void> waited = co_await waitForRuns(stop);
    if (!waited)
        co_return waited;
    const Result<void> kept = co_await keepPassword(*url, password);
    if (!kept)
        co_return kept;
    if (!copy)
        co_return takeUp(*url);
    if (!m_services.database().isOpen())
        co_return fail(Error::Kind::Storage, tr("The present database is not open, so nothing can be copied from it."));
    m_services.database().holdWrites(
        tr("The database is being copied, so nothing is changed in it now. Try again when that has ended."));
    const Result<void> copied = co_await copyTo(*url, password, stop);
    if (!copied)
        m_services.database().holdWrites({});
    co_return copied; // done: the copy has everything, and nothing is added here any more
}

Task<Result<void>> SettingsSession::waitForRuns(std::stop_token stop)
{
    while (m_services.database().isOpen()) {
        const Result<qint64> runs = co_await m_services.database().read(&runsBeingMade);
        if (stop.stop_requested())
            co_return fail(Error::canceled());
        if (!runs || *runs == 0)
            break;
        changeState([](DatabaseState &state) {
            state.step = DatabaseState::Step::WaitingForRun;
            state.runGoes = true;
        });
        const Result<void> slept = co_await sleepFor(waitPause, stop);
        if (!slept)
            co_return slept;
    }
    changeState([](DatabaseState &state) { state.runGoes = false; });
    co_return Result<void>{};
}

Task<Result<void>> SettingsSession::copyTo(DatabaseUrl url, QString password, std::stop_token stop)
{
    DatabaseCopyOrder order;
    order.from = presentUrl();
    order.fromPassword = co_await m_services.databasePassword(order.from);
    order.to = url;
    order.toPassword = password;
    order.ownWorker = ProcessIdentity::own().id;
    changeState([](DatabaseState &state) {
        state.step = DatabaseState::Step::Copying;
        state.all = state.figures.characters + state.figures.images + state.figures.runs;
    });
    const auto say = [this](qint64 done, qint64 all) {
        changeState([done, all](DatabaseState &state) {
            if (state.step == DatabaseState::Step::Copying) {
                state.done = done;
                state.all = all;
            }
        });
    };
    const auto wait = [](Connection &) {
        return Result<void>();
    };
    const Result<void> written = co_await m_services.database().read(wait); // what was asked for before the hold
    if (!written)
        co_return written;
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    const auto copy = [this, order, stop, say, last = QElapsedTimer()]() mutable {
        last.start();
        const auto progress = [&](qint64 done, qint64 all) {
            if (done < all && !last.hasExpired(progressMs))
                return;
            last.restart();
            // Queued: this object lives until its scope has ended, and this is a part of it.
            QMetaObject::invokeMethod(
                this, [say, done, all] { say(done, all); }, Qt::QueuedConnection);
        };
        const auto take = [this, &order] {
            const auto taken = std::make_shared<QPromise<Result<void>>>();
            taken->start();
            const auto work = [this, taken, to = order.to] {
                taken->addResult(takeUp(to));
                taken->finish();
            };
            QMetaObject::invokeMethod(this, work, Qt::QueuedConnection);
            return taken->future().result(); // waits, and with it whoever wants to write in the former database
        };
        return copyDatabase(order, progress, stop, take);
    };
    const Result<DatabaseCopied> copied = co_await onThreadOfItsOwn(threadName, copy);
    if (!copied)
        co_return fail(copied.error());
    qCInfo(logStorage) << "copied" << copied->rows << "rows to" << url.display();
    co_return Result<void>{};
}

Task<Result<void>> SettingsSession::keepPassword(DatabaseUrl url, QString password)
{
    if (password.isEmpty())
        co_return Result<void>{};
    const Result<void> kept = co_await m_services.keepDatabasePassword(url, password);
    if (kept && !m_services.keepsSecrets())
        m_passwordForNext = password;
    co_return kept;
}

Result<void> SettingsSession::takeUp(const DatabaseUrl &url)
{
    AppSettings &settings = m_services.settings();
    const QString former = settings.database.value();
    const QString text = url.display();
    if (text == m_services.paths().database({}))
        settings.database.reset();
    else if (!settings.database.setValue(text))
        return fail(Error::Kind::Validation, tr("This address cannot be kept in the settings."));
    const Result<void> written = settings.sync();
    if (written) {
        changeState([](DatabaseState &state) { state.step = DatabaseState::Step::Restarting; });
        return written;
    }
    if (former.isEmpty())
        settings.database.reset();
    else
        settings.database.setValue(former);
    (void)settings.sync(); // it is as it was, here at least
    return written;
}

} // namespace lorastudio
