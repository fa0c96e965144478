// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/windowmenus.h"

#include "mainwindow/windowactions.h"

#include <QCoreApplication>
#include <QMainWindow>
#include <QMenuBar>
#include <QToolButton>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("WindowMenus", text);
}

void fillView(QMenu *view, const WindowActions &actions, const PageActions &pages, bool withAppearance)
{
    view->addActions(actions.pages);
    view->addSeparator();
    QMenu *sort = view->addMenu(tr("S&ort Characters"));
    sort->setObjectName(QStringLiteral("sortCharactersMenu"));
    sort->addActions(pages.sort);
    view->addAction(pages.compact);
    view->addSeparator();
    view->addActions({actions.sidePanel, actions.menuBar, actions.fullScreen, actions.nextPane});
    if (!withAppearance)
        return;
    view->addSeparator();
    QMenu *appearance = view->addMenu(tr("&Appearance"));
    appearance->addActions({actions.asDesktop, actions.light, actions.dark});
}

} // namespace

void fillMenus(QMainWindow &window, const WindowActions &actions, const PageActions &pages, bool withAppearance,
               QToolButton &button)
{
    QMenuBar *bar = window.menuBar();
    bar->setObjectName(QStringLiteral("menuBar"));
    bar->setAccessibleName(tr("Menu bar"));
    bar->setNativeMenuBar(false);
    auto *whole = new QMenu(&window);
    const auto add = [&](const QString &title, const char *name) {
        QMenu *menu = bar->addMenu(title);
        menu->setObjectName(QString::fromLatin1(name));
        whole->addMenu(menu);
        return menu;
    };
    QMenu *file = add(tr("&File"), "fileMenu");
    file->addActions({pages.newCharacter, actions.importFiles, actions.importFolder, actions.paste});
    file->addSeparator();
    file->addMenu(actions.projects);
    file->addActions({actions.newProject, actions.renameProject});
    file->addAction(actions.sampleProject);
    file->addSeparator();
    file->addAction(actions.quit);

    QMenu *edit = add(tr("&Edit"), "editMenu");
    edit->addActions({actions.undo, actions.redo});
    edit->addSeparator();
    edit->addActions(pages.row.mid(3));
    edit->addSeparator();
    edit->addAction(actions.search);

    fillView(add(tr("&View"), "viewMenu"), actions, pages, withAppearance);

    QMenu *run = add(tr("&Run"), "runMenu");
    run->addActions({actions.start, actions.pause, actions.stop});
    run->addSeparator();
    run->addActions({actions.retry, actions.autoAssign});
    run->addSeparator();
    run->addActions(pages.row.mid(0, 3));

    add(tr("&Image"), "imageMenu")->addActions(pages.image);
    add(tr("&Help"), "helpMenu")->addActions({actions.guide, actions.keys, actions.about});
    button.setMenu(whole);
}

} // namespace lorastudio
