// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryfilter.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QPushButton;
class QSlider;

namespace lorastudio {

class FilterPanel;
class RangeSlider;
class TextLabel;
class VerdictSegments;

/// A name for people and what it stands for.
struct NamedKey
{
    QString name;
    QString key;
    friend bool operator==(const NamedKey &, const NamedKey &) = default;
};

/// The two lines above the tiles: what is shown, how many that are, in which order and how large.
class GalleryHead : public QWidget
{
    Q_OBJECT

public:
    explicit GalleryHead(QWidget *parent = nullptr);

    const GalleryFilter &filter() const { return m_filter; }
    /// Tells nobody.
    void setFilter(const GalleryFilter &filter);
    GallerySort sort() const;
    void setSort(GallerySort sort);
    void setTileWidth(int width);
    void setCharacters(const QList<NamedKey> &characters);
    void setModels(const QList<NamedKey> &models);
    void setServers(const QList<NamedKey> &servers);
    /// Keys are the numbers of the runs.
    void setRuns(const QList<NamedKey> &runs);
    void setFigures(const GalleryFigures &figures);
    /// Offers images that wait; 0 = there are none.
    void setHeld(int count);

Q_SIGNALS:
    void filterEdited(const GalleryFilter &filter);
    void sortChosen(GallerySort sort);
    void tileWidthChosen(int width);
    void heldRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeFilters();
    QWidget *makeView();
    void edit(const std::function<void(GalleryFilter &)> &change);
    void showFilter();
    void openMore();

    GalleryFilter m_filter;
    QComboBox *m_characters = nullptr;
    QComboBox *m_models = nullptr;
    VerdictSegments *m_verdicts = nullptr;
    RangeSlider *m_score = nullptr;
    TextLabel *m_scoreText = nullptr;
    QPushButton *m_more = nullptr;
    FilterPanel *m_panel = nullptr;
    TextLabel *m_count = nullptr;
    TextLabel *m_hidden = nullptr;
    QPushButton *m_held = nullptr;
    QComboBox *m_sort = nullptr;
    QSlider *m_tileSize = nullptr;
};

/// Fills a combo box whose first entry stands for everything, and keeps what is chosen.
void fillCombo(QComboBox &combo, const QString &everything, const QList<NamedKey> &entries, const QString &chosen);

} // namespace lorastudio
