// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/demofault.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace lorastudio {

namespace {

struct KindEntry
{
    DemoFault::Kind kind;
    int times; ///< default
    const char *name;
    const char *value;   ///< default; null = takes none
    const char *allowed; ///< pattern of a value
    const char *help;
};

using Kind = DemoFault::Kind;
constexpr const char *numberPattern = "[0-9]{1,9}";

constexpr KindEntry kindTable[] = {
    {Kind::DropSockets, 1, "drop-sockets", "10", numberPattern,
     QT_TRANSLATE_NOOP("DemoFault", "cuts every WebSocket after N events")},
    {Kind::Restart, 1, "restart", "1", numberPattern,
     QT_TRANSLATE_NOOP("DemoFault", "restarts with empty memory in the middle of the N-th prompt")},
    {Kind::PartialNodeErrors, 1, "partial-node-errors", nullptr, "",
     QT_TRANSLATE_NOOP("DemoFault", "accepts a prompt with 200 and names errors of a node all the same")},
    {Kind::Nan, -1, "nan", nullptr, "", QT_TRANSLATE_NOOP("DemoFault", "writes bare NaN into JSON, as Python does")},
    {Kind::Stall, 1, "stall", "0", numberPattern,
     QT_TRANSLATE_NOOP("DemoFault", "runs N prompts, then accepts more and runs none, until a restart")},
    {Kind::SlowDownload, -1, "slow-download", "50000", numberPattern,
     QT_TRANSLATE_NOOP("DemoFault", "sends pictures with N bytes a second")},
    {Kind::BrokenDownload, 1, "broken-download", "truncated", "truncated|cut|html|empty|404|500",
     QT_TRANSLATE_NOOP("DemoFault",
                       "a picture comes truncated, cut (the connection breaks), as html, empty, or as 404 or 500")},
    {Kind::Refuse, 1, "refuse", nullptr, "", QT_TRANSLATE_NOOP("DemoFault", "answers a good prompt with 400")},
    {Kind::RejectPostAfterAccept, 1, "reject-post-after-accept", nullptr, "",
     QT_TRANSLATE_NOOP("DemoFault", "accepts a prompt, but cuts the connection before the answer")},
    {Kind::BrokenCheckpoint, 1, "broken-checkpoint", "", ".*",
     QT_TRANSLATE_NOOP("DemoFault", "a prompt fails while its checkpoint loads; with a file name: only that one")},
    {Kind::OutOfMemory, 1, "oom", nullptr, "", QT_TRANSLATE_NOOP("DemoFault", "a prompt fails for want of memory")},
    {Kind::SilentSocket, 1, "silent-socket", "10", numberPattern,
     QT_TRANSLATE_NOOP("DemoFault", "after N events the open WebSockets hear nothing more, but stay open")},
    {Kind::Latency, -1, "latency", "200", numberPattern,
     QT_TRANSLATE_NOOP("DemoFault", "waits N milliseconds before every answer")},
    {Kind::HugeFrame, 1, "huge-frame", "20", "[0-9]{1,3}", QT_TRANSLATE_NOOP("DemoFault", "sends a preview of N MiB")},
    {Kind::LoseHistory, 1, "lose-history", nullptr, "",
     QT_TRANSLATE_NOOP("DemoFault", "a finished prompt is not in the history")},
    {Kind::NoPreviews, -1, "no-previews", nullptr, "",
     QT_TRANSLATE_NOOP("DemoFault", "sends no previews, as a server does that was started without them")},
    {Kind::Hang, 1, "hang", nullptr, "", QT_TRANSLATE_NOOP("DemoFault", "never answers a request")},
};

const KindEntry &entryOf(Kind kind)
{
    for (const KindEntry &entry : kindTable) {
        if (entry.kind == kind)
            return entry;
    }
    Q_UNREACHABLE();
}

QString translated(const char *text)
{
    return QCoreApplication::translate("DemoFault", text);
}

} // namespace

QString DemoFault::name(Kind kind)
{
    return QString::fromLatin1(entryOf(kind).name);
}

DemoFault DemoFault::make(Kind kind, int value, int times)
{
    return make(kind, QString::number(value), times);
}

DemoFault DemoFault::make(Kind kind, const QString &value, int times)
{
    const char *byDefault = entryOf(kind).value;
    return DemoFault{kind, value.isEmpty() && byDefault ? QString::fromLatin1(byDefault) : value, times, 0};
}

QString DemoFault::helpText()
{
    QStringList lines;
    for (const KindEntry &entry : kindTable) {
        QString usage = QString::fromLatin1(entry.name);
        if (entry.value)
            usage += QLatin1Char('=') + (*entry.value ? QString::fromLatin1(entry.value) : QStringLiteral("FILE"));
        lines += QStringLiteral("  %1 %2").arg(usage, -28).arg(translated(entry.help));
    }
    lines += translated(QT_TRANSLATE_NOOP("DemoFault", "Add :N or :always to say how often, for example refuse:3."));
    return lines.join(QLatin1Char('\n'));
}

Result<DemoFault> DemoFault::parse(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([a-z-]+)(?:=(.*?))?(?::(always|[0-9]{1,9}))?$"));
    const auto match = form.match(text);
    const KindEntry *found = nullptr;
    for (const KindEntry &entry : kindTable) {
        if (match.hasMatch() && match.captured(1) == QLatin1StringView(entry.name))
            found = &entry;
    }
    if (!found) {
        return fail(Error::Kind::Validation,
                    translated(QT_TRANSLATE_NOOP("DemoFault", "There is no fault \"%1\". Known are:\n%2"))
                        .arg(text, helpText()));
    }
    DemoFault fault = make(found->kind, QString(), found->times);
    if (match.hasCaptured(2)) {
        const QRegularExpression allowed(
            QRegularExpression::anchoredPattern(QString::fromLatin1(found->value ? found->allowed : "")));
        if (!found->value || !allowed.match(match.captured(2)).hasMatch()) {
            return fail(
                Error::Kind::Validation,
                translated(QT_TRANSLATE_NOOP("DemoFault", "The fault %1 does not take the value \"%2\": it %3."))
                    .arg(QString::fromLatin1(found->name), match.captured(2), translated(found->help)));
        }
        fault.value = match.captured(2);
    }
    if (match.hasCaptured(3))
        fault.times = match.captured(3) == QStringLiteral("always") ? -1 : match.captured(3).toInt();
    return fault;
}

qsizetype FaultPlan::indexOf(DemoFault::Kind kind) const
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        if (m_faults.at(i).kind == kind && m_faults.at(i).times != 0)
            return i;
    }
    return -1;
}

std::optional<DemoFault> FaultPlan::pending(DemoFault::Kind kind) const
{
    const qsizetype i = indexOf(kind);
    return i < 0 ? std::nullopt : std::optional(m_faults.at(i));
}

std::optional<DemoFault> FaultPlan::take(DemoFault::Kind kind)
{
    const qsizetype i = indexOf(kind);
    if (i < 0)
        return std::nullopt;
    const DemoFault fault = m_faults.at(i);
    if (m_faults[i].times > 0 && --m_faults[i].times == 0)
        m_faults.removeAt(i);
    if (applied)
        applied(kind);
    return fault;
}

bool FaultPlan::countEvent(DemoFault::Kind kind)
{
    const qsizetype i = indexOf(kind);
    if (i < 0 || ++m_faults[i].seen < std::max(1, m_faults.at(i).number()))
        return false;
    m_faults[i].seen = 0;
    take(kind);
    return true;
}

} // namespace lorastudio
