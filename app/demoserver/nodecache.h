// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/picturerequest.h"
#include "demoserver/pyjson.h"

#include <QFuture>
#include <QHash>
#include <QVector>

#include <functional>
#include <optional>

namespace lorastudio {

/// What a node has made: one value for all of its outputs.
struct NodeValue
{
    QString checkpoint; ///< of MODEL, CLIP and VAE
    QString text;       ///< of CONDITIONING
    QSize size;         ///< of LATENT
    int batch = 1;
    QVector<QFuture<QImage>> latents; ///< pictures that are being painted
    QVector<QImage> images;
};

/// Results of nodes, kept from one prompt to the next as the real server's default cache does.
///
/// The key of a node is its class, its literal inputs and the keys of the nodes it is linked to, not its id. At the
/// start of a prompt everything that the prompt does not use is dropped: two prompts with the same checkpoint share
/// the loaded checkpoint, a prompt with another checkpoint in between makes it load again.
class NodeCache
{
public:
    struct Entry
    {
        NodeValue value;
        std::optional<PyJson> output; ///< what `executed` reports
        PyJson meta;
    };

    /// `fingerprint` tells whether an input file changed, for LoadImage.
    explicit NodeCache(std::function<QByteArray(const QString &)> fingerprint);

    void beginPrompt(const PyJson &prompt);
    const Entry *find(const QString &nodeId) const;
    void store(const QString &nodeId, const Entry &entry);
    /// Forgets one node of the present prompt and what was made from it.
    void forget(const QString &nodeId);
    void clear() { m_entries.clear(); }

private:
    QByteArray signature(const PyJson &prompt, const QString &nodeId, int depth);

    std::function<QByteArray(const QString &)> m_fingerprint;
    QHash<QString, QByteArray> m_keys;
    QHash<QByteArray, Entry> m_entries;
    QHash<QString, QStringList> m_sources;
    quint64 m_unique = 0;
};

} // namespace lorastudio
