// SPDX-License-Identifier: GPL-3.0-or-later
// The import page stands in the place of the table while something is about to come in.
#include "characters/characterspage.h"

#include "characters/charactertableview.h"
#include "import/importpage.h"
#include "mainwindow/droppedfiles.h"
#include "widgets/runstrip.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QStackedWidget>

namespace lorastudio {

void CharactersPage::makeImportPage(ImportView *imports)
{
    m_imports = imports;
    if (!imports)
        return;
    m_import = new ImportPage(*imports, m_pages);
    m_pages->addWidget(m_import);
    connect(imports, &ImportView::stateChanged, this, &CharactersPage::followImport);
    connect(imports, &ImportView::imported, this, &CharactersPage::showImported);
    connect(m_import, &Page::frameChanged, this, &Page::frameChanged);
    connect(m_import, &Page::searchCleared, this, &Page::searchCleared);
    connect(m_import, &Page::sidePanelRequested, this, &Page::sidePanelRequested);
}

bool CharactersPage::isImporting() const
{
    return m_import && m_import->isOpen();
}

QList<QAction *> CharactersPage::pageActions() const
{
    return m_import ? QList<QAction *>{m_new} + m_import->pageActions() : QList<QAction *>{m_new};
}

QUndoStack *CharactersPage::undoStack()
{
    return isImporting() ? m_import->undoStack() : nullptr;
}

QString CharactersPage::sidePanelTitle() const
{
    return isImporting() ? m_import->sidePanelTitle() : tr("Character");
}

void CharactersPage::importPaths(const QStringList &paths)
{
    if (m_imports)
        m_imports->add(paths);
    else
        m_project.importFiles(paths);
}

void CharactersPage::paste()
{
    const QMimeData *copied = QGuiApplication::clipboard()->mimeData();
    if (!copied)
        return;
    if (copied->hasUrls()) {
        const DroppedFiles files = droppedFiles(*copied);
        if (!files.paths.isEmpty())
            importPaths(files.paths);
    } else if (m_imports && copied->hasText()) {
        m_imports->addText(copied->text());
    }
}

void CharactersPage::showEveryRow()
{
    m_strip->setAttentionShown(false);
    m_filter.setAttentionOnly(false);
    m_filter.setSearchText({});
    if (m_import)
        m_import->setSearchText({});
    Q_EMIT searchCleared();
}

void CharactersPage::followImport()
{
    const bool shown = m_pages->currentWidget() == m_import;
    if (shown == isImporting())
        return;
    showEveryRow(); // what is searched for there is not what was searched for here
    choosePage();
    updateActions();
    Q_EMIT frameChanged();
    if (isImporting())
        Q_EMIT importOpened();
    if (isVisible())
        takeFocus();
}

void CharactersPage::showImported(const QStringList &characterIds)
{
    if (!characterIds.isEmpty())
        showCharacter(characterIds.first());
}

} // namespace lorastudio
