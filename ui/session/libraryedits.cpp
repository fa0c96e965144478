// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with images: verdicts, copies, the trash.
#include "session/librarysession.h"
#include "session/projectsession.h"
#include "session/verdictstep.h"

#include "images/libraryfolder.h"
#include "storage/imagerepository.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QLocale>
#include <QUrl>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr qint64 copyPauseMs = 100;
constexpr int saidProblems = 3;

QString imageCount(qsizetype count)
{
    return count == 1 ? LibrarySession::tr("1 image")
                      : LibrarySession::tr("%1 images").arg(QLocale().toString(qlonglong(count)));
}

/// What stands in the status bar, and what Undo calls it.
QString verdictText(Verdict verdict, qsizetype count)
{
    const QString images = imageCount(count);
    switch (verdict) {
    case Verdict::Accepted:
        return LibrarySession::tr("Accepted %1.").arg(images) + u'\n' + LibrarySession::tr("accept %1").arg(images);
    case Verdict::Rejected:
        return LibrarySession::tr("Rejected %1.").arg(images) + u'\n' + LibrarySession::tr("reject %1").arg(images);
    case Verdict::Undecided:
        break;
    }
    return LibrarySession::tr("Left %1 undecided.").arg(images) + u'\n' +
           LibrarySession::tr("leave %1 undecided").arg(images);
}

} // namespace

// --- verdicts ---------------------------------------------------------------------------------------------------

void LibrarySession::setVerdict(const QList<ImageVerdict> &shown, Verdict verdict)
{
    if (shown.isEmpty() || m_scope.token().stop_requested())
        return;
    QList<ImageVerdict> given;
    for (const ImageVerdict &image : shown)
        given.append({image.id, verdict, false});
    m_given.append(given);
    noteVerdicts(given);
    m_session.runInTurn([this, shown, verdict] { return verdictTask(shown, verdict); });
}

Task<Result<void>> LibrarySession::verdictTask(QVector<ImageVerdict> shown, Verdict verdict)
{
    QVector<qint64> ids;
    for (const ImageVerdict &image : std::as_const(shown))
        ids.append(image.id);
    const auto work = [ids, verdict](Connection &connection) {
        return ImageRepository(connection).setVerdicts(ids, verdict);
    };
    const Result<VerdictChange> change = co_await m_services.database().write(work);
    m_given.removeFirst(); // turns are taken in their order
    if (!change) {
        m_session.notify(QStringLiteral("gallery"), tr("The verdict was not stored"), change.error());
        noteVerdicts(shown);
        Q_EMIT verdictsChanged(shown);
        co_return Result<void>{};
    }
    QVector<ImageVerdict> after;
    for (const ImageVerdict &image : change->before)
        after.append({image.id, verdict, false});
    noteStored(after);
    // It is on the screen already, and another one may be by now.
    m_session.imagesEdited(change->characters, 0);
    if (after == change->before)
        co_return Result<void>{};
    const auto undo = [this, characters = change->characters](const QVector<ImageVerdict> &verdicts) {
        m_session.runUndo([this, verdicts, characters] { return writeVerdicts(verdicts, characters); });
    };
    const auto redo = [this, characters = change->characters](const QVector<ImageVerdict> &verdicts) {
        m_session.runRedo([this, verdicts, characters] { return writeVerdicts(verdicts, characters); });
    };
    const QString text = verdictText(verdict, after.size());
    m_session.push(std::make_unique<VerdictStep>(text, change->before, verdict, undo, redo));
    m_session.setLastChange(text.section(u'\n', 0, 0));
    co_return Result<void>{};
}

Task<Result<void>> LibrarySession::writeVerdicts(QVector<ImageVerdict> verdicts, QSet<QString> characters)
{
    const auto work = [verdicts](Connection &connection) {
        return ImageRepository(connection).restoreVerdicts(verdicts);
    };
    const Result<void> written = co_await m_services.database().write(work);
    if (!written)
        co_return written;
    noteVerdicts(verdicts);
    noteStored(verdicts);
    Q_EMIT verdictsChanged(verdicts);
    Q_EMIT verdictsRestored(verdicts);
    m_session.imagesEdited(characters, 0);
    co_return Result<void>{};
}

// --- copies and folders -----------------------------------------------------------------------------------------

void LibrarySession::copyImages(const QList<qint64> &ids, const QString &folder)
{
    if (m_copy.running || ids.isEmpty() || m_scope.token().stop_requested())
        return;
    m_copy = {int(ids.size()), 0, true, false, folder, {}};
    m_copyStop = {};
    Q_EMIT copyChanged();
    m_scope.spawn(copyTask(ids, folder));
}

Task<void> LibrarySession::copyTask(QList<qint64> ids, QString folder)
{
    const Result<QVector<ImageRecord>> images = co_await records(ids);
    QHash<qint64, ImageRecord> byId;
    if (images) {
        for (const ImageRecord &image : *images)
            byId.insert(image.id, image);
    } else {
        m_copy.problems.append(images.error().message);
    }
    QElapsedTimer said;
    said.start();
    for (const qint64 id : std::as_const(ids)) {
        if (!images || m_copyStop.stop_requested())
            break;
        const auto work = [image = byId.value(id), store = m_services.imageStore(), folder]() -> Result<QString> {
            if (image.imagePath.isEmpty())
                return fail(Error::Kind::FileSystem, tr("An image is not in the project any more."));
            const Result<QString> place = store.absolutePath(image.imagePath);
            return copyIntoFolder(place.value_or(image.imagePath), folder);
        };
        const Result<QString> copied = co_await offload(work);
        if (copied)
            ++m_copy.done;
        else
            m_copy.problems.append(copied.error().message);
        if (said.elapsed() >= copyPauseMs) {
            said.restart();
            Q_EMIT copyChanged();
        }
    }
    m_copy.running = false;
    m_copy.canceled = m_copyStop.stop_requested() && m_copy.done + m_copy.problems.size() < m_copy.total;
    if (m_scope.token().stop_requested())
        co_return;
    Q_EMIT copyChanged();
    sayWhatWasCopied();
}

void LibrarySession::sayWhatWasCopied()
{
    const QLocale locale;
    Notice notice;
    notice.id = QStringLiteral("copy");
    const bool all = m_copy.done == m_copy.total;
    notice.kind = all                         ? Notice::Kind::Good
                  : m_copy.problems.isEmpty() ? Notice::Kind::Information
                                              : Notice::Kind::Problem;
    notice.head = all ? tr("Copied %1").arg(imageCount(m_copy.done))
                      : tr("Copied %1 of %2 images").arg(locale.toString(m_copy.done), locale.toString(m_copy.total));
    QStringList lines = m_copy.problems.mid(0, saidProblems);
    if (m_copy.problems.size() > saidProblems)
        lines.append(tr("and %1 more").arg(m_copy.problems.size() - saidProblems));
    if (m_copy.canceled)
        lines.prepend(tr("Canceled; what was copied stays."));
    notice.body = lines.isEmpty() ? m_copy.folder : lines.join(u' ');
    if (m_copy.done > 0)
        notice.actions = {{QStringLiteral("open"), tr("Open Folder")}};
    m_session.notify(notice);
}

void LibrarySession::openCopyFolder()
{
    if (!m_copy.folder.isEmpty())
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_copy.folder));
}

void LibrarySession::openFolder(qint64 id)
{
    if (!m_scope.token().stop_requested())
        m_scope.spawn(folderTask(id));
}

Task<void> LibrarySession::folderTask(qint64 id)
{
    const QList<qint64> one{id};
    const Result<QVector<ImageRecord>> images = co_await records(one);
    if (!images || images->isEmpty())
        co_return;
    const auto work = [path = images->first().imagePath, store = m_services.imageStore()] {
        return QFileInfo(store.absolutePath(path).value_or(path)).absolutePath();
    };
    const QString folder = co_await offload(work);
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

// --- the trash --------------------------------------------------------------------------------------------------

void LibrarySession::moveToTrash(const QList<qint64> &ids)
{
    if (!ids.isEmpty() && !m_scope.token().stop_requested())
        m_session.runInTurn([this, ids] { return trashTask(ids, false); });
}

void LibrarySession::removeDemoImages(const QList<qint64> &ids)
{
    if (!ids.isEmpty() && !m_scope.token().stop_requested())
        m_session.runInTurn([this, ids] { return demoTask(ids); });
}

Task<Result<void>> LibrarySession::demoTask(QList<qint64> asked)
{
    const Result<QVector<ImageRecord>> images = co_await records(asked);
    if (!images) {
        m_session.notify(QStringLiteral("gallery"), tr("The demo images were not removed"), images.error());
        co_return Result<void>{};
    }
    QList<qint64> ids;
    for (const ImageRecord &image : *images) {
        if (image.demo)
            ids.append(image.id);
    }
    if (ids.isEmpty())
        co_return Result<void>{};
    co_return co_await trashTask(ids, true);
}

Task<Result<void>> LibrarySession::trashTask(QList<qint64> ids, bool demo)
{
    const TrashedPtr trashed = std::make_shared<Trashed>();
    const Result<void> done = co_await trash(ids, trashed);
    if (!done) {
        m_session.notify(QStringLiteral("gallery"), tr("The images were not moved to the trash"), done.error());
        co_return Result<void>{};
    }
    QList<qint64> gone;
    for (const ImageRecord &image : std::as_const(trashed->images))
        gone.append(image.id);
    if (gone.isEmpty())
        co_return Result<void>{};
    const QString count = imageCount(gone.size());
    const QString demoCount =
        gone.size() == 1 ? tr("1 demo image") : tr("%1 demo images").arg(QLocale().toString(qlonglong(gone.size())));
    const QString text = demo ? tr("Removed %1.").arg(demoCount) + u'\n' + tr("remove %1").arg(demoCount)
                              : tr("Moved %1 to the trash.").arg(count) + u'\n' + tr("delete %1").arg(count);
    m_session.pushUndo(
        text, [this, trashed] { return bringBack(trashed); }, [this, gone, trashed] { return trash(gone, trashed); });
    co_return Result<void>{};
}

Task<Result<void>> LibrarySession::trash(QList<qint64> ids, TrashedPtr into)
{
    const Result<QVector<ImageRecord>> images = co_await records(ids);
    if (!images)
        co_return fail(images.error());
    struct Kept
    {
        QVector<TrashedFile> files;
        QVector<qint64> ids;
        std::optional<Error> problem;
    };
    const auto keep = [images = *images, store = m_services.imageStore()] {
        Kept kept;
        for (const ImageRecord &image : images) {
            // A file that was taken over may lie anywhere and belong to somebody else: only its row goes.
            const Result<TrashedFile> file =
                image.jobId.isEmpty() ? Result<TrashedFile>(TrashedFile{}) : keepInTrash(store, image.imagePath);
            if (!file) {
                kept.problem = file.error();
                continue;
            }
            kept.ids.append(image.id);
            if (!file->relativePath.isEmpty())
                kept.files.append(*file);
        }
        return kept;
    };
    const Kept kept = co_await offload(keep);
    const auto work = [ids = kept.ids](Connection &connection) {
        return ImageRepository(connection).remove(ids);
    };
    const Result<QVector<ImageRecord>> removed = co_await m_services.database().write(work);
    const auto finish = [kept, removed, store = m_services.imageStore()] {
        for (const TrashedFile &file : kept.files) {
            if (removed)
                removeImageFile(store, file.relativePath);
            else
                dropFromTrash(store, file);
        }
    };
    co_await offload(finish);
    if (!removed)
        co_return fail(removed.error());
    if (removed->isEmpty()) { // what is to be brought back stays what it was
        if (kept.problem)
            co_return fail(*kept.problem);
        co_return Result<void>{};
    }
    into->images = *removed;
    into->files = kept.files;
    QList<qint64> gone;
    QSet<QString> characters;
    for (const ImageRecord &image : *removed) {
        gone.append(image.id);
        characters.insert(image.characterId);
        m_arrived.remove(image.id);
        if (!m_loaded) {
            m_meanwhile.gone.insert(image.id);
            m_meanwhile.returned.remove(image.id);
        }
    }
    m_count -= int(gone.size());
    Q_EMIT imagesRemoved(gone);
    m_session.imagesEdited(characters, -int(gone.size()));
    if (kept.problem) // the others are gone and can be brought back
        m_session.notify(QStringLiteral("gallery"), tr("Not everything was moved to the trash"), *kept.problem);
    co_return Result<void>{};
}

Task<Result<void>> LibrarySession::bringBack(TrashedPtr from)
{
    const auto putBack = [files = from->files, store = m_services.imageStore()]() -> Result<void> {
        for (qsizetype i = 0; i < files.size(); ++i) {
            if (const Result<void> back = putBackFromTrash(store, files.at(i)); !back) {
                for (qsizetype j = 0; j < i; ++j)
                    removeImageFile(store, files.at(j).relativePath);
                return back;
            }
        }
        return {};
    };
    const Result<void> back = co_await offload(putBack);
    if (!back)
        co_return back;
    const auto work = [images = from->images](Connection &connection) {
        return ImageRepository(connection).restore(images);
    };
    const Result<void> restored = co_await m_services.database().write(work);
    const auto finish = [files = from->files, ok = restored.has_value(), store = m_services.imageStore()] {
        for (const TrashedFile &file : files) {
            if (ok)
                dropFromTrash(store, file);
            else if (!file.trashPath.isEmpty())
                removeImageFile(store, file.relativePath);
        }
    };
    co_await offload(finish);
    if (!restored)
        co_return restored;
    QSet<QString> characters;
    for (const ImageRecord &image : std::as_const(from->images)) {
        characters.insert(image.characterId);
        if (image.id > m_newestId)
            m_arrived.insert(image.id);
        if (!m_loaded) {
            m_meanwhile.returned.insert(image.id, image);
            m_meanwhile.gone.remove(image.id);
        }
    }
    m_count += int(from->images.size());
    Q_EMIT imagesReturned(itemsOf(from->images));
    m_session.imagesEdited(characters, int(from->images.size()));
    co_return Result<void>{};
}

} // namespace lorastudio
