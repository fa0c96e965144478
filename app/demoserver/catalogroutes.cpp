// SPDX-License-Identifier: GPL-3.0-or-later
// What the server has and what it is.
#include "demoserver/democore.h"

#include <QFileInfo>
#include <QSysInfo>

#include <limits>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

constexpr qint64 gib = 1024LL * 1024 * 1024;

const QStringList &modelFolders()
{
    static const QStringList folders{
        u"checkpoints"_s,   u"configs"_s,          u"loras"_s,         u"vae"_s,
        u"text_encoders"_s, u"diffusion_models"_s, u"clip_vision"_s,   u"style_models"_s,
        u"embeddings"_s,    u"diffusers"_s,        u"vae_approx"_s,    u"controlnet"_s,
        u"gligen"_s,        u"upscale_models"_s,   u"custom_nodes"_s,  u"hypernetworks"_s,
        u"photomaker"_s,    u"classifiers"_s,      u"model_patches"_s, u"audio_encoders"_s};
    return folders;
}

QStringList filesIn(DemoCore &core, const QString &folder)
{
    if (folder == "checkpoints"_L1)
        return core.checkpoints();
    if (folder == "loras"_L1)
        return core.loras();
    return {};
}

PyJson systemStats(DemoCore &core)
{
    const bool real = core.options().asReal;
    PyJson system = PyJson::object({{"os"_L1, u"posix"_s},
                                    {"ram_total"_L1, 32 * gib},
                                    {"ram_free"_L1, 24 * gib},
                                    {"comfyui_version"_L1, u"0.3.64"_s},
                                    {"required_frontend_version"_L1, u"1.27.10"_s},
                                    {"installed_templates_version"_L1, PyJson()},
                                    {"required_templates_version"_L1, u"0.1.95"_s},
                                    {"python_version"_L1, u"3.11.7 (main) [GCC 12.2.0]"_s},
                                    {"pytorch_version"_L1, u"2.8.0"_s},
                                    {"embedded_python"_L1, false},
                                    {"argv"_L1, PyJson::strings({u"main.py"_s, u"--preview-method"_s, u"auto"_s})}});
    if (!real)
        system.set("lora_studio_demo"_L1, true);
    const PyJson device = PyJson::object({{"name"_L1, real ? u"cuda:0 Stand-in"_s : u"Demo (stand-in pictures)"_s},
                                          {"type"_L1, real ? u"cuda"_s : u"cpu"_s},
                                          {"index"_L1, real ? PyJson(0) : PyJson()},
                                          {"vram_total"_L1, 12 * gib},
                                          {"vram_free"_L1, 9 * gib},
                                          {"torch_vram_total"_L1, 2 * gib},
                                          {"torch_vram_free"_L1, gib / 2}});
    return PyJson::object({{"system"_L1, system}, {"devices"_L1, PyJson::array({device})}});
}

PyJson objectInfo(DemoCore &core)
{
    PyJson all = core.catalog().describeAll();
    if (core.faults().pending(DemoFault::Kind::Nan)) {
        // As some custom nodes do; it is no class that could be used.
        const PyJson config = PyJson::object({{"default"_L1, std::numeric_limits<double>::quiet_NaN()},
                                              {"max"_L1, std::numeric_limits<double>::infinity()}});
        PyJson odd = core.catalog().describe(u"VAEDecode"_s);
        const PyJson inputs = PyJson::object({{"value"_L1, PyJson::array({u"FLOAT"_s, config})}});
        odd.set("input"_L1, PyJson::object({{"required"_L1, inputs}}));
        odd.set("name"_L1, u"DemoNotANumber"_s);
        all.set("DemoNotANumber"_L1, odd);
    }
    return all;
}

PyJson detailedFiles(DemoCore &core, const QString &folder)
{
    PyJson list = PyJson::array();
    for (const QString &name : filesIn(core, folder)) {
        const QFileInfo info(core.files().path(DemoFiles::Folder::Output) + u"/loras/"_s + name);
        const bool onDisk = folder == "loras"_L1 && info.isFile();
        // The checkpoints exist in name only; the size is that of a usual one.
        list.append(PyJson::object(
            {{"name"_L1, name},
             {"pathIndex"_L1, 0},
             {"modified"_L1, onDisk ? double(info.lastModified().toMSecsSinceEpoch()) / 1000 : 1760000000.0},
             {"created"_L1, onDisk ? double(info.birthTime().toMSecsSinceEpoch()) / 1000 : 1760000000.0},
             {"size"_L1, onDisk ? info.size() : 2132625894LL}}));
    }
    return list;
}

ServedResponse viewMetadata(DemoCore &core, const ServedRequest &request, const QString &folder)
{
    const QString file = request.query("filename"_L1).value_or(QString());
    if (folder != "checkpoints"_L1 || !core.checkpoints().contains(file))
        return ServedResponse::empty(404);
    return ServedResponse::json(PyJson::object({{"format"_L1, u"pt"_s},
                                                {"modelspec.architecture"_L1, u"stable-diffusion-v1"_s},
                                                {"note"_L1, u"a name only, of the demo server"_s}}));
}

} // namespace

void addCatalogRoutes(Router &router, DemoCore &core)
{
    const auto get = [&router](const QString &pattern, Router::Handler handler) {
        router.add("GET", pattern, std::move(handler));
    };
    get(u"/system_stats"_s,
        [&core](const ServedRequest &, const QStringList &) { return ServedResponse::json(systemStats(core)); });
    get(u"/features"_s,
        [](const ServedRequest &, const QStringList &) { return ServedResponse::json(serverFeatures()); });
    get(u"/object_info"_s,
        [&core](const ServedRequest &, const QStringList &) { return ServedResponse::json(objectInfo(core)); });
    get(u"/object_info/{}"_s, [&core](const ServedRequest &, const QStringList &arguments) {
        PyJson one = PyJson::object();
        if (core.catalog().contains(arguments.first()))
            one.set(arguments.first(), core.catalog().describe(arguments.first()));
        return ServedResponse::json(one);
    });
    get(u"/models"_s, [](const ServedRequest &, const QStringList &) {
        return ServedResponse::json(PyJson::strings(modelFolders()));
    });
    get(u"/models/{}"_s, [&core](const ServedRequest &, const QStringList &arguments) {
        if (!modelFolders().contains(arguments.first()))
            return ServedResponse::empty(404);
        return ServedResponse::json(PyJson::strings(filesIn(core, arguments.first())));
    });
    get(u"/embeddings"_s,
        [](const ServedRequest &, const QStringList &) { return ServedResponse::json(PyJson::array()); });
    get(u"/extensions"_s,
        [](const ServedRequest &, const QStringList &) { return ServedResponse::json(PyJson::array()); });
    get(u"/experiment/models"_s, [](const ServedRequest &, const QStringList &) {
        PyJson folders = PyJson::array();
        for (const QString &folder : modelFolders()) {
            if (folder != "configs"_L1 && folder != "custom_nodes"_L1)
                folders.append(PyJson::object(
                    {{"name"_L1, folder}, {"folders"_L1, PyJson::strings({u"/ComfyUI/models/"_s + folder})}}));
        }
        return ServedResponse::json(folders);
    });
    get(u"/experiment/models/{}"_s, [&core](const ServedRequest &, const QStringList &arguments) {
        if (!modelFolders().contains(arguments.first()))
            return ServedResponse::empty(404);
        return ServedResponse::json(detailedFiles(core, arguments.first()));
    });
    get(u"/view_metadata/{}"_s, [&core](const ServedRequest &request, const QStringList &arguments) {
        return viewMetadata(core, request, arguments.first());
    });
    get(u"/"_s, [](const ServedRequest &, const QStringList &) {
        ServedResponse page = ServedResponse::text(
            "<!DOCTYPE html><html><head><title>Demo server</title></head><body><p>This is the demo server of LoRA "
            "Studio: it speaks the API of ComfyUI and paints stand-in pictures.</p></body></html>",
            200);
        page.contentType = "text/html; charset=utf-8";
        return page;
    });
    get(u"/ws"_s, [](const ServedRequest &, const QStringList &) {
        return ServedResponse::text("No WebSocket UPGRADE hdr: None\n Can \"Upgrade\" only to \"WebSocket\".", 400);
    });
}

} // namespace lorastudio
