// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/galleryhead.h"

#include "gallery/filterpanel.h"
#include "gallery/galleryview.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/tooltips.h"
#include "widgets/rangeslider.h"
#include "widgets/textlabel.h"
#include "widgets/verdictsegments.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QSlider>

namespace lorastudio {

namespace {

constexpr int lineHeight = 38;

/// A glyph that says what a control is about; no control itself.
class GlyphMark : public QWidget
{
public:
    GlyphMark(int size, QWidget *parent) : QWidget(parent), m_size(size) { setFixedSize(20, 20); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const qreal inset = (20 - m_size) / 2.0;
        paintGlyph(&painter, QStringLiteral("page-gallery"), QPointF(inset, inset), m_size, Roles::current().text2);
    }

private:
    int m_size;
};

} // namespace

void fillCombo(QComboBox &combo, const QString &everything, const QList<NamedKey> &entries, const QString &chosen)
{
    const QSignalBlocker blocker(&combo);
    combo.clear();
    combo.addItem(everything, QString());
    for (const NamedKey &entry : entries)
        combo.addItem(entry.name, entry.key);
    combo.setCurrentIndex(qMax(0, combo.findData(chosen)));
    setPlainToolTip(&combo, combo.currentText());
}

GalleryHead::GalleryHead(QWidget *parent) : QWidget(parent), m_panel(new FilterPanel(this))
{
    setObjectName(QStringLiteral("galleryHead"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 6, 16, 2);
    column->setSpacing(0);
    column->addWidget(makeFilters());
    column->addWidget(makeView());
    connect(m_panel, &FilterPanel::filterEdited, this, [this](const GalleryFilter &filter) {
        edit([&](GalleryFilter &own) {
            own.run = filter.run;
            own.server = filter.server;
            own.demo = filter.demo;
            own.flags = filter.flags;
        });
    });
    setCharacters({});
    setModels({});
    setFigures({});
    setHeld(0);
    showFilter();
}

QWidget *GalleryHead::makeFilters()
{
    auto *line = new QWidget(this);
    line->setFixedHeight(lineHeight);
    const auto combo = [line](const char *name, const QString &title) {
        auto *made = new QComboBox(line);
        made->setObjectName(QString::fromLatin1(name));
        made->setAccessibleName(title);
        made->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        made->setMinimumContentsLength(8);
        made->setMinimumWidth(108);
        made->setMaximumWidth(200);
        made->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(made, &QComboBox::currentTextChanged, made, // which may be too long for it
                [made](const QString &current) { setPlainToolTip(made, current); });
        return made;
    };
    m_characters = combo("galleryCharacterCombo", tr("Character"));
    m_models = combo("galleryModelCombo", tr("Model"));
    m_verdicts = new VerdictSegments(line);
    m_score = new RangeSlider(QStringLiteral("galleryScoreRange"), tr("Lowest score"), tr("Highest score"), line);
    m_score->setAccessibleName(tr("Score"));
    m_score->setMaximumWidth(260);
    auto *score = new TextLabel(tr("Score"), TextLabel::Size::Body, &Roles::text2, line);
    m_scoreText = new TextLabel(TextLabel::Size::Body, &Roles::text, line);
    m_scoreText->setObjectName(QStringLiteral("galleryScoreLabel"));
    m_scoreText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_scoreText->setFixedWidth(fontMetrics().horizontalAdvance(tr("%1 to %2").arg(100).arg(100)) + 4);
    m_more = new QPushButton(line);
    m_more->setObjectName(QStringLiteral("galleryMoreButton"));
    m_more->setIcon(actionIcon(QStringLiteral("view-filter"), QStringLiteral("more")));
    m_more->setAutoDefault(false);
    m_more->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    score->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_characters, 2);
    row->addWidget(m_models, 2);
    row->addWidget(m_verdicts);
    row->addSpacing(8);
    row->addStretch(0); // takes what is left in a wide window
    row->addWidget(score);
    row->addWidget(m_score, 3);
    row->addWidget(m_scoreText);
    row->addWidget(m_more);
    connect(m_characters, &QComboBox::activated, this, [this] {
        edit([this](GalleryFilter &filter) { filter.characterId = m_characters->currentData().toString(); });
    });
    connect(m_models, &QComboBox::activated, this,
            [this] { edit([this](GalleryFilter &filter) { filter.modelFile = m_models->currentData().toString(); }); });
    connect(m_verdicts, &VerdictSegments::verdictChosen, this, [this](std::optional<Verdict> verdict) {
        edit([verdict](GalleryFilter &filter) { filter.verdict = verdict; });
    });
    connect(m_score, &RangeSlider::rangeEdited, this, [this](int low, int high) {
        edit([low, high](GalleryFilter &filter) {
            filter.lowest = low;
            filter.highest = high;
        });
    });
    connect(m_more, &QPushButton::clicked, this, &GalleryHead::openMore);
    return line;
}

QWidget *GalleryHead::makeView()
{
    auto *line = new QWidget(this);
    line->setFixedHeight(lineHeight);
    m_count = new TextLabel(TextLabel::Size::Bold, &Roles::text, line);
    m_count->setObjectName(QStringLiteral("galleryCountLabel"));
    m_hidden = new TextLabel(TextLabel::Size::Small, &Roles::text2, line);
    m_hidden->setObjectName(QStringLiteral("galleryHiddenLabel"));
    m_held = new QPushButton(line);
    m_held->setObjectName(QStringLiteral("galleryNewImagesButton"));
    m_held->setProperty("compact", true);
    m_held->hide();
    m_sort = new QComboBox(line);
    m_sort->setObjectName(QStringLiteral("gallerySortCombo"));
    m_sort->setAccessibleName(tr("Order"));
    m_sort->setFrame(false);
    m_sort->addItems(
        {tr("Newest first"), tr("Oldest first"), tr("Best score first"), tr("Worst score first"), tr("By character")});
    m_tileSize = new QSlider(Qt::Horizontal, line);
    m_tileSize->setObjectName(QStringLiteral("galleryTileSizeSlider"));
    m_tileSize->setAccessibleName(tr("Size of the tiles"));
    m_tileSize->setRange(GalleryView::leastTile, GalleryView::largestTile);
    m_tileSize->setSingleStep(8);
    m_tileSize->setPageStep(GalleryView::wishStep);
    m_tileSize->setFixedWidth(104);
    m_tileSize->setToolTip(tr("Size of the tiles (Ctrl+Plus, Ctrl+Minus)"));
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_count);
    row->addWidget(m_hidden);
    row->addStretch(1);
    row->addWidget(m_held);
    row->addSpacing(8);
    row->addWidget(m_sort);
    row->addSpacing(8);
    row->addWidget(new GlyphMark(14, line));
    row->addWidget(m_tileSize);
    row->addWidget(new GlyphMark(18, line));
    connect(m_held, &QPushButton::clicked, this, &GalleryHead::heldRequested);
    connect(m_sort, &QComboBox::activated, this, [this](int at) { Q_EMIT sortChosen(GallerySort(at)); });
    connect(m_tileSize, &QSlider::valueChanged, this, &GalleryHead::tileWidthChosen);
    return line;
}

void GalleryHead::edit(const std::function<void(GalleryFilter &)> &change)
{
    GalleryFilter next = m_filter;
    change(next);
    if (next == m_filter)
        return;
    m_filter = next;
    showFilter();
    Q_EMIT filterEdited(m_filter);
}

void GalleryHead::setFilter(const GalleryFilter &filter)
{
    m_filter = filter;
    showFilter();
}

void GalleryHead::showFilter()
{
    m_characters->setCurrentIndex(qMax(0, m_characters->findData(m_filter.characterId)));
    m_models->setCurrentIndex(qMax(0, m_models->findData(m_filter.modelFile)));
    m_verdicts->setVerdict(m_filter.verdict);
    if (m_score->low() != m_filter.lowest || m_score->high() != m_filter.highest)
        m_score->setRange(m_filter.lowest, m_filter.highest);
    const QLocale locale;
    m_scoreText->setText(tr("%1 to %2").arg(locale.toString(m_filter.lowest), locale.toString(m_filter.highest)));
    m_panel->setFilter(m_filter);
    const int more = FilterPanel::activeCount(m_filter);
    m_more->setText(more == 0 ? tr("More") : tr("More (%1)").arg(locale.toString(more)));
    m_more->setAccessibleName(more == 0   ? tr("More filters")
                              : more == 1 ? tr("More filters, 1 is used")
                                          : tr("More filters, %1 are used").arg(locale.toString(more)));
    m_more->setToolTip(tr("Run, server, demo images and flags"));
}

GallerySort GalleryHead::sort() const
{
    return GallerySort(m_sort->currentIndex());
}

void GalleryHead::setSort(GallerySort sort)
{
    m_sort->setCurrentIndex(int(sort));
}

void GalleryHead::setTileWidth(int width)
{
    m_tileSize->setValue(width);
}

void GalleryHead::setCharacters(const QList<NamedKey> &characters)
{
    fillCombo(*m_characters, tr("All characters"), characters, m_filter.characterId);
}

void GalleryHead::setModels(const QList<NamedKey> &models)
{
    fillCombo(*m_models, tr("All models"), models, m_filter.modelFile);
}

void GalleryHead::setServers(const QList<NamedKey> &servers)
{
    m_panel->setServers(servers);
}

void GalleryHead::setRuns(const QList<NamedKey> &runs)
{
    m_panel->setRuns(runs);
}

void GalleryHead::setFigures(const GalleryFigures &figures)
{
    const QLocale locale;
    m_verdicts->setCounts(figures.verdicts);
    m_score->setHistogram(QVector<int>(figures.histogram.cbegin(), figures.histogram.cend()));
    m_count->setText(figures.shown == figures.total
                         ? phrases::images(figures.total)
                         : tr("%1 of %2 images").arg(locale.toString(figures.shown), locale.toString(figures.total)));
    m_hidden->setText(figures.hiddenByScore > 0
                          ? tr("%1 hidden by the score").arg(locale.toString(figures.hiddenByScore))
                          : QString());
}

void GalleryHead::setHeld(int count)
{
    m_held->setVisible(count > 0);
    m_held->setText(count == 1 ? tr("Show 1 New Image") : tr("Show %1 New Images").arg(QLocale().toString(count)));
    m_held->setAccessibleName(m_held->text());
}

void GalleryHead::openMore()
{
    m_panel->openBelow(m_more);
}

void GalleryHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Roles::current().separator);
}

} // namespace lorastudio
