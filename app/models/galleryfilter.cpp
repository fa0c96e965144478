// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/galleryfilter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lorastudio {

GalleryMatcher::GalleryMatcher(const ImageIndex &index, const GalleryFilter &filter, const CharacterLabels &labels)
    : m_characterIds(index.characters().texts()),
      m_promptTexts(index.prompts().texts()),
      m_filter(filter),
      m_labels(labels),
      m_character(index.characters().find(filter.characterId)),
      m_model(index.models().find(filter.modelFile)),
      m_server(index.servers().find(filter.server)),
      m_names(std::size_t(m_characterIds.size()), Known::NotYet),
      m_prompts(std::size_t(m_promptTexts.size()), Known::NotYet)
{
    for (const QString &flag : filter.flags)
        m_flags |= flagBit(flag);
}

bool GalleryMatcher::matchesTexts(const ImageEntry &entry) const
{
    Known &name = m_names[std::size_t(entry.character)];
    if (name == Known::NotYet) {
        const QString &id = m_characterIds.at(entry.character);
        const auto label = m_labels.constFind(id);
        const QString &shown = label == m_labels.cend() ? id : label->name;
        name = shown.contains(m_filter.search, Qt::CaseInsensitive) ? Known::Yes : Known::No;
    }
    if (name == Known::Yes)
        return true;
    Known &prompt = m_prompts[std::size_t(entry.prompt)];
    if (prompt == Known::NotYet) {
        const bool found = m_promptTexts.at(entry.prompt).contains(m_filter.search, Qt::CaseInsensitive);
        prompt = found ? Known::Yes : Known::No;
    }
    return prompt == Known::Yes;
}

/// Everything but score and verdict.
bool GalleryMatcher::matchesRest(const ImageEntry &entry) const
{
    if (!m_filter.characterId.isEmpty() && entry.character != m_character)
        return false;
    if (!m_filter.modelFile.isEmpty() && entry.model != m_model)
        return false;
    if (!m_filter.server.isEmpty() && entry.server != m_server)
        return false;
    if (m_filter.run != 0 && entry.run != m_filter.run)
        return false;
    if (!m_filter.flags.isEmpty() && !(entry.flags & m_flags))
        return false;
    if (m_filter.demo != DemoFilter::All && entry.demo != (m_filter.demo == DemoFilter::Only))
        return false;
    return m_filter.search.isEmpty() || matchesTexts(entry);
}

bool GalleryMatcher::matchesScore(const ImageEntry &entry) const
{
    if (!m_filter.restrictsScore())
        return true;
    const int score = int(std::lround(entry.score));
    return entry.score >= 0 && score >= m_filter.lowest && score <= m_filter.highest;
}

bool GalleryMatcher::shows(const ImageEntry &entry) const
{
    return (!m_filter.verdict || entry.verdict == *m_filter.verdict) && matchesScore(entry) && matchesRest(entry);
}

void GalleryMatcher::count(const ImageEntry &entry, int by, GalleryFigures &figures) const
{
    if (!matchesRest(entry))
        return;
    const bool inVerdict = !m_filter.verdict || entry.verdict == *m_filter.verdict;
    const bool inScore = matchesScore(entry);
    if (inScore)
        figures.verdicts[std::size_t(entry.verdict)] += by;
    if (!inVerdict)
        return;
    if (!inScore)
        figures.hiddenByScore += by;
    if (entry.score >= 0) {
        const int step = std::min(GalleryFigures::steps - 1, int(entry.score * GalleryFigures::steps / 100));
        figures.histogram[std::size_t(step)] += by;
    }
}

GalleryOrder::GalleryOrder(GallerySort sort, const ImageIndex &index, const CharacterLabels &labels) : m_sort(sort)
{
    if (sort != GallerySort::ByCharacter)
        return;
    const QStringList &ids = index.characters().texts();
    m_positions.reserve(std::size_t(ids.size()));
    for (const QString &id : ids) {
        const auto label = labels.constFind(id);
        m_positions.push_back(label == labels.cend() ? std::numeric_limits<int>::max() : label->position);
    }
}

bool GalleryOrder::operator()(const ImageEntry &a, const ImageEntry &b) const
{
    switch (m_sort) {
    case GallerySort::NewestFirst:
        break;
    case GallerySort::OldestFirst:
        return a.id < b.id;
    case GallerySort::BestFirst:
        if (a.score != b.score)
            return a.score > b.score; // not scored is -1 and comes last
        break;
    case GallerySort::WorstFirst:
        if ((a.score < 0) != (b.score < 0))
            return b.score < 0;
        if (a.score != b.score)
            return a.score < b.score;
        break;
    case GallerySort::ByCharacter: {
        const int placeA = m_positions[std::size_t(a.character)];
        const int placeB = m_positions[std::size_t(b.character)];
        if (placeA != placeB)
            return placeA < placeB;
        if (a.character != b.character)
            return a.character < b.character;
        if (a.number != b.number)
            return a.number < b.number;
        break;
    }
    }
    return a.id > b.id;
}

GalleryAnswer askGallery(const ImageIndex &index, const GalleryFilter &filter, GallerySort sort,
                         const CharacterLabels &labels)
{
    const GalleryMatcher matcher(index, filter, labels);
    GalleryAnswer answer;
    std::vector<const ImageEntry *> shown;
    shown.reserve(std::size_t(index.size()));
    for (const ImageEntry &entry : index.entries()) {
        matcher.count(entry, 1, answer.figures);
        if (matcher.shows(entry))
            shown.push_back(&entry);
    }
    if (sort == GallerySort::NewestFirst) {
        std::reverse(shown.begin(), shown.end());
    } else if (sort != GallerySort::OldestFirst) {
        const GalleryOrder before(sort, index, labels);
        std::sort(shown.begin(), shown.end(), [&](const ImageEntry *a, const ImageEntry *b) { return before(*a, *b); });
    }
    answer.figures.total = index.size();
    answer.figures.shown = int(shown.size());
    answer.ids.reserve(qsizetype(shown.size()));
    for (const ImageEntry *entry : shown)
        answer.ids.append(entry->id);
    return answer;
}

} // namespace lorastudio
