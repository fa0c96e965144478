// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/notification.h"
#include "models/runsummary.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace lorastudio {

class ProjectView;
class SettingsView;

/// Decides what is worth a notification: the end of a run, and that it cannot go on; never single images, never what a
/// person has just done, never while the window is in front, and nothing that is turned off in the settings.
class RunNews : public QObject
{
    Q_OBJECT

public:
    /// `isWatched`: the window is in front. `grace`: how long all servers have to be away before it is said.
    RunNews(ProjectView &project, SettingsView &settings, std::function<bool()> isWatched,
            std::chrono::milliseconds grace = std::chrono::seconds(15), QObject *parent = nullptr);

Q_SIGNALS:
    void announced(const lorastudio::Notification &notification);
    /// What was announced under this key does not hold any more.
    void ended(const QString &key);

private:
    void follow();
    void followServers(const RunSummary &summary);
    void followHold(const RunSummary &summary);
    void sayEnd(const RunSummary &summary);
    void sayNoServer();
    QString holdCause() const;
    QString failureCause() const;
    bool mayNotify(bool stuck) const;

    ProjectView &m_project;
    SettingsView &m_settings;
    std::function<bool()> m_isWatched;
    QTimer m_noServer;
    bool m_active = false;
    bool m_saidNoServer = false;
    QString m_saidHold;
};

} // namespace lorastudio
