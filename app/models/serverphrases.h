// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

/// The sentences of the page of servers, in one place, so that a cell, its tool tip and a screen reader say the same.
/// Names and words of servers are isolated.
namespace lorastudio::phrases {

/// "Busy", "Loading", "Idle", …
QString serverState(ServerState state);
/// Second line of the state: "Yuki, image 46", "For 4 s, usually 6 s", "Since 21:40", "Tries again in 20 s".
QString serverDetail(const ServerRow &row, const QDateTime &now);
/// "Driven by this program", "Driven by atelier-2, process 4711"; empty if no other program works, or none drives it.
QString serverDriver(const ServerRow &row);
/// "9.8 of 24 GB in use"; "8 GB" while it does not answer; empty if not known.
QString serverMemory(const ServerRow &row);
/// Share of the memory in use, 0 … 1; -1 = not known.
double serverMemoryShare(const ServerRow &row);
/// Both lines of the checkpoint cell.
QString serverCheckpoint(const ServerRow &row);
QString serverNext(const ServerRow &row);
/// Second line of the queue: "ours", "+3 of others", "1 now, 2 next" of another program.
QString serverQueue(const ServerRow &row);
/// "15.6/min" and "3.9 s per image"; a dash and nothing if not known.
QString serverRate(const ServerRow &row);
QString serverSeconds(const ServerRow &row);
/// Whether it shows anything but its address and state.
bool serverAnswers(const ServerRow &row);
/// Somebody has to look after it: stuck, offline or answering wrongly.
bool serverNeedsPerson(const ServerRow &row);
/// What stands below its row.
QList<ServerMessage> serverMessages(const ServerRow &row, const QDateTime &now);
QString serverLink(ServerLink link);
/// "2 working, 1 idle, 1 stuck, 1 offline".
QString serverSummary(const QList<ServerRow> &rows);
/// "4 minutes", "1 hour".
QString duration(qint64 seconds);

/// Whole cells, for screen readers.
QString serverSentence(const ServerRow &row);
QString serverStateSentence(const ServerRow &row, const QDateTime &now);
QString serverMemorySentence(const ServerRow &row);
QString serverCheckpointSentence(const ServerRow &row);
QString serverQueueSentence(const ServerRow &row);
QString serverSpeedSentence(const ServerRow &row);
QString serverImagesSentence(const ServerRow &row);

/// The lane of a server that shows no block: "Idle: has no model of this run".
QString laneNote(const ServerRow &row);
/// "2 jobs, none started", "Offline".
QString blockLabel(const TimelineBlock &block);
/// What the ten minutes show, a line per server and kind, columns separated by tabs.
QString timelineFigures(const QList<ServerRow> &rows, const QList<TimelineBlock> &blocks);
/// The same as sentences.
QString timelineSentence(const QList<ServerRow> &rows, const QList<TimelineBlock> &blocks);

/// "Failed", "Refused", "Waiting", "On its way", …
QString jobState(JobState state);
QString jobSentence(const JobRow &row);

} // namespace lorastudio::phrases
