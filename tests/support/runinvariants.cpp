// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/runinvariants.h"

#include "storage/connection.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

#include <array>

namespace lorastudio::test {

namespace {

using namespace Qt::StringLiterals;

/// Rows that say that somebody is still at work; every kind of claim and lease belongs here.
constexpr std::array openClaims{
    "SELECT 'run ' || id || ' is owned by ' || owner FROM runs WHERE owner IS NOT NULL",
    "SELECT 'run ' || id || ' is ' || state FROM runs WHERE state NOT IN ('finished', 'stopped')",
    "SELECT 'job ' || id || ' is ' || state FROM jobs WHERE state <> 'stored'",
};

/// Rows that exist twice, or without their other half.
constexpr std::array doubles{
    "SELECT 'image number ' || number || ' of ' || character_id || ' twice' FROM generation_history "
    "GROUP BY character_id, number HAVING count(*) > 1",
    "SELECT 'seed ' || seed || ' of ' || character_id || ' twice' FROM generation_history "
    "GROUP BY character_id, seed HAVING count(*) > 1",
    "SELECT 'file ' || image_path || ' twice' FROM generation_history GROUP BY image_path HAVING count(*) > 1",
    "SELECT 'the same picture in ' || min(image_path) || ' and ' || max(image_path) FROM generation_history "
    "GROUP BY sha256 HAVING count(*) > 1",
    "SELECT 'job ' || job_id || ' twice' FROM generation_history GROUP BY job_id HAVING count(*) > 1",
    "SELECT 'image without job: ' || image_path FROM generation_history h "
    "WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = h.job_id AND j.seed = h.seed AND j.number = h.number)",
    "SELECT 'stored job without image: ' || id FROM jobs j WHERE state = 'stored' AND NOT EXISTS "
    "(SELECT 1 FROM generation_history h WHERE h.job_id = j.id)",
};

struct ImageRow
{
    QString character;
    QString path;
    qint64 bytes;
    QString sha256;
};

class Check
{
public:
    Check(const CommandLinePlace &place, const QMap<QString, int> &asked) : m_place(place), m_asked(asked) {}

    void rows(const QString &url)
    {
        const auto opened = Connection::openToRead(*DatabaseUrl::parse(url), {});
        if (!opened) {
            say(u"the database does not open: "_qs + opened.error().message);
            return;
        }
        Connection &database = **opened;
        const auto text = [](const SqlRows &row) {
            return row.text(0);
        };
        const auto sentences = [&](const QString &sql) {
            const Result<QVector<QString>> found = database.list(sql, {}, text);
            if (!found)
                say(found.error().message + found.error().detail);
            else
                m_broken += *found;
        };
        for (const char *sql : openClaims)
            sentences(QString::fromLatin1(sql));
        for (const char *sql : doubles)
            sentences(QString::fromLatin1(sql));
        if (!database.dialect().isPostgreSql()) {
            sentences(u"SELECT 'integrity: ' || integrity_check FROM pragma_integrity_check "
                      "WHERE integrity_check <> 'ok'"_qs);
            sentences(u"SELECT 'foreign key broken in ' || \"table\" FROM pragma_foreign_key_check"_qs);
        }
        const auto images = database.list(u"SELECT character_id, image_path, bytes, sha256 FROM generation_history"_qs,
                                          {}, [](const SqlRows &row) {
                                              return ImageRow{row.text(0), row.text(1), row.integer(2), row.text(3)};
                                          });
        if (!images) {
            say(images.error().message);
            return;
        }
        QMap<QString, int> made;
        for (const ImageRow &image : *images) {
            ++made[image.character];
            file(image);
        }
        count(u"rows"_qs, made);
    }

    void commandLine()
    {
        const CommandResult images = m_place.call({u"images"_qs});
        if (images.exitCode != 0)
            say(u"`images` fails: "_qs + QString::fromUtf8(images.standardError));
        QMap<QString, int> made;
        for (const QJsonValue &value : images.json().array()) {
            const QJsonObject image = value.toObject();
            ++made[image.value(u"character"_qs).toString()];
            const QString path = image.value(u"file"_qs).toString();
            const QSize size(image.value(u"width"_qs).toInt(), image.value(u"height"_qs).toInt());
            if (QImage(path).size() != size)
                say(u"no picture of its size: "_qs + path);
        }
        count(u"images of the command line"_qs, made);
    }

    void library()
    {
        const QDir root(m_place.library());
        QDirIterator walk(root.path(), QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot | QDir::System,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString relative = root.relativeFilePath(walk.next());
            const bool mark = !relative.contains(u'/') && relative.startsWith(u'.'); // whose library it is
            if (!mark && !m_files.contains(relative))
                say(u"a file without a row: "_qs + relative);
        }
    }

    QStringList broken() const { return m_broken; }

private:
    void say(const QString &sentence) { m_broken.append(sentence); }

    void count(const QString &what, const QMap<QString, int> &made)
    {
        if (made == m_asked)
            return;
        for (auto it = m_asked.cbegin(); it != m_asked.cend(); ++it) {
            if (made.value(it.key()) != it.value())
                say(u"%1: %2 of %3 for %4"_qs.arg(what).arg(made.value(it.key())).arg(it.value()).arg(it.key()));
        }
        for (auto it = made.cbegin(); it != made.cend(); ++it) {
            if (!m_asked.contains(it.key()))
                say(u"%1: %2 for %3, which nobody asked for"_qs.arg(what).arg(it.value()).arg(it.key()));
        }
    }

    void file(const ImageRow &image)
    {
        m_files.insert(image.path);
        QFile picture(QDir(m_place.library()).filePath(image.path));
        if (!picture.open(QIODevice::ReadOnly)) {
            say(u"a row without a file: "_qs + image.path);
            return;
        }
        const QByteArray bytes = picture.readAll();
        const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        if (bytes.size() != image.bytes || QString::fromLatin1(hash) != image.sha256)
            say(u"not the file that was stored: "_qs + image.path);
    }

    const CommandLinePlace &m_place;
    const QMap<QString, int> &m_asked;
    QStringList m_broken;
    QSet<QString> m_files;
};

} // namespace

QStringList brokenInvariants(const CommandLinePlace &place, const QString &database, const QMap<QString, int> &asked)
{
    Check check(place, asked);
    check.commandLine(); // first: it opens the database as a person does
    check.rows(database);
    check.library();
    return check.broken();
}

} // namespace lorastudio::test
