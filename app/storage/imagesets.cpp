// SPDX-License-Identifier: GPL-3.0-or-later
// Many images at once: what the gallery reads of them, decides on them and takes out.
#include "storage/imagerepository.h"
#include "storage/imagerows.h"
#include "storage/performancefigures.h"

#include <algorithm>
#include <set>

namespace lorastudio {

namespace {

constexpr qsizetype idsAtOnce = 64;

} // namespace

Result<QVector<ImageRecord>> ImageRepository::byIds(const QVector<qint64> &ids)
{
    // Always the same number of marks, so that one prepared statement serves all; no image has the id 0.
    const QString sql = QStringLiteral("SELECT ") + imageSelection() +
                        QStringLiteral(" FROM generation_history h WHERE h.id IN (%1)")
                            .arg(QStringList(idsAtOnce, QStringLiteral("?")).join(u','));
    QVector<ImageRecord> found;
    for (qsizetype first = 0; first < ids.size(); first += idsAtOnce) {
        QVariantList values;
        for (qsizetype i = first; i < first + idsAtOnce; ++i)
            values += i < ids.size() ? ids.at(i) : qint64(0);
        const Result<QVector<ImageRecord>> some = m_connection.list(sql, values, imageFromRow);
        if (!some)
            return fail(some.error());
        found += *some;
    }
    return found;
}

Result<ImageStanding> ImageRepository::standing(const QString &project)
{
    ImageStanding standing;
    Result<SqlRows> rows = m_connection.exec(
        QStringLiteral("SELECT h.verdict, h.verdict_by_rule, COUNT(*), CAST(SUM(h.id) AS BIGINT) "
                       "FROM generation_history h "
                       "WHERE EXISTS (SELECT 1 FROM characters c WHERE c.id = h.character_id AND c.project_id = ?) "
                       "GROUP BY h.verdict, h.verdict_by_rule ORDER BY h.verdict, h.verdict_by_rule"),
        {project});
    if (!rows)
        return fail(rows.error());
    while (rows->next()) {
        standing.count += rows->number(2);
        if (verdictFromString(rows->text(0)).value_or(Verdict::Undecided) != Verdict::Undecided)
            standing.verdicts += QStringLiteral("%1 %2 %3 %4;")
                                     .arg(rows->text(0))
                                     .arg(int(rows->boolean(1)))
                                     .arg(rows->integer(2))
                                     .arg(rows->integer(3));
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return standing;
}

Result<QVector<ImageVerdict>> ImageRepository::decided(const QString &project)
{
    return m_connection.list(
        QStringLiteral("SELECT h.id, h.verdict, h.verdict_by_rule FROM generation_history h "
                       "WHERE h.verdict <> ? "
                       "AND EXISTS (SELECT 1 FROM characters c WHERE c.id = h.character_id AND c.project_id = ?) "
                       "ORDER BY h.id"),
        {toString(Verdict::Undecided), project}, [](const SqlRows &row) {
            return ImageVerdict{row.integer(0), verdictFromString(row.text(1)).value_or(Verdict::Undecided),
                                row.boolean(2)};
        });
}

Result<VerdictChange> ImageRepository::setVerdicts(const QVector<qint64> &ids, Verdict verdict)
{
    struct Was
    {
        ImageVerdict verdict;
        QString character;
    };
    // In one order, so that two programs wait for each other instead of locking each other out.
    QVector<qint64> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    VerdictChange change;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        change = {};
        for (const qint64 id : std::as_const(sorted)) {
            const Result<std::optional<Was>> was = m_connection.first(
                QStringLiteral("SELECT verdict, verdict_by_rule, character_id FROM generation_history WHERE id = ?") +
                    m_connection.dialect().forUpdate(),
                {id}, [id](const SqlRows &row) {
                    const Verdict before = verdictFromString(row.text(0)).value_or(Verdict::Undecided);
                    return Was{{id, before, row.boolean(1)}, row.text(2)};
                });
            if (!was)
                return fail(was.error());
            if (!*was)
                continue;
            change.before.append((*was)->verdict);
            change.characters.insert((*was)->character);
            if (const Result<bool> written = setVerdict(id, verdict, false); !written)
                return fail(written.error());
        }
        return {};
    });
    if (!done)
        return fail(done.error());
    return change;
}

Result<void> ImageRepository::restoreVerdicts(const QVector<ImageVerdict> &verdicts)
{
    return m_connection.transaction([&]() -> Result<void> {
        for (const ImageVerdict &verdict : verdicts) {
            if (const Result<bool> written = setVerdict(verdict.id, verdict.verdict, verdict.byRule); !written)
                return fail(written.error());
        }
        return {};
    });
}

Result<VerdictCounts> ImageRepository::verdictCounts(qint64 runId)
{
    VerdictCounts counts;
    Result<SqlRows> rows = m_connection.exec(
        QStringLiteral("SELECT verdict, COUNT(*), MAX(id) FROM generation_history WHERE run_id = ? GROUP BY verdict"),
        {runId});
    if (!rows)
        return fail(rows.error());
    while (rows->next()) {
        counts.images[verdictFromString(rows->text(0)).value_or(Verdict::Undecided)] += rows->number(1);
        counts.newestId = std::max(counts.newestId, rows->integer(2));
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return counts;
}

Result<void> ImageRepository::refreshMeans(const QVector<ImageRecord> &images)
{
    // Ordered, so that two programs lock the rows in the same order.
    std::set<QString> characters;
    std::set<QString> models;
    for (const ImageRecord &image : images) {
        if (!image.characterId.isEmpty())
            characters.insert(image.characterId);
        if (!image.demo && !image.jobId.isEmpty())
            models.insert(image.modelFile);
    }
    for (const QString &character : characters) {
        if (Result<void> refreshed = performance::refreshAssignment(m_connection, character); !refreshed)
            return refreshed;
    }
    for (const QString &model : models) {
        if (Result<void> refreshed = performance::refreshModel(m_connection, model); !refreshed)
            return refreshed;
    }
    return {};
}

Result<QVector<ImageRecord>> ImageRepository::remove(const QVector<qint64> &ids)
{
    QVector<ImageRecord> removed;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        removed.clear();
        const Result<QVector<ImageRecord>> found = byIds(ids);
        if (!found)
            return fail(found.error());
        for (const ImageRecord &image : *found) {
            const Result<qint64> deleted =
                m_connection.change(QStringLiteral("DELETE FROM generation_history WHERE id = ?"), {image.id});
            if (!deleted)
                return fail(deleted.error());
            if (*deleted > 0)
                removed.append(image);
        }
        return refreshMeans(removed);
    });
    if (!done)
        return fail(done.error());
    return removed;
}

Result<void> ImageRepository::restore(const QVector<ImageRecord> &images)
{
    return m_connection.transaction([&]() -> Result<void> {
        for (const ImageRecord &image : images) {
            if (const Result<ImageRecord> inserted = insert(image); !inserted)
                return fail(inserted.error());
        }
        return refreshMeans(images);
    });
}

} // namespace lorastudio
