// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace lorastudio {

/// Where file dialogs go through, so that tests can answer them. The answer comes later, never inside the call; it does
/// not come if the person cancels or `parent` is gone.
class FileDialogs
{
public:
    using Answer = std::function<void(const QStringList &paths)>;
    virtual ~FileDialogs() = default;
    virtual void chooseFiles(QWidget *parent, const QString &title, const QString &filter, Answer answer) = 0;
    virtual void chooseFolder(QWidget *parent, const QString &title, Answer answer) = 0;
    /// A file that is there, or the name of one that is to be made; nothing is written or asked about.
    virtual void chooseDatabaseFile(QWidget *parent, const QString &title, const QString &filter, Answer answer)
    {
        chooseFiles(parent, title, filter, std::move(answer));
    }
};

/// The desktop's dialogs. They start in the folder that was used last.
class DesktopFileDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *parent, const QString &title, const QString &filter, Answer answer) override;
    void chooseFolder(QWidget *parent, const QString &title, Answer answer) override;
    void chooseDatabaseFile(QWidget *parent, const QString &title, const QString &filter, Answer answer) override;
};

} // namespace lorastudio
