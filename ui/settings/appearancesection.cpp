// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/appearancesection.h"

#include "settings/settingscard.h"

#include <QButtonGroup>
#include <QRadioButton>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

QRadioButton *makeRadio(const char *name, const QString &text, QButtonGroup *group, SettingsCard *card)
{
    auto *radio = new QRadioButton(text, card);
    radio->setObjectName(QString::fromLatin1(name));
    radio->setAccessibleName(text);
    group->addButton(radio);
    card->column()->addWidget(radio);
    return radio;
}

} // namespace

AppearanceSection::AppearanceSection(SettingsView &settings, QWidget *parent)
    : SettingsSection(tr("Appearance"), tr("How the window looks. Fonts and icons are the desktop's."), parent),
      m_settings(settings)
{
    setObjectName(QStringLiteral("settingsAppearanceSection"));
    using Palette = SettingsValues::Palette;
    SettingsCard *colours = addCard();
    colours->addHeading(tr("Palette"));
    auto *palettes = new QButtonGroup(this);
    m_palettes = {
        {makeRadio("settingsPaletteDesktopRadio", tr("As the desktop"), palettes, colours), Palette::AsDesktop},
        {makeRadio("settingsPaletteLightRadio", tr("Light"), palettes, colours), Palette::Light},
        {makeRadio("settingsPaletteDarkRadio", tr("Dark"), palettes, colours), Palette::Dark}};
    SettingsCard *rows = addCard();
    rows->addHeading(tr("Rows of the characters"));
    auto *densities = new QButtonGroup(this);
    m_densities = {{makeRadio("settingsRowsRegularRadio", tr("Regular, with two lines"), densities, rows), false},
                   {makeRadio("settingsRowsCompactRadio", tr("Compact, with one line"), densities, rows), true}};
    finish();

    for (const auto &[radio, palette] : std::as_const(m_palettes)) {
        connect(radio, &QRadioButton::clicked, this, [this, value = palette] {
            SettingsValues values = m_settings.values();
            values.palette = value;
            m_settings.change(values);
        });
    }
    for (const auto &[radio, compact] : std::as_const(m_densities)) {
        connect(radio, &QRadioButton::clicked, this, [this, value = compact] {
            SettingsValues values = m_settings.values();
            values.compactRows = value;
            m_settings.change(values);
        });
    }
    connect(&m_settings, &SettingsView::valuesChanged, this, &AppearanceSection::show);
    show();
}

void AppearanceSection::show()
{
    const SettingsValues values = m_settings.values();
    for (const auto &[radio, palette] : std::as_const(m_palettes))
        radio->setChecked(values.palette == palette);
    for (const auto &[radio, compact] : std::as_const(m_densities))
        radio->setChecked(values.compactRows == compact);
}

} // namespace lorastudio
