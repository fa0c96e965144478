// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace lorastudio {

/// The guide that comes with the program, beside the work and not in front of it. Its pictures are shown where they lie
/// with the program; without them it is its text.
class GuideWindow : public QDialog
{
    Q_OBJECT

public:
    explicit GuideWindow(QWidget *parent);
};

} // namespace lorastudio
