// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importpanel.h"

#include "core/text.h"
#include "import/picturegrid.h"
#include "models/importphrases.h"
#include "style/roles.h"
#include "widgets/linkbutton.h"
#include "widgets/textlabel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollBar>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int margin = 16;
constexpr int labelWidth = 84;
constexpr int promptLines = 3;
constexpr int negativeLines = 1;

TextLabel *smallLabel(QColor Roles::*color, QWidget *parent, const char *name)
{
    auto *label = new TextLabel(TextLabel::Size::Small, color, parent);
    label->setObjectName(QString::fromLatin1(name));
    return label;
}

QString shownSize(QSize size)
{
    return QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
}

} // namespace

ImportPanel::ImportPanel(ImportView &view, QWidget *parent)
    : QScrollArea(parent),
      m_view(view),
      m_page(new QWidget(this)),
      m_none(new TextLabel(tr("No entry is selected."), TextLabel::Size::Small, &Roles::text2, m_page)),
      m_name(new TextLabel(TextLabel::Size::Title, &Roles::text, m_page)),
      m_origin(smallLabel(&Roles::text2, m_page, "importOriginLabel")),
      m_open(new LinkButton(m_page)),
      m_notesTitle(new TextLabel(tr("Notes"), TextLabel::Size::SmallBold, &Roles::text2, m_page)),
      m_notes(smallLabel(&Roles::text2, m_page, "importNotesLabel"))
{
    setObjectName(QStringLiteral("importPanelScrollArea"));
    setAccessibleName(tr("Selected entry"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_page);
    m_page->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    m_name->setObjectName(QStringLiteral("importNameLabel"));
    m_open->setObjectName(QStringLiteral("importOpenLink"));
    m_open->setAccessibleName(tr("Open File"));
    m_notes->setElided(false);
    m_notes->setWordWrap(true);

    auto *column = new QVBoxLayout(m_page);
    column->setContentsMargins(margin, 4, margin, margin);
    column->setSpacing(0);
    column->addWidget(m_none);
    column->addWidget(m_name);
    column->addSpacing(2);
    auto *from = new QHBoxLayout;
    from->addWidget(m_origin, 1);
    from->addWidget(m_open);
    column->addLayout(from);
    column->addSpacing(8);
    m_form = makeForm();
    column->addWidget(m_form);
    m_pictures = makePictures();
    column->addWidget(m_pictures);
    column->addSpacing(8);
    column->addWidget(m_notesTitle);
    column->addSpacing(2);
    column->addWidget(m_notes);
    column->addStretch(1);
    setFocusProxy(m_nameEdit);
    connect(m_open, &LinkButton::clicked, this, [this] {
        if (m_row.entry)
            m_view.openSource(m_row.entry->id);
    });
    connect(m_grid, &PictureGrid::referenceChosen, this, [this](const QString &path) {
        if (m_row.entry)
            m_view.setReference(m_row.entry->id, path);
    });
    connect(m_grid, &PictureGrid::currentMoved, this, [this](const QRect &tile) {
        const QPoint at = m_grid->mapTo(m_page, tile.center());
        ensureVisible(at.x(), at.y(), 0, tile.height() / 2 + margin);
    });
    setRow(nullptr);
}

QLineEdit *ImportPanel::makeEdit(const char *name, const QString &title)
{
    auto *edit = new QLineEdit(m_page);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setMaxLength(200);
    connect(edit, &QLineEdit::editingFinished, this, &ImportPanel::commit);
    edit->installEventFilter(this);
    return edit;
}

QPlainTextEdit *ImportPanel::makeText(const char *name, const QString &title)
{
    auto *edit = new QPlainTextEdit(m_page);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setTabChangesFocus(true);
    edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    edit->document()->setDocumentMargin(3);
    edit->installEventFilter(this);
    return edit;
}

QWidget *ImportPanel::makeForm()
{
    auto *form = new QWidget(m_page);
    const auto label = [form](const QString &title, QWidget *buddy) {
        auto *made = new TextLabel(title, TextLabel::Size::Small, &Roles::text2, form);
        made->setBuddy(buddy);
        made->setMinimumHeight(24);
        return made;
    };
    m_nameEdit = makeEdit("importNameEdit", tr("Name"));
    m_typeEdit = makeEdit("importTypeEdit", tr("Type"));
    m_typeEdit->setPlaceholderText(tr("gentle_female…"));
    m_triggerEdit = makeEdit("importTriggerEdit", tr("Trigger word"));
    m_sizeEdit = makeEdit("importSizeEdit", tr("Size"));
    m_imagesEdit = makeEdit("importImagesEdit", tr("Images"));
    m_problem = smallLabel(&Roles::warn, form, "importProblemLabel");
    m_problem->setElided(false);
    m_problem->setWordWrap(true);
    auto *fields = new QGridLayout;
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setHorizontalSpacing(4);
    fields->setVerticalSpacing(6);
    fields->setColumnMinimumWidth(0, labelWidth);
    fields->setColumnStretch(1, 1);
    int line = 0;
    for (QLineEdit *edit : {m_nameEdit, m_typeEdit, m_triggerEdit, m_sizeEdit, m_imagesEdit}) {
        fields->addWidget(label(edit->accessibleName(), edit), line, 0);
        fields->addWidget(edit, line++, 1);
    }
    m_prompt = makeText("importPromptEdit", tr("Prompt"));
    m_negative = makeText("importNegativeEdit", tr("Negative prompt"));
    m_negative->setPlaceholderText(tr("From the model"));
    m_promptNote = smallLabel(&Roles::text2, form, "importPromptNoteLabel");
    m_promptNote->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const auto heading = [&](QPlainTextEdit *edit, QWidget *note) {
        auto *row = new QHBoxLayout;
        auto *title = new TextLabel(edit->accessibleName(), TextLabel::Size::SmallBold, &Roles::text2, form);
        title->setBuddy(edit);
        title->setMinimumHeight(24);
        title->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        row->addWidget(title);
        row->addStretch(1);
        if (note)
            row->addWidget(note);
        return row;
    };
    auto *column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(fields);
    column->addWidget(m_problem);
    column->addSpacing(4);
    column->addLayout(heading(m_prompt, m_promptNote));
    column->addSpacing(2);
    column->addWidget(m_prompt);
    column->addSpacing(4);
    column->addLayout(heading(m_negative, nullptr));
    column->addSpacing(2);
    column->addWidget(m_negative);
    column->addSpacing(6);
    sizeTexts();
    return form;
}

QWidget *ImportPanel::makePictures()
{
    auto *box = new QWidget(m_page);
    auto *title = new TextLabel(tr("Pictures"), TextLabel::Size::SmallBold, &Roles::text2, box);
    title->setMinimumHeight(24);
    m_pictureCount = smallLabel(&Roles::text2, box, "importPictureCountLabel");
    m_pictureCount->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_grid = new PictureGrid(m_view.pictures(), box);
    title->setBuddy(m_grid);
    m_hint = smallLabel(&Roles::text2, box, "importPicturesHintLabel");
    m_hint->setElided(false);
    m_hint->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(m_pictureCount);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addSpacing(4);
    column->addWidget(m_grid);
    column->addSpacing(8);
    column->addWidget(m_hint);
    return box;
}

void ImportPanel::sizeTexts()
{
    const auto heightOf = [](const QPlainTextEdit *edit, int lines) {
        return int(std::ceil(QFontMetricsF(edit->font()).lineSpacing() * lines)) +
               2 * int(edit->document()->documentMargin()) + 2 * edit->frameWidth() + 4;
    };
    m_prompt->setFixedHeight(heightOf(m_prompt, promptLines));
    m_negative->setFixedHeight(qMax(34, heightOf(m_negative, negativeLines)));
}

void ImportPanel::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) && m_negative)
        sizeTexts();
}

void ImportPanel::setRow(const ImportRow *row)
{
    const bool other = !row || !m_row.entry || row->entry->id != m_row.entry->id;
    if (other)
        commit();
    m_row = row ? *row : ImportRow();
    const bool any = row != nullptr;
    const bool whole = any && !row->entry->broken;
    m_none->setVisible(!any);
    m_name->setVisible(any);
    m_origin->setVisible(any);
    m_form->setVisible(whole);
    m_pictures->setVisible(whole && !row->entry->pictures.isEmpty());
    m_open->setVisible(any && !row->entry->imported.source.isEmpty());
    const QStringList notes = any ? importphrases::notes(*row->entry) : QStringList();
    m_notesTitle->setVisible(!notes.isEmpty());
    m_notes->setVisible(!notes.isEmpty());
    if (!any)
        return;
    const ImportEntry &entry = *row->entry;
    m_name->setText(importphrases::name(entry));
    m_origin->setText(importphrases::origin(entry));
    m_open->setText(entry.imported.ofFolder ? tr("Open Folder") : tr("Open File"));
    m_open->setAccessibleName(m_open->text());
    m_open->updateGeometry();
    m_notes->setText(notes.join(u'\n'));
    if (!whole)
        return;
    showTexts(other);
    m_grid->setPictures(entry.pictures);
    const QLocale locale;
    m_pictureCount->setText(
        entry.unreadable() > 0
            ? tr("%1 of %2").arg(locale.toString(entry.readable()), locale.toString(entry.pictures.size()))
            : locale.toString(entry.readable()));
    QString hint = entry.pictures.size() < 2
                       ? tr("It is copied into the library and becomes the reference.")
                       : tr("The first picture becomes the reference; all of them are copied into the library. Drag "
                            "another one to the front to change it.");
    if (entry.existing)
        hint += u' ' + tr("The pictures that are there already stay.");
    m_hint->setText(hint);
    if (other)
        verticalScrollBar()->setValue(0);
}

void ImportPanel::showTexts(bool other)
{
    const ImportEntry &entry = *m_row.entry;
    const Character character = entry.result();
    const auto show = [other](QLineEdit *edit, const QString &text) {
        // What is being typed stays until the box is left.
        if ((other || !edit->hasFocus() || !edit->isModified()) && edit->text() != text) {
            edit->setText(text);
            edit->setCursorPosition(0);
        }
    };
    show(m_nameEdit, character.name);
    show(m_typeEdit, character.type);
    show(m_triggerEdit, character.trigger);
    show(m_sizeEdit, shownSize(character.size));
    show(m_imagesEdit, QString::number(character.images));
    m_triggerEdit->setPlaceholderText(effectiveTrigger(character));
    for (const auto &[edit, text] :
         {std::pair(m_prompt, character.prompt), std::pair(m_negative, character.negative)}) {
        if ((other || !edit->hasFocus()) && edit->toPlainText() != text)
            edit->setPlainText(text);
    }
    m_prompt->setPlaceholderText(effectivePrompt(character));
    m_promptNote->setText(!character.prompt.trimmed().isEmpty()
                              ? entry.imported.captions > 0 && !entry.existing ? tr("From the captions") : QString()
                              : tr("Made from the type"));
    if (other)
        setProblem({});
}

void ImportPanel::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void ImportPanel::commit()
{
    if (!m_row.entry || m_row.entry->broken)
        return;
    const Character now = m_row.entry->result();
    Character wanted = now;
    QString problem;
    wanted.name = cleanName(m_nameEdit->text());
    wanted.type = cleanName(m_typeEdit->text());
    wanted.trigger = cleanName(m_triggerEdit->text());
    wanted.prompt = cleanText(m_prompt->toPlainText()).trimmed();
    wanted.negative = cleanText(m_negative->toPlainText()).trimmed();
    // Another locale's separators are what a person may type.
    bool number = false;
    wanted.images = QLocale().toInt(m_imagesEdit->text().trimmed(), &number);
    if (!number || wanted.images < 1 || wanted.images > Character::maxImages) {
        problem = tr("%1 is no number of images. Write a whole number from 1 to %2.")
                      .arg(isolated(cleanName(m_imagesEdit->text())), QLocale().toString(Character::maxImages));
        wanted.images = now.images;
        m_imagesEdit->setText(QString::number(now.images));
    }
    wanted.size = parseSize(m_sizeEdit->text());
    if (!wanted.size.isValid()) {
        problem = tr("%1 is no size. Write width × height, each 64 to 4096 and a multiple of 8.")
                      .arg(isolated(cleanName(m_sizeEdit->text())));
        wanted.size = now.size;
        m_sizeEdit->setText(shownSize(now.size));
    }
    if (wanted.name.isEmpty() && !now.name.isEmpty()) {
        wanted.name = now.name;
        m_nameEdit->setText(now.name);
    }
    setProblem(problem);
    for (QLineEdit *edit : {m_nameEdit, m_typeEdit, m_triggerEdit, m_sizeEdit, m_imagesEdit})
        edit->setModified(false);
    if (wanted != now)
        m_view.edit(m_row.entry->id, wanted);
}

QLineEdit *ImportPanel::editOf(const QString &key) const
{
    return key == field::type      ? m_typeEdit
           : key == field::trigger ? m_triggerEdit
           : key == field::size    ? m_sizeEdit
           : key == field::images  ? m_imagesEdit
                                   : m_nameEdit;
}

void ImportPanel::editField(const QString &key)
{
    if (key == field::prompt || key == field::negative) {
        (key == field::prompt ? m_prompt : m_negative)->setFocus();
        return;
    }
    QLineEdit *edit = editOf(key);
    ensureWidgetVisible(edit);
    edit->setFocus();
    edit->selectAll();
}

void ImportPanel::showPictures()
{
    m_grid->showFirstProblem();
}

bool ImportPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && (watched == m_prompt || watched == m_negative))
        commit();
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && m_row.entry) {
        // Takes back what was typed; once more closes the page.
        auto *edit = qobject_cast<QLineEdit *>(watched);
        if (edit && edit->isModified()) {
            edit->setModified(false);
            showTexts(true);
            edit->selectAll();
            return true;
        }
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace lorastudio
