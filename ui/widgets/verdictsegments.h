// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

#include <QWidget>

#include <array>
#include <optional>

namespace lorastudio {

class VerdictSegment;

/// All, accepted, undecided, rejected, each with its count: one of them is chosen. Tab goes to the chosen one, the
/// arrows to its neighbours.
class VerdictSegments : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictSegments(QWidget *parent = nullptr);
    /// Tells nobody. Empty = all.
    void setVerdict(std::optional<Verdict> verdict);
    std::optional<Verdict> verdict() const;
    /// `counts` by Verdict.
    void setCounts(const std::array<int, 3> &counts);

Q_SIGNALS:
    void verdictChosen(std::optional<Verdict> verdict);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::array<VerdictSegment *, 4> m_segments{};
};

} // namespace lorastudio
