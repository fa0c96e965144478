// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>
#include <QVector>

#include <functional>
#include <optional>

namespace lorastudio {

/// Something that goes wrong on purpose in the demo server, so that a program can be tried against it.
struct DemoFault
{
    enum class Kind {
        DropSockets,
        Restart,
        PartialNodeErrors,
        Nan,
        Stall,
        SlowDownload,
        BrokenDownload,
        Refuse,
        RejectPostAfterAccept,
        BrokenCheckpoint,
        OutOfMemory,
        SilentSocket,
        Latency,
        HugeFrame,
        LoseHistory,
        NoPreviews,
        Hang
    };

    Kind kind = Kind::Latency;
    QString value; ///< what it means depends on the kind; see `helpText`
    int times = 1; ///< how often it applies; -1 = always
    int seen = 0;  ///< of a kind that waits for the n-th event: how many there were

    int number() const { return value.toInt(); }

    /// Reads `KIND[=VALUE][:TIMES]`, TIMES a number or `always`. The message of an error lists the kinds.
    static Result<DemoFault> parse(const QString &text);
    static DemoFault make(Kind kind, int value, int times = 1);
    static DemoFault make(Kind kind, const QString &value = {}, int times = 1);
    static QString name(Kind kind);
    /// One line per kind, for `--help`.
    static QString helpText();
};

/// The faults that are still to happen, oldest first.
class FaultPlan
{
public:
    /// Called whenever a fault is applied.
    std::function<void(DemoFault::Kind)> applied;

    void add(DemoFault fault) { m_faults.append(std::move(fault)); }
    void clear() { m_faults.clear(); }
    /// The next fault of this kind without using it up; nothing if there is none.
    std::optional<DemoFault> pending(DemoFault::Kind kind) const;
    /// Applies the next fault of this kind: it counts as happened once.
    std::optional<DemoFault> take(DemoFault::Kind kind);
    /// For kinds that wait for the n-th event (value = n): counts one event, applies the fault at the n-th.
    bool countEvent(DemoFault::Kind kind);

private:
    qsizetype indexOf(DemoFault::Kind kind) const;
    QVector<DemoFault> m_faults;
};

} // namespace lorastudio
