// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultrun.h"

#include "support/runinvariants.h"
#include "support/testseed.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDirIterator>
#include <QFile>
#include <QJsonObject>

#include <csignal>
#include <utility>

namespace lorastudio::test {

namespace {

using namespace Qt::StringLiterals;

constexpr int lookMs = 2;
constexpr int patienceMs = 60'000;

} // namespace

FaultRun::FaultRun(const CommandLinePlace &place, QString direct)
    : m_place(place), m_direct(std::move(direct)), m_random(testSeed())
{
}

FaultRun::~FaultRun() = default;

bool FaultRun::addCharacters(int count, int images)
{
    for (int i = 0; i < count; ++i) {
        const CommandResult added = m_place.call({u"characters"_qs, u"add"_qs, u"Person %1"_qs.arg(m_asked.size() + 1),
                                                  u"images=%1"_qs.arg(images), u"size=64x64"_qs});
        const QString id = added.json().object().value(u"id"_qs).toString();
        if (added.exitCode != 0 || id.isEmpty())
            return false;
        m_asked.insert(id, images);
    }
    return true;
}

bool FaultRun::askForMore(int images)
{
    for (auto it = m_asked.begin(); it != m_asked.end(); ++it) {
        *it += images;
        if (m_place.call({u"characters"_qs, u"set"_qs, it.key(), u"images=%1"_qs.arg(*it)}).exitCode != 0)
            return false;
    }
    return true;
}

int FaultRun::asked() const
{
    int all = 0;
    for (const int images : m_asked)
        all += images;
    return all;
}

void FaultRun::start()
{
    m_startedMs = QDateTime::currentMSecsSinceEpoch();
    const QStringList command = QStringList{u"run"_qs} + m_options;
    m_process = m_place.start(command, m_prepare);
}

bool FaultRun::isRunning()
{
    return m_process && !m_process->waitForFinished(0) && m_process->state() == QProcess::Running;
}

QMap<QString, int> FaultRun::kill()
{
    if (!isRunning())
        noteEnd();
    else
        ::kill(pid_t(m_process->processId()), SIGKILL);
    if (m_process)
        m_process->waitForFinished(10'000);
    m_process.reset();
    return states();
}

QMap<QString, int> FaultRun::states(bool sinceStart)
{
    if (!m_database || m_database->isLost()) {
        auto opened = Connection::openToRead(*DatabaseUrl::parse(m_direct), {});
        if (!opened)
            return {};
        m_database = std::move(*opened);
    }
    const auto rows = m_database->list(u"SELECT state, count(*) FROM jobs WHERE updated_at >= ? GROUP BY state"_qs,
                                       {sinceStart ? m_startedMs : qint64(0)},
                                       [](const SqlRows &row) { return std::pair(row.text(0), row.number(1)); });
    QMap<QString, int> result;
    for (const auto &[state, count] : rows.value_or(QVector<std::pair<QString, int>>()))
        result.insert(state, count);
    return result;
}

int FaultRun::open()
{
    const QMap<QString, int> now = states();
    int left = 0;
    for (auto it = now.cbegin(); it != now.cend(); ++it)
        left += it.key() == u"stored"_qs ? 0 : it.value();
    return left;
}

bool FaultRun::waitUntil(const std::function<bool()> &reached, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (!reached()) {
        if (deadline.hasExpired() || !m_process || m_process->waitForFinished(lookMs) ||
            m_process->state() != QProcess::Running)
            return reached();
    }
    return true;
}

int FaultRun::goOnForUpTo(int mostMs)
{
    const int ms = chance(mostMs + 1);
    if (m_process && ms > 0)
        m_process->waitForFinished(ms);
    return ms;
}

void FaultRun::noteEnd()
{
    if (!m_process || (m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0))
        return;
    m_badEnd = m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
    m_said = m_process->readAllStandardError() + m_process->readAllStandardOutput();
}

int FaultRun::finish(int timeoutMs)
{
    if (!isRunning()) {
        noteEnd();
        m_process.reset();
        if (const int code = std::exchange(m_badEnd, 0))
            return code;
        age();
        start();
    }
    if (!m_process->waitForFinished(timeoutMs)) {
        ::kill(pid_t(m_process->processId()), SIGKILL);
        m_process->waitForFinished(10'000);
    }
    m_said = m_process->readAllStandardError() + m_process->readAllStandardOutput();
    const int code = m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
    m_process.reset();
    const int before = std::exchange(m_badEnd, 0);
    return before != 0 ? before : code;
}

QByteArray FaultRun::outcome(int timeoutMs)
{
    const int code = finish(timeoutMs);
    return code == 0 ? broken().toUtf8() : "exit code " + QByteArray::number(code) + "\n" + m_said.right(1500);
}

bool FaultRun::reachNextPoint()
{
    const int before = stored();
    if (!isRunning() || (before > 0 && open() < 3)) {
        kill();
        if (!askForMore(5))
            return false;
        start();
    }
    const auto more = [this, before] {
        return stored() > before && open() > 1;
    };
    const bool there = waitUntil(more, patienceMs);
    goOnForUpTo(120);
    return there || open() <= 1;
}

QString FaultRun::broken() const
{
    return brokenInvariants(m_place, m_direct, m_asked).join(u'\n');
}

/// What a crash left is removed after ten seconds of grace, because another program could be at it: let them pass.
void FaultRun::age()
{
    QDirIterator walk(m_place.library(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile file(walk.next());
        if (file.open(QIODevice::ReadWrite))
            file.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFileDevice::FileModificationTime);
    }
}

} // namespace lorastudio::test
