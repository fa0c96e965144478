// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "session/undostep.h"

#include <QElapsedTimer>

#include <functional>

namespace lorastudio {

/// A change of settings that has been made already when it is pushed. Changes of the same setting that follow shortly
/// after each other are one step, and none if they lead back.
class SettingsStep : public LastingStep
{
public:
    using Apply = std::function<void(const SettingsValues &)>;
    /// `setting`: a number of the setting that changed.
    SettingsStep(const QString &text, int setting, const SettingsValues &before, const SettingsValues &after,
                 Apply apply)
        : LastingStep(text), m_setting(setting), m_before(before), m_after(after), m_apply(std::move(apply))
    {
        m_age.start();
    }
    int id() const override { return idBase + m_setting; }
    void undo() override { m_apply(m_before); }
    void redo() override
    {
        if (!std::exchange(m_first, false))
            m_apply(m_after);
    }
    std::unique_ptr<QUndoCommand> again() const override
    {
        auto step = std::make_unique<SettingsStep>(text(), m_setting, m_before, m_after, m_apply);
        step->m_age = m_age; // it merges with no older step than this one would
        return step;
    }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const SettingsStep *>(other); // the same id is this class
        if (m_age.hasExpired(togetherMs))
            return false;
        m_after = next->m_after;
        setText(next->text());
        setObsolete(m_after == m_before);
        m_age.restart();
        return true;
    }

private:
    static constexpr int idBase = 0x5e77;
    static constexpr int togetherMs = 2000;
    int m_setting;
    SettingsValues m_before;
    SettingsValues m_after;
    Apply m_apply;
    QElapsedTimer m_age;
    bool m_first = true;
};

} // namespace lorastudio
