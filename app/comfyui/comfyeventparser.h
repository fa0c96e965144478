// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyevent.h"

#include <QByteArrayView>
#include <QJsonObject>

#include <optional>

namespace lorastudio {

/// What became of one frame.
struct ParsedFrame
{
    enum class Outcome {
        Event,    ///< `event` is set
        Ignored,  ///< a kind that we do not know, or that says nothing: newer servers and custom nodes send such
        Malformed ///< breaks the protocol or a limit; counted, never fatal
    };
    Outcome outcome = Outcome::Ignored;
    std::optional<ComfyEvent> event;
    QString kind; ///< for the log: the message's type, cleaned and short

    static ParsedFrame ignored(QString kind) { return {Outcome::Ignored, {}, std::move(kind)}; }
    static ParsedFrame malformed(QString kind) { return {Outcome::Malformed, {}, std::move(kind)}; }
};

constexpr qsizetype maxTextFrame = 4 * 1024 * 1024;    ///< bytes; what is cut off is found by polling
constexpr qsizetype maxBinaryFrame = 16 * 1024 * 1024; ///< bytes
constexpr qsizetype maxFrameMetadata = 64 * 1024;      ///< bytes of node JSON in a preview, of a text

/// Pure functions of hostile bytes: no frame crashes them, allocates more than a few times its size, or gets through
/// with a wrong type, a value out of range, or an id longer than 200 characters. A text frame is taken as UTF-8.
ParsedFrame parseTextFrame(const QByteArray &frame);
ParsedFrame parseBinaryFrame(const QByteArray &frame);

/// "jpeg", "png" or "webp" by the first bytes; empty if it is none of them.
QByteArray previewFormat(QByteArrayView bytes);

/// The `images` list of a node's output; items that are no files are left out, at most 1000 are taken.
QList<OutputFile> parseOutputFiles(const QString &nodeId, const QJsonObject &output);

} // namespace lorastudio
