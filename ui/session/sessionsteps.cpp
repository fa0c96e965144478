// SPDX-License-Identifier: GPL-3.0-or-later
// The undo stack of the session: steps are made one after the other, and the stack follows what really happened.
#include "session/projectsession.h"

#include <algorithm>

namespace lorastudio {

void ProjectSession::pushUndo(const QString &text, Step undo, Step redo, StepOf of)
{
    push(std::make_unique<UndoStep>(
        text, of, [this, undo, of] { runUndo(undo, of); }, [this, redo, of] { runRedo(redo, of); }));
}

void ProjectSession::push(std::unique_ptr<QUndoCommand> made)
{
    // A push drops what is undone; while that is still being taken back it may fail and has to stand there again.
    const bool undoing =
        m_turn.command || std::any_of(m_turns.cbegin(), m_turns.cend(), [](const Turn &turn) { return turn.command; });
    if (undoing)
        m_pushes.push_back(std::move(made));
    else
        m_undo.push(made.release());
}

/// A wish that is not granted yet will be a step of the stack: that one is what Undo means.
bool ProjectSession::isGranting() const
{
    return m_turn.isWish || std::any_of(m_turns.cbegin(), m_turns.cend(), [](const Turn &turn) { return turn.isWish; });
}

void ProjectSession::undo()
{
    if (isGranting())
        runInTurn([this] { return moveStack(false); });
    else
        m_undo.undo();
}

void ProjectSession::redo()
{
    if (isGranting())
        runInTurn([this] { return moveStack(true); });
    else
        m_undo.redo();
}

Task<Result<void>> ProjectSession::moveStack(bool forward)
{
    m_stackInTurn = true;
    if (forward)
        m_undo.redo();
    else
        m_undo.undo();
    m_stackInTurn = false;
    co_return Result<void>{};
}

void ProjectSession::runUndo(const Step &step, StepOf of)
{
    if (!m_puttingBack)
        takeTurn({step, of, m_undo.command(m_undo.index() - 1), false, false});
}

void ProjectSession::runRedo(const Step &step, StepOf of)
{
    if (!m_puttingBack)
        takeTurn({step, of, m_undo.command(m_undo.index()), true, false});
}

void ProjectSession::runInTurn(const Step &wish)
{
    takeTurn({wish, StepOf::Program, nullptr, false, true});
}

void ProjectSession::takeTurn(const Turn &turn)
{
    if (m_stackInTurn) // before what was asked for later
        m_turns.prepend(turn);
    else
        m_turns.append(turn);
    sayGranting();
    if (!m_stepping)
        m_scope.spawn(runTurns());
}

void ProjectSession::sayGranting()
{
    const bool granting = isGranting();
    if (granting != std::exchange(m_saidGranting, granting))
        Q_EMIT grantingChanged();
}

Task<void> ProjectSession::runTurns()
{
    // One after the other: a redo that overtakes its undo would bring back what is not gone yet. All of them, also at
    // the end of the program: what a person has asked for is stored before the services end.
    m_stepping = true;
    while (!m_turns.isEmpty()) {
        m_turn = m_turns.takeFirst();
        Task<Result<void>> work = m_turn.step();
        const Result<void> done = co_await std::move(work);
        if (done)
            continue;
        const std::chrono::milliseconds none(0);
        const std::stop_token never;
        co_await sleepFor(none, never); // the stack moves its index only when the step has begun
        const QString head = m_turn.isRedo ? tr("Redo failed") : tr("Undo failed");
        putBack(m_turn);
        notify(QStringLiteral("action"), head, done.error());
    }
    m_turn = {};
    m_stepping = false;
    for (std::unique_ptr<QUndoCommand> &made : std::exchange(m_pushes, {}))
        m_undo.push(made.release());
    sayGranting();
}

/// The step was not made: the stack stands again where it stood before, and what was asked for after it, which builds
/// on it, is dropped.
void ProjectSession::putBack(const Turn &failed)
{
    if (!failed.command) // it went with its project
        return;
    m_turns.removeIf([](const Turn &turn) { return turn.command != nullptr; });
    for (int i = 0; i < m_undo.count(); ++i) {
        if (m_undo.command(i) != failed.command)
            continue;
        m_puttingBack = true;
        m_undo.setIndex(failed.isRedo ? i : i + 1);
        m_puttingBack = false;
        break;
    }
}

void ProjectSession::forgetStepsOfProject()
{
    m_turns.removeIf([](const Turn &turn) { return turn.of == StepOf::Project; });
    m_turn.command = nullptr;
    for (Turn &turn : m_turns)
        turn.command = nullptr; // the stack is another one
    std::vector<std::unique_ptr<QUndoCommand>> kept;
    const auto keep = [&](const QUndoCommand *command) {
        if (const auto *lasting = dynamic_cast<const LastingStep *>(command)) {
            if (std::unique_ptr<QUndoCommand> again = lasting->again())
                kept.push_back(std::move(again));
        }
    };
    for (int i = 0; i < m_undo.index(); ++i)
        keep(m_undo.command(i));
    for (const std::unique_ptr<QUndoCommand> &made : m_pushes)
        keep(made.get());
    m_pushes.clear();
    m_undo.clear();
    for (std::unique_ptr<QUndoCommand> &step : kept)
        m_undo.push(step.release());
    setLastChange({});
}

void ProjectSession::setLastChange(const QString &text)
{
    m_summary.lastChange = text;
    Q_EMIT runSummaryChanged();
}

/// Steps come from other pages, too.
void ProjectSession::followUndoStack()
{
    const int index = m_undo.index();
    const bool back = index < std::exchange(m_undoIndex, index);
    const QString step = m_undo.text(back ? index : index - 1);
    const QString said = back && !step.isEmpty() ? tr("Undone: %1").arg(step) : step;
    if (said != m_summary.lastChange)
        setLastChange(said);
}

} // namespace lorastudio
