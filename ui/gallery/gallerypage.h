// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gallery/gallerysettings.h"
#include "mainwindow/page.h"
#include "models/gallerymodel.h"
#include "models/imagelibraryview.h"
#include "models/projectview.h"

#include <QBasicTimer>

#include <optional>

class QAction;
class QPushButton;
class QStackedWidget;

namespace lorastudio {

class CopyBar;
class FileDialogs;
class GalleryActions;
class GalleryHead;
class GalleryView;
class FullSizePage;
class ImagePanel;
class ImageView;
class KeyHints;
class QuestionBar;
class TextLabel;

/// The images of the project as tiles, filtered and sorted, and one of them in full size; what a person decides on them
/// with keys; and in the side panel what the selected one is and why it scores what it scores. New images come in by
/// themselves while the first tiles are on the screen and nothing is selected, otherwise they are offered by a button,
/// so that nothing moves under the eyes.
class GalleryPage : public Page
{
    Q_OBJECT

public:
    GalleryPage(ProjectView &project, ImageLibraryView &library, FileDialogs &dialogs, QWidget *parent = nullptr);
    ~GalleryPage() override;
    /// All images of one character, or of all (empty).
    void showCharacter(const QString &id);
    /// Shows one image of a character in full size as soon as it is loaded.
    void showImage(const QString &characterId, qint64 imageId);
    bool isImageShown() const;
    void takeFocus() override;
    bool escape() override;
    PageBadge badge() const override { return {m_project.runSummary().images, PageBadge::Kind::Plain}; }
    QString searchPrompt() const override { return tr("Search prompts"); }
    void setSearchText(const QString &text) override;
    QWidget *sidePanel() override;
    QString sidePanelTitle() const override { return tr("Image"); }
    QList<QAction *> pageActions() const override;
    /// Actions for the menu "Image".
    QList<QAction *> imageActions() const;

Q_SIGNALS:
    void startRequested();
    void connectServerRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    static constexpr qsizetype mostAnnounced = 50; ///< tiles whose new sentence is told to screen readers
    struct Place                                   ///< where a person is, while other rows come
    {
        QSet<qint64> selected;
        qint64 current = 0;
    };

    QWidget *makeGrid();
    QWidget *makeEmpty();
    QWidget *makeNothing();
    void connectActions();
    void connectView();
    void connectData();

    void followProject();
    void load();
    void applyFilter();
    void clearFilters();
    void fillLists();
    void receive(const ImageIndex &index, bool complete);
    void keepPlace();
    void restorePlace();
    void chooseFirst();
    bool isFirstChosen() const;
    void showVerdicts(const QList<ImageVerdict> &verdicts);
    void updateHold();
    void updateState();
    void updateActions();
    void updateHints();
    void showPanel();
    void describeGroup();
    void takeHeld();

    void openImage(int row);
    void openWantedImage();
    void step(int by);
    void closeImage();
    void describeImage();

    QList<int> chosenRows() const;
    void select(int row);
    void decide(Verdict verdict);
    void copySelected();
    void copyText(bool seed);
    void askToDelete();
    void deleteAsked(bool yes);
    void askToRemoveDemo();
    void openMenu(const QPoint &at);
    QString modelName(const QString &file) const;

    ProjectView &m_project;
    ImageLibraryView &m_library;
    FileDialogs &m_dialogs;
    GalleryModel m_model;
    GallerySettings m_settings;
    QString m_projectId;
    bool m_loaded = false;  ///< something of the index is there
    bool m_loading = false; ///< asked for and not all there
    bool m_failed = false;  ///< the last reading did not come to its end
    std::optional<Place> m_place;
    qint64 m_wantedImage = 0;
    qint64 m_firstId = 0; ///< selected by the page itself, so that keys work at once; it keeps nothing from coming in
    qint64 m_imageId = 0; ///< shown in full size; 0 = none
    QList<qint64> m_toDelete;
    bool m_hadImages = false;
    bool m_panelAsked = false;
    /// The figures of many chosen images, made in slices: a hundred thousand of them would hold the window up.
    struct GroupWork
    {
        QList<int> rows;
        qsizetype done = 0;
        int scored = 0;
        double sum = 0;
        bool any = false;
        std::optional<Verdict> verdict;
    };
    GroupWork m_group;
    QBasicTimer m_groupTimer; ///< runs while slices are left
    bool m_altHeld = false;   ///< shows the keys in full screen
    QStackedWidget *m_pages;
    QStackedWidget *m_grid;
    GalleryHead *m_head;
    GalleryView *m_view;
    ImageView *m_imageView;
    GalleryActions *m_actions;
    FullSizePage *m_fullSize;
    ImagePanel *m_panel;
    QuestionBar *m_deleteQuestion;
    QuestionBar *m_demoQuestion;
    CopyBar *m_copyBar;
    KeyHints *m_hints;
    TextLabel *m_emptyTitle = nullptr;
    TextLabel *m_emptyText = nullptr;
    QPushButton *m_emptyStart = nullptr;
    QPushButton *m_emptyConnect = nullptr;
    QPushButton *m_emptyAgain = nullptr;
    TextLabel *m_nothing = nullptr;
};

} // namespace lorastudio
