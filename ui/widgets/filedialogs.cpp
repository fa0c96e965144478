// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filedialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>

namespace lorastudio {

namespace {

const QString lastFolderKey = QStringLiteral("import/lastFolder");

void open(QFileDialog *dialog, FileDialogs::Answer answer)
{
    const QString last = QSettings().value(lastFolderKey).toString();
    dialog->setDirectory(QFileInfo(last).isDir() ? last : QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog,
                     [answer = std::move(answer)](const QStringList &paths) {
                         if (paths.isEmpty())
                             return;
                         QSettings().setValue(lastFolderKey, QFileInfo(paths.first()).absolutePath());
                         answer(paths);
                     });
    dialog->open();
}

} // namespace

void DesktopFileDialogs::chooseFiles(QWidget *parent, const QString &title, const QString &filter, Answer answer)
{
    auto *dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    open(dialog, std::move(answer));
}

void DesktopFileDialogs::chooseFolder(QWidget *parent, const QString &title, Answer answer)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    open(dialog, std::move(answer));
}

void DesktopFileDialogs::chooseDatabaseFile(QWidget *parent, const QString &title, const QString &filter, Answer answer)
{
    auto *dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("sqlite"));
    open(dialog, std::move(answer));
}

} // namespace lorastudio
