// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runsummary.h"

#include <QStatusBar>

class QHBoxLayout;

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
    /// What was clicked is told more about there.
    void pageRequested(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    class StatusItem *addItem(const char *name, const QString &glyph, const char *page);

    TextLabel *m_change = nullptr;
    LinkButton *m_undo = nullptr;
    QHBoxLayout *m_row = nullptr;
    class StatusItem *m_demo = nullptr;
    class StatusItem *m_servers = nullptr;
    class StatusItem *m_rate = nullptr;
    class StatusItem *m_time = nullptr;
    class StatusItem *m_database = nullptr;
};

} // namespace lorastudio
