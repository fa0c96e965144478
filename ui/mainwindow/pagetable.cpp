// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/pagetable.h"

#include "characters/characterspage.h"
#include "gallery/gallerypage.h"
#include "mainwindow/windowviews.h"
#include "servers/serverspage.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PageTable", text);
}

Page *makeCharacters(const WindowViews &views, QWidget *parent)
{
    return new CharactersPage(views.project, views.dialogs, parent);
}

Page *makeGallery(const WindowViews &views, QWidget *parent)
{
    return new GalleryPage(views.project, parent);
}

Page *makeServers(const WindowViews &views, QWidget *parent)
{
    return new ServersPage(*views.servers, parent);
}

} // namespace

QList<PageEntry> pageTable([[maybe_unused]] const WindowViews &views)
{
    QList<PageEntry> table;
    const auto add = [&table](bool there, PageEntry entry) {
        if (there)
            table.append(std::move(entry));
    };
    add(true, {QStringLiteral("characters"), QStringLiteral("page-characters"), tr("&Characters"),
               QKeySequence(Qt::CTRL | Qt::Key_1), makeCharacters});
    add(true, {QStringLiteral("gallery"), QStringLiteral("page-gallery"), tr("&Gallery"),
               QKeySequence(Qt::CTRL | Qt::Key_2), makeGallery});
    add(views.servers, {QStringLiteral("servers"), QStringLiteral("page-servers"), tr("Ser&vers"),
                        QKeySequence(Qt::CTRL | Qt::Key_4), makeServers});
    return table;
}

} // namespace lorastudio
