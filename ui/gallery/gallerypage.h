// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/gallerymodel.h"
#include "models/projectview.h"

#include <QWidget>

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
class GalleryPage : public QWidget
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
    void focusGallery();
    /// Closes the innermost thing that Escape closes here; false if there is none.
    bool escape();
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
    QStackedWidget *m_pages;
    QStackedWidget *m_grid;
    QComboBox *m_characters;
    TextLabel *m_count;
    QPushButton *m_held;
    QSlider *m_tileSize;
    GalleryView *m_view;
    ImageView *m_imageView;
    TextLabel *m_imageTitle;
    TextLabel *m_imageFacts;
    TextLabel *m_emptyTitle;
    TextLabel *m_emptyText;
    QPushButton *m_emptyStart;
    QPushButton *m_emptyConnect;
    QAction *m_open;
    QAction *m_previous;
    QAction *m_next;
    QAction *m_actualSize;
    QAction *m_back;
};

} // namespace lorastudio
