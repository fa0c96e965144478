// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runsummary.h"

#include <QWidget>

class QPushButton;

namespace lorastudio {

/// How far the run is, until when, and whether it needs a person, above the table. After a run it stays until the next
/// start.
class RunStrip : public QWidget
{
    Q_OBJECT

public:
    static constexpr int stripHeight = 76;

    explicit RunStrip(QWidget *parent = nullptr);
    void setSummary(const RunSummary &summary);
    /// Whether the table shows only what needs attention now.
    void setAttentionShown(bool on);
    QSize sizeHint() const override { return QSize(600, stripHeight); }

Q_SIGNALS:
    void attentionToggled(bool on);
    void galleryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void placeButtons();
    QString heading() const;
    QString origin() const;
    QString ending() const;
    QString endingDetail() const;

    RunSummary m_summary;
    QPushButton *m_attention;
    QPushButton *m_gallery;
};

} // namespace lorastudio
