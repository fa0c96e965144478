// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeserverlistview.h"

#include "models/serverphrases.h"

#include <algorithm>

namespace lorastudio {

namespace {

constexpr qint64 gigabyte = 1024LL * 1024 * 1024;

ServerRow server(const QString &name, const QString &url, ServerState state, const QString &device, int total,
                 double used)
{
    ServerRow row;
    row.name = name;
    row.url = url;
    row.state = state;
    row.version = QStringLiteral("0.3.64");
    row.device = device;
    row.vramTotal = total * gigabyte;
    row.vramFree = qint64((total - used) * double(gigabyte));
    return row;
}

QList<ServerRow> farm(const QDateTime &now)
{
    ServerRow busy = server(QStringLiteral("atelier-4090"), QStringLiteral("http://192.168.1.20:8188"),
                            ServerState::Busy, QStringLiteral("NVIDIA RTX 4090"), 24, 9.8);
    busy.workingOn = QStringLiteral("Yuki");
    busy.workingNumber = 46;
    busy.checkpoint = busy.nextCheckpoint = QStringLiteral("epiCRealism v5");
    busy.ours = 2;
    busy.secondsPerImage = 3.85;
    busy.images = 214;
    ServerRow loading = server(QStringLiteral("studio-3090"), QStringLiteral("http://192.168.1.31:8188"),
                               ServerState::Loading, QStringLiteral("NVIDIA RTX 3090"), 24, 14.1);
    loading.since = now.addSecs(-4);
    loading.loadSeconds = 6;
    loading.checkpoint = QStringLiteral("CyberRealistic v9");
    loading.formerCheckpoint = QStringLiteral("Realistic Vision");
    loading.ours = 2;
    loading.others = 3;
    loading.secondsPerImage = 6.1;
    loading.images = 168;
    ServerRow idle = server(QStringLiteral("attic-3060"), QStringLiteral("http://192.168.1.57:8188"), ServerState::Idle,
                            QStringLiteral("NVIDIA RTX 3060"), 12, 0.4);
    idle.since = now.addSecs(-9 * 60);
    idle.lacksModels = true;
    ServerRow stuck = server(QStringLiteral("rack-a5000"), QStringLiteral("https://gpu.lab.example/comfy"),
                             ServerState::Stuck, QStringLiteral("NVIDIA RTX A5000"), 24, 22.9);
    stuck.since = now.addSecs(-4 * 60);
    stuck.stuckJobs = 2;
    stuck.movedTo = QStringLiteral("atelier-4090");
    stuck.images = 3;
    ServerRow offline = server(QStringLiteral("laptop-4060"), QStringLiteral("http://192.168.1.44:8188"),
                               ServerState::Offline, QStringLiteral("NVIDIA RTX 4060"), 8, 0);
    offline.since = now.addSecs(-9 * 60 - 40);
    offline.nextTry = now.addSecs(20);
    offline.error = QStringLiteral("Connection refused: nothing answers at this address.");
    QList<ServerRow> rows{busy, loading, idle, stuck, offline};
    for (ServerRow &row : rows)
        row.messages = phrases::serverMessages(row, now);
    return rows;
}

} // namespace

FakeServerListView::FakeServerListView(Scene scene)
    : m_now(QDateTime(QDate(2025, 10, 3), QTime(21, 49), Qt::LocalTime).toUTC())
{
    if (scene == Scene::None)
        return;
    m_rows = farm(m_now);
    m_jobs[int(JobList::Open)] = {{QStringLiteral("o1"),
                                   QStringLiteral("Yuki Tanaka"),
                                   46,
                                   JobState::Running,
                                   QStringLiteral("atelier-4090"),
                                   {},
                                   1,
                                   m_now},
                                  {QStringLiteral("o2"),
                                   QStringLiteral("Mei Kobayashi"),
                                   12,
                                   JobState::Planned,
                                   {},
                                   QStringLiteral("atelier-4090 did not keep it."),
                                   2,
                                   m_now.addSecs(-30)}};
    m_jobs[int(JobList::Failed)] = {
        {QStringLiteral("f1"), QStringLiteral("Takeshi Sato"), 7, JobState::Failed, QStringLiteral("laptop-4060"),
         QStringLiteral("KSampler: Allocation on device 0 would exceed allowed memory. (out of memory)"), 3,
         m_now.addSecs(-600)},
        {QStringLiteral("f2"), QStringLiteral("Takeshi Sato"), 8, JobState::Rejected, QStringLiteral("laptop-4060"),
         QStringLiteral("<b>CheckpointLoaderSimple</b>: Value not in list <img src=file:///etc/passwd>"), 1,
         m_now.addSecs(-700)}};
    m_counts[int(JobList::Open)] = 310;
    m_counts[int(JobList::Failed)] = 2;
}

void FakeServerListView::setRows(const QList<ServerRow> &rows)
{
    m_rows = rows;
    for (ServerRow &row : m_rows)
        row.messages = phrases::serverMessages(row, m_now);
    Q_EMIT rowsChanged();
}

void FakeServerListView::setJobs(JobList list, const QList<JobRow> &jobs, int count)
{
    m_jobs[int(list)] = jobs;
    m_counts[int(list)] = count;
    Q_EMIT jobCountsChanged();
    Q_EMIT jobsChanged(list);
}

void FakeServerListView::setTest(const ServerTest &test)
{
    m_test = test;
    Q_EMIT testChanged();
}

void FakeServerListView::setKeepsSecrets(bool keeps)
{
    m_keepsSecrets = keeps;
    Q_EMIT keepsSecretsChanged();
}

ServerTest FakeServerListView::pictureTest()
{
    using Kind = ServerTestLine::Kind;
    ServerTest test;
    test.phase = ServerTest::Phase::Done;
    test.at = QDateTime(QDate(2025, 10, 3), QTime(21, 49), Qt::LocalTime).toUTC();
    test.lines = {
        {Kind::Good, QStringLiteral("Reached in 12 ms"),
         QStringLiteral("ComfyUI 0.3.64, NVIDIA A10, 22.1 of 24 GB free")},
        {Kind::Good, QStringLiteral("Live events arrive"), QStringLiteral("Progress and previews")},
        {Kind::Good, QStringLiteral("3 checkpoints"), QStringLiteral("2 of them in your catalog")},
        {Kind::Warning, QStringLiteral("The certificate is self-signed"),
         QStringLiteral("Compare the fingerprint with the server's: 4F:\u200BA2:\u200B19:\u200BC7:\u200B0E")}};
    test.fingerprint = QStringLiteral("SHA256:4F:A2:19:C7:0E");
    return test;
}

QList<TimelineBlock> FakeServerListView::timeline(const QDateTime &now) const
{
    if (m_rows.size() < 5)
        return {};
    using Kind = TimelineBlock::Kind;
    QList<TimelineBlock> blocks;
    const auto at = [&](double secondsAgo) {
        return now.addMSecs(-qint64(secondsAgo * 1000));
    };
    const auto images = [&](int row, double from, double to, double each, const char *name, int series) {
        for (double t = from; t - each >= to - .01; t -= each)
            blocks.append({m_rows.at(row).url, Kind::Image, at(t), at(t - each), QString::fromLatin1(name), series});
    };
    images(0, 600, 382, 6.2, "Realistic Vision 5.1", 2);
    blocks.append({m_rows.at(0).url, Kind::Load, at(382), at(376), QStringLiteral("epiCRealism v5"), 0});
    images(0, 376, 0, 3.85, "epiCRealism v5", 0);
    images(1, 600, 187, 6.1, "epiCRealism v5", 0);
    blocks.append({m_rows.at(1).url, Kind::Load, at(187), at(180), QStringLiteral("Realistic Vision 5.1"), 2});
    images(1, 180, 22, 4.4, "Realistic Vision 5.1", 2);
    blocks.append({m_rows.at(1).url, Kind::Load, at(4), now, QStringLiteral("CyberRealistic v9"), 1});
    images(3, 600, 490, 9, "CyberRealistic v9", 1);
    blocks.append({m_rows.at(3).url, Kind::Stuck, at(240), now, {}, 0, 2});
    images(4, 600, 582, 9, "Realistic Vision 5.1", 2);
    blocks.append({m_rows.at(4).url, Kind::Offline, at(580), now});
    return blocks;
}

void FakeServerListView::watchJobs(JobList list)
{
    call(list == JobList::Failed ? QStringLiteral("watchJobs failed") : QStringLiteral("watchJobs open"));
    Q_EMIT jobsChanged(list);
}

void FakeServerListView::loadMoreJobs(JobList)
{
    call(QStringLiteral("loadMoreJobs"));
}

ServerForm FakeServerListView::form(const QString &url) const
{
    ServerForm form;
    for (const ServerRow &row : m_rows) {
        if (row.url != url)
            continue;
        form.former = form.address = url;
        form.name = row.name;
        form.builtIn = row.builtIn;
        if (row.name == QStringLiteral("rack-a5000")) {
            form.signIn = SignIn::Token;
            form.hasSecret = true;
        }
    }
    return form;
}

QString FakeServerListView::whyNotSaved(const ServerForm &form) const
{
    if (normalizedServerUrl(form.address).isEmpty())
        return QStringLiteral("“%1” is no address of a server.").arg(form.address);
    return {};
}

void FakeServerListView::save(const ServerForm &form)
{
    m_lastForm = form;
    call(QStringLiteral("save ") + form.former);
    if (!m_holdsSaving)
        finishSaving();
}

void FakeServerListView::finishSaving()
{
    const ServerForm form = m_lastForm;
    const QString url = normalizedServerUrl(form.address);
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const ServerRow &row) { return row.url == form.former; });
    if (found == m_rows.end())
        m_rows.append(server(form.name, url, ServerState::Connecting, {}, 0, 0));
    else
        found->name = form.name;
    Q_EMIT rowsChanged();
    Q_EMIT saved(form.id, url);
}

void FakeServerListView::remove(const QString &url)
{
    call(QStringLiteral("remove ") + url);
    m_rows.removeIf([&](const ServerRow &row) { return row.url == url; });
    Q_EMIT rowsChanged();
}

void FakeServerListView::startTest(const ServerForm &form)
{
    m_lastForm = form;
    call(QStringLiteral("startTest"));
    m_test = {ServerTest::Phase::Going};
    Q_EMIT testChanged();
}

void FakeServerListView::cancelTest()
{
    if (m_test.phase == ServerTest::Phase::Going)
        call(QStringLiteral("cancelTest"));
    m_test = {};
    Q_EMIT testChanged();
}

void FakeServerListView::setDraining(const QString &url, bool on)
{
    call(QStringLiteral("setDraining %1 %2").arg(url, on ? QStringLiteral("on") : QStringLiteral("off")));
    QList<ServerRow> rows = m_rows;
    for (ServerRow &row : rows) {
        if (row.url != url)
            continue;
        row.draining = on;
        row.state = on ? ServerState::Draining : ServerState::Idle;
    }
    setRows(rows);
}

} // namespace lorastudio
