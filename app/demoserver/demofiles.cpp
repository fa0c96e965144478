// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/demofiles.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSize>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

bool isInside(const QString &folder, const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    return clean == folder || clean.startsWith(folder + u'/');
}

QString joined(const QString &folder, const QString &relative)
{
    if (relative.isEmpty())
        return folder;
    return QDir::cleanPath(relative.startsWith(u'/') ? relative : folder + u'/' + relative);
}

QString withVariables(QString prefix, QSize size)
{
    if (!prefix.contains(u'%'))
        return prefix;
    const QDateTime now = QDateTime::currentDateTime();
    prefix.replace("%width%"_L1, QString::number(size.width()));
    prefix.replace("%height%"_L1, QString::number(size.height()));
    prefix.replace("%year%"_L1, QString::number(now.date().year()));
    prefix.replace("%month%"_L1, now.toString(u"MM"));
    prefix.replace("%day%"_L1, now.toString(u"dd"));
    prefix.replace("%hour%"_L1, now.toString(u"HH"));
    prefix.replace("%minute%"_L1, now.toString(u"mm"));
    prefix.replace("%second%"_L1, now.toString(u"ss"));
    return prefix;
}

} // namespace

Result<void> DemoFiles::open(const QString &outputFolder)
{
    m_temporary = std::make_unique<QTemporaryDir>(QDir::tempPath() + u"/lora-studio-demo-XXXXXX"_s);
    m_root = QDir(m_temporary->path()).canonicalPath();
    m_output = outputFolder.isEmpty() ? m_root + u"/output"_s : QDir(outputFolder).absolutePath();
    bool ok = m_temporary->isValid();
    for (const Folder folder : {Folder::Output, Folder::Input, Folder::Temp, Folder::User})
        ok = ok && QDir().mkpath(path(folder));
    if (!ok) {
        return fail(Error::Kind::FileSystem,
                    QCoreApplication::translate("DemoServer",
                                                "The demo server cannot make its folders in %1 and %2. Check that "
                                                "there is space and that you may write there.")
                        .arg(QDir::tempPath(), m_output));
    }
    m_output = QDir(m_output).canonicalPath();
    return {};
}

QString DemoFiles::path(Folder folder) const
{
    switch (folder) {
    case Folder::Output:
        return m_output;
    case Folder::Input:
        return m_root + u"/input"_s;
    case Folder::Temp:
        return m_root + u"/temp"_s;
    case Folder::User:
        return m_root + u"/user"_s;
    }
    return {};
}

std::optional<DemoFiles::Folder> DemoFiles::folderByType(const QString &type)
{
    if (type == "output"_L1)
        return Folder::Output;
    if (type == "input"_L1)
        return Folder::Input;
    if (type == "temp"_L1)
        return Folder::Temp;
    return std::nullopt;
}

DemoFiles::Found DemoFiles::find(const QString &fileName, const QString &type,
                                 const std::optional<QString> &subfolder) const
{
    QString name = fileName;
    std::optional<Folder> folder = folderByType(type);
    for (const QLatin1StringView annotation : {"output"_L1, "input"_L1, "temp"_L1}) {
        const QString suffix = u" ["_s + annotation + u']';
        if (name.endsWith(suffix)) {
            name.chop(suffix.size());
            folder = folderByType(annotation);
        }
    }
    if (name.isEmpty() || name.startsWith(u'/') || name.contains(".."_L1) || name.contains(QChar(0)) || !folder)
        return {400, {}, {}};
    QString base = path(*folder);
    if (subfolder) {
        base = joined(base, *subfolder);
        if (!isInside(path(*folder), base) || subfolder->contains(QChar(0)))
            return {403, {}, {}};
    }
    name = name.section(u'/', -1);
    const QFileInfo file(base + u'/' + name);
    // A link could lead out of the folder.
    if (!file.isFile() || !isInside(path(*folder), file.canonicalFilePath()))
        return {404, {}, name};
    return {200, file.canonicalFilePath(), name};
}

Result<DemoFiles::Target> DemoFiles::nextTarget(const QString &prefix, Folder folder, QSize size) const
{
    const QString relative = QDir::cleanPath(withVariables(prefix, size));
    const qsizetype slash = relative.lastIndexOf(u'/');
    Target target;
    target.subfolder = slash < 0 ? QString() : slash == 0 ? u"/"_s : relative.left(slash);
    target.baseName = relative.mid(slash + 1);
    const QString base = path(folder);
    target.folder = joined(base, target.subfolder);
    if (!isInside(base, target.folder) || relative.contains(QChar(0))) {
        // The words of the real server: clients look for them.
        return fail(Error::Kind::FileSystem,
                    u"**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: %1\n"
                    "         output_dir: %2\n         commonpath: /"_s.arg(target.folder, base));
    }
    if (!QDir().mkpath(target.folder))
        return fail(Error::Kind::FileSystem, u"[Errno 13] Permission denied: '%1'"_s.arg(target.folder));
    const QString start = target.baseName + u'_';
    const QStringList names = QDir(target.folder).entryList({}, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (!name.startsWith(start))
            continue;
        const int number = name.mid(start.size()).section(u'_', 0, 0).section(u'.', 0, 0).toInt();
        target.counter = std::max(target.counter, number + 1);
    }
    return target;
}

DemoFiles::Upload DemoFiles::upload(const QList<MultipartPart> &parts, bool write) const
{
    const auto text = [&parts](QLatin1StringView name) -> std::optional<QString> {
        for (const MultipartPart &part : parts) {
            if (part.name == name && !part.fileName)
                return QString::fromUtf8(part.content);
        }
        return std::nullopt;
    };
    Upload result;
    result.type = text("type"_L1).value_or(u"input"_s);
    const auto folder = folderByType(result.type);
    if (!folder) {
        result.status = 500;
        return result;
    }
    const MultipartPart *image = nullptr;
    for (const MultipartPart &part : parts) {
        if (part.name == "image"_L1 && part.fileName)
            image = &part;
    }
    result.subfolder = text("subfolder"_L1).value_or(QString());
    if (!image || image->fileName->isEmpty() || image->fileName->contains(QChar(0))) {
        result.status = 400;
        return result;
    }
    const QString base = path(*folder);
    const QString target = joined(base, result.subfolder);
    result.name = *image->fileName;
    result.path = joined(target, result.name);
    if (!isInside(base, result.path) || result.path == base) {
        result.status = 400;
        return result;
    }
    const QString overwrite = text("overwrite"_L1).value_or(QString());
    QDir().mkpath(target);
    if (overwrite != "true"_L1 && overwrite != "1"_L1) {
        const qsizetype dot = result.name.lastIndexOf(u'.');
        const QString stem = dot > 0 ? result.name.left(dot) : result.name;
        const QString suffix = dot > 0 ? result.name.mid(dot) : QString();
        for (int i = 1; QFileInfo::exists(result.path); ++i) {
            QFile existing(result.path);
            if (existing.open(QIODevice::ReadOnly) && existing.readAll() == image->content)
                return result;
            result.name = u"%1 (%2)%3"_s.arg(stem).arg(i).arg(suffix);
            result.path = target + u'/' + result.name;
        }
    }
    if (write) {
        QFile file(result.path);
        if (!file.open(QIODevice::WriteOnly) || file.write(image->content) != image->content.size())
            result.status = 500;
    }
    return result;
}

QStringList DemoFiles::list(const QString &folder, const QStringList &suffixes) const
{
    QStringList found;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    const QDir base(folder);
    while (it.hasNext()) {
        const QString file = it.next();
        for (const QString &suffix : suffixes) {
            if (file.endsWith(suffix, Qt::CaseInsensitive)) {
                found += base.relativeFilePath(file);
                break;
            }
        }
    }
    found.sort();
    return found;
}

void DemoFiles::clearTemp() const
{
    QDir(path(Folder::Temp)).removeRecursively();
    QDir().mkpath(path(Folder::Temp));
}

} // namespace lorastudio
