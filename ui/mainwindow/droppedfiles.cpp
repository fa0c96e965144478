// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/droppedfiles.h"

#include "import/importer.h"
#include "import/importresult.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QMimeData>
#include <QUrl>

namespace lorastudio {

namespace {

constexpr int mostLookedAt = 50; ///< more are taken on trust: they may lie on a slow disk

QString tr(const char *text)
{
    return QCoreApplication::translate("DroppedFiles", text);
}

QString count(qsizetype number)
{
    return QLocale().toString(number);
}

} // namespace

DroppedFiles droppedFiles(const QMimeData &data)
{
    DroppedFiles dropped;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            dropped.paths.append(url.toLocalFile());
    }
    if (dropped.paths.isEmpty()) {
        dropped.problem = tr("Only files and folders of this computer can be read");
        return dropped;
    }
    QStringList others;
    for (const QString &path : dropped.paths.mid(0, mostLookedAt)) {
        if (!mayBeRead(path))
            others.append(path);
    }
    const QString kinds = tr("Folders, PNG, JPEG, WebP, CSV and JSON can be read");
    if (others.size() == dropped.paths.size()) {
        dropped.problem = others.size() == 1
                              ? tr("%1 cannot be read").arg(quotedForMessage(QFileInfo(others.first()).fileName()))
                              : tr("None of these %1 files can be read").arg(count(others.size()));
        dropped.note = kinds;
    } else if (!others.isEmpty()) {
        dropped.note = tr("%1 of %2 cannot be read. %3.").arg(count(others.size()), count(dropped.paths.size()), kinds);
    }
    return dropped;
}

} // namespace lorastudio
