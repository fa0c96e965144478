// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/pagetable.h"

#include "characters/characterspage.h"
#include "gallery/gallerypage.h"
#include "log/logpage.h"
#include "mainwindow/windowviews.h"
#include "models/modelspage.h"
#include "servers/serverspage.h"
#include "settings/settingspage.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PageTable", text);
}

Page *makeCharacters(const WindowViews &views, QWidget *parent)
{
    return new CharactersPage(views.project, views.dialogs, views.imports, parent);
}

Page *makeGallery(const WindowViews &views, QWidget *parent)
{
    return new GalleryPage(views.project, *views.library, views.dialogs, parent);
}

Page *makeModels(const WindowViews &views, QWidget *parent)
{
    return new ModelsPage(*views.models, parent);
}

Page *makeLog(const WindowViews &views, QWidget *parent)
{
    return new LogPage(*views.log, parent);
}

Page *makeSettings(const WindowViews &views, QWidget *parent)
{
    return new SettingsPage(*views.settings, views.dialogs, parent);
}

Page *makeServers(const WindowViews &views, QWidget *parent)
{
    return new ServersPage(*views.servers, parent);
}

} // namespace

QList<PageEntry> pageTable(const WindowViews &views)
{
    QList<PageEntry> table;
    const auto add = [&table](bool there, PageEntry entry) {
        if (there)
            table.append(std::move(entry));
    };
    add(true, {QStringLiteral("characters"), QStringLiteral("page-characters"), tr("&Characters"),
               QKeySequence(Qt::CTRL | Qt::Key_1), makeCharacters});
    add(views.library, {QStringLiteral("gallery"), QStringLiteral("page-gallery"), tr("&Gallery"),
                        QKeySequence(Qt::CTRL | Qt::Key_2), makeGallery});
    add(views.models, {QStringLiteral("models"), QStringLiteral("page-models"), tr("&Models"),
                       QKeySequence(Qt::CTRL | Qt::Key_3), makeModels});
    add(views.servers, {QStringLiteral("servers"), QStringLiteral("page-servers"), tr("Ser&vers"),
                        QKeySequence(Qt::CTRL | Qt::Key_4), makeServers});
    add(views.log, {QStringLiteral("log"), QStringLiteral("page-log"), tr("&Log"), QKeySequence(Qt::CTRL | Qt::Key_5),
                    makeLog, true});
    add(views.settings, {QStringLiteral("settings"), QStringLiteral("page-settings"), tr("&Settings"),
                         QKeySequence(Qt::CTRL | Qt::Key_6), makeSettings, true});
    return table;
}

} // namespace lorastudio
