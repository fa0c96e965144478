// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/gallerymodel.h"

#include <QWidget>

namespace lorastudio {

class GalleryActions;
class ImageView;
class TextLabel;

/// One image in full size, under a line that says which it is and leads back.
class FullSizePage : public QWidget
{
    Q_OBJECT

public:
    FullSizePage(ImageView *view, const GalleryActions &actions, QWidget *parent = nullptr);
    void describe(const GalleryItem &item, const QString &model);

private:
    TextLabel *m_title;
    TextLabel *m_facts;
};

} // namespace lorastudio
