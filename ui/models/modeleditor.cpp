// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modeleditor.h"

#include "core/text.h"
#include "models/catalogview.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextOption>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int margin = 16;
constexpr int negativeLines = 2;
constexpr int labelWidth = 76;
constexpr int longestWord = 200;

/// "5.0", and "6.25" where somebody wants it so.
class CfgSpin : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override
    {
        const bool tenths = std::abs(value * 10 - std::round(value * 10)) < 1e-6;
        return locale().toString(value, 'f', tenths ? 1 : 2);
    }
};

QStringList wordsOf(const QString &text)
{
    QStringList words;
    for (const QString &word : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QString clean = cleanName(word);
        if (!clean.isEmpty() && !words.contains(clean))
            words.append(clean);
    }
    return words;
}

QString textOf(const QStringList &words)
{
    return words.join(QStringLiteral(", "));
}

void setTextOf(QComboBox *combo, const QString &text)
{
    combo->setEditText(text);
    combo->lineEdit()->setCursorPosition(0);
}

} // namespace

ModelEditor::ModelEditor(CatalogView &catalog, QWidget *parent)
    : QScrollArea(parent), m_catalog(catalog), m_page(new QWidget(this))
{
    setObjectName(QStringLiteral("modelEditor"));
    setAccessibleName(tr("Model"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_page);
    m_page->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);

    m_none = new TextLabel(tr("No model is selected."), TextLabel::Size::Small, &Roles::text2, m_page);
    m_content = new QWidget(m_page);
    m_name = new TextLabel(TextLabel::Size::Title, &Roles::text, m_content);
    m_name->setObjectName(QStringLiteral("modelNameLabel"));
    m_file = new TextLabel(TextLabel::Size::Small, &Roles::text2, m_content);
    m_file->setObjectName(QStringLiteral("modelFileLabel"));

    m_type = makeCombo("modelTypeCombo", tr("Type"));
    m_bestFor = new QLineEdit(m_content);
    m_bestFor->setObjectName(QStringLiteral("modelBestForEdit"));
    m_bestFor->setAccessibleName(tr("Best for"));
    m_bestFor->setToolTip(tr("Words with commas between them, for example male, sharp_detail"));
    m_bestFor->setMaxLength(2000);
    follow(m_bestFor);
    m_sharpness = makeSpin("modelSharpnessSpin", tr("Sharpness"), 0, 10);
    m_speed = makeSpin("modelSpeedSpin", tr("Speed"), 0, 10);
    m_sampler = makeCombo("modelSamplerCombo", tr("Sampler"));
    m_scheduler = makeCombo("modelSchedulerCombo", tr("Scheduler"));
    m_steps = makeSpin("modelStepsSpin", tr("Steps"), 1, 10'000);
    m_cfg = new CfgSpin(m_content);
    m_cfg->setObjectName(QStringLiteral("modelCfgSpin"));
    m_cfg->setAccessibleName(tr("CFG"));
    m_cfg->setRange(0, 100);
    m_cfg->setDecimals(2);
    m_cfg->setSingleStep(0.5);
    m_cfg->setAlignment(Qt::AlignRight);
    follow(m_cfg);
    m_negative = new QPlainTextEdit(m_content);
    m_negative->setObjectName(QStringLiteral("modelNegativeEdit"));
    m_negative->setAccessibleName(tr("Negative prompt"));
    m_negative->setTabChangesFocus(true);
    m_negative->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_negative->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_negative->document()->setDocumentMargin(3);
    m_negative->installEventFilter(this);

    auto *grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->setColumnMinimumWidth(0, labelWidth - 8);
    grid->setColumnStretch(1, 1);
    addField(*grid, tr("Type"), m_type);
    addField(*grid, tr("Best for"), m_bestFor);
    addField(*grid, tr("Sharpness"), m_sharpness);
    addField(*grid, tr("Speed"), m_speed);
    addField(*grid, tr("Sampler"), m_sampler);
    m_samplerNote = addNote(*grid, "modelSamplerNoteLabel");
    addField(*grid, tr("Scheduler"), m_scheduler);
    m_schedulerNote = addNote(*grid, "modelSchedulerNoteLabel");
    addField(*grid, tr("Steps"), m_steps);
    addField(*grid, tr("CFG"), m_cfg);

    auto *negativeLabel = new TextLabel(tr("Negative prompt"), TextLabel::Size::SmallBold, &Roles::text2, m_content);
    negativeLabel->setBuddy(m_negative);
    m_explanation = new TextLabel(TextLabel::Size::Small, &Roles::text2, m_content);
    m_explanation->setObjectName(QStringLiteral("modelExplanationLabel"));
    m_explanation->setElided(false);
    m_reset = new QPushButton(tr("Reset"), m_content);
    m_reset->setObjectName(QStringLiteral("modelResetButton"));
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (m_row)
            m_catalog.reset(m_row->checkpoint.file);
    });

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_name);
    column->addSpacing(4);
    column->addWidget(m_file);
    column->addSpacing(16);
    column->addLayout(grid);
    column->addSpacing(12);
    column->addWidget(negativeLabel);
    column->addSpacing(4);
    column->addWidget(m_negative);
    column->addSpacing(12);
    column->addWidget(m_explanation);
    column->addSpacing(8);
    column->addWidget(m_reset, 0, Qt::AlignLeft);
    auto *outer = new QVBoxLayout(m_page);
    outer->setContentsMargins(margin, 4, margin, margin);
    outer->setSpacing(0);
    outer->addWidget(m_none);
    outer->addWidget(m_content);
    outer->addStretch(1);
    setFocusProxy(m_type);
    sizeNegative();
    setRow(std::nullopt);
    connect(&m_catalog, &CatalogView::editFailed, this, &ModelEditor::showAgain);
}

QComboBox *ModelEditor::makeCombo(const char *name, const QString &title)
{
    auto *combo = new QComboBox(m_content);
    combo->setObjectName(QString::fromLatin1(name));
    combo->setAccessibleName(title);
    combo->setEditable(true);
    combo->setInsertPolicy(QComboBox::NoInsert);
    combo->setCompleter(nullptr); // it would make dpmpp_2m_sde of dpmpp_2m
    combo->setMaxVisibleItems(16);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(8);
    combo->lineEdit()->setMaxLength(longestWord);
    combo->lineEdit()->setAccessibleName(title);
    combo->lineEdit()->setObjectName(
        QString::fromLatin1(name).replace(QStringLiteral("Combo"), QStringLiteral("Edit")));
    combo->installEventFilter(this);
    connect(combo->lineEdit(), &QLineEdit::editingFinished, this, &ModelEditor::commit);
    connect(combo->lineEdit(), &QLineEdit::textChanged, this, &ModelEditor::showProblems);
    connect(combo, &QComboBox::textActivated, this, &ModelEditor::commit);
    return combo;
}

QSpinBox *ModelEditor::makeSpin(const char *name, const QString &title, int least, int most)
{
    auto *spin = new QSpinBox(m_content);
    spin->setObjectName(QString::fromLatin1(name));
    spin->setAccessibleName(title);
    spin->setRange(least, most);
    spin->setAlignment(Qt::AlignRight);
    follow(spin);
    return spin;
}

void ModelEditor::follow(QWidget *field)
{
    field->installEventFilter(this);
    if (auto *spin = qobject_cast<QAbstractSpinBox *>(field))
        connect(spin, &QAbstractSpinBox::editingFinished, this, &ModelEditor::commit);
    else if (auto *edit = qobject_cast<QLineEdit *>(field))
        connect(edit, &QLineEdit::editingFinished, this, &ModelEditor::commit);
}

void ModelEditor::addField(QGridLayout &grid, const QString &title, QWidget *field)
{
    const int row = grid.rowCount();
    auto *label = new TextLabel(title, TextLabel::Size::Small, &Roles::text2, m_content);
    label->setBuddy(field);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    grid.addWidget(label, row, 0);
    grid.addWidget(field, row, 1);
}

TextLabel *ModelEditor::addNote(QGridLayout &grid, const char *name)
{
    auto *note = new TextLabel(TextLabel::Size::Small, &Roles::warn, m_content);
    note->setObjectName(QString::fromLatin1(name));
    note->setElided(false);
    note->hide();
    grid.addWidget(note, grid.rowCount(), 1);
    return note;
}

void ModelEditor::sizeNegative()
{
    m_negative->setFixedHeight(int(std::ceil(QFontMetricsF(m_negative->font()).lineSpacing() * negativeLines)) +
                               2 * int(m_negative->document()->documentMargin()) + 2 * m_negative->frameWidth() + 4);
}

void ModelEditor::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) && m_negative)
        sizeNegative();
}

void ModelEditor::setRow(const std::optional<CatalogRow> &row)
{
    const bool other = !m_row || !row || m_row->checkpoint.file != row->checkpoint.file;
    if (other)
        commit();
    m_content->setVisible(row.has_value());
    m_none->setVisible(!row);
    if (!row) {
        m_row.reset();
        return;
    }
    const Checkpoint before = m_row ? m_row->checkpoint : Checkpoint();
    m_row = row;
    showChoices();
    show(*row, before, other);
    showOrigin();
    showProblems();
}

/// What was entered is not stored: the fields say again what is.
void ModelEditor::showAgain(const QString &file)
{
    if (!m_row || m_row->checkpoint.file != file)
        return;
    const QList<CatalogRow> rows = m_catalog.rows();
    for (const CatalogRow &row : rows) {
        if (row.checkpoint.file == file)
            setRow(row);
    }
}

void ModelEditor::show(const CatalogRow &row, const Checkpoint &before, bool other)
{
    const Checkpoint &now = row.checkpoint;
    m_name->setText(now.name);
    m_file->setText(now.file);
    // A field that does not say what it said before is being typed in: that stays until it is left.
    const auto put = [other](auto shown, auto old, auto value, auto set) {
        if (other || shown == old)
            set(value);
    };
    put(m_type->currentText(), before.type, now.type, [this](const QString &text) { setTextOf(m_type, text); });
    put(wordsOf(m_bestFor->text()), before.bestFor, now.bestFor, [this](const QStringList &words) {
        if (wordsOf(m_bestFor->text()) == words)
            return;
        m_bestFor->setText(textOf(words));
        m_bestFor->setCursorPosition(0);
    });
    put(m_sharpness->value(), before.sharpness, now.sharpness, [this](int value) { m_sharpness->setValue(value); });
    put(m_speed->value(), before.speed, now.speed, [this](int value) { m_speed->setValue(value); });
    put(m_sampler->currentText(), before.settings.sampler, now.settings.sampler,
        [this](const QString &text) { setTextOf(m_sampler, text); });
    put(m_scheduler->currentText(), before.settings.scheduler, now.settings.scheduler,
        [this](const QString &text) { setTextOf(m_scheduler, text); });
    put(m_steps->value(), before.settings.steps, now.settings.steps, [this](int value) { m_steps->setValue(value); });
    put(qRound(m_cfg->value() * 100), qRound(before.settings.cfg * 100), now.settings.cfg,
        [this](double value) { m_cfg->setValue(value); });
    put(m_negative->toPlainText(), before.negative, now.negative, [this](const QString &text) {
        if (m_negative->toPlainText() != text)
            m_negative->setPlainText(text);
    });
}

void ModelEditor::showChoices()
{
    const auto fill = [](QComboBox *combo, const QStringList &choices) {
        QStringList present;
        for (int i = 0; i < combo->count(); ++i)
            present.append(combo->itemText(i));
        if (present == choices)
            return;
        const QSignalBlocker blocker(combo);
        const QSignalBlocker lineBlocker(combo->lineEdit());
        const QString typed = combo->currentText();
        const int cursor = combo->lineEdit()->cursorPosition();
        combo->clear();
        combo->addItems(choices);
        combo->setEditText(typed);
        combo->lineEdit()->setCursorPosition(cursor);
    };
    QStringList types{QStringLiteral("photorealistic"), QStringLiteral("anime"), QStringLiteral("illustration")};
    const QList<CatalogRow> rows = m_catalog.rows();
    for (const CatalogRow &row : rows) {
        if (!row.checkpoint.type.isEmpty() && !types.contains(row.checkpoint.type))
            types.append(row.checkpoint.type);
    }
    fill(m_type, types);
    fill(m_sampler, m_catalog.samplers());
    fill(m_scheduler, m_catalog.schedulers());
}

void ModelEditor::showProblems()
{
    if (!m_row || !m_schedulerNote)
        return;
    const auto say = [](TextLabel *note, const QString &text, bool bad) {
        note->setRole(bad ? &Roles::bad : &Roles::warn);
        note->setText(text);
        note->setVisible(!text.isEmpty());
    };
    const QString sampler = cleanName(m_sampler->currentText());
    const QString scheduler = cleanName(m_scheduler->currentText());
    say(m_samplerNote,
        sampler.isEmpty()                     ? tr("A sampler is needed, for example dpmpp_2m.")
        : m_catalog.isUnknownSampler(sampler) ? tr("No connected server offers this sampler.")
                                              : QString(),
        sampler.isEmpty());
    say(m_schedulerNote,
        scheduler.isEmpty()                       ? tr("A scheduler is needed, for example karras.")
        : m_catalog.isUnknownScheduler(scheduler) ? tr("No connected server offers this scheduler.")
                                                  : QString(),
        scheduler.isEmpty());
}

void ModelEditor::showOrigin()
{
    const CatalogRow::Origin origin = m_row->origin;
    switch (origin) {
    case CatalogRow::Origin::BuiltIn:
    case CatalogRow::Origin::Changed:
        m_explanation->setText(
            tr("Changed values are kept for this model only. The built-in ones come back with Reset."));
        break;
    case CatalogRow::Origin::Own:
        m_explanation->setText(tr("You added this model to the catalog. Without the entry its values are assumed."));
        break;
    case CatalogRow::Origin::Assumed:
        m_explanation->setText(
            tr("Nobody has described this model: its values are assumed. What you change is kept for "
               "this model only."));
        break;
    }
    m_reset->setText(origin == CatalogRow::Origin::Own ? tr("Remove from Catalog") : tr("Reset"));
    m_reset->setAccessibleName(m_reset->text());
    m_reset->setEnabled(origin == CatalogRow::Origin::Changed || origin == CatalogRow::Origin::Own);
}

void ModelEditor::commit()
{
    if (!m_row)
        return;
    Checkpoint changed = m_row->checkpoint;
    changed.type = cleanName(m_type->currentText());
    changed.bestFor = wordsOf(m_bestFor->text());
    changed.sharpness = m_sharpness->value();
    changed.speed = m_speed->value();
    // What cannot be stored stays as it was, and is said below its field.
    if (const QString sampler = cleanName(m_sampler->currentText()); !sampler.isEmpty())
        changed.settings.sampler = sampler;
    if (const QString scheduler = cleanName(m_scheduler->currentText()); !scheduler.isEmpty())
        changed.settings.scheduler = scheduler;
    changed.settings.steps = m_steps->value();
    if (qRound(m_cfg->value() * 100) != qRound(changed.settings.cfg * 100))
        changed.settings.cfg = m_cfg->value();
    const QString negative = cleanText(m_negative->toPlainText()).trimmed();
    if (negative != changed.negative.trimmed())
        changed.negative = negative;
    if (changed == m_row->checkpoint)
        return;
    m_row->checkpoint = changed; // so that leaving the next field does not ask for it again
    m_catalog.edit(changed);
}

bool ModelEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && watched == m_negative)
        commit();
    if (event->type() == QEvent::Wheel) {
        // The wheel scrolls the panel, and never changes a field in passing.
        const auto *field = qobject_cast<QWidget *>(watched);
        if (field && field != m_negative && !field->hasFocus()) {
            event->ignore();
            return true;
        }
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace lorastudio
