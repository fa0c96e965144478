// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryitem.h"

#include <QWidget>

#include <optional>

namespace lorastudio {

class CellInk;

/// The image that is being made for a character: preview, step and time left.
class LivePreviewBox : public QWidget
{
    Q_OBJECT

public:
    explicit LivePreviewBox(QWidget *parent = nullptr);
    /// `aspect` of the character's images shapes the box before the first preview. Empty = nothing is being made.
    void setPreview(const std::optional<LivePreview> &preview, QSize aspect);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paint(QPainter &painter, CellInk &ink) const;
    QSize boxSize() const;

    std::optional<LivePreview> m_preview;
    QSize m_aspect{512, 768};
};

} // namespace lorastudio
