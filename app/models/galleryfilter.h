// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/imageindex.h"

#include <QHash>
#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace lorastudio {

enum class GallerySort { NewestFirst, OldestFirst, BestFirst, WorstFirst, ByCharacter };
enum class DemoFilter { All, Without, Only };

/// Which images are shown. An empty field does not restrict.
struct GalleryFilter
{
    QString characterId = {};
    QString modelFile = {};
    std::optional<Verdict> verdict = {};
    int lowest = 0; ///< of the whole number that stands on the picture, 0 … 100
    int highest = 100;
    qint64 run = 0;
    QString server = {};
    QStringList flags = {}; ///< at least one of them
    DemoFilter demo = DemoFilter::All;
    QString search = {}; ///< in prompts and names of characters

    bool restrictsScore() const { return lowest > 0 || highest < 100; }
    bool isEmpty() const { return *this == GalleryFilter(); }
    friend bool operator==(const GalleryFilter &, const GalleryFilter &) = default;
};

/// What the gallery has to know of a character.
struct CharacterLabel
{
    QString name;
    int position = 0; ///< in the table
    int images = 0;   ///< asked for
    friend bool operator==(const CharacterLabel &, const CharacterLabel &) = default;
};
using CharacterLabels = QHash<QString, CharacterLabel>; ///< by id

/// The counts beside the filters. Each says what there would be if its own filter were taken away.
struct GalleryFigures
{
    static constexpr int steps = 25; ///< of the histogram, four points each
    int total = 0;                   ///< images there are
    int shown = 0;
    int hiddenByScore = 0;         ///< by nothing but the score
    std::array<int, 3> verdicts{}; ///< by Verdict
    std::array<int, steps> histogram{};
    int all() const { return verdicts[0] + verdicts[1] + verdicts[2]; }
    friend bool operator==(const GalleryFigures &, const GalleryFigures &) = default;
};

/// Decides for single images. Good for the images that were in the index when it was made; what it finds out
/// about texts it remembers.
class GalleryMatcher
{
public:
    GalleryMatcher(const ImageIndex &index, const GalleryFilter &filter, const CharacterLabels &labels);
    bool shows(const ImageEntry &entry) const;
    /// Counts the image in (+1) or out (−1); `shown` and `total` are the caller's.
    void count(const ImageEntry &entry, int by, GalleryFigures &figures) const;

private:
    enum class Known : char { No, Yes, NotYet };
    bool matchesTexts(const ImageEntry &entry) const;
    bool matchesRest(const ImageEntry &entry) const;
    bool matchesScore(const ImageEntry &entry) const;

    QStringList m_characterIds; // the texts alone: a copy of the index would make its next change expensive
    QStringList m_promptTexts;
    GalleryFilter m_filter;
    CharacterLabels m_labels;
    int m_character; ///< places in the pools; -1 = there is no such image
    int m_model;
    int m_server;
    quint16 m_flags = 0;
    mutable std::vector<Known> m_names;
    mutable std::vector<Known> m_prompts;
};

/// The order of the gallery: strict, so that every image has one place.
class GalleryOrder
{
public:
    GalleryOrder(GallerySort sort, const ImageIndex &index, const CharacterLabels &labels);
    bool operator()(const ImageEntry &a, const ImageEntry &b) const;

private:
    GallerySort m_sort;
    std::vector<int> m_positions; ///< by place of the character
};

struct GalleryAnswer
{
    QVector<qint64> ids; ///< in order
    GalleryFigures figures;
};

/// Filters, sorts and counts in one pass over the index. Reentrant: for the thread pool where the index is long.
GalleryAnswer askGallery(const ImageIndex &index, const GalleryFilter &filter, GallerySort sort,
                         const CharacterLabels &labels);

} // namespace lorastudio
