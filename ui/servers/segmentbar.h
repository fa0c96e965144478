// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

class QButtonGroup;

namespace lorastudio {

/// One of several views of the same place, chosen with the pointer or with the arrows.
class SegmentBar : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentBar(QWidget *parent = nullptr);
    /// Adds a segment at the end; the first one is chosen.
    void add(const QString &text, const QString &objectName);
    void setText(int index, const QString &text);
    int current() const;
    void choose(int index);

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QButtonGroup *m_group;
};

} // namespace lorastudio
