// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace lorastudio {

/// How to reach a ComfyUI. No secret stands here: header values, password and token are in the keyring, looked up by
/// `url`; `headerNames` only says which there are.
struct ServerConfig
{
    QString url; ///< normalised, see normalizedServerUrl; the key everywhere
    QString name;
    QString user;       ///< Basic authentication if not empty
    bool token = false; ///< Bearer authentication
    QStringList headerNames;
    QString fingerprint; ///< "SHA256:AA:BB:…" of the pinned certificate; empty = the system's trust decides
    bool demo = false;
    friend bool operator==(const ServerConfig &, const ServerConfig &) = default;
};

/// The secrets of one server, held in memory only. Never logged, never written.
struct ServerSecrets
{
    QString password;
    QString token;
    QMap<QString, QString> headers;
};

/// "host:8188", "http://host:8188/", "https://h/prefix/api" → "http://host:8188", …; http and https only; user info,
/// query and fragment are refused. Empty if it is no such address.
QString normalizedServerUrl(const QString &text);

enum class ServerState { Offline, Connecting, Idle, Busy, Loading, Degraded, Draining, Stuck };
QString toString(ServerState state);

/// What a server says of itself.
struct ServerStatus
{
    QString url;
    QString name;
    ServerState state = ServerState::Offline;
    QString version; ///< comfyui_version
    QString device;
    qint64 vramTotal = 0; ///< bytes; 0 = unknown
    qint64 vramFree = 0;
    int queueRunning = 0;
    int queuePending = 0;
    int foreignJobs = 0;      ///< of somebody else, running or pending
    int stuckJobs = 0;        ///< of ours that it took and has not begun for so long that it looks stuck
    QStringList checkpoints;  ///< keys with `/`
    QString loadedCheckpoint; ///< the one our last job there used; empty = unknown
    QString error;            ///< why it is offline or degraded
    bool demo = false;
    QDateTime since; ///< of `state`; of Stuck: when it took its jobs
    friend bool operator==(const ServerStatus &, const ServerStatus &) = default;
};

} // namespace lorastudio
