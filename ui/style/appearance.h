// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QDBusVariant;

namespace lorastudio {

/// Decides which palette the application has: as the desktop, light or dark.
///
/// As the desktop means: the palette of the platform theme if it brings one (KDE, GTK), otherwise ours, light or dark
/// by the desktop portal's `color-scheme`, which is watched. The portal is asked without waiting; without a session bus
/// the light palette stands. Changes apply at once.
class Appearance : public QObject
{
    Q_OBJECT

public:
    enum class Choice { AsDesktop, Light, Dark };
    Q_ENUM(Choice)

    /// Applies the choice that QSettings holds.
    explicit Appearance(QObject *parent = nullptr);
    Choice choice() const { return m_choice; }
    /// Applies and remembers.
    void choose(Choice choice);

    /// Sets up style, icon theme and palette. To be called once after the application object, before the first widget.
    /// `styleAsked`: a person asked for a style on the command line.
    static void prepareApplication(bool styleAsked);

Q_SIGNALS:
    void choiceChanged();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void apply();
    void askPortal();
    void setDesktopDark(bool dark);

    Choice m_choice = Choice::AsDesktop;
    const bool m_desktopPalette; ///< the platform theme brings a palette
    bool m_desktopDark = false;
    bool m_asked = false;
};

} // namespace lorastudio
