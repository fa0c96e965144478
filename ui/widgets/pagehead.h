// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace lorastudio {

/// The strip on top of a page with its buttons: of one height everywhere, with a hairline towards what is below.
class PageHead : public QWidget
{
    Q_OBJECT

public:
    static constexpr int headHeight = 48; ///< with the hairline
    explicit PageHead(QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace lorastudio
