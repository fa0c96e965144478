// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <deque>
#include <optional>

namespace lorastudio {

/// Time left from measured durations. Every server contributes the running median of its last images; a checkpoint load
/// counts apart: the first image after a switch minus the median, smoothed. Values in seconds.
class ProgressEstimator
{
public:
    /// `seconds` from the start of the prompt on the server to its end; `afterSwitch`: the checkpoint was loaded for
    /// it.
    void imageMade(const QString &server, double seconds, bool afterSwitch);
    void forget(const QString &server) { m_servers.remove(server); }
    /// Median of the last 21 images; nothing before the first.
    std::optional<double> secondsPerImage(const QString &server) const;
    /// How many jobs a server is given at a time, so that the next one is there when one ends and no more than needed
    /// is bound to it: two, three below a second per image.
    int window(const QString &server) const;
    /// Learned load time; 10 s before it was seen.
    double loadSeconds(const QString &server) const;
    /// `remaining` images, fractions of running ones taken off, on `servers` that work now. Nothing while unknown.
    /// `others`: jobs of somebody else that stand in the queue of a server; they are taken to last as long as ours.
    std::optional<double> secondsLeft(double remaining, const QStringList &servers,
                                      const QHash<QString, int> &others = {}) const;
    double imagesPerMinute(const QStringList &servers) const;

private:
    struct Measured
    {
        std::deque<double> last;
        std::optional<double> load;
    };
    QHash<QString, Measured> m_servers;
};

} // namespace lorastudio
