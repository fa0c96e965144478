// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/imagelibraryview.h"

#include <QWidget>

class QProgressBar;

namespace lorastudio {

class TextLabel;

/// How far the copying of images is, with a way to end it. Not there while nothing is copied.
class CopyBar : public QWidget
{
    Q_OBJECT

public:
    explicit CopyBar(QWidget *parent = nullptr);
    void setState(const CopyState &state);

Q_SIGNALS:
    void cancelRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_text;
    QProgressBar *m_progress;
};

} // namespace lorastudio
