// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/job.h"

#include <array>
#include <utility>

namespace lorastudio {

namespace {

const std::array<std::pair<JobState, QString>, 10> &names()
{
    static const std::array<std::pair<JobState, QString>, 10> table{{
        {JobState::Planned, QStringLiteral("planned")},
        {JobState::Posting, QStringLiteral("posting")},
        {JobState::Queued, QStringLiteral("queued")},
        {JobState::Running, QStringLiteral("running")},
        {JobState::Fetching, QStringLiteral("fetching")},
        {JobState::Stored, QStringLiteral("stored")},
        {JobState::Rejected, QStringLiteral("rejected")},
        {JobState::Failed, QStringLiteral("failed")},
        {JobState::Lost, QStringLiteral("lost")},
        {JobState::Cancelled, QStringLiteral("cancelled")},
    }};
    return table;
}

} // namespace

QString toString(JobState state)
{
    for (const auto &[value, name] : names()) {
        if (value == state)
            return name;
    }
    return {};
}

std::optional<JobState> jobStateFromString(const QString &text)
{
    for (const auto &[value, name] : names()) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

bool isFinal(JobState state)
{
    return state == JobState::Stored || state == JobState::Rejected || state == JobState::Failed ||
           state == JobState::Cancelled;
}

bool isOnServer(JobState state)
{
    return state == JobState::Posting || state == JobState::Queued || state == JobState::Running ||
           state == JobState::Fetching;
}

bool canChange(JobState from, JobState to)
{
    if (from == to)
        return true;
    switch (to) {
    case JobState::Planned: // again: after a loss, or because a person retries
        return from == JobState::Lost || from == JobState::Rejected || from == JobState::Failed ||
               from == JobState::Cancelled;
    case JobState::Posting:
        return from == JobState::Planned;
    case JobState::Queued:
        return from == JobState::Posting;
    case JobState::Running:
        return from == JobState::Posting || from == JobState::Queued;
    case JobState::Fetching:
        return isOnServer(from) || from == JobState::Lost;
    case JobState::Stored:
        return from == JobState::Fetching;
    case JobState::Rejected: // the answer may come after the first event
        return from == JobState::Posting || from == JobState::Queued || from == JobState::Running;
    case JobState::Failed:
        return isOnServer(from) || from == JobState::Planned;
    case JobState::Lost:
        return isOnServer(from);
    case JobState::Cancelled:
        return !isFinal(from);
    }
    return false;
}

} // namespace lorastudio
