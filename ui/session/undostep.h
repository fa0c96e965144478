// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include <functional>
#include <memory>

namespace lorastudio {

/// Whose change a step is: one of the program (servers, catalog, settings) outlives the change to another project.
enum class StepOf { Project, Program };

/// A step that can stay on the stack when another project is opened.
class LastingStep : public QUndoCommand
{
public:
    using QUndoCommand::QUndoCommand;
    /// The same step once more, made already; null if it goes with its project.
    virtual std::unique_ptr<QUndoCommand> again() const = 0;
};

/// A change that has been made already when it is pushed: the first redo of the stack does nothing.
class UndoStep : public LastingStep
{
public:
    /// `text` is what stands in the status bar, after a line feed what Undo and Redo call it, if that differs.
    UndoStep(const QString &text, StepOf of, std::function<void()> undo, std::function<void()> redo)
        : LastingStep(text), m_text(text), m_of(of), m_undo(std::move(undo)), m_redo(std::move(redo))
    {
    }
    void undo() override { m_undo(); }
    void redo() override
    {
        if (!std::exchange(m_first, false))
            m_redo();
    }
    std::unique_ptr<QUndoCommand> again() const override
    {
        return m_of == StepOf::Program ? std::make_unique<UndoStep>(m_text, m_of, m_undo, m_redo) : nullptr;
    }

private:
    QString m_text;
    StepOf m_of;
    std::function<void()> m_undo;
    std::function<void()> m_redo;
    bool m_first = true;
};

} // namespace lorastudio
