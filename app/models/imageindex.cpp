// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/imageindex.h"

#include <QSet>

#include <algorithm>
#include <limits>
#include <map>

namespace lorastudio {

int TextPool::placeOf(const QString &text)
{
    const auto found = m_places.constFind(text);
    if (found != m_places.cend())
        return *found;
    const int place = int(m_texts.size());
    m_texts.append(text);
    m_places.insert(text, place);
    return place;
}

const QStringList &imageFlags()
{
    static const QStringList flags{QStringLiteral("blurry"),  QStringLiteral("noisy"), QStringLiteral("dark"),
                                   QStringLiteral("clipped"), QStringLiteral("flat"),  QStringLiteral("blocky")};
    return flags;
}

quint16 flagBit(const QString &flag)
{
    const qsizetype place = imageFlags().indexOf(flag);
    return place < 0 ? 0 : quint16(1u << place);
}

qsizetype ImageIndex::placeOf(qint64 id) const
{
    const auto at = std::lower_bound(m_entries.cbegin(), m_entries.cend(), id,
                                     [](const ImageEntry &entry, qint64 wanted) { return entry.id < wanted; });
    return at - m_entries.cbegin();
}

const ImageEntry *ImageIndex::find(qint64 id) const
{
    const qsizetype place = placeOf(id);
    return place < m_entries.size() && m_entries.at(place).id == id ? &m_entries.at(place) : nullptr;
}

ImageEntry ImageIndex::entryOf(const ImageRecord &image)
{
    const auto side = [](int pixels) {
        return quint16(std::clamp<int>(pixels, 0, std::numeric_limits<quint16>::max()));
    };
    ImageEntry entry;
    entry.id = image.id;
    entry.run = image.runId;
    entry.score = image.score.total ? float(*image.score.total) : -1.f;
    entry.character = m_characters.placeOf(image.characterId);
    entry.model = m_models.placeOf(image.modelFile);
    entry.server = m_servers.placeOf(image.server);
    entry.prompt = m_prompts.placeOf(image.prompt);
    entry.number = image.number;
    entry.width = side(image.size.width());
    entry.height = side(image.size.height());
    for (const QString &flag : image.score.flags)
        entry.flags |= flagBit(flag);
    entry.verdict = image.verdict;
    entry.verdictByRule = image.verdictByRule;
    entry.demo = image.demo;
    return entry;
}

void ImageIndex::add(const ImageRecord &image)
{
    const ImageEntry entry = entryOf(image);
    const qsizetype place = placeOf(image.id);
    m_demo += entry.demo;
    if (place < m_entries.size() && m_entries.at(place).id == image.id) {
        m_demo -= m_entries.at(place).demo;
        m_entries[place] = entry;
    } else {
        m_entries.insert(place, entry);
    }
}

void ImageIndex::addOlder(const QVector<ImageRecord> &images)
{
    if (images.isEmpty())
        return;
    QVector<ImageEntry> all;
    all.reserve(images.size() + m_entries.size());
    for (auto image = images.crbegin(); image != images.crend(); ++image)
        all.append(entryOf(*image));
    m_demo += int(std::count_if(all.cbegin(), all.cend(), [](const ImageEntry &entry) { return entry.demo; }));
    all += m_entries;
    m_entries = all;
}

int ImageIndex::remove(const QList<qint64> &ids)
{
    const QSet<qint64> gone(ids.cbegin(), ids.cend());
    const auto demo = [](const ImageEntry &entry) {
        return entry.demo;
    };
    const auto removed = m_entries.removeIf([&](const ImageEntry &entry) { return gone.contains(entry.id); });
    if (removed > 0)
        m_demo = int(std::count_if(m_entries.cbegin(), m_entries.cend(), demo));
    return int(removed);
}

bool ImageIndex::setVerdict(const ImageVerdict &verdict)
{
    const qsizetype place = placeOf(verdict.id);
    if (place >= m_entries.size() || m_entries.at(place).id != verdict.id)
        return false;
    m_entries[place].verdict = verdict.verdict;
    m_entries[place].verdictByRule = verdict.byRule;
    return true;
}

QList<qint64> ImageIndex::demoIds() const
{
    QList<qint64> ids;
    for (const ImageEntry &entry : m_entries) {
        if (entry.demo)
            ids.append(entry.id);
    }
    return ids;
}

double ImageIndex::usualAspect() const
{
    std::map<std::pair<quint16, quint16>, int> sizes;
    for (const ImageEntry &entry : m_entries) {
        if (entry.width > 0 && entry.height > 0)
            ++sizes[{entry.width, entry.height}];
    }
    const auto most = std::max_element(sizes.cbegin(), sizes.cend(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    return most == sizes.cend() ? 0 : double(most->first.second) / most->first.first;
}

double ImageIndex::betterThan(qint64 id) const
{
    const ImageEntry *of = find(id);
    if (!of || of->score < 0)
        return -1;
    int others = 0;
    int lower = 0;
    bool best = true;
    for (const ImageEntry &entry : m_entries) {
        if (entry.character != of->character || entry.score < 0 || entry.id == id)
            continue;
        ++others;
        lower += entry.score < of->score;
        best = best && entry.score <= of->score;
    }
    if (others == 0)
        return -1;
    return best ? 1 : double(lower) / others;
}

} // namespace lorastudio
