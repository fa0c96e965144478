// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace lorastudio {

/// What the program is called, which version it is, and under which licence it may be passed on. Deletes itself when it
/// is closed.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent);
};

} // namespace lorastudio
