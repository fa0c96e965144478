// SPDX-License-Identifier: GPL-3.0-or-later
// Settings, saved files of a person, logs: asked for by other programs when they start.
#include "demoserver/democore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <memory>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

/// The place of a user's file; nothing if it would lie outside the folder.
std::optional<QString> userPath(DemoCore &core, const QString &relative)
{
    const QString base = core.files().path(DemoFiles::Folder::User);
    const QString path = QDir::cleanPath(base + u'/' + relative);
    if (!path.startsWith(base + u'/') || relative.contains(QChar(0)))
        return std::nullopt;
    return path;
}

PyJson fileInfo(const QString &path, const QString &shown)
{
    const QFileInfo info(path);
    return PyJson::object({{"path"_L1, shown},
                           {"size"_L1, info.size()},
                           {"modified"_L1, double(info.lastModified().toMSecsSinceEpoch()) / 1000}});
}

ServedResponse listUserData(DemoCore &core, const ServedRequest &request)
{
    const QString folder = request.query("dir"_L1).value_or(QString());
    if (folder.isEmpty())
        return ServedResponse::text("Directory not provided", 400);
    const auto path = userPath(core, folder);
    if (!path)
        return ServedResponse::text("Invalid directory", 403);
    if (!QFileInfo(*path).isDir())
        return ServedResponse::text("Directory not found", 404);
    const bool recurse = request.query("recurse"_L1) == u"true"_s;
    const bool full = request.query("full_info"_L1) == u"true"_s;
    const bool split = request.query("split"_L1) == u"true"_s;
    PyJson list = PyJson::array();
    for (const QString &name : core.files().list(*path, {QString()})) {
        if (!recurse && name.contains(u'/'))
            continue;
        if (full)
            list.append(fileInfo(*path + u'/' + name, name));
        else if (split)
            list.append(PyJson::strings(QStringList{name} + name.split(u'/')));
        else
            list.append(name);
    }
    return ServedResponse::json(list);
}

ServedResponse listUserDataV2(DemoCore &core, const ServedRequest &request)
{
    const QString relative = request.query("path"_L1).value_or(QString());
    const auto path =
        relative.isEmpty() ? std::optional(core.files().path(DemoFiles::Folder::User)) : userPath(core, relative);
    if (!path)
        return ServedResponse::text("Invalid directory path", 400);
    if (!QFileInfo(*path).isDir())
        return ServedResponse::text("Directory not found", 404);
    PyJson list = PyJson::array();
    const QFileInfoList entries = QDir(*path).entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        PyJson item = PyJson::object(
            {{"name"_L1, entry.fileName()},
             {"path"_L1, QDir(core.files().path(DemoFiles::Folder::User)).relativeFilePath(entry.filePath())},
             {"type"_L1, entry.isDir() ? u"directory"_s : u"file"_s}});
        if (entry.isFile()) {
            item.set("size"_L1, entry.size());
            item.set("modified"_L1, double(entry.lastModified().toMSecsSinceEpoch()) / 1000);
        }
        list.append(item);
    }
    return ServedResponse::json(list);
}

ServedResponse storeUserData(DemoCore &core, const ServedRequest &request, const QString &name)
{
    const auto path = userPath(core, name);
    if (!path)
        return ServedResponse::empty(403);
    if (request.query("overwrite"_L1) == u"false"_s && QFileInfo::exists(*path))
        return ServedResponse::text("File already exists", 409);
    QDir().mkpath(QFileInfo(*path).path());
    QFile file(*path);
    if (!file.open(QIODevice::WriteOnly) || file.write(request.body) != request.body.size())
        return ServedResponse::internalError();
    file.close();
    if (request.query("full_info"_L1) == u"true"_s)
        return ServedResponse::json(fileInfo(*path, name));
    return ServedResponse::json(name);
}

} // namespace

void addUserRoutes(Router &router, DemoCore &core)
{
    const auto settings = std::make_shared<PyJson>(PyJson::object());
    router.add("GET", u"/settings"_s,
               [settings](const ServedRequest &, const QStringList &) { return ServedResponse::json(*settings); });
    router.add("GET", u"/settings/{}"_s, [settings](const ServedRequest &, const QStringList &arguments) {
        const PyJson *value = settings->find(arguments.first());
        return ServedResponse::json(value ? *value : PyJson());
    });
    router.add("POST", u"/settings"_s, [settings](const ServedRequest &request, const QStringList &) {
        const auto body = PyJson::parse(request.body);
        if (!body || !body->isObject())
            return ServedResponse::internalError();
        for (const PyJson::Member &member : body->members())
            settings->set(member.first, member.second);
        return ServedResponse::empty(200);
    });
    router.add("POST", u"/settings/{}"_s, [settings](const ServedRequest &request, const QStringList &arguments) {
        const auto body = PyJson::parse(request.body);
        if (!body)
            return ServedResponse::internalError();
        settings->set(arguments.first(), *body);
        return ServedResponse::empty(200);
    });
    router.add("GET", u"/users"_s, [](const ServedRequest &, const QStringList &) {
        return ServedResponse::json(PyJson::object({{"storage"_L1, u"server"_s}, {"migrated"_L1, false}}));
    });
    router.add("GET", u"/userdata"_s,
               [&core](const ServedRequest &request, const QStringList &) { return listUserData(core, request); });
    router.add("GET", u"/v2/userdata"_s,
               [&core](const ServedRequest &request, const QStringList &) { return listUserDataV2(core, request); });
    router.add("GET", u"/userdata/{}"_s, [&core](const ServedRequest &, const QStringList &arguments) {
        QFile file(userPath(core, arguments.first()).value_or(QString()));
        if (file.fileName().isEmpty())
            return ServedResponse::empty(403);
        if (!file.open(QIODevice::ReadOnly))
            return ServedResponse::empty(404);
        ServedResponse response;
        response.contentType = "application/octet-stream";
        response.body = file.readAll();
        return response;
    });
    router.add("POST", u"/userdata/{}"_s, [&core](const ServedRequest &request, const QStringList &arguments) {
        return storeUserData(core, request, arguments.first());
    });
    router.add("DELETE", u"/userdata/{}"_s, [&core](const ServedRequest &, const QStringList &arguments) {
        const auto path = userPath(core, arguments.first());
        if (!path)
            return ServedResponse::empty(403);
        return ServedResponse::empty(QFile::remove(*path) ? 204 : 404);
    });
    router.add("GET", u"/internal/logs"_s,
               [](const ServedRequest &, const QStringList &) { return ServedResponse::json(QString()); });
    router.add("GET", u"/internal/logs/raw"_s, [](const ServedRequest &, const QStringList &) {
        return ServedResponse::json(PyJson::object(
            {{"entries"_L1, PyJson::array()}, {"size"_L1, PyJson::object({{"cols"_L1, 80}, {"rows"_L1, 24}})}}));
    });
    router.add("PATCH", u"/internal/logs/subscribe"_s, [](const ServedRequest &request, const QStringList &) {
        const auto body = PyJson::parse(request.body);
        const bool good = body && body->find("clientId"_L1) && body->find("enabled"_L1);
        return good ? ServedResponse::empty(200) : ServedResponse::internalError();
    });
}

} // namespace lorastudio
