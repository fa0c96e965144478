// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/console.h"
#include "generation/generationservice.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace lorastudio {

/// Shows a run on standard error: one line that is rewritten on a terminal (ten times a second at most), plain lines
/// elsewhere, one whenever the share grew by a tenth and every 30 s.
class RunProgressLine : public QObject
{
    Q_OBJECT

public:
    RunProgressLine(Console &console, GenerationService &generation, ServerPool &pool);
    ~RunProgressLine() override;

private:
    void show();
    QString text() const;

    Console &m_console;
    GenerationService &m_generation;
    ServerPool &m_pool;
    QTimer m_timer;
    QElapsedTimer m_sincePlain;
    int m_lastTenth = -1;
    QString m_lastHold;
};

} // namespace lorastudio
