// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"
#include "models/gallerymodel.h"
#include "models/projectview.h"

class QAction;
class QComboBox;
class QPushButton;
class QSlider;
class QStackedWidget;

namespace lorastudio {

class GalleryView;
class ImageView;
class TextLabel;

/// All images, or those of one character, as tiles; and one of them in full size. New images come in by themselves
/// while the first tiles are on the screen and nothing is selected, otherwise they are offered by a button, so that
/// nothing moves under the eyes.
class GalleryPage : public Page
{
    Q_OBJECT

public:
    explicit GalleryPage(ProjectView &project, QWidget *parent = nullptr);
    ~GalleryPage() override;
    /// Empty = all characters. Loads.
    void showCharacter(const QString &id);
    /// Shows one image of a character in full size as soon as it is loaded.
    void showImage(const QString &characterId, qint64 imageId);
    bool isImageShown() const;
    void takeFocus() override;
    /// Closes the innermost thing that Escape closes here; false if there is none.
    bool escape() override;
    PageBadge badge() const override { return {m_project.runSummary().images, PageBadge::Kind::Plain}; }
    /// Actions for the menu "Image".
    QList<QAction *> imageActions() const;

Q_SIGNALS:
    void startRequested();
    void connectServerRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeEmpty();
    QWidget *makeImagePage();
    void makeActions();
    void fillCharacters();
    void load();
    void receive(const QString &characterId, const QList<GalleryItem> &items);
    void extend(const QString &characterId, const QList<GalleryItem> &older);
    void openWantedImage();
    void add(const QList<GalleryItem> &items);
    void updateHead();
    void updateHold();
    void openImage(const QModelIndex &index);
    void step(int by);
    void closeImage();
    void describeImage();

    ProjectView &m_project;
    GalleryModel m_model;
    QString m_characterId;
    bool m_loaded = false;
    QList<GalleryItem> m_early; ///< came while the list was being loaded
    qint64 m_wantedImage = 0;
    QPersistentModelIndex m_image;
    QStackedWidget *m_pages = nullptr;
    QStackedWidget *m_grid = nullptr;
    QComboBox *m_characters = nullptr;
    TextLabel *m_count = nullptr;
    QPushButton *m_held = nullptr;
    QSlider *m_tileSize = nullptr;
    GalleryView *m_view = nullptr;
    ImageView *m_imageView = nullptr;
    TextLabel *m_imageTitle = nullptr;
    TextLabel *m_imageFacts = nullptr;
    TextLabel *m_emptyTitle = nullptr;
    TextLabel *m_emptyText = nullptr;
    QPushButton *m_emptyStart = nullptr;
    QPushButton *m_emptyConnect = nullptr;
    QAction *m_open = nullptr;
    QAction *m_previous = nullptr;
    QAction *m_next = nullptr;
    QAction *m_actualSize = nullptr;
    QAction *m_back = nullptr;
};

} // namespace lorastudio
