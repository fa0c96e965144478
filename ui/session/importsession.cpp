// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/importsession.h"

#include "import/importer.h"
#include "services.h"
#include "session/projectsession.h"
#include "session/undostep.h"
#include "storage/characterrepository.h"

#include <QDesktopServices>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QUrl>

#include <memory>
#include <utility>

namespace lorastudio {

namespace {

constexpr int slowMs = 300;
constexpr qint64 wordsEveryMs = 100;

Result<QVector<Character>> charactersOf(Connection &connection, const QStringList &projects)
{
    QVector<Character> all;
    for (const QString &project : projects) {
        const Result<QVector<Character>> some = CharacterRepository(connection).list(project);
        if (!some)
            return fail(some.error());
        all += *some;
    }
    return all;
}

} // namespace

ImportSession::ImportSession(Services &services, ProjectSession &project)
    : m_services(services), m_project(project), m_images(project.images()), m_scope(QStringLiteral("import"))
{
    m_slowTimer.setSingleShot(true);
    m_slowTimer.setInterval(slowMs);
    connect(&m_slowTimer, &QTimer::timeout, this, [this] {
        m_slow = true;
        showState();
    });
    connect(&m_images, &ImportImages::refused, this, &ImportSession::refuse);
    connect(&m_project, &ProjectView::rowsReset, this, [this] {
        if (!m_plan.isEmpty() && !m_scope.token().stop_requested())
            m_scope.spawn(learn());
    });
    connect(&m_project, &ProjectView::modelChoicesChanged, this, [this] {
        m_plan.setCheckpoints(m_services.assignments().checkpoints());
        showRows();
    });
    m_project.closeFirst([this] { return close(); });
}

ImportSession::~ImportSession() = default;

Task<void> ImportSession::close()
{
    m_stopReading.request_stop();
    m_stopStoring.request_stop();
    m_wishes.clear();
    m_slowTimer.stop();
    m_project.disconnect(this);
    m_scope.requestStop();
    co_await m_scope.join();
    co_await m_images.close();
}

void ImportSession::add(const QStringList &paths)
{
    if (!paths.isEmpty())
        wish({paths, {}});
}

void ImportSession::addText(const QString &text)
{
    if (!text.trimmed().isEmpty())
        wish({{}, text});
}

void ImportSession::wish(const Wish &wish)
{
    if (m_scope.token().stop_requested())
        return;
    m_wishes.append(wish); // what comes while the import before it is stored waits for that
    if (!m_reading && !m_saving)
        m_scope.spawn(readWishes());
}

ReadingWatch ImportSession::watch()
{
    // The reader names each file; that many events would only keep the window busy.
    const auto last = std::make_shared<QElapsedTimer>();
    const auto say = [this, last](const QString &name) {
        if (last->isValid() && last->elapsed() < wordsEveryMs)
            return;
        last->start();
        const auto show = [this, name] {
            m_name = name;
            showState();
        };
        QMetaObject::invokeMethod(this, show, Qt::QueuedConnection);
    };
    return {say, m_stopReading.get_token()};
}

Task<void> ImportSession::readWishes()
{
    m_reading = true;
    m_slow = false;
    m_name.clear();
    m_slowTimer.start();
    showState();
    while (!m_wishes.isEmpty() && !m_scope.token().stop_requested())
        co_await readWish(m_wishes.takeFirst());
    m_slowTimer.stop();
    m_slow = false;
    m_reading = false;
    showState();
}

Task<void> ImportSession::readWish(Wish wish)
{
    m_stopReading = std::stop_source();
    const std::stop_token stopped = m_stopReading.get_token();
    const auto read = [wish, watch = watch()] {
        return wish.text.isEmpty() ? readPaths(wish.paths, watch) : readPasted(wish.text);
    };
    const ImportResult result = co_await offload(read);
    const bool first = m_plan.isEmpty();
    ImportPlan plan;
    int revision = -1;
    // What a person corrects meanwhile is not lost: then it is added once more.
    while (revision != m_revision) {
        if (stopped.stop_requested() || m_scope.token().stop_requested())
            co_return;
        revision = m_revision;
        const auto work = [before = m_plan, result, project = m_project.projectId(), known = known(),
                           projects = QVector<Project>(m_project.projects())] {
            ImportPlan after = before;
            after.setKnown(project, known, projects);
            after.add(result);
            return after;
        };
        plan = co_await offload(work);
    }
    if (stopped.stop_requested())
        co_return;
    if (first)
        setPlan(plan);
    else
        change(tr("Added to the import."), plan);
    if (!m_plan.otherProjects().isEmpty())
        co_await learn();
}

QVector<Character> ImportSession::known() const
{
    QVector<Character> all = m_elsewhere;
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows)
        all.append(row.character);
    return all;
}

Task<void> ImportSession::learn()
{
    const QStringList others = m_plan.otherProjects();
    if (!others.isEmpty()) {
        const auto work = [others](Connection &connection) {
            return charactersOf(connection, others);
        };
        const Result<QVector<Character>> elsewhere = co_await m_services.database().read(work);
        if (m_scope.token().stop_requested())
            co_return;
        m_elsewhere = elsewhere.value_or(QVector<Character>());
    }
    setPlan(m_plan);
}

void ImportSession::setPlan(const ImportPlan &plan)
{
    m_plan = plan;
    ++m_revision;
    m_plan.setKnown(m_project.projectId(), known(), m_project.projects());
    m_plan.setCheckpoints(m_services.assignments().checkpoints());
    for (auto it = m_refused.cbegin(); it != m_refused.cend(); ++it)
        m_plan.refuse(it.key(), it.value());
    showRows();
}

void ImportSession::change(const QString &text, const ImportPlan &after)
{
    const ImportPlan before = m_plan;
    setPlan(after);
    m_edits.push(new UndoStep(
        text, StepOf::Project, [this, before] { setPlan(before); }, [this, after] { setPlan(after); }));
}

void ImportSession::refuse(const QString &picture, const QString &reason)
{
    m_refused.insert(picture, reason);
    if (!m_plan.refuse(picture, reason))
        return;
    ++m_revision;
    showRows();
}

void ImportSession::stopReading()
{
    m_wishes.clear();
    m_stopReading.request_stop();
}

void ImportSession::setWanted(const QList<int> &ids, bool wanted)
{
    ImportPlan plan = m_plan;
    plan.setWanted(ids, wanted);
    if (!m_saving && plan.entries() != m_plan.entries())
        change(wanted ? tr("Brought entries in.") : tr("Left entries out."), plan);
}

void ImportSession::edit(int id, const Character &texts)
{
    ImportPlan plan = m_plan;
    if (!m_saving && plan.edit(id, texts))
        change(tr("Corrected %1.").arg(plan.find(id)->imported.character.name), plan);
}

void ImportSession::setReference(int id, const QString &picture)
{
    ImportPlan plan = m_plan;
    if (!m_saving && plan.setReference(id, picture))
        change(tr("Chose the reference of %1.").arg(plan.find(id)->imported.character.name), plan);
}

void ImportSession::addAsNew(int id)
{
    ImportPlan plan = m_plan;
    if (!m_saving && plan.addAsNew(id))
        change(tr("Named %1.").arg(plan.find(id)->imported.character.name), plan);
}

void ImportSession::openSource(int id)
{
    const ImportEntryPtr entry = m_plan.find(id);
    if (entry && !entry->imported.source.isEmpty())
        QDesktopServices::openUrl(QUrl::fromLocalFile(entry->imported.source));
}

void ImportSession::import()
{
    if (!m_reading && !m_saving && m_state.totals.characters > 0)
        m_scope.spawn(store());
}

Task<void> ImportSession::store()
{
    m_saving = true;
    m_stopStoring = std::stop_source();
    m_stored = 0;
    m_toStore = 0;
    showState();
    const ImportWatch watch = storingWatch();
    const Result<QStringList> ids = co_await m_project.importCharacters(m_plan.chosen(), watch);
    m_saving = false;
    const QList<Wish> waiting = std::exchange(m_wishes, {});
    if (ids) {
        cancel();
        Q_EMIT imported(*ids);
    } else {
        m_project.notify(QStringLiteral("import"), tr("Nothing was imported"), ids.error());
        showState();
    }
    for (const Wish &next : waiting)
        wish(next);
}

ImportWatch ImportSession::storingWatch()
{
    const auto last = std::make_shared<QElapsedTimer>();
    const auto say = [this, last](int done, int total) {
        if (done < total && last->isValid() && last->elapsed() < wordsEveryMs)
            return;
        last->start();
        const auto show = [this, done, total] {
            m_stored = done;
            m_toStore = total;
            showState();
        };
        QMetaObject::invokeMethod(this, show, Qt::QueuedConnection);
    };
    return {say, m_stopStoring.get_token()};
}

void ImportSession::cancel()
{
    if (m_saving) {
        m_stopStoring.request_stop();
        showState();
        return;
    }
    stopReading();
    m_edits.clear();
    m_refused.clear();
    m_elsewhere.clear();
    m_images.forget();
    m_slow = false;
    setPlan({});
    showState();
}

void ImportSession::showRows()
{
    m_automatic.clear();
    m_checkpoints = m_services.assignments().checkpoints();
    QList<ImportRow> rows;
    rows.reserve(m_plan.entries().size());
    for (const ImportEntryPtr &entry : m_plan.entries())
        rows.append(rowOf(entry));
    if (rows != m_rows) {
        m_rows = rows;
        Q_EMIT rowsChanged();
    }
    showState();
}

void ImportSession::showState()
{
    ImportState state;
    state.totals = m_plan.totals();
    state.busy = m_reading || m_saving;
    state.saving = m_saving;
    state.stored = m_saving ? m_stored : 0;
    state.toStore = m_saving ? m_toStore : 0;
    state.canceling = m_saving && m_stopStoring.stop_requested();
    state.open = !m_plan.isEmpty() || (m_reading && m_slow);
    state.reading = m_reading && m_slow ? m_name : QString();
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

ImportRow ImportSession::rowOf(const ImportEntryPtr &entry)
{
    ImportRow row;
    row.entry = entry;
    if (entry->broken)
        return row;
    if (entry->readable() > 0)
        row.thumbnailKey = entry->pictures.first().path;
    else if (const CharacterRow *stored = entry->existing ? m_project.find(entry->existing->id) : nullptr;
             stored && !stored->thumbnailKey.isEmpty())
        row.thumbnailKey = ImportImages::libraryKey(stored->thumbnailKey);
    if (!entry->isNameless())
        describeModel(row);
    return row;
}

void ImportSession::describeModel(ImportRow &row)
{
    const ImportEntry &entry = *row.entry;
    const auto nameOf = [&](const QString &file) {
        const Checkpoint *found = ModelCatalog::findIn(m_checkpoints, file);
        return found ? found->name : m_services.assignments().catalog().described(file).name;
    };
    if (!entry.imported.model.isEmpty()) {
        const QString file = ModelCatalog::fileNamed(m_checkpoints, entry.imported.model);
        row.modelName = file.isEmpty() ? entry.imported.model : nameOf(file);
        row.modelReason = entry.imported.entry > 0 ? tr("Chosen by the list") : tr("Chosen by the table");
        return;
    }
    const CharacterRow *stored = entry.existing ? m_project.find(entry.existing->id) : nullptr;
    if (stored && stored->assignment.locked) {
        row.modelName = nameOf(stored->assignment.modelFile);
        row.modelReason = tr("Stays as chosen");
        return;
    }
    const QString type = entry.result().type;
    if (!m_automatic.contains(type))
        m_automatic.insert(type, nameOf(m_services.assignments().automaticChoice(type).file));
    row.modelName = m_automatic.value(type);
    row.modelReason = tr("Automatic");
}

} // namespace lorastudio
