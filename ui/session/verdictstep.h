// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

#include <QUndoCommand>
#include <QVector>

#include <functional>

namespace lorastudio {

/// A person's verdict on some images, made already when it is pushed. A further one on the same images becomes part of
/// it: whoever changes their mind takes back all of it at once.
class VerdictStep : public QUndoCommand
{
public:
    using Write = std::function<void(const QVector<ImageVerdict> &)>;

    VerdictStep(const QString &text, QVector<ImageVerdict> before, Verdict verdict, Write undo, Write redo)
        : QUndoCommand(text), m_before(std::move(before)), m_undo(std::move(undo)), m_redo(std::move(redo))
    {
        m_after = m_before;
        for (ImageVerdict &image : m_after)
            image = {image.id, verdict, false};
    }
    int id() const override { return 1; }
    void undo() override { m_undo(m_before); }
    void redo() override
    {
        if (!std::exchange(m_first, false))
            m_redo(m_after);
    }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const VerdictStep *>(other); // the same id()
        const auto sameImage = [](const ImageVerdict &a, const ImageVerdict &b) {
            return a.id == b.id;
        };
        if (!std::equal(m_before.cbegin(), m_before.cend(), next->m_before.cbegin(), next->m_before.cend(), sameImage))
            return false;
        m_after = next->m_after;
        setText(next->text() + u'\n' + next->actionText());
        setObsolete(m_after == m_before);
        return true;
    }

private:
    QVector<ImageVerdict> m_before; ///< by id
    QVector<ImageVerdict> m_after;
    Write m_undo;
    Write m_redo;
    bool m_first = true;
};

} // namespace lorastudio
