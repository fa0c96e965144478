// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <variant>

namespace lorastudio {

/// A file that a prompt made, as the server names it. Sent back verbatim; never used as a local name.
struct OutputFile
{
    QString nodeId;
    QString filename;
    QString subfolder; ///< with the server's own separator
    QString type;      ///< "output" or "temp"
    friend bool operator==(const OutputFile &, const OutputFile &) = default;
};

/// What ComfyUI's socket says, as plain values. Everything is optional news: the truth is in /queue and /history.
namespace comfy {

constexpr int maxProgressSteps = 1'000'000;

/// Sent to all sockets whenever the queue changes, and on connecting.
struct Status
{
    int queueRemaining = 0; ///< running and pending, of everybody
    QString sessionId;      ///< only on connecting
    friend bool operator==(const Status &, const Status &) = default;
};
struct ExecutionStart
{
    qint64 timestampMs = 0; ///< the server's clock; 0 = not said
    friend bool operator==(const ExecutionStart &, const ExecutionStart &) = default;
};
struct ExecutionCached
{
    QStringList nodes; ///< ids that will not run; may be empty
    friend bool operator==(const ExecutionCached &, const ExecutionCached &) = default;
};
struct NodeProgress ///< value and maximum as in Progress
{
    QString node;
    int value = 0;
    int maximum = 0;
    QString state; ///< "running", "finished", "error"
    friend bool operator==(const NodeProgress &, const NodeProgress &) = default;
};
struct ProgressState
{
    QList<NodeProgress> nodes; ///< every node that is not pending
    friend bool operator==(const ProgressState &, const ProgressState &) = default;
};
/// The node that runs now. An empty `node` = the prompt is over and its history is written. On a connection in the
/// middle of a prompt it comes without a prompt id.
struct Executing
{
    QString node;
    friend bool operator==(const Executing &, const Executing &) = default;
};
/// Steps of the running node; 0 <= value <= maximum <= maxProgressSteps, maximum > 0. A node that counts more (the
/// bytes of a download) is scaled down, so that its share stays right.
struct Progress
{
    QString node;
    int value = 0;
    int maximum = 0;
    friend bool operator==(const Progress &, const Progress &) = default;
};
/// A node with outputs has finished, or was cached (then these are the old files).
struct Executed
{
    QString node;
    QList<OutputFile> images;
    friend bool operator==(const Executed &, const Executed &) = default;
};
/// All nodes are done; the history may not be written yet.
struct ExecutionSuccess
{
    friend bool operator==(const ExecutionSuccess &, const ExecutionSuccess &) = default;
};
struct ExecutionError
{
    QString message; ///< the server's own words
    QString exceptionType;
    QString node;
    QString nodeType;
    bool final = true; ///< false: only a branch was blocked, the prompt goes on
    friend bool operator==(const ExecutionError &, const ExecutionError &) = default;
};
struct ExecutionInterrupted
{
    QString node;
    QString nodeType;
    friend bool operator==(const ExecutionInterrupted &, const ExecutionInterrupted &) = default;
};
/// A picture of the image that is being sampled. Without a prompt id if the server does not know preview metadata.
struct Preview
{
    QString node;
    QByteArray image;  ///< begins like a picture of `format`, not decoded yet
    QByteArray format; ///< "jpeg", "png" or "webp"
    friend bool operator==(const Preview &, const Preview &) = default;
};
struct FeatureFlags
{
    bool previewMetadata = false;
    qint64 maxUploadSize = 0; ///< bytes; 0 = not said
    friend bool operator==(const FeatureFlags &, const FeatureFlags &) = default;
};
struct Text
{
    QString node;
    QString text;
    friend bool operator==(const Text &, const Text &) = default;
};

} // namespace comfy

struct ComfyEvent
{
    using Payload =
        std::variant<comfy::Status, comfy::ExecutionStart, comfy::ExecutionCached, comfy::ProgressState,
                     comfy::Executing, comfy::Progress, comfy::Executed, comfy::ExecutionSuccess, comfy::ExecutionError,
                     comfy::ExecutionInterrupted, comfy::Preview, comfy::FeatureFlags, comfy::Text>;
    QString promptId; ///< empty = none was said; may be another client's: compare before use
    Payload payload;

    template <class T>
    const T *as() const
    {
        return std::get_if<T>(&payload);
    }
    friend bool operator==(const ComfyEvent &, const ComfyEvent &) = default;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::ComfyEvent)
