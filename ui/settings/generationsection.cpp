// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/generationsection.h"

#include "domain/character.h"
#include "settings/settingscard.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSpinBox>

namespace lorastudio {

namespace {

constexpr int sideStep = 8; // ComfyUI's latent grid
constexpr int leastSide = 64;
constexpr int largestSide = 4096;
constexpr int mostAttempts = 10;
constexpr qint64 firstSeed = 1;
constexpr qint64 seedLimit = qint64(1) << 52;

QSpinBox *makeSpin(const char *name, int least, int most, int step, QWidget *parent)
{
    auto *spin = new QSpinBox(parent);
    spin->setObjectName(QString::fromLatin1(name));
    spin->setRange(least, most);
    spin->setSingleStep(step);
    spin->setKeyboardTracking(false);
    spin->setAlignment(Qt::AlignRight);
    spin->setFixedWidth(104);
    return spin;
}

} // namespace

GenerationSection::GenerationSection(SettingsView &settings, QWidget *parent)
    : SettingsSection(tr("Generation"), tr("What new characters get, and how their images are made."), parent),
      m_settings(settings)
{
    setObjectName(QStringLiteral("settingsGenerationSection"));
    SettingsCard *fresh = addCard();
    fresh->addHeading(tr("New characters"),
                      tr("For everything that is imported or added without saying it. Characters that exist keep "
                         "theirs."));
    m_images = makeSpin("settingsNewImagesSpin", 1, Character::maxImages, 10, fresh);
    fresh->addField(tr("Images"), {m_images});
    m_width = makeSpin("settingsNewWidthSpin", leastSide, largestSide, sideStep, fresh);
    m_width->setAccessibleName(tr("Width in pixels"));
    m_height = makeSpin("settingsNewHeightSpin", leastSide, largestSide, sideStep, fresh);
    m_height->setAccessibleName(tr("Height in pixels"));
    auto *times = new TextLabel(QStringLiteral("×"), TextLabel::Size::Body, &Roles::text2, fresh);
    auto *pixels = new TextLabel(tr("pixels"), TextLabel::Size::Body, &Roles::text2, fresh);
    fresh->addField(tr("Size"), {m_width, times, m_height, pixels});
    fresh->addNote(tr("512 × 768 suits models of SD 1.5, 832 × 1216 those of SDXL."), 176);

    SettingsCard *runs = addCard();
    runs->addHeading(tr("Runs"));
    m_fixedSeed = new QCheckBox(tr("Begin every run with the same seed"), runs);
    m_fixedSeed->setObjectName(QStringLiteral("settingsFixedSeedCheck"));
    m_fixedSeed->setAccessibleName(m_fixedSeed->text());
    runs->column()->addWidget(m_fixedSeed);
    m_seed = new QLineEdit(runs);
    m_seed->setObjectName(QStringLiteral("settingsSeedEdit"));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,16}")), m_seed));
    m_seed->setFixedWidth(216);
    runs->addField(tr("Seed"), {m_seed});
    runs->addNote(tr("Otherwise each run takes a random one. The inspector shows the seed of a character's last run."),
                  176);
    m_attempts = makeSpin("settingsAttemptsSpin", 1, mostAttempts, 1, runs);
    runs->addField(tr("Tries of an image"), {m_attempts});
    runs->addNote(tr("How often an image is tried before it counts as failed. Servers that go away do not count."),
                  176);
    m_freeMemory = new QCheckBox(tr("Free the memory of the servers when a run is paused"), runs);
    m_freeMemory->setObjectName(QStringLiteral("settingsFreeMemoryCheck"));
    m_freeMemory->setAccessibleName(m_freeMemory->text());
    runs->column()->addWidget(m_freeMemory);
    runs->addNote(tr("They load the model again when it goes on. Servers that work for others are left alone."), 24);
    finish();

    connect(m_images, &QSpinBox::valueChanged, this, [this](int images) {
        SettingsValues values = m_settings.values();
        values.newImages = images;
        store(values);
    });
    const auto storeSize = [this] {
        SettingsValues values = m_settings.values();
        const auto onGrid = [](int side) {
            return (side + sideStep / 2) / sideStep * sideStep;
        };
        values.newSize = QSize(onGrid(m_width->value()), onGrid(m_height->value()));
        store(values);
    };
    connect(m_width, &QSpinBox::valueChanged, this, storeSize);
    connect(m_height, &QSpinBox::valueChanged, this, storeSize);
    connect(m_fixedSeed, &QCheckBox::toggled, this, [this] { storeSeed(); });
    connect(m_seed, &QLineEdit::editingFinished, this, [this] { storeSeed(); });
    connect(m_attempts, &QSpinBox::valueChanged, this, [this](int attempts) {
        SettingsValues values = m_settings.values();
        values.attempts = attempts;
        store(values);
    });
    connect(m_freeMemory, &QCheckBox::toggled, this, [this](bool on) {
        SettingsValues values = m_settings.values();
        values.freeMemoryWhenPaused = on;
        store(values);
    });
    connect(&m_settings, &SettingsView::valuesChanged, this, [this] { show(m_settings.values()); });
    show(m_settings.values());
}

void GenerationSection::show(const SettingsValues &values)
{
    m_showing = true;
    m_images->setValue(values.newImages);
    m_width->setValue(values.newSize.width());
    m_height->setValue(values.newSize.height());
    m_fixedSeed->setChecked(values.baseSeed.has_value());
    m_seed->setEnabled(values.baseSeed.has_value());
    m_seed->setText(values.baseSeed ? QString::number(*values.baseSeed) : QString());
    m_attempts->setValue(values.attempts);
    m_freeMemory->setChecked(values.freeMemoryWhenPaused);
    m_showing = false;
}

void GenerationSection::store(SettingsValues values)
{
    if (!m_showing)
        m_settings.change(values);
}

void GenerationSection::storeSeed()
{
    SettingsValues values = m_settings.values();
    bool isNumber = false;
    const qint64 typed = m_seed->text().toLongLong(&isNumber);
    const qint64 known = values.baseSeed.value_or(firstSeed);
    values.baseSeed.reset();
    if (m_fixedSeed->isChecked())
        values.baseSeed = isNumber && typed < seedLimit ? typed : known;
    if (values != m_settings.values())
        store(values);
    else if (!m_showing)
        show(values); // what cannot be a seed is not left standing
}

void GenerationSection::commit()
{
    for (QSpinBox *spin : {m_images, m_width, m_height, m_attempts})
        spin->interpretText();
    if (m_seed->isEnabled())
        storeSeed();
}

} // namespace lorastudio
