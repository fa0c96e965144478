// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/checkpoint.h"

#include <QDateTime>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace lorastudio {

/// The states of a job (cli.md). `Lost` is passing: the same row goes back to `Planned` with attempt + 1.
enum class JobState { Planned, Posting, Queued, Running, Fetching, Stored, Rejected, Failed, Lost, Cancelled };

QString toString(JobState state);
std::optional<JobState> jobStateFromString(const QString &text);

/// Stored, rejected, failed and cancelled jobs are final until a person asks for a retry.
bool isFinal(JobState state);
/// Something of the job may exist on a server: posting, queued, running, fetching.
bool isOnServer(JobState state);
/// The one place that knows which transitions exist. Same state = true (events repeat).
bool canChange(JobState from, JobState to);

/// What was sent for a job: taken when it is posted and written with the prompt id, so that a repeat is the same image.
struct WorkOrder
{
    QString modelFile; ///< key with `/`
    QString prompt;
    QString negative;
    QSize size;
    SamplerSettings settings;
    qint64 seed = 0;
    QString filenamePrefix; ///< of its own per job and attempt, so that ComfyUI never answers with an old file
    friend bool operator==(const WorkOrder &, const WorkOrder &) = default;
};

/// One image to be made: a row of the journal.
struct Job
{
    QString id; ///< UUID
    qint64 runId = 0;
    QString characterId;
    int number = 0;  ///< 1 …, image number within the character, counting over all runs
    qint64 seed = 0; ///< 0 … 2^53-1
    JobState state = JobState::Planned;
    int attempt = 1;                ///< 1 …; goes up with every repeat
    int failures = 0;               ///< failures of the job itself, against its limit; never a lost server or a restart
    QString server;                 ///< URL of the server it was posted to; empty = none
    QString clientId;               ///< ComfyUI client id of the process that posted it
    QString worker;                 ///< id of the process that has it in hand; empty = nobody
    QString promptId;               ///< the current one
    QStringList promptIds;          ///< all it ever had, the current one last
    QString reason;                 ///< why it is not stored: the server's own words where there are some
    bool demo = false;              ///< belongs to a run on the demo server
    bool trial = false;             ///< tries a prompt; its image does not count towards the target
    std::optional<WorkOrder> order; ///< set from the first posting on
    QDateTime created;
    QDateTime updated;
    friend bool operator==(const Job &, const Job &) = default;
};

/// How far the image that is being sampled is.
struct JobProgress
{
    QString node;    ///< node id that runs now
    int value = 0;   ///< steps done
    int maximum = 0; ///< 0 = unknown
    double fraction() const { return maximum > 0 ? qBound(0.0, double(value) / maximum, 1.0) : 0.0; }
    friend bool operator==(const JobProgress &, const JobProgress &) = default;
};

} // namespace lorastudio
