// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

#include <QMap>

#include <optional>

namespace lorastudio {

/// What the servers did in the last ten minutes, put together from what is heard of them: their states, and images with
/// the time they took. An image that followed a load begins where the load ended, and images of one server never
/// overlap. Older blocks are forgotten. A plain value without a clock.
class ServerTimeline
{
public:
    static constexpr int shownSeconds = 600;

    /// The server is in this state since `at`; `checkpoint` and `series` are of the one it loads.
    void setState(const QString &server, ServerState state, const QDateTime &at, int stuckJobs = 0,
                  const QString &checkpoint = {}, int series = 0);
    /// It begins an image; ends with addImage or the next beginning.
    void beginImage(const QString &server, const QDateTime &at, const QString &checkpoint, int series);
    /// The image that was begun is not made.
    void dropImage(const QString &server);
    /// An image is there that took `seconds` up to `at`.
    void addImage(const QString &server, const QDateTime &at, double seconds, const QString &checkpoint, int series);
    void forget(const QString &server);
    /// By server in the order of their names, then by time; what still lasts ends `now`.
    QList<TimelineBlock> blocks(const QDateTime &now) const;

private:
    struct Lane
    {
        QList<TimelineBlock> ended;
        std::optional<TimelineBlock> state; ///< load, stuck or offline that lasts
        std::optional<TimelineBlock> image; ///< that is being made
    };
    static void prune(Lane &lane, const QDateTime &now);

    QMap<QString, Lane> m_lanes;
};

} // namespace lorastudio
