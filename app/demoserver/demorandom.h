// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <initializer_list>

namespace lorastudio {

/// A hash that is the same on every machine and in every process.
inline quint64 stableHash(const QString &text, quint64 seed = 0)
{
    quint64 hash = 0xcbf29ce484222325ULL ^ seed;
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 0x100000001b3ULL;
    return hash;
}

/// Random numbers (SplitMix64) that depend on the seed alone, on every machine.
class DemoRandom
{
public:
    explicit DemoRandom(quint64 seed) : m_state(seed) {}

    quint64 next()
    {
        quint64 z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// In [low, high).
    double between(double low, double high) { return low + (high - low) * double(next() >> 11) / 9007199254740992.0; }
    int below(int limit) { return int(next() % quint64(limit)); }
    bool chance(double probability) { return between(0, 1) < probability; }
    /// About normal, mean 0, deviation 1.
    double normal() { return between(-1, 1) + between(-1, 1) + between(-1, 1); }
    template <class T>
    T pick(std::initializer_list<T> values)
    {
        return *(values.begin() + below(int(values.size())));
    }

private:
    quint64 m_state;
};

} // namespace lorastudio
