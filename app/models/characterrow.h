// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/character.h"
#include "domain/checkpoint.h"
#include "domain/job.h"
#include "domain/run.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <optional>

namespace lorastudio {

/// What a character's row says of its part in a run. The order is the rank: the first that is true is shown.
enum class RowState {
    ModelMissing,
    Failed,
    NoServer,
    Paused,
    DiskFull,
    Sampling,
    LoadingCheckpoint,
    Waiting,
    WaitingForReview,
    StoppedEarly,
    Done,
    Stopped,
    NotStarted
};

/// What the link in a row does.
enum class RowLink { None, ChooseModel, RetryFailed, ShowServers, Resume, OpenFolder, GoOn, ContinueRun, AddToRun };

/// The state of a row with the figures its second line and its link need. Fields that a state does not name stay at
/// their defaults.
struct RowStatus
{
    RowState state = RowState::NotStarted;
    QString server;         ///< Sampling, LoadingCheckpoint: name of the server
    QString cause;          ///< Failed, StoppedEarly: why, for people; WaitingForReview: name of the reviewer
    int count = 0;          ///< Failed: failed jobs; NoServer: images that wait; Waiting: jobs in front;
                            ///< WaitingForReview: reviews to go; Stopped: images made
    QDateTime at;           ///< Paused: since when; Done: when the last image came
    bool runActive = false; ///< NotStarted: a run goes on, so that the row can be added to it
    friend bool operator==(const RowStatus &, const RowStatus &) = default;
};

/// One row of the character table: everything it shows, as one comparable value.
struct CharacterRow
{
    Character character;
    Assignment assignment;
    std::optional<Checkpoint> checkpoint; ///< of the assignment; empty = none chosen yet
    bool onNoServer = false;              ///< servers are connected and none of them has the checkpoint
    CharacterSummary summary;
    RowStatus status;
    std::optional<JobProgress> live; ///< the image that is being sampled now
    int secondsLeft = -1;            ///< until this row is complete; -1 = not known or nothing runs
    double perMinute = 0;            ///< images per minute of this row; 0 = not known
    QString thumbnailKey;            ///< of the reference picture (or what stands for it); empty = none
    std::optional<qint64> baseSeed;  ///< of the last run of this character
    friend bool operator==(const CharacterRow &, const CharacterRow &) = default;
};

/// An entry of the list that a model cell opens.
struct ModelChoice
{
    Checkpoint checkpoint;
    bool available = true;            ///< on a connected server, or no server is known yet
    std::optional<double> acceptance; ///< measured share of accepted images, 0 … 1
    friend bool operator==(const ModelChoice &, const ModelChoice &) = default;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::CharacterRow)
