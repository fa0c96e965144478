// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

namespace lorastudio {

/// Servers from memory, for tests and pictures of the window: it does what is asked at once and keeps a list of it.
class FakeServerListView : public ServerListView
{
    Q_OBJECT

public:
    enum class Scene {
        None, ///< no server
        Farm  ///< five servers, each in another state
    };
    explicit FakeServerListView(Scene scene = Scene::Farm);

    QStringList calls() const { return m_calls; }
    QString lastCall() const { return m_calls.isEmpty() ? QString() : m_calls.last(); }
    ServerForm lastForm() const { return m_lastForm; }
    void setRows(const QList<ServerRow> &rows);
    void setJobs(JobList list, const QList<JobRow> &jobs, int count);
    void setTest(const ServerTest &test);
    void setKeepsSecrets(bool keeps);
    /// The result in the picture of the page.
    static ServerTest pictureTest();

    bool isReady() const override { return true; }
    QList<ServerRow> rows() const override { return m_rows; }
    QList<TimelineBlock> timeline(const QDateTime &now) const override;
    QDateTime now() const override { return m_now; }
    void setWatched(bool on) override { m_watched = on; }
    bool isWatched() const { return m_watched; }
    /// Saving does not end until finishSaving().
    void holdSaving() { m_holdsSaving = true; }
    void finishSaving();
    void failSaving(const QString &message) { Q_EMIT saveFailed(m_lastForm.id, message); }
    QList<JobRow> jobs(JobList list) const override { return m_jobs[int(list)]; }
    int jobCount(JobList list) const override { return m_counts[int(list)]; }
    void watchJobs(JobList list) override;
    void unwatchJobs() override { call(QStringLiteral("unwatchJobs")); }
    void loadMoreJobs(JobList list) override;
    bool keepsSecrets() const override { return m_keepsSecrets; }
    void askKeyring() override { call(QStringLiteral("askKeyring")); }
    ServerForm form(const QString &url) const override;
    QString whyNotSaved(const ServerForm &form) const override;
    void save(const ServerForm &form) override;
    void remove(const QString &url) override;
    void startTest(const ServerForm &form) override;
    void cancelTest() override;
    ServerTest test() const override { return m_test; }
    void setDraining(const QString &url, bool on) override;
    void freeMemory(const QString &url) override { call(QStringLiteral("freeMemory ") + url); }
    void askAgain(const QString &url) override { call((QStringLiteral("askAgain ") + url).trimmed()); }
    void useDemoServer() override { call(QStringLiteral("useDemoServer")); }
    void retry(const QString &jobId) override { call((QStringLiteral("retry ") + jobId).trimmed()); }

private:
    void call(const QString &text) { m_calls.append(text); }

    QDateTime m_now;
    QList<ServerRow> m_rows;
    QList<JobRow> m_jobs[2];
    int m_counts[2] = {0, 0};
    ServerTest m_test;
    ServerForm m_lastForm;
    QStringList m_calls;
    bool m_keepsSecrets = true;
    bool m_watched = false;
    bool m_holdsSaving = false;
};

} // namespace lorastudio
