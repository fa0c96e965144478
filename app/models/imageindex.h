// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

#include <QHash>
#include <QMetaType>
#include <QStringList>
#include <QVector>

namespace lorastudio {

/// Texts that many images share, each kept once and known by its place.
class TextPool
{
public:
    int placeOf(const QString &text);
    /// -1 if it is not there.
    int find(const QString &text) const { return m_places.value(text, -1); }
    const QString &text(int place) const { return m_texts.at(place); }
    const QStringList &texts() const { return m_texts; }

private:
    QStringList m_texts;
    QHash<QString, int> m_places;
};

/// What filters and sorting need of an image, and no more: 100,000 of them fit into a few megabytes. Texts are places
/// in the pools of the index.
struct ImageEntry
{
    qint64 id = 0;
    qint64 run = 0;
    float score = -1; ///< 0 … 100; negative = not scored
    int character = 0;
    int model = 0;
    int server = 0;
    int prompt = 0;
    int number = 0;
    quint16 width = 0; ///< pixels; 0 = not known
    quint16 height = 0;
    quint16 flags = 0; ///< see flagBit
    Verdict verdict = Verdict::Undecided;
    bool verdictByRule = false;
    bool demo = false;
};

/// The flags that a reviewer gives, in the order in which they are shown.
const QStringList &imageFlags();
/// The bit of a flag in ImageEntry; 0 for one that is not known.
quint16 flagBit(const QString &flag);

/// All images of a project, light, by id. A value whose copies share their data, so that a thread can sort one while
/// another goes on.
class ImageIndex
{
public:
    /// Oldest first; ids go up.
    const QVector<ImageEntry> &entries() const { return m_entries; }
    int size() const { return int(m_entries.size()); }
    /// Null if there is no such image. Good until the next change.
    const ImageEntry *find(qint64 id) const;
    /// An image that is there is replaced. Costs little for the newest ones, else a pass over all.
    void add(const ImageRecord &image);
    /// Older images than all that are there, newest first: a page of a long list.
    void addOlder(const QVector<ImageRecord> &images);
    /// Ids that are not there are ignored. Gives how many went.
    int remove(const QList<qint64> &ids);
    /// False if there is no such image.
    bool setVerdict(const ImageVerdict &verdict);

    const TextPool &characters() const { return m_characters; } ///< ids
    const TextPool &models() const { return m_models; }         ///< files
    const TextPool &servers() const { return m_servers; }       ///< addresses
    const TextPool &prompts() const { return m_prompts; }

    int demoCount() const { return m_demo; }
    QList<qint64> demoIds() const;
    /// Height over width of most images; 0 if no size is known.
    double usualAspect() const;
    /// Share of the scored images of the same character that have a lower score, 0 … 1. Negative if the image is not
    /// scored, or is the only one.
    double betterThan(qint64 id) const;

private:
    ImageEntry entryOf(const ImageRecord &image);
    qsizetype placeOf(qint64 id) const;

    QVector<ImageEntry> m_entries;
    int m_demo = 0; ///< demo pictures among them
    TextPool m_characters;
    TextPool m_models;
    TextPool m_servers;
    TextPool m_prompts;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::ImageIndex)
