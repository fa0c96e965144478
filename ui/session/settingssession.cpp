// SPDX-License-Identifier: GPL-3.0-or-later
// Values and folders; what is done with databases is in settingsdatabase.cpp.
#include "session/settingssession.h"

#include "models/projectview.h"
#include "models/settingsphrases.h"
#include "session/settingsstep.h"
#include "session/undostep.h"
#include "style/appearance.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QProcess>
#include <QUndoStack>
#include <QUrl>

namespace lorastudio {

namespace {

using Palette = SettingsValues::Palette;
using OnClose = SettingsValues::OnClose;

const std::pair<Palette, Appearance::Choice> palettes[] = {{Palette::AsDesktop, Appearance::Choice::AsDesktop},
                                                           {Palette::Light, Appearance::Choice::Light},
                                                           {Palette::Dark, Appearance::Choice::Dark}};
const std::pair<OnClose, QString> closeWords[] = {{OnClose::Ask, QStringLiteral("ask")},
                                                  {OnClose::Tray, QStringLiteral("tray")},
                                                  {OnClose::Quit, QStringLiteral("quit")}};

/// A number of the setting in which the two differ.
int changedSetting(const SettingsValues &a, const SettingsValues &b)
{
    const bool differ[] = {a.newImages != b.newImages,
                           a.newSize != b.newSize,
                           a.baseSeed != b.baseSeed,
                           a.attempts != b.attempts,
                           a.freeMemoryWhenPaused != b.freeMemoryWhenPaused,
                           a.notify != b.notify,
                           a.notifyAtEnd != b.notifyAtEnd,
                           a.notifyWhenStuck != b.notifyWhenStuck,
                           a.preventSleep != b.preventSleep,
                           a.onClose != b.onClose,
                           a.palette != b.palette,
                           a.compactRows != b.compactRows};
    return int(std::find(std::begin(differ), std::end(differ), true) - std::begin(differ));
}

} // namespace

SettingsSession::SettingsSession(Services &services, ProjectView &project, Appearance &appearance)
    : m_services(services), m_project(project), m_appearance(appearance), m_scope(QStringLiteral("settings"))
{
    AppSettings &settings = m_services.settings();
    const SettingBase *all[] = {&settings.newImages,
                                &settings.newSize,
                                &settings.baseSeed,
                                &settings.attempts,
                                &settings.freeMemoryWhenPaused,
                                &settings.notifications,
                                &settings.notifyAtEnd,
                                &settings.notifyWhenStuck,
                                &settings.preventSleep,
                                &settings.onClose,
                                &settings.rowDensity};
    for (const SettingBase *setting : all)
        connect(setting, &SettingBase::changed, this, &SettingsView::valuesChanged);
    connect(&m_appearance, &Appearance::choiceChanged, this, &SettingsView::valuesChanged);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &SettingsSession::followProject);
    connect(&m_project, &ProjectView::rowsReset, this, &SettingsSession::followProject);

    const AppPaths &paths = m_services.paths();
    if (paths.databaseIsFixed())
        m_database.fixedReason = tr("Set by %1 when LoRA Studio was started. Start it without to choose another one.")
                                     .arg(paths.databaseFixedBy());
    m_folders.library = paths.library(settings.library.value());
    m_folders.isDefault = settings.library.value().isEmpty();
    if (paths.libraryIsFixed())
        m_folders.fixedReason = tr("Set by %1 when LoRA Studio was started. Start it without to choose another one.")
                                    .arg(paths.libraryFixedBy());
    m_folders.thumbnails = paths.thumbnails();
    followProject();
}

SettingsSession::~SettingsSession() = default;

Task<void> SettingsSession::close()
{
    m_project.disconnect(this);
    m_databaseWork.request_stop();
    m_scope.requestStop();
    co_await m_scope.join();
}

SettingsValues SettingsSession::values() const
{
    const AppSettings &settings = m_services.settings();
    SettingsValues values;
    values.newImages = settings.newImages.value();
    values.newSize = parseSize(settings.newSize.value());
    if (settings.baseSeed.value() >= 0)
        values.baseSeed = settings.baseSeed.value();
    values.attempts = settings.attempts.value();
    values.freeMemoryWhenPaused = settings.freeMemoryWhenPaused.value();
    values.notify = settings.notifications.value();
    values.notifyAtEnd = settings.notifyAtEnd.value();
    values.notifyWhenStuck = settings.notifyWhenStuck.value();
    values.preventSleep = settings.preventSleep.value();
    for (const auto &[value, word] : closeWords) {
        if (settings.onClose.value() == word)
            values.onClose = value;
    }
    for (const auto &[value, choice] : palettes) {
        if (m_appearance.choice() == choice)
            values.palette = value;
    }
    values.compactRows = settings.rowDensity.value() == QStringLiteral("compact");
    return values;
}

void SettingsSession::apply(const SettingsValues &values)
{
    AppSettings &settings = m_services.settings();
    settings.newImages.setValue(values.newImages);
    settings.newSize.setValue(sizeText(values.newSize));
    settings.baseSeed.setValue(values.baseSeed.value_or(-1));
    settings.attempts.setValue(values.attempts);
    settings.freeMemoryWhenPaused.setValue(values.freeMemoryWhenPaused);
    settings.notifications.setValue(values.notify);
    settings.notifyAtEnd.setValue(values.notifyAtEnd);
    settings.notifyWhenStuck.setValue(values.notifyWhenStuck);
    settings.preventSleep.setValue(values.preventSleep);
    for (const auto &[value, word] : closeWords) {
        if (values.onClose == value)
            settings.onClose.setValue(word);
    }
    for (const auto &[value, choice] : palettes) {
        if (values.palette == value)
            m_appearance.choose(choice);
    }
    settings.rowDensity.setValue(values.compactRows ? QStringLiteral("compact") : QStringLiteral("normal"));
}

void SettingsSession::change(const SettingsValues &wanted)
{
    const SettingsValues before = values();
    apply(wanted);
    const SettingsValues after = values(); // what is out of range was not taken
    if (before == after) {
        Q_EMIT valuesChanged(); // a form shows what was not taken
        return;
    }
    m_project.undoStack().push(new SettingsStep(phrases::settingsChange(before, after), changedSetting(before, after),
                                                before, after, [this](const SettingsValues &to) { apply(to); }));
}

void SettingsSession::changeFolders(const std::function<void(FolderState &)> &change)
{
    const FolderState before = m_folders;
    change(m_folders);
    if (m_folders != before)
        Q_EMIT foldersChanged();
}

void SettingsSession::refresh()
{
    if (m_scope.token().stop_requested())
        return;
    m_scope.spawn(refreshDatabase());
    m_scope.spawn(refreshFolders());
}

Task<void> SettingsSession::refreshFolders()
{
    const auto measure = [store = m_services.imageStore(), cache = m_services.thumbnails()] {
        return std::pair<qint64, qint64>(store.freeSpace().value_or(-1), cache.bytes());
    };
    const std::pair<qint64, qint64> sizes = co_await offload(measure);
    changeFolders([&](FolderState &state) {
        if (m_services.database().isOpen())
            state.library = m_services.libraryFolder();
        state.free = sizes.first;
        state.thumbnailBytes = sizes.second;
    });
}

void SettingsSession::storeLibrary(const QString &folder)
{
    m_services.settings().library.setValue(folder);
    // Where a second database uses it, the library is a folder inside: what was chosen is compared, not that.
    const QString next = m_services.paths().library(folder);
    const bool same = next == m_folders.library || m_folders.library.startsWith(next + QStringLiteral("/database-"));
    changeFolders([&](FolderState &state) {
        state.chosen = same ? QString() : next;
        state.isDefault = folder.isEmpty();
    });
}

void SettingsSession::setLibrary(const QString &folder)
{
    const QString before = m_services.settings().library.value();
    if (folder == before || m_services.paths().libraryIsFixed())
        return;
    storeLibrary(folder);
    m_project.undoStack().push(new UndoStep(
        folder.isEmpty() ? tr("Chose the default library folder.") : tr("Chose another library folder."),
        StepOf::Program, [this, before] { storeLibrary(before); }, [this, folder] { storeLibrary(folder); }));
}

void SettingsSession::openLibrary()
{
    QString folder = m_folders.library;
    while (!QFileInfo(folder).isDir() && folder.size() > 1) // nothing is stored yet
        folder = QFileInfo(folder).absolutePath();
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

void SettingsSession::clearThumbnails()
{
    // Measured anew whatever comes of it: what is left may be as large as before.
    changeFolders([](FolderState &state) { state.thumbnailBytes = -1; });
    m_scope.spawn(clearTask());
}

Task<void> SettingsSession::clearTask()
{
    const auto clear = [cache = m_services.thumbnails()] {
        cache.clear();
    };
    co_await offload(clear);
    co_await refreshFolders();
}

void SettingsSession::restart()
{
    m_wantsRestart = true;
    m_project.shutDown();
}

void SettingsSession::startAgain() const
{
    QProcess process;
    process.setProgram(QCoreApplication::applicationFilePath());
    process.setArguments(QCoreApplication::arguments().mid(1));
    if (!m_passwordForNext.isEmpty()) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PGPASSWORD"), m_passwordForNext);
        process.setProcessEnvironment(environment);
    }
    process.startDetached();
}

} // namespace lorastudio
