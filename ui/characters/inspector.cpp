// SPDX-License-Identifier: GPL-3.0-or-later
#include "characters/inspector.h"

#include "core/text.h"
#include "delegates/cellink.h"
#include "models/imagesource.h"
#include "models/projectview.h"
#include "style/fonts.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"
#include "widgets/imagestrip.h"
#include "widgets/linkbutton.h"
#include "widgets/livepreviewbox.h"
#include "widgets/quietedit.h"
#include "widgets/referencestrip.h"
#include "widgets/textlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextOption>

namespace lorastudio {

/// The reference picture, or an outline where there is none.
class PortraitBox : public QWidget
{
public:
    PortraitBox(ImageSource &images, QWidget *parent) : QWidget(parent), m_images(images)
    {
        setFixedSize(80, 120);
        setObjectName(QStringLiteral("inspectorReferencePicture"));
        setAccessibleName(Inspector::tr("Reference picture"));
        connect(&images, &ImageSource::thumbnailReady, this, [this](const QString &key) {
            if (key == m_key)
                update();
        });
    }
    void setKey(const QString &key)
    {
        if (m_key == key)
            return;
        m_key = key;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        const QPixmap pixmap = m_key.isEmpty() ? QPixmap()
                                               : roundedPicture(m_images.thumbnail(m_key), size(), 4,
                                                                devicePixelRatioF(), PictureFit::Cover);
        if (!pixmap.isNull()) {
            painter.drawPixmap(0, 0, pixmap);
            return;
        }
        paintBox(&painter, rect(), 4, Qt::transparent, roles.border);
        paintGlyph(&painter, QStringLiteral("page-characters"), QPointF(30, 50), 20, roles.text3);
    }

private:
    ImageSource &m_images;
    QString m_key;
};

namespace {

constexpr int margin = 16;
constexpr int promptLines = 4;
constexpr int negativeLines = 1;

QuietEdit *makeQuiet(const char *name, const QString &title, QWidget *parent)
{
    auto *edit = new QuietEdit(parent);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setMaxLength(200);
    edit->setFont(smallFont());
    return edit;
}

/// Qt 6.4 does not paint another placeholder in place of a former one by itself.
void setPlaceholder(QPlainTextEdit *edit, const QString &text)
{
    edit->setPlaceholderText(text);
    edit->viewport()->update();
}

TextLabel *makeValue(const char *name, QWidget *parent)
{
    auto *label = new TextLabel(TextLabel::Size::Small, &Roles::text, parent);
    label->setObjectName(QString::fromLatin1(name));
    return label;
}

QPlainTextEdit *makeEdit(const char *name, const QString &title, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(parent);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setTabChangesFocus(true);
    edit->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    edit->document()->setDocumentMargin(3);
    return edit;
}

} // namespace

Inspector::Inspector(ProjectView &project, QWidget *parent)
    : QScrollArea(parent),
      m_project(project),
      m_page(new QWidget(this)),
      m_portrait(new PortraitBox(project.images(), m_page))
{
    setObjectName(QStringLiteral("inspectorScrollArea"));
    setAccessibleName(tr("Character"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_page);
    m_page->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);

    m_none = new TextLabel(tr("No character is selected."), TextLabel::Size::Small, &Roles::text2, m_page);
    m_name = new TextLabel(TextLabel::Size::Title, &Roles::text, m_page);
    m_name->setObjectName(QStringLiteral("inspectorNameLabel"));
    m_type = makeQuiet("inspectorTypeEdit", tr("Type"), m_page);
    m_type->setPlaceholderText(tr("gentle_female…"));
    m_trigger = makeQuiet("inspectorTriggerEdit", tr("Trigger"), m_page);
    m_size = makeQuiet("inspectorSizeEdit", tr("Size"), m_page);
    m_problem = new TextLabel(TextLabel::Size::Small, &Roles::warn, m_page);
    m_problem->setObjectName(QStringLiteral("inspectorProblemLabel"));
    m_problem->setWordWrap(true);
    m_baseSeed = makeValue("inspectorBaseSeedLabel", m_page);
    m_baseSeed->setContentsMargins(QuietEdit::textInset, 0, 0, 0);
    m_baseSeed->setFixedHeight(24);

    auto *facts = new QGridLayout;
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setHorizontalSpacing(1);
    facts->setVerticalSpacing(0);
    facts->setColumnStretch(1, 1);
    const std::pair<QString, QWidget *> rows[] = {
        {tr("Type"), m_type}, {tr("Trigger"), m_trigger}, {tr("Size"), m_size}, {tr("Base seed"), m_baseSeed}};
    int line = 0;
    for (const auto &[title, value] : rows) {
        auto *label = new TextLabel(title, TextLabel::Size::Small, &Roles::text2, m_page);
        label->setBuddy(value);
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        facts->addWidget(label, line, 0);
        facts->addWidget(value, line++, 1);
    }
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(m_name);
    texts->addLayout(facts);
    texts->addWidget(m_problem);
    texts->addStretch();
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_portrait, 0, Qt::AlignTop);
    top->addLayout(texts, 1);

    m_referencesBox = makeReferences();
    const auto heading = [this](const QString &title, QWidget *note, QWidget *buddy) {
        auto *row = new QHBoxLayout;
        row->setSpacing(4);
        auto *label = new TextLabel(title, TextLabel::Size::SmallBold, &Roles::text2, m_page);
        label->setBuddy(buddy);
        label->setMinimumHeight(24);
        row->addWidget(label);
        row->addStretch(1);
        if (note)
            row->addWidget(note);
        return row;
    };
    const auto makeNote = [this](const char *name) {
        auto *note = new TextLabel(TextLabel::Size::Small, &Roles::text2, m_page);
        note->setObjectName(QString::fromLatin1(name));
        note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        return note;
    };
    m_prompt = makeEdit("inspectorPromptEdit", tr("Prompt"), m_page);
    m_prompt->setToolTip(plainToolTip(tr("The trigger word is put in front, unless the prompt has it already.")));
    m_prompt->installEventFilter(this);
    setFocusProxy(m_prompt);
    m_promptNote = makeNote("inspectorPromptNoteLabel");
    m_negative = makeEdit("inspectorNegativeEdit", tr("Negative prompt"), m_page);
    m_negative->installEventFilter(this);
    m_negativeNote = makeNote("inspectorNegativeNoteLabel");
    m_previewServer = makeNote("inspectorPreviewServerLabel");
    m_preview = new LivePreviewBox(m_page);
    m_showAll = new LinkButton(m_page);
    m_showAll->setObjectName(QStringLiteral("inspectorShowAllLink"));
    m_showAll->setAccessibleName(tr("Show all images"));
    m_newest = new ImageStrip(m_project.images(), m_page);

    auto *column = new QVBoxLayout(m_page);
    column->setContentsMargins(margin, 4, margin, margin);
    column->setSpacing(0);
    column->addWidget(m_none);
    column->addLayout(top);
    column->addWidget(m_referencesBox);
    column->addSpacing(9);
    column->addLayout(heading(tr("Prompt"), m_promptNote, m_prompt));
    column->addSpacing(2);
    column->addWidget(m_prompt);
    column->addSpacing(7);
    column->addLayout(heading(tr("Negative prompt"), m_negativeNote, m_negative));
    column->addSpacing(2);
    column->addWidget(m_negative);
    column->addSpacing(9);
    column->addLayout(heading(tr("Live preview"), m_previewServer, m_preview));
    column->addSpacing(3);
    column->addWidget(m_preview);
    column->addSpacing(13);
    column->addLayout(heading(tr("Newest images"), m_showAll, m_newest));
    column->addSpacing(7);
    column->addWidget(m_newest);
    column->addStretch(1);
    sizeEdits();

    connect(m_type, &QuietEdit::edited, this, &Inspector::takeType);
    connect(m_trigger, &QuietEdit::edited, this, &Inspector::takeTrigger);
    connect(m_size, &QuietEdit::edited, this, &Inspector::takeSize);
    connect(m_showAll, &LinkButton::clicked, this, [this] { Q_EMIT galleryRequested(m_id); });
    connect(m_newest, &ImageStrip::imageActivated, this, [this](qint64 id) { Q_EMIT imageActivated(m_id, id); });
    connect(&m_project, &ProjectView::rowChanged, this, [this](const CharacterRow &row) {
        if (row.character.id == m_id)
            showRow(row);
    });
    connect(&m_project, &ProjectView::rowsReset, this, [this] { setCharacter(m_id); });
    connect(&m_project, &ProjectView::livePreviewChanged, this, [this](const QString &id) {
        if (id == m_id && isVisible())
            showPreview();
    });
    connect(&m_project, &ProjectView::referencesChanged, this, [this](const QString &id) {
        if (id == m_id && isVisible())
            showReferences();
    });
    connect(&m_project, &ProjectView::newestImagesChanged, this, [this](const QString &id) {
        if (id == m_id && isVisible())
            showNewest();
    });
    setCharacter({});
}

QWidget *Inspector::makeReferences()
{
    auto *box = new QWidget(m_page);
    auto *title = new TextLabel(tr("Reference pictures"), TextLabel::Size::SmallBold, &Roles::text2, box);
    title->setMinimumHeight(24);
    m_referenceCount = new TextLabel(TextLabel::Size::Small, &Roles::text2, box);
    m_referenceCount->setObjectName(QStringLiteral("inspectorReferenceCountLabel"));
    m_referenceCount->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_references = new ReferenceStrip(m_project.images(), box);
    title->setBuddy(m_references);
    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(m_referenceCount);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 9, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_references);
    connect(m_references, &ReferenceStrip::referenceChosen, this,
            [this](const QString &key) { m_project.chooseReference(m_id, key); });
    return box;
}

void Inspector::sizeEdits()
{
    const auto heightOf = [](const QPlainTextEdit *edit, int lines) {
        return int(std::ceil(QFontMetricsF(edit->font()).lineSpacing() * lines)) +
               2 * int(edit->document()->documentMargin()) + 2 * edit->frameWidth() + 4;
    };
    m_prompt->setFixedHeight(heightOf(m_prompt, promptLines));
    m_negative->setFixedHeight(qMax(34, heightOf(m_negative, negativeLines)));
}

void Inspector::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) && m_negative)
        sizeEdits();
}

void Inspector::setCharacter(const QString &id)
{
    const bool other = id != m_id;
    if (other)
        commit();
    m_id = id;
    const QList<CharacterRow> rows = m_project.rows();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const CharacterRow &row) { return row.character.id == id; });
    const bool any = found != rows.end();
    for (QWidget *child : m_page->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (child != m_referencesBox)
            child->setVisible((child == m_none) != any);
    }
    if (!any) {
        m_id.clear();
        m_row = {};
        m_referencesBox->hide();
        return;
    }
    showRow(*found);
    showReferences();
    if (other)
        m_references->goToFirst();
    showPreview();
    showNewest();
}

void Inspector::showRow(const CharacterRow &row)
{
    const QLocale locale;
    const bool other = row.character.id != m_row.character.id;
    m_row = row;
    const Character &character = row.character;
    m_portrait->setKey(row.thumbnailKey);
    m_name->setText(character.name);
    if (other)
        m_problem->setText({});
    m_type->setValue(character.type);
    m_trigger->setValue(effectiveTrigger(character));
    m_size->setValue(tr("%1 × %2").arg(character.size.width()).arg(character.size.height()));
    m_baseSeed->setText(row.baseSeed ? QString::number(*row.baseSeed) : tr("–")); // as ComfyUI writes it
    // What is being typed stays until the box is left.
    if (other || !m_prompt->hasFocus()) {
        if (m_prompt->toPlainText() != character.prompt)
            m_prompt->setPlainText(character.prompt);
    }
    setPlaceholder(m_prompt, effectivePrompt(character));
    m_promptNote->setText(character.prompt.trimmed().isEmpty() ? tr("Made from the type") : QString());
    if (other || !m_negative->hasFocus()) {
        if (m_negative->toPlainText() != character.negative)
            m_negative->setPlainText(character.negative);
    }
    const bool fromModel = character.negative.trimmed().isEmpty();
    setPlaceholder(m_negative, row.checkpoint ? row.checkpoint->negative : QString());
    m_negativeNote->setText(!fromModel                                              ? QString()
                            : row.checkpoint && !row.checkpoint->negative.isEmpty() ? tr("From model")
                                                                                    : tr("None"));
    const int stored = row.summary.stored;
    m_showAll->setText(tr("Show all %1").arg(locale.toString(stored)));
    m_showAll->setAccessibleName(m_showAll->text());
    m_showAll->setVisible(stored > 0);
    m_showAll->updateGeometry();
}

void Inspector::takeType(const QString &text)
{
    Character changed = m_row.character;
    changed.type = cleanText(text).simplified();
    store(changed);
}

void Inspector::takeTrigger(const QString &text)
{
    Character changed = m_row.character;
    changed.trigger = cleanText(text).simplified(); // an empty one is made from the name
    if (changed.trigger == effectiveTrigger(m_row.character))
        return;
    store(changed);
}

void Inspector::takeSize(const QString &text)
{
    Character changed = m_row.character;
    changed.size = parseSize(text);
    if (!changed.size.isValid()) {
        m_problem->setText(
            tr("%1 is no size. Write width × height, each 64 to 4096 and a multiple of 8.").arg(isolated(text)));
        m_size->setValue(tr("%1 × %2").arg(m_row.character.size.width()).arg(m_row.character.size.height()));
        return;
    }
    store(changed);
}

void Inspector::store(const Character &changed)
{
    m_problem->setText({});
    if (changed != m_row.character) {
        m_row.character = changed; // the next box that is left must not take it back
        m_project.editCharacter(changed);
    }
    showRow(CharacterRow(m_row));
}

void Inspector::showPreview()
{
    const std::optional<LivePreview> preview = m_project.livePreview(m_id);
    m_previewServer->setText(preview ? isolated(preview->server) : QString());
    m_preview->setPreview(preview, m_row.character.size);
}

void Inspector::showNewest()
{
    m_newest->setItems(m_project.newestImages(m_id, ImageStrip::count));
}

void Inspector::showReferences()
{
    const QStringList keys = m_project.references(m_id);
    m_references->setKeys(keys);
    m_referenceCount->setText(QLocale().toString(keys.size()));
    m_referencesBox->setVisible(keys.size() > 1); // a single one is the portrait
}

void Inspector::showEvent(QShowEvent *event)
{
    QScrollArea::showEvent(event);
    if (!m_id.isEmpty()) {
        showReferences();
        showPreview();
        showNewest();
    }
}

bool Inspector::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && (watched == m_prompt || watched == m_negative))
        commit();
    return QScrollArea::eventFilter(watched, event);
}

void Inspector::commit()
{
    if (m_id.isEmpty() || m_row.character.id != m_id)
        return;
    for (QuietEdit *edit : {m_type, m_trigger, m_size})
        edit->commit();
    Character changed = m_row.character;
    changed.prompt = cleanText(m_prompt->toPlainText()).trimmed();
    changed.negative = cleanText(m_negative->toPlainText()).trimmed();
    if (changed.prompt == m_row.character.prompt.trimmed() && changed.negative == m_row.character.negative.trimmed())
        return;
    m_row.character = changed;
    m_project.editCharacter(changed);
}

} // namespace lorastudio
