// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace lorastudio {

/// The name of the project above the pages; it opens the list of projects.
class ProjectChooser : public QToolButton
{
    Q_OBJECT

public:
    explicit ProjectChooser(QWidget *parent = nullptr);
    void setProjectName(const QString &name);
    QString projectName() const { return m_name; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
};

} // namespace lorastudio
