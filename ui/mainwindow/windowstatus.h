// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runsummary.h"

#include <QStatusBar>

namespace lorastudio {

class LinkButton;
class TextLabel;

/// The status bar: left the last change with a way back, right what the servers do, how fast, until when, and where it
/// is stored. While the demo server is used, that is said first, always.
class WindowStatus : public QStatusBar
{
    Q_OBJECT

public:
    explicit WindowStatus(QWidget *parent = nullptr);
    void setSummary(const RunSummary &summary);
    void setCanUndo(bool can);

Q_SIGNALS:
    void undoRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    class StatusItem *addItem(const char *name, const QString &glyph);

    TextLabel *m_change;
    LinkButton *m_undo;
    class QHBoxLayout *m_row;
    class StatusItem *m_demo;
    class StatusItem *m_servers;
    class StatusItem *m_rate;
    class StatusItem *m_time;
    class StatusItem *m_database;
};

} // namespace lorastudio
