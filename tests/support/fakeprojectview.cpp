// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeprojectview.h"

#include <QRandomGenerator>
#include <QTimer>

namespace lorastudio {

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

QDateTime at(int hour, int minute)
{
    return QDateTime(QDate::currentDate(), QTime(hour, minute), Qt::LocalTime).toUTC();
}

QList<Checkpoint> catalog()
{
    const auto make = [](const char *file, const char *name, int sharpness, int speed, int order) {
        Checkpoint checkpoint;
        checkpoint.file = qs(file);
        checkpoint.name = qs(name);
        checkpoint.type = qs("photorealistic");
        checkpoint.sharpness = sharpness;
        checkpoint.speed = speed;
        checkpoint.order = order;
        checkpoint.negative = qs("blurry, anime, cartoon, smooth skin");
        return checkpoint;
    };
    return {make("epicrealism_v5.safetensors", "epiCRealism v5", 10, 7, 0),
            make("cyberrealistic_v9.safetensors", "CyberRealistic v9", 10, 8, 1),
            make("realistic_vision_v51.safetensors", "Realistic Vision 5.1", 7, 9, 2),
            make("chilloutmix.safetensors", "ChilloutMix", 5, 8, 3)};
}

CharacterRow makeRow(int person, const char *name, const char *type, int checkpoint, const char *reason)
{
    CharacterRow row;
    row.character.id = qs(name).section(QLatin1Char(' '), 0, 0).toLower();
    row.character.project = qs("sample");
    row.character.name = qs(name);
    row.character.type = qs(type);
    row.character.position = person;
    row.thumbnailKey = QStringLiteral("portrait/%1").arg(person);
    row.checkpoint = catalog().at(checkpoint);
    row.assignment = {row.character.id, row.checkpoint->file, false, qs(reason)};
    return row;
}

void setFigures(CharacterRow &row, int accepted, int undecided, int rejected, double mean)
{
    CharacterSummary &s = row.summary;
    s.characterId = row.character.id;
    s.accepted = accepted;
    s.undecided = undecided;
    s.rejected = rejected;
    s.stored = s.scored = accepted + undecided + rejected;
    s.planned = row.character.images - s.stored;
    if (s.stored == 0)
        return;
    s.meanScore = mean;
    QRandomGenerator random{quint32(accepted)};
    int left = s.stored;
    const int peak = 8;
    for (int i = 9; i >= 0; --i) {
        const int here = i == peak       ? left / 2
                         : i > peak      ? left / 4
                         : i == peak - 1 ? left / 2
                                         : int(random.bounded(1 + left / 6));
        s.histogram[std::size_t(i)] = here;
        left -= here;
    }
    s.histogram[std::size_t(peak)] += left;
}

} // namespace

class ChangeRowCommand : public QUndoCommand
{
public:
    ChangeRowCommand(FakeProjectView &view, CharacterRow before, CharacterRow after, const QString &text)
        : QUndoCommand(text), m_view(view), m_before(std::move(before)), m_after(std::move(after))
    {
    }
    void undo() override { m_view.apply(m_before); }
    void redo() override { m_view.apply(m_after); }

private:
    FakeProjectView &m_view;
    CharacterRow m_before;
    CharacterRow m_after;
};

FakeProjectView::FakeProjectView(Scene scene)
{
    setScene(scene);
}

void FakeProjectView::setScene(Scene scene)
{
    m_scene = scene;
    m_rows.clear();
    m_choices.clear();
    m_items.clear();
    m_notices.clear();
    m_stack.clear();
    m_summary = {};
    m_summary.database = qs("SQLite");
    for (const Checkpoint &checkpoint : catalog())
        m_choices.append({checkpoint, true, std::nullopt});
    if (scene == Scene::Running || scene == Scene::BeforeRun || scene == Scene::Finished) {
        m_rows = {makeRow(0, "Yuki Tanaka", "nervous_male", 0, "Rule: male"),
                  makeRow(1, "Mei Kobayashi", "gentle_female", 2, "Rule: gentle"),
                  makeRow(2, "Rina Suzuki", "confident_female", 1, "Rule: otherwise"),
                  makeRow(3, "Takeshi Sato", "intimidating_male", 0, "Rule: male")};
        m_rows[0].character.trigger = qs("yukitnk");
        m_rows[0].character.prompt = qs("photo of yukitnk, young man, short black hair, grey eyes, nervous smile, navy "
                                        "jacket, looking at viewer");
    }
    if (scene == Scene::BeforeRun) {
        m_summary.servers = {1, 0, 1, 0, 0, 0};
        m_summary.demo = true;
        m_summary.lastChange = qs("Opened the sample project.");
        m_stack.push(new QUndoCommand(qs("open sample project")));
    }
    if (scene == Scene::Finished) {
        const int figures[4][3] = {{74, 14, 12}, {81, 7, 12}, {66, 20, 14}, {71, 18, 11}};
        for (int i = 0; i < 4; ++i) {
            setFigures(m_rows[i], figures[i][0], figures[i][1], figures[i][2], 84.4 + i);
            m_rows[i].status = {RowState::Done, {}, {}, 0, at(21, 32 + i), false};
            m_rows[i].baseSeed = 418827;
            makeImages(m_rows[i].character.id, 24);
        }
        m_summary.phase = RunPhase::Finished;
        m_summary.run = 7;
        m_summary.total = m_summary.made = m_summary.images = 400;
        m_summary.accepted = 292;
        m_summary.undecided = 59;
        m_summary.rejected = 49;
        m_summary.started = at(21, 4);
        m_summary.finished = at(21, 48);
        m_summary.servers = {1, 0, 1, 0, 0, 0};
        m_summary.demo = true;
    }
    if (scene == Scene::Running) {
        m_rows += {makeRow(4, "Elena Petrova", "detailed_female", 0, "Measured: 118 images"),
                   makeRow(5, "Marcus Cole", "soft_male", 3, "Chosen by you"),
                   makeRow(6, "Aiko Fujita", "sharp_female", 0, "Rule: sharp"),
                   makeRow(7, "Noah Berg", "versatile", 1, "Rule: otherwise")};
        setFigures(m_rows[0], 24, 13, 8, 87.6);
        m_rows[0].status = {RowState::Sampling, qs("atelier-4090"), {}, 0, {}, true};
        m_rows[0].live = JobProgress{qs("5"), 18, 30};
        m_rows[0].secondsLeft = 240;
        m_rows[0].perMinute = 15.6;
        m_rows[0].baseSeed = 418827;
        setFigures(m_rows[1], 81, 7, 12, 85.7);
        m_rows[1].status = {RowState::Done, {}, {}, 0, at(21, 32), true};
        setFigures(m_rows[2], 3, 7, 2, 84.7);
        m_rows[2].status = {RowState::LoadingCheckpoint, qs("studio-3090"), {}, 0, {}, true};
        m_rows[2].secondsLeft = 540;
        m_rows[2].perMinute = 9.8;
        m_rows[2].live = JobProgress{qs("4"), 4, 30};
        setFigures(m_rows[3], 15, 11, 5, 89.7);
        m_rows[3].status = {RowState::Paused, {}, {}, 0, at(21, 20), true};
        m_rows[3].assignment.locked = true;
        m_rows[3].assignment.reason = qs("Chosen by you");
        setFigures(m_rows[4], 66, 13, 18, 85.9);
        m_rows[4].summary.failed = 3;
        m_rows[4].summary.lastFailure = qs("Out of GPU memory");
        m_rows[4].status = {RowState::Failed, {}, qs("Out of GPU memory"), 3, {}, true};
        m_rows[5].assignment.locked = true;
        m_rows[5].onNoServer = true;
        m_rows[5].status = {RowState::ModelMissing, {}, {}, 0, {}, true};
        setFigures(m_rows[6], 47, 34, 19, 87.0);
        m_rows[6].status = {RowState::WaitingForReview, {}, qs("Echo Brain"), 38, {}, true};
        m_rows[7].character.images = 60;
        m_rows[7].summary.planned = 60;
        m_rows[7].status = {RowState::NotStarted, {}, {}, 0, {}, true};
        m_choices[3].available = false;
        m_choices[0].acceptance = 0.72;
        for (const CharacterRow &row : std::as_const(m_rows))
            makeImages(row.character.id, qMin(row.summary.stored, 30));
        m_summary.phase = RunPhase::Running;
        m_summary.run = 7;
        m_summary.total = 700;
        m_summary.made = m_summary.images = 385;
        m_summary.accepted = 236;
        m_summary.undecided = 85;
        m_summary.rejected = 64;
        m_summary.onServers = 2;
        m_summary.secondsLeft = 540;
        m_summary.perMinute = 25.4;
        m_summary.started = at(21, 4);
        m_summary.needAttention = 2;
        m_summary.servers = {5, 2, 3, 1, 1, 0};
        m_summary.lastChange = qs("Auto-assigned 6 characters.");
        m_stack.push(new QUndoCommand(qs("auto-assign 6 characters")));
    }
    Q_EMIT rowsReset();
    Q_EMIT runSummaryChanged();
    Q_EMIT noticesChanged();
}

QString FakeProjectView::projectName() const
{
    if (!m_name.isEmpty())
        return m_name;
    return m_rows.isEmpty() ? qs("New project") : qs("Sample project");
}

CharacterRow FakeProjectView::row(const QString &id) const
{
    for (const CharacterRow &row : m_rows) {
        if (row.character.id == id)
            return row;
    }
    return {};
}

void FakeProjectView::apply(const CharacterRow &changed)
{
    for (CharacterRow &row : m_rows) {
        if (row.character.id == changed.character.id)
            row = changed;
    }
    Q_EMIT rowChanged(changed);
}

void FakeProjectView::changeRow(const CharacterRow &row)
{
    apply(row);
}

void FakeProjectView::change(const CharacterRow &row, const QString &what)
{
    m_stack.push(new ChangeRowCommand(*this, this->row(row.character.id), row, what));
    m_summary.lastChange = what;
    Q_EMIT runSummaryChanged();
}

void FakeProjectView::changeSummary(const RunSummary &summary)
{
    m_summary = summary;
    Q_EMIT runSummaryChanged();
}

void FakeProjectView::setProjectId(const QString &id)
{
    m_projectId = id;
    Q_EMIT rowsReset();
}

void FakeProjectView::setNotices(const QList<Notice> &notices)
{
    m_notices = notices;
    Q_EMIT noticesChanged();
}

void FakeProjectView::setModelChoices(const QList<ModelChoice> &choices)
{
    m_choices = choices;
    Q_EMIT modelChoicesChanged();
}

void FakeProjectView::setProjectNames(const QString &shown, const QString &other)
{
    m_name = shown;
    m_otherName = other;
    Q_EMIT runSummaryChanged();
}

QList<GalleryItem> FakeProjectView::itemsOf(const QString &id) const
{
    return m_items.value(id);
}

void FakeProjectView::makeImages(const QString &id, int count)
{
    const CharacterRow owner = row(id);
    QList<GalleryItem> added;

    for (int i = 0; i < count; ++i) {
        GalleryItem item;
        item.record.id = m_nextImage++;
        item.record.characterId = id;
        item.record.number = int(m_items[id].size()) + 1;
        item.record.modelFile = owner.assignment.modelFile;
        item.record.size = owner.character.size;
        item.record.seed = 418827 + item.record.number;
        item.record.score.total = 80 + int((item.record.id * 37) % 21);
        if (item.record.id % 7 == 0) {
            item.record.verdict = Verdict::Rejected;
            item.record.verdictByRule = item.record.id % 2;
            item.record.score.total = 52;
            item.record.score.flags = {item.record.id % 3 ? qs("noisy") : qs("blurry")};
        } else if (item.record.id % 3 == 0) {
            item.record.verdict = Verdict::Accepted;
            item.record.verdictByRule = item.record.id % 4 == 0;
        }
        item.characterName = owner.character.name;
        item.thumbnailKey = QStringLiteral("image/%1/%2").arg(owner.character.position).arg(item.record.id);
        m_items[id].prepend(item);
        added.append(item);
    }
    if (added.isEmpty())
        return;
    Q_EMIT imagesAdded(added);
    Q_EMIT newestImagesChanged(id);
}

std::optional<Checkpoint> FakeProjectView::automaticChoice(const QString &characterId) const
{
    return row(characterId).character.type.contains(QLatin1String("gentle")) ? m_choices.at(2).checkpoint
                                                                             : m_choices.at(0).checkpoint;
}

std::optional<LivePreview> FakeProjectView::livePreview(const QString &characterId) const
{
    const CharacterRow owner = row(characterId);
    if (!owner.live || owner.status.state != RowState::Sampling)
        return {};
    return LivePreview{FakeImageSource::preview(owner.character.position, 4),
                       owner.summary.stored + 1,
                       owner.character.images,
                       owner.live->value,
                       owner.live->maximum,
                       1.5,
                       418872,
                       owner.status.server};
}

QList<GalleryItem> FakeProjectView::newestImages(const QString &characterId, int limit)
{
    return m_items.value(characterId).mid(0, limit);
}

void FakeProjectView::setReferences(const QString &id, const QStringList &keys)
{
    m_references.insert(id, keys);
    Q_EMIT referencesChanged(id);
}

void FakeProjectView::chooseReference(const QString &characterId, const QString &key)
{
    QStringList keys = m_references.value(characterId);
    call(qs("chooseReference %1 %2").arg(characterId, key));
    keys.removeAll(key);
    keys.prepend(key);
    CharacterRow changed = row(characterId);
    changed.thumbnailKey = key;
    setReferences(characterId, keys);
    changeRow(changed);
}

QString FakeProjectView::cannotStart(const QStringList &characterIds) const
{
    if (m_rows.isEmpty())
        return qs("There is no character yet.");
    if (m_summary.servers.total == 0)
        return qs("Connect a server first, or use the demo server.");
    const bool lacking = std::any_of(m_rows.begin(), m_rows.end(), [&](const CharacterRow &row) {
        return (characterIds.isEmpty() || characterIds.contains(row.character.id)) &&
               row.summary.stored < row.character.images;
    });
    return lacking ? QString() : qs("Every character has all its images.");
}

QStringList FakeProjectView::samplePictureKeys() const
{
    return {qs("portrait/0"), qs("portrait/1"), qs("portrait/2"), qs("portrait/3")};
}

void FakeProjectView::importFiles(const QStringList &paths)
{
    call(qs("importFiles ") + paths.join(QLatin1Char(' ')));
}

void FakeProjectView::openProject(const QString &id)
{
    call(qs("openProject ") + id);
}

void FakeProjectView::openSampleProject()
{
    call(qs("openSampleProject"));
    setScene(Scene::BeforeRun);
}

void FakeProjectView::connectServer(const QString &address)
{
    call(qs("connectServer ") + address);
    QTimer::singleShot(0, this,
                       [this] { Q_EMIT serverProblem(qs("Connection refused: nothing answers at this address.")); });
}

void FakeProjectView::useDemoServer()
{
    call(qs("useDemoServer"));
    m_summary.demo = true;
    m_summary.servers = {1, 0, 1, 0, 0, 0};
    Q_EMIT runSummaryChanged();
}

void FakeProjectView::autoAssign()
{
    call(qs("autoAssign"));
}

void FakeProjectView::setPhase(RunPhase phase)
{
    m_summary.phase = phase;
    Q_EMIT runSummaryChanged();
}

void FakeProjectView::start(const QStringList &characterIds)
{
    call((qs("start ") + characterIds.join(QLatin1Char(' '))).trimmed());
    m_summary.run = 1;
    m_summary.total = 400;
    m_summary.started = QDateTime::currentDateTimeUtc();
    setPhase(RunPhase::Running);
}

void FakeProjectView::pause()
{
    call(qs("pause"));
    setPhase(RunPhase::Paused);
}

void FakeProjectView::resume()
{
    call(qs("resume"));
    setPhase(RunPhase::Running);
}

void FakeProjectView::stop()
{
    call(qs("stop"));
    setPhase(RunPhase::Stopped);
}

void FakeProjectView::pauseCharacter(const QString &characterId)
{
    call(qs("pauseCharacter ") + characterId);
}

void FakeProjectView::resumeCharacter(const QString &characterId)
{
    call(qs("resumeCharacter ") + characterId);
}

void FakeProjectView::retryFailed(const QString &characterId)
{
    call((qs("retryFailed ") + characterId).trimmed());
}

void FakeProjectView::chooseModel(const QString &characterId, const QString &file)
{
    call((qs("chooseModel ") + characterId + QLatin1Char(' ') + file).trimmed());
    CharacterRow changed = row(characterId);
    const std::optional<Checkpoint> rule = automaticChoice(characterId);
    changed.assignment.locked = !file.isEmpty();
    changed.assignment.reason = file.isEmpty() ? qs("Rule: male") : qs("Chosen by you");
    for (const ModelChoice &choice : std::as_const(m_choices)) {
        if (choice.checkpoint.file == (file.isEmpty() ? rule->file : file)) {
            changed.checkpoint = choice.checkpoint;
            changed.assignment.modelFile = choice.checkpoint.file;
            changed.onNoServer = !choice.available;
        }
    }
    change(changed, qs("choose model"));
}

void FakeProjectView::setLocked(const QString &characterId, bool locked)
{
    call(QStringLiteral("setLocked %1 %2").arg(characterId).arg(locked));
    CharacterRow changed = row(characterId);
    changed.assignment.locked = locked;
    change(changed, locked ? qs("lock model") : qs("unlock model"));
}

void FakeProjectView::setImages(const QString &characterId, int images)
{
    call(QStringLiteral("setImages %1 %2").arg(characterId).arg(images));
    CharacterRow changed = row(characterId);
    changed.character.images = images;
    change(changed, qs("change number of images"));
}

void FakeProjectView::editCharacter(const Character &character)
{
    call(QStringLiteral("editCharacter %1 %2 | %3").arg(character.id, character.name, character.prompt));
    CharacterRow changed = row(character.id);
    changed.character = character;
    change(changed, qs("edit character"));
}

void FakeProjectView::removeCharacters(const QStringList &characterIds)
{
    call(qs("removeCharacters ") + characterIds.join(QLatin1Char(' ')));
    m_rows.removeIf([&](const CharacterRow &row) { return characterIds.contains(row.character.id); });
    Q_EMIT rowsReset();
}

QString FakeProjectView::whyNotNamed(const QString &name, const QString &characterId) const
{
    const bool taken = std::any_of(m_rows.begin(), m_rows.end(), [&](const CharacterRow &row) {
        return row.character.id != characterId &&
               row.character.name.compare(name.simplified(), Qt::CaseInsensitive) == 0;
    });
    return name.trimmed().isEmpty() ? qs("A character needs a name.")
           : taken                  ? name + qs(" is here already.")
                                    : QString();
}

void FakeProjectView::addCharacter(const QString &name)
{
    call(qs("addCharacter ") + name);
    CharacterRow row;
    row.character.id = name.toLower();
    row.character.name = name;
    m_rows.append(row);
    Q_EMIT rowsReset();
    Q_EMIT characterAdded(row.character.id);
}

void FakeProjectView::duplicateCharacters(const QStringList &characterIds)
{
    call(qs("duplicateCharacters ") + characterIds.join(QLatin1Char(' ')));
}

void FakeProjectView::makeOneImage(const QString &characterId)
{
    call(qs("makeOneImage ") + characterId);
}

QString FakeProjectView::whyNoProject(const QString &name) const
{
    return name.trimmed().isEmpty() ? qs("A project needs a name.") : QString();
}

void FakeProjectView::createProject(const QString &name)
{
    call(qs("createProject ") + name);
}

void FakeProjectView::renameProject(const QString &name)
{
    call(qs("renameProject ") + name);
}

void FakeProjectView::undo()
{
    call(qs("undo"));
    m_stack.undo();
}

void FakeProjectView::redo()
{
    call(qs("redo"));
    m_stack.redo();
}

void FakeProjectView::runNoticeAction(const QString &noticeId, const QString &actionId)
{
    call(qs("runNoticeAction ") + noticeId + QLatin1Char(' ') + actionId);
}

void FakeProjectView::dismissNotice(const QString &noticeId)
{
    call(qs("dismissNotice ") + noticeId);
    m_notices.removeIf([&](const Notice &notice) { return notice.id == noticeId; });
    Q_EMIT noticesChanged();
}

void FakeProjectView::openFolder(const QString &characterId)
{
    call(qs("openFolder ") + characterId);
}

void FakeProjectView::shutDown()
{
    call(qs("shutDown"));
}

} // namespace lorastudio
