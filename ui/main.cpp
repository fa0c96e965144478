// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root of the window.
#include "cli/signals.h"
#include "desktop/desktoppresence.h"
#include "desktop/sessionbus.h"
#include "globaloptions.h"
#include "mainwindow/mainwindow.h"
#include "services.h"
#include "style/appearance.h"
#include "widgets/filedialogs.h"
#include "windowsessions.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>

#include <cstdio>

using namespace lorastudio;

namespace {

bool asksForStyle(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (QByteArrayView(argv[i]).startsWith("-style"))
            return true;
    }
    return qEnvironmentVariableIsSet("QT_STYLE_OVERRIDE");
}

void print(const QString &text, FILE *file)
{
    std::fputs((text + u'\n').toUtf8().constData(), file);
}

} // namespace

int main(int argc, char **argv)
{
    const bool styleAsked = asksForStyle(argc, argv); // QApplication takes it away
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("lora-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LORASTUDIO_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("LoRA Studio"));
    QGuiApplication::setDesktopFileName(QStringLiteral("lora-studio"));
    QApplication::setQuitOnLastWindowClosed(false); // the session quits when its work has ended

    QStringList words = QCoreApplication::arguments().mid(1);
    const Result<GlobalOptions> options = GlobalOptions::take(words, true);
    if (!options || !words.isEmpty()) {
        print(options ? QCoreApplication::translate("Main", "The window takes no “%1”.").arg(words.first())
                      : options.error().message,
              stderr);
        return 2;
    }
    if (options->version || options->help) {
        print(options->version ? QStringLiteral("lora-studio %1").arg(QCoreApplication::applicationVersion())
                               : QStringLiteral("lora-studio [--demo] [options]\n\n") + globalOptionsHelp(),
              stdout);
        return 0;
    }
    setVerbosity(*options);

    Services services(options->paths);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, services.paths().configDir());
    QCoreApplication::setOrganizationName(QStringLiteral("window")); // a file of its own beside the settings
    Appearance::prepareApplication(styleAsked);
    Appearance appearance;
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/lora-studio.svg")));

    WindowSessions sessions(services, appearance, options->project);
    DesktopFileDialogs dialogs;
    MainWindow window(sessions.views(dialogs));
    DesktopPresence presence(window, sessions.project(), sessions.settings(), {sessionBus(), systemBus()});
    UnixSignals unixSignals;
    QObject::connect(&unixSignals, &UnixSignals::raised, &sessions.project(), &ProjectSession::shutDown);
    window.show();
    sessions.project().begin(options->demo);
    const int code = QApplication::exec();
    if (sessions.settings().wantsRestart())
        sessions.settings().startAgain();
    return code;
}
