// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyevent.h"
#include "core/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVersionNumber>

#include <optional>
#include <variant>

namespace lorastudio {

/// ComfyUI's answers as plain values, and the pure functions that read them. Wrong types never crash: what is optional
/// gets its default, what is essential gives an Error of kind Protocol.

struct SystemStats
{
    QString version;      ///< "0.3.64"; empty = not said
    QString device;       ///< of the first device, for people
    qint64 vramTotal = 0; ///< bytes; 0 = unknown
    qint64 vramFree = 0;
    QStringList argv;  ///< of the server, shows --preview-method and the cache options
    bool demo = false; ///< the built-in demo server says so of itself
    QVersionNumber versionNumber() const { return QVersionNumber::fromString(version); }
    friend bool operator==(const SystemStats &, const SystemStats &) = default;
};

struct ServerFeatures
{
    bool previewMetadata = false;
    qint64 maxUploadSize = 0; ///< bytes; 0 = not said
    friend bool operator==(const ServerFeatures &, const ServerFeatures &) = default;
};

struct SamplerChoices
{
    QStringList samplers;
    QStringList schedulers;
    friend bool operator==(const SamplerChoices &, const SamplerChoices &) = default;
};

struct QueueItem
{
    double number = 0; ///< lower runs first
    QString promptId;
    QString clientId; ///< empty = none
    friend bool operator==(const QueueItem &, const QueueItem &) = default;
};

struct QueueSnapshot
{
    QList<QueueItem> running;
    QList<QueueItem> pending; ///< in the order in which they will run
    bool contains(const QString &promptId) const { return isRunning(promptId) || isPending(promptId); }
    bool isRunning(const QString &promptId) const;
    bool isPending(const QString &promptId) const;
    friend bool operator==(const QueueSnapshot &, const QueueSnapshot &) = default;
};

/// A prompt that is over.
struct HistoryEntry
{
    enum class Outcome { Success, Error, Interrupted };
    Outcome outcome = Outcome::Success;
    QString error;             ///< "CheckpointLoaderSimple: …" in the server's own words; empty unless Error
    QList<OutputFile> outputs; ///< also of nodes that finished before a failure
    qint64 startedMs = 0;      ///< the server's clock; 0 = not said
    qint64 endedMs = 0;
    QJsonObject graph; ///< as it was run
    friend bool operator==(const HistoryEntry &, const HistoryEntry &) = default;
};

/// What became of a posted prompt.
struct SubmitAccepted
{
    QString promptId; ///< ours, except on servers before 0.3.45, which make their own
    double number = 0;
};
/// Nothing was queued. `message` is the text of node_errors for the person.
struct SubmitRefused
{
    QString message;
};
/// The server dropped the invalid outputs and queued the rest under `promptId`: take it back with cancelPending and
/// interrupt, and treat it as refused.
struct SubmitPartlyAccepted
{
    QString promptId;
    QString message;
};
using SubmitOutcome = std::variant<SubmitAccepted, SubmitRefused, SubmitPartlyAccepted>;

Result<SystemStats> parseSystemStats(const QJsonObject &answer);
ServerFeatures parseFeatures(const QJsonObject &answer);

/// The choices of `input` of node class `nodeClass` in an answer of /object_info/{Class}, in both styles: a list as
/// type (V1), and "COMBO" with options (V3). Verbatim, with the server's own separators.
Result<QStringList> parseChoices(const QJsonObject &answer, const QString &nodeClass, const QString &input);

Result<QueueSnapshot> parseQueue(const QJsonObject &answer);

/// Nothing = unknown or not finished yet.
Result<std::optional<HistoryEntry>> parseHistory(const QJsonObject &answer, const QString &promptId);

/// For a status of 200 or 400.
Result<SubmitOutcome> parseSubmit(int status, const QJsonObject &answer);

/// "CheckpointLoaderSimple: Value not in list – ckpt_name: 'x' not in ['a', 'b' and 10 more]", a line per error, at
/// most ten lines. Falls back to `error`.
QString refusalText(const QJsonObject &answer);

} // namespace lorastudio
