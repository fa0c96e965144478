// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/pagetable.h"

#include "characters/characterspage.h"
#include "gallery/gallerypage.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PageTable", text);
}

Page *makeCharacters(ProjectView &project, FileDialogs &dialogs, QWidget *parent)
{
    return new CharactersPage(project, dialogs, parent);
}

Page *makeGallery(ProjectView &project, FileDialogs &, QWidget *parent)
{
    return new GalleryPage(project, parent);
}

} // namespace

QList<PageEntry> pageTable()
{
    return {
        {QStringLiteral("characters"), QStringLiteral("page-characters"), tr("&Characters"),
         QKeySequence(Qt::CTRL | Qt::Key_1), makeCharacters},
        {QStringLiteral("gallery"), QStringLiteral("page-gallery"), tr("&Gallery"), QKeySequence(Qt::CTRL | Qt::Key_2),
         makeGallery},
    };
}

} // namespace lorastudio
