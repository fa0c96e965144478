// SPDX-License-Identifier: GPL-3.0-or-later
// The palette follows the desktop's portal, over a bus of the test's own.
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/privatebus.h"

#include <QApplication>
#include <QDBusVariant>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;

/// org.freedesktop.portal.Settings, as far as it is asked.
class StandInPortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 0;
    int asked = 0;

public Q_SLOTS:
    /// Portals of the first version wrap the value twice.
    QDBusVariant Read(const QString &group, const QString &key)
    {
        ++asked;
        if (group != QStringLiteral("org.freedesktop.appearance") || key != QStringLiteral("color-scheme"))
            return QDBusVariant(0U);
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

class TestAppearance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init()
    {
        QSettings().clear();
        QApplication::setPalette(QPalette()); // what an application begins with
    }
    void followsTheDesktop();
    void whatIsChosenStands();
    void theChoiceIsRemembered();

private:
    static QColor window() { return QApplication::palette().color(QPalette::Window); }
    QTemporaryDir m_settings;
    PrivateBus m_bus;
    StandInPortal m_portal;
    std::optional<QDBusConnection> m_service;
};

void TestAppearance::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(QStringLiteral("lora-studio-test"));
    QApplication::setApplicationName(QStringLiteral("lora-studio-test"));
    Appearance::prepareApplication(false);
    if (!m_bus.start())
        QSKIP(qPrintable(m_bus.problem()));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toUtf8());
    m_service = m_bus.connect(QStringLiteral("portal"));
    QVERIFY(m_service->isConnected());
    QVERIFY(m_service->registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal,
                                      QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(m_service->registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
}

void TestAppearance::followsTheDesktop()
{
    m_portal.scheme = 1;
    Appearance appearance;
    QTRY_COMPARE(window(), darkPalette().color(QPalette::Window));
    const auto say = [this](const char *group, const char *key, uint value) {
        Q_EMIT m_portal.SettingChanged(QString::fromLatin1(group), QString::fromLatin1(key), QDBusVariant(value));
    };
    say("org.freedesktop.appearance", "color-scheme", 2);
    QTRY_COMPARE(window(), lightPalette().color(QPalette::Window));
    say("org.gnome.desktop.interface", "color-scheme", 1); // another setting of the same name
    say("org.freedesktop.appearance", "contrast", 1);
    say("org.freedesktop.appearance", "color-scheme", 1);
    QTRY_COMPARE(window(), darkPalette().color(QPalette::Window));
    say("org.freedesktop.appearance", "color-scheme", 0); // no preference
    QTRY_COMPARE(window(), lightPalette().color(QPalette::Window));
}

void TestAppearance::whatIsChosenStands()
{
    m_portal.scheme = 0;
    const int asked = m_portal.asked;
    Appearance appearance;
    QTRY_COMPARE(m_portal.asked, asked + 1);
    QSignalSpy changed(&appearance, &Appearance::choiceChanged);
    appearance.choose(Appearance::Choice::Dark);
    appearance.choose(Appearance::Choice::Dark);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(window(), darkPalette().color(QPalette::Window));
    appearance.choose(Appearance::Choice::Light);
    Q_EMIT m_portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                   QDBusVariant(1U));
    // The desktop's wish has arrived when the choice is given back to it.
    QTRY_VERIFY([&] {
        appearance.choose(Appearance::Choice::AsDesktop);
        const bool dark = window() == darkPalette().color(QPalette::Window);
        if (!dark)
            appearance.choose(Appearance::Choice::Light);
        return dark;
    }());
}

void TestAppearance::theChoiceIsRemembered()
{
    {
        Appearance appearance;
        appearance.choose(Appearance::Choice::Dark);
    }
    QApplication::setPalette(QPalette());
    const Appearance again;
    QCOMPARE(again.choice(), Appearance::Choice::Dark);
    QCOMPARE(window(), darkPalette().color(QPalette::Window));
}

QTEST_MAIN(TestAppearance)
#include "tst_appearance.moc"
