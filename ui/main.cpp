// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root of the window.
#include "cli/signals.h"
#include "globaloptions.h"
#include "mainwindow/mainwindow.h"
#include "services.h"
#include "session/projectsession.h"
#include "session/serversession.h"
#include "style/appearance.h"
#include "widgets/filedialogs.h"

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

    ProjectSession session(services, options->project);
    ServerSession servers(services, session);
    DesktopFileDialogs dialogs;
    MainWindow window({session, dialogs, &appearance, &servers});
    UnixSignals unixSignals;
    QObject::connect(&unixSignals, &UnixSignals::raised, &session, &ProjectSession::shutDown);
    window.show();
    session.begin(options->demo);
    return QApplication::exec();
}
