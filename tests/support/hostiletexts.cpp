// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hostiletexts.h"

#include <QUndoCommand>

namespace lorastudio::test {

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

CharacterRow hostile(CharacterRow row)
{
    row.character.name = in("name");
    row.character.type = in("type");
    row.character.prompt = in("prompt");
    row.character.negative = in("negative");
    row.character.trigger = in("trigger");
    row.assignment.reason = in("assigned");
    row.summary.lastFailure = in("failure");
    if (row.checkpoint) {
        row.checkpoint->name = in("model");
        row.checkpoint->file = in("file");
    }
    row.status.server = in("worker");
    row.status.cause = in("cause");
    return row;
}

} // namespace

QString in(const char *field)
{
    return text(field) + tags + text("R&D");
}

void spoilProject(FakeProjectView &project)
{
    const QList<CharacterRow> rows = project.rows();
    for (const CharacterRow &row : rows)
        project.changeRow(hostile(row));
    QList<ModelChoice> choices = project.modelChoices();
    for (ModelChoice &choice : choices) {
        choice.checkpoint.name = in("choice");
        choice.checkpoint.file = in("choicefile");
    }
    project.setModelChoices(choices);
    project.setProjectNames(in("project"), in("otherproject"));
    RunSummary summary = project.runSummary();
    summary.lastChange = in("lastchange");
    summary.database = in("database");
    summary.databaseProblem = in("databaseproblem");
    project.changeSummary(summary);
    project.undoStack().push(new QUndoCommand(in("undo")));
    Notice notice;
    notice.id = text("hostile");
    notice.kind = Notice::Kind::Problem;
    notice.head = in("noticehead");
    notice.body = in("noticebody");
    notice.actions = {{text("retry"), text("Try Again")}};
    project.setNotices({notice});
}

void spoilServers(FakeServerListView &servers)
{
    QList<ServerRow> rows = servers.rows();
    for (ServerRow &row : rows) {
        row.name = in("server");
        row.url += in("url");
        row.version = in("version");
        row.device = in("device");
        row.workingOn = row.workingOn.isEmpty() ? QString() : in("workingon");
        row.checkpoint = in("loaded");
        row.nextCheckpoint = in("next");
        row.formerCheckpoint = in("former");
        row.error = row.error.isEmpty() ? QString() : in("error");
        row.movedTo = row.movedTo.isEmpty() ? QString() : in("moved");
    }
    servers.setRows(rows);
    for (const JobList list : {JobList::Open, JobList::Failed}) {
        JobRow job;
        job.id = text("1");
        job.character = in("jobname");
        job.number = 3;
        job.state = list == JobList::Failed ? JobState::Failed : JobState::Running;
        job.server = in("jobserver");
        job.reason = in("jobreason");
        servers.setJobs(list, {job}, 1);
    }
    ServerTest test;
    test.phase = ServerTest::Phase::Done;
    test.at = servers.now();
    test.lines = {{ServerTestLine::Kind::Problem, in("testhead"), in("testbody")}};
    test.fingerprint = in("fingerprint");
    servers.setTest(test);
}

void spoilRest(WindowFixture &f)
{
    QList<CatalogRow> models = f.catalog.rows();
    for (CatalogRow &row : models) {
        row.checkpoint.name = in("catalogname");
        row.checkpoint.file += in("catalogfile");
        row.checkpoint.bestFor = {in("bestfor")};
        row.checkpoint.negative = in("catalognegative");
        row.checkpoint.settings.sampler = in("sampler");
        row.checkpoint.settings.scheduler = in("scheduler");
        row.serverNames = QStringList{in("onserver")};
    }
    f.catalog.setRows(models);
    f.catalog.setReading(in("reading"));
    LogEntry entry;
    entry.level = LogEntry::Level::Error;
    entry.where = in("where");
    entry.sentence = in("sentence");
    entry.details = in("details");
    f.log.add(entry);
    const QList<CharacterRow> rows = f.project.rows();
    for (const CharacterRow &row : rows) {
        const QList<GalleryItem> items = f.project.itemsOf(row.character.id);
        for (GalleryItem item : items) {
            item.characterName = in("imagename");
            item.record.prompt = in("imageprompt");
            item.record.negative = in("imagenegative");
            item.record.server = in("imageserver");
            item.record.modelFile = in("imagefile");
            f.library.put(item);
        }
    }
    Q_EMIT f.library.libraryReset();
    DatabaseState database = f.settings.database();
    database.form.path = in("databasepath");
    database.form.host = in("host");
    database.form.user = in("user");
    database.problem = in("changeproblem");
    f.settings.setDatabase(database);
    FolderState folders = f.settings.folders();
    folders.library = in("library");
    folders.thumbnails = in("thumbnails");
    f.settings.setFolders(folders);
}

void spoilImport(WindowFixture &f)
{
    ImportResult read;
    ImportedCharacter good;
    good.character.name = in("importname");
    good.character.type = in("importtype");
    good.character.prompt = in("importprompt");
    good.character.negative = in("importnegative");
    good.character.trigger = in("importtrigger");
    good.model = in("importmodel");
    good.given = {field::name, field::type, field::prompt, field::negative, field::trigger};
    good.source = text("/tmp/") + text("source<b>x<img src=x>R&D.csv");
    good.line = 2;
    read.characters = {good};
    ImportMessage note;
    note.path = good.source;
    note.line = 2;
    note.message = in("importnote");
    read.warnings = {note};
    note.line = 7;
    note.message = in("importerror");
    read.errors = {note};
    f.imports.addRead(read);
    f.show(text("characters"));
}

} // namespace lorastudio::test
