// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/imagepanel.h"

#include "core/text.h"
#include "delegates/cellink.h"
#include "gallery/componentsbox.h"
#include "models/imagesource.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextOption>
#include <QToolButton>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int margin = 16;
constexpr QSize pictureSize(104, 156);
constexpr int promptLines = 4;
constexpr int negativeLines = 2;
constexpr int checkedLine = 2;
enum Fact { Model, Seed, Size, Steps, Server, Took };

} // namespace

/// The thumbnail of the image.
class PictureBox : public QWidget
{
public:
    PictureBox(ImageSource &images, QWidget *parent) : QWidget(parent), m_images(images)
    {
        setObjectName(QStringLiteral("imagePicture"));
        setAccessibleName(ImagePanel::tr("Picture"));
        setFixedSize(pictureSize);
        connect(&images, &ImageSource::thumbnailReady, this, [this](const QString &key) {
            if (key != m_key)
                return;
            describe();
            update();
        });
    }
    void setItem(const GalleryItemPtr &item)
    {
        m_key = item && !item->fileMissing ? item->thumbnailKey : QString();
        m_missing = item && item->fileMissing;
        m_sentence = item ? phrases::tileSentence(*item) : QString();
        describe();
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        if (m_missing || m_images.isMissing(m_key)) {
            paintBox(&painter, rect(), 4, roles.badSoft, Qt::transparent);
            const QString reason = m_missing ? QString() : m_images.missingReason(m_key);
            if (reason.isEmpty()) {
                paintGlyph(&painter, QStringLiteral("state-failed"), rect().center() - QPoint(8, 8), 16, roles.bad);
                return;
            }
            paintGlyph(&painter, QStringLiteral("state-failed"), QPoint(rect().center().x() - 8, 8), 16, roles.bad);
            painter.setFont(CellFonts::current().small.font);
            painter.setPen(roles.text);
            painter.drawText(rect().adjusted(6, 28, -6, -4), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                             reason);
            return;
        }
        const QImage picture = m_key.isEmpty() ? QImage() : m_images.thumbnail(m_key);
        if (picture.isNull()) {
            paintBox(&painter, rect(), 4, roles.track, Qt::transparent);
            return;
        }
        const QPixmap pixmap = roundedPicture(picture, size(), 4, devicePixelRatioF(), PictureFit::Inside);
        const QSizeF drawn = pixmap.deviceIndependentSize();
        painter.drawPixmap(QPointF(std::floor((width() - drawn.width()) / 2), 0), pixmap);
    }

private:
    void describe()
    {
        const QString reason = m_images.missingReason(m_key);
        setAccessibleDescription(reason.isEmpty() ? m_sentence : m_sentence + QStringLiteral(". ") + reason);
    }

    ImageSource &m_images;
    QString m_key;
    QString m_sentence;
    bool m_missing = false;
};

/// A verdict as a button; the one that stands has a strong outline.
class VerdictButton : public QPushButton
{
public:
    VerdictButton(const QString &text, QString glyph, QColor Roles::*color, QWidget *parent)
        : QPushButton(text, parent), m_glyph(std::move(glyph)), m_color(color)
    {
        setAutoDefault(false);
        setMinimumWidth(0);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setFixedHeight(32);
    }
    void setStanding(bool standing, bool byRule)
    {
        m_standing = standing;
        m_byRule = byRule;
        setAccessibleDescription(!standing ? QString()
                                 : byRule  ? ImagePanel::tr("This is the verdict of the rule")
                                           : ImagePanel::tr("This is the verdict"));
        update();
    }
    QSize sizeHint() const override
    {
        return {int(std::ceil(CellFonts::current().body.width(text()))) + glyphSize + glyphGap + 2 * padding, 32};
    }
    QSize minimumSizeHint() const override { return {60, 32}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
        const Roles &roles = ink.roles;
        const QColor ground = isDown()       ? mix(roles.text, roles.raised, .12)
                              : underMouse() ? mix(roles.text, roles.raised, .06)
                                             : roles.raised;
        paintBox(&painter, rect(), 5, ground, m_standing ? roles.text2 : roles.border, m_standing ? checkedLine : 1);
        if (hasFocus())
            paintBox(&painter, QRectF(rect()).adjusted(m_standing, m_standing, -int(m_standing), -int(m_standing)), 5,
                     Qt::transparent, roles.ring, 2);
        const qreal words = std::ceil(ink.fonts.body.width(text()));
        const qreal room = width() - padding;
        const bool both = words + glyphSize + glyphGap <= room;
        const qreal wide = both ? words + glyphSize + glyphGap : qMin(words, room);
        qreal left = (width() - wide) / 2;
        if (both) {
            const bool ring = m_standing && m_byRule && m_glyph != QLatin1String("verdict-undecided");
            ink.glyph(ring ? m_glyph + QStringLiteral("-rule") : m_glyph, QPointF(left, (height() - glyphSize) / 2.0),
                      glyphSize, roles.*m_color);
            left += glyphSize + glyphGap;
        }
        ink.text(QRectF(left, 0, width() - left - 4, height()), text(), ink.fonts.body, roles.text);
    }

private:
    static constexpr int glyphSize = 14;
    static constexpr int glyphGap = 4;
    static constexpr int padding = 8;
    QString m_glyph;
    QColor Roles::*m_color;
    bool m_standing = false;
    bool m_byRule = false;
};

ImagePanel::ImagePanel(ImageSource &images, QWidget *parent)
    : QScrollArea(parent), m_images(images), m_page(new QWidget(this))
{
    setObjectName(QStringLiteral("imagePanelScrollArea"));
    setAccessibleName(tr("Image"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_page);
    m_page->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);

    m_none = new TextLabel(tr("No image is selected."), TextLabel::Size::Small, &Roles::text2, m_page);
    m_none->setObjectName(QStringLiteral("imageNoneLabel"));
    m_group = new TextLabel(TextLabel::Size::Title, &Roles::text, m_page);
    m_group->setObjectName(QStringLiteral("imageGroupLabel"));
    m_texts = new QWidget(m_page);
    m_prompt = makeText("imagePromptEdit", tr("Prompt"));
    m_negative = makeText("imageNegativeEdit", tr("Negative prompt"));
    auto *texts = new QVBoxLayout(m_texts);
    texts->setContentsMargins(0, 0, 0, 0);
    texts->setSpacing(2);
    for (QPlainTextEdit *edit : {m_prompt, m_negative}) {
        auto *label = new TextLabel(edit->accessibleName(), TextLabel::Size::SmallBold, &Roles::text2, m_texts);
        label->setBuddy(edit);
        label->setMinimumHeight(24);
        texts->addWidget(label);
        texts->addWidget(edit);
        texts->addSpacing(4);
    }
    auto *column = new QVBoxLayout(m_page);
    column->setContentsMargins(margin, 4, margin, margin);
    column->setSpacing(0);
    column->addWidget(m_none);
    column->addWidget(makeTop());
    column->addWidget(m_group);
    column->addSpacing(12);
    column->addWidget(makeVerdicts());
    column->addSpacing(12);
    column->addWidget(makeScore());
    column->addWidget(m_texts);
    column->addStretch(1);
    setTabOrder(m_info, m_prompt); // they were made before what stands above them
    setTabOrder(m_prompt, m_negative);
    setFocusProxy(m_verdicts[std::size_t(Verdict::Accepted)]); // the first: Tab goes from the panel to its proxy
    sizeTexts();
    showNothing();
}

QWidget *ImagePanel::makeTop()
{
    m_top = new QWidget(m_page);
    m_picture = new PictureBox(m_images, m_top);
    m_name = new TextLabel(TextLabel::Size::Bold, &Roles::text, m_top);
    m_name->setObjectName(QStringLiteral("imageNameLabel"));
    m_number = new TextLabel(TextLabel::Size::Small, &Roles::text2, m_top);
    m_number->setObjectName(QStringLiteral("imageNumberLabel"));
    m_demo = new TextLabel(tr("Demo: a stand-in picture"), TextLabel::Size::Small, &Roles::warn, m_top);
    m_demo->setObjectName(QStringLiteral("imageDemoLabel"));
    m_facts = new QGridLayout;
    m_facts->setContentsMargins(0, 6, 0, 0);
    m_facts->setHorizontalSpacing(8);
    m_facts->setVerticalSpacing(1);
    m_facts->setColumnStretch(1, 1);
    const std::array<std::pair<QString, const char *>, 6> rows{{{tr("Model"), "imageModelLabel"},
                                                                {tr("Seed"), "imageSeedLabel"},
                                                                {tr("Size"), "imageSizeLabel"},
                                                                {tr("Steps"), "imageStepsLabel"},
                                                                {tr("Server"), "imageServerLabel"},
                                                                {tr("Took"), "imageTookLabel"}}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto *label = new TextLabel(rows[i].first, TextLabel::Size::Small, &Roles::text2, m_top);
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        m_values[i] = new TextLabel(TextLabel::Size::Small, &Roles::text, m_top);
        m_values[i]->setObjectName(QString::fromLatin1(rows[i].second));
        m_facts->addWidget(label, int(i), 0);
        m_facts->addWidget(m_values[i], int(i), 1);
    }
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(m_name);
    texts->addWidget(m_number);
    texts->addWidget(m_demo);
    texts->addLayout(m_facts);
    texts->addStretch();
    auto *row = new QHBoxLayout(m_top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_picture, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    return m_top;
}

QWidget *ImagePanel::makeVerdicts()
{
    m_verdictRow = new QWidget(m_page);
    auto *row = new QBoxLayout(QBoxLayout::LeftToRight, m_verdictRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_verdictLayout = row;
    const auto add = [&](Verdict verdict, const QString &text, const char *name, const char *glyph,
                         QColor Roles::*color) {
        auto *button = new VerdictButton(text, QString::fromLatin1(glyph), color, m_verdictRow);
        button->setObjectName(QString::fromLatin1(name));
        button->setAccessibleName(text);
        row->addWidget(button);
        m_verdicts[std::size_t(verdict)] = button;
        connect(button, &QPushButton::clicked, this, [this, verdict] { Q_EMIT verdictChosen(verdict); });
    };
    add(Verdict::Accepted, tr("Accept"), "imageAcceptButton", "verdict-accepted", &Roles::ok);
    add(Verdict::Rejected, tr("Reject"), "imageRejectButton", "verdict-rejected", &Roles::bad);
    add(Verdict::Undecided, tr("Undecided"), "imageUndecidedButton", "verdict-undecided", &Roles::idle);
    return m_verdictRow;
}

QWidget *ImagePanel::makeScore()
{
    m_scoreBox = new QWidget(m_page);
    m_total = new TextLabel(TextLabel::Size::Display, &Roles::text, m_scoreBox);
    m_total->setObjectName(QStringLiteral("imageScoreLabel"));
    m_total->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_scorer = new TextLabel(TextLabel::Size::Bold, &Roles::text, m_scoreBox);
    m_scorer->setObjectName(QStringLiteral("imageScorerLabel"));
    m_rank = new TextLabel(TextLabel::Size::Small, &Roles::text2, m_scoreBox);
    m_rank->setObjectName(QStringLiteral("imageRankLabel"));
    m_rank->setElided(false);
    m_rank->setWordWrap(true);
    m_info = new QToolButton(m_scoreBox);
    m_info->setObjectName(QStringLiteral("imageScoreInfoButton"));
    m_info->setAccessibleName(tr("What the score does not know"));
    m_info->setToolTip(m_info->accessibleName());
    m_info->setIcon(glyphIcon(QStringLiteral("state-information"), &Roles::text2));
    m_info->setCheckable(true);
    m_info->setAutoRaise(true);
    m_info->setProperty("compact", true);
    m_info->setFocusPolicy(Qt::StrongFocus);
    m_infoText = new TextLabel(tr("It measures how well the picture is made: sharp, clean, exposed, with contrast. It "
                                  "knows nothing of anatomy, likeness, prompt or style, and most fine pictures come "
                                  "close to 100: it finds the bad ones, it does not choose the best."),
                               TextLabel::Size::Small, &Roles::text2, m_scoreBox);
    m_infoText->setObjectName(QStringLiteral("imageScoreInfoLabel"));
    m_infoText->setElided(false);
    m_infoText->hide();
    m_components = new ComponentsBox(m_scoreBox);
    auto *head = new QGridLayout;
    head->setHorizontalSpacing(8);
    head->setVerticalSpacing(0);
    head->setColumnStretch(1, 1);
    head->addWidget(m_total, 0, 0, 2, 1);
    head->addWidget(m_scorer, 0, 1);
    head->addWidget(m_info, 0, 2, 2, 1, Qt::AlignTop); // else its height parts the two lines
    head->addWidget(m_rank, 1, 1);
    auto *column = new QVBoxLayout(m_scoreBox);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_infoText);
    column->addWidget(m_components);
    connect(m_info, &QToolButton::toggled, m_infoText, &QWidget::setVisible);
    return m_scoreBox;
}

QPlainTextEdit *ImagePanel::makeText(const char *name, const QString &title)
{
    auto *edit = new QPlainTextEdit(m_texts);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setReadOnly(true);
    edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    edit->setTabChangesFocus(true);
    edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    edit->document()->setDocumentMargin(3);
    edit->setUndoRedoEnabled(false);
    return edit;
}

void ImagePanel::sizeTexts()
{
    const auto heightOf = [](const QPlainTextEdit *edit, int lines) {
        return int(std::ceil(QFontMetricsF(edit->font()).lineSpacing() * lines)) +
               2 * int(edit->document()->documentMargin()) + 2 * edit->frameWidth() + 4;
    };
    m_prompt->setFixedHeight(heightOf(m_prompt, promptLines));
    m_negative->setFixedHeight(heightOf(m_negative, negativeLines));
}

/// In a language whose words are too long to stand beside each other they stand below each other.
void ImagePanel::layVerdicts()
{
    int needed = m_verdictLayout->spacing() * (int(m_verdicts.size()) - 1);
    for (const VerdictButton *button : m_verdicts)
        needed += button->sizeHint().width();
    m_verdictLayout->setDirection(needed > viewport()->width() - 2 * margin ? QBoxLayout::TopToBottom
                                                                            : QBoxLayout::LeftToRight);
}

void ImagePanel::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    layVerdicts();
}

void ImagePanel::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) && m_negative)
        sizeTexts();
}

void ImagePanel::setVerdict(std::optional<Verdict> verdict, bool byRule)
{
    for (std::size_t i = 0; i < m_verdicts.size(); ++i)
        m_verdicts[i]->setStanding(verdict && std::size_t(*verdict) == i, byRule);
}

void ImagePanel::showNothing()
{
    m_none->show();
    for (QWidget *part : {m_top, static_cast<QWidget *>(m_group), m_verdictRow, m_scoreBox, m_texts})
        part->hide();
}

void ImagePanel::showImage(const GalleryItemPtr &item, const Context &context)
{
    if (!item) {
        showNothing();
        return;
    }
    m_none->hide();
    m_group->hide();
    for (QWidget *part : {m_top, m_verdictRow, m_scoreBox, m_texts})
        part->show();
    const QLocale locale;
    const ImageRecord &record = item->record;
    const QString none = tr("–");
    m_picture->setItem(item);
    m_name->setText(item->characterName);
    m_number->setText(context.asked >= record.number
                          ? tr("Image %1 of %2").arg(locale.toString(record.number), locale.toString(context.asked))
                          : tr("Image %1").arg(locale.toString(record.number)));
    m_demo->setVisible(record.demo);
    m_values[Model]->setText(context.model.isEmpty() ? none : context.model);
    // As ComfyUI writes it, so that it can be found and typed again.
    m_values[Seed]->setText(QString::number(record.seed));
    m_values[Size]->setText(record.size.isEmpty() ? none
                                                  : tr("%1 × %2").arg(record.size.width()).arg(record.size.height()));
    m_values[Steps]->setText(record.settings.steps <= 0 ? none
                                                        : tr("%1, cfg %2")
                                                              .arg(locale.toString(record.settings.steps),
                                                                   locale.toString(record.settings.cfg, 'f', 1)));
    m_values[Server]->setText(context.server.isEmpty() ? none : context.server);
    m_values[Took]->setText(record.seconds > 0 ? tr("%1 s").arg(locale.toString(record.seconds, 'f', 1)) : none);
    setVerdict(record.verdict, record.verdictByRule);
    showScore(record.score, context.betterThan);
    if (m_prompt->toPlainText() != record.prompt)
        m_prompt->setPlainText(record.prompt);
    if (m_negative->toPlainText() != record.negative)
        m_negative->setPlainText(record.negative);
}

void ImagePanel::showScore(const Score &score, double betterThan)
{
    const QLocale locale;
    const bool scored = score.total.has_value();
    const bool technical = score.scorer == QLatin1String("technical") || score.scorer.isEmpty();
    const bool unknown = score.scorer == QLatin1String("unknown");
    m_total->setVisible(scored);
    m_total->setText(scored ? locale.toString(qRound(*score.total)) : QString());
    m_scorer->setText(!scored     ? tr("Not scored")
                      : technical ? tr("Technical score")
                      : unknown   ? tr("Score")
                                  : isolated(score.scorer));
    m_rank->setText(
        !scored          ? tr("Nobody has looked at this image yet")
        : unknown        ? tr("Taken over; its scale is not known")
        : betterThan < 0 ? tr("The only scored image of this character")
        : betterThan >= 1
            ? tr("None of this character scores higher")
            : tr("Better than %1 % of this character").arg(locale.toString(int(std::floor(betterThan * 100)))));
    m_info->setVisible(scored && technical);
    m_infoText->setVisible(scored && technical && m_info->isChecked());
    m_components->setVisible(!score.components.isEmpty());
    m_components->setScore(score);
}

void ImagePanel::showGroup(const Group &group)
{
    const QLocale locale;
    m_none->hide();
    m_top->hide();
    m_texts->hide();
    for (QWidget *part : {static_cast<QWidget *>(m_group), m_verdictRow, m_scoreBox})
        part->show();
    m_group->setText(phrases::images(group.count));
    setVerdict(group.verdict, false);
    m_total->setVisible(group.scored > 0);
    m_total->setText(group.scored > 0 ? phrases::mean(group.mean) : QString());
    m_scorer->setText(group.scored > 0 ? tr("Mean score") : tr("Not scored"));
    m_rank->setText(group.scored == 0             ? QString()
                    : group.scored == group.count ? tr("All of them are scored")
                                                  : tr("%1 of them are scored").arg(locale.toString(group.scored)));
    m_info->hide();
    m_infoText->hide();
    m_components->hide();
}

} // namespace lorastudio
