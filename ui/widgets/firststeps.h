// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runsummary.h"

#include <QScrollArea>

class QLineEdit;
class QPushButton;

namespace lorastudio {

class ImageSource;
class TextLabel;

/// The first page of an empty project: three ways to begin, and what happens after.
class FirstSteps : public QScrollArea
{
    Q_OBJECT

public:
    FirstSteps(ImageSource &images, const QStringList &samplePictureKeys, QWidget *parent = nullptr);
    /// Says which server is there.
    void setServers(const RunSummary &summary);
    /// Says below the texts of the third card why it could not be reached; empty takes it away.
    void setServerProblem(const QString &message);
    /// Marks the card that takes files while something is dragged over the window.
    void setDropping(bool on);
    void focusAddress();

Q_SIGNALS:
    void chooseFilesRequested();
    void chooseFolderRequested();
    void sampleProjectRequested();
    void connectRequested(const QString &address);
    void demoServerRequested();

private:
    void connectAddress();

    QLineEdit *m_address;
    QPushButton *m_demo;
    TextLabel *m_problem;
    class Card *m_dropCard;
};

} // namespace lorastudio
