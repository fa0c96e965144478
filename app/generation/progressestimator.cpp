// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/progressestimator.h"

#include <algorithm>
#include <vector>

namespace lorastudio {

namespace {
constexpr std::size_t keptImages = 21;
constexpr double assumedLoadSeconds = 10; // performance.md C5: start value of the learned load time
constexpr double loadSmoothing = 0.3;
constexpr double turboSeconds = 1.0; // below this a queue of two runs dry (performance.md C5)
} // namespace

void ProgressEstimator::imageMade(const QString &server, double seconds, bool afterSwitch)
{
    if (!(seconds > 0))
        return;
    Measured &measured = m_servers[server];
    if (afterSwitch && !measured.last.empty()) {
        const double load = std::max(0.0, seconds - *secondsPerImage(server));
        measured.load = measured.load ? (1 - loadSmoothing) * *measured.load + loadSmoothing * load : load;
        return;
    }
    // The very first image includes a load of unknown length; it stands until there is a second one.
    if (measured.last.size() == 1 && measured.last.front() > 2 * seconds)
        measured.last.clear();
    measured.last.push_back(seconds);
    if (measured.last.size() > keptImages)
        measured.last.pop_front();
}

std::optional<double> ProgressEstimator::secondsPerImage(const QString &server) const
{
    const auto found = m_servers.constFind(server);
    if (found == m_servers.cend() || found->last.empty())
        return std::nullopt;
    std::vector<double> sorted(found->last.begin(), found->last.end());
    const auto middle = sorted.begin() + std::ptrdiff_t(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

int ProgressEstimator::window(const QString &server) const
{
    const std::optional<double> seconds = secondsPerImage(server);
    return seconds && *seconds < turboSeconds ? 3 : 2;
}

double ProgressEstimator::loadSeconds(const QString &server) const
{
    const auto found = m_servers.constFind(server);
    return found == m_servers.cend() ? assumedLoadSeconds : found->load.value_or(assumedLoadSeconds);
}

double ProgressEstimator::imagesPerMinute(const QStringList &servers) const
{
    double rate = 0;
    for (const QString &server : servers) {
        if (const auto seconds = secondsPerImage(server); seconds && *seconds > 0)
            rate += 60 / *seconds;
    }
    return rate;
}

std::optional<double> ProgressEstimator::secondsLeft(double remaining, const QStringList &servers,
                                                     const QHash<QString, int> &others) const
{
    struct Free
    {
        double after = 0; ///< seconds until the others' jobs are done
        double rate = 0;  ///< images per second from then on
    };
    std::vector<Free> frees;
    for (const QString &server : servers) {
        if (const auto seconds = secondsPerImage(server); seconds && *seconds > 0)
            frees.push_back({std::max(0, others.value(server)) * *seconds, 1 / *seconds});
    }
    if (frees.empty())
        return std::nullopt;
    if (!(remaining > 0))
        return 0;
    std::sort(frees.begin(), frees.end(), [](const Free &a, const Free &b) { return a.after < b.after; });
    // Servers join in one after the other; what is left is made before the next one would.
    double left = remaining;
    double rate = 0;
    double now = 0;
    for (const Free &free : frees) {
        if (rate > 0 && left <= rate * (free.after - now))
            break;
        left -= rate * (free.after - now);
        now = free.after;
        rate += free.rate;
    }
    return now + left / rate;
}

} // namespace lorastudio
