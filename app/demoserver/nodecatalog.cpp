// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/nodecatalog.h"

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

// @checkpoints, @loras and @images stand for lists that are filled in when asked. Key order is kept: it is the order
// of the inputs in an editor.
constexpr const char *classTable = R"json({
"CheckpointLoaderSimple": {"input": {"required": {"ckpt_name": ["@checkpoints", {}]}}, "input_order": {"required": ["ckpt_name"]}, "output": ["MODEL", "CLIP", "VAE"], "output_is_list": [false, false, false], "output_name": ["MODEL", "CLIP", "VAE"], "name": "CheckpointLoaderSimple", "display_name": "Load Checkpoint", "description": "", "python_module": "nodes", "category": "loaders", "output_node": false},
"CLIPTextEncode": {"input": {"required": {"text": ["STRING", {"multiline": true, "dynamicPrompts": true}], "clip": ["CLIP", {}]}}, "input_order": {"required": ["text", "clip"]}, "output": ["CONDITIONING"], "output_is_list": [false], "output_name": ["CONDITIONING"], "name": "CLIPTextEncode", "display_name": "CLIP Text Encode (Prompt)", "description": "", "python_module": "nodes", "category": "conditioning", "output_node": false},
"EmptyLatentImage": {"input": {"required": {"width": ["INT", {"default": 512, "min": 16, "max": 16384, "step": 8}], "height": ["INT", {"default": 512, "min": 16, "max": 16384, "step": 8}], "batch_size": ["INT", {"default": 1, "min": 1, "max": 4096}]}}, "input_order": {"required": ["width", "height", "batch_size"]}, "output": ["LATENT"], "output_is_list": [false], "output_name": ["LATENT"], "name": "EmptyLatentImage", "display_name": "Empty Latent Image", "description": "", "python_module": "nodes", "category": "latent", "output_node": false},
"KSampler": {"input": {"required": {"model": ["MODEL", {}], "seed": ["INT", {"default": 0, "min": 0, "max": 18446744073709551615, "control_after_generate": true}], "steps": ["INT", {"default": 20, "min": 1, "max": 10000}], "cfg": ["FLOAT", {"default": 8.0, "min": 0.0, "max": 100.0, "step": 0.1, "round": 0.01}], "sampler_name": [["euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "heunpp2", "dpm_2", "dpm_2_ancestral", "lms", "dpm_fast", "dpm_adaptive", "dpmpp_2s_ancestral", "dpmpp_2s_ancestral_cfg_pp", "dpmpp_sde", "dpmpp_sde_gpu", "dpmpp_2m", "dpmpp_2m_cfg_pp", "dpmpp_2m_sde", "dpmpp_2m_sde_gpu", "dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun_gpu", "dpmpp_3m_sde", "dpmpp_3m_sde_gpu", "ddpm", "lcm", "ipndm", "ipndm_v", "deis", "res_multistep", "res_multistep_cfg_pp", "res_multistep_ancestral", "res_multistep_ancestral_cfg_pp", "gradient_estimation", "gradient_estimation_cfg_pp", "er_sde", "seeds_2", "seeds_3", "sa_solver", "sa_solver_pece", "ddim", "uni_pc", "uni_pc_bh2"], {}], "scheduler": [["simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal", "linear_quadratic", "kl_optimal"], {}], "positive": ["CONDITIONING", {}], "negative": ["CONDITIONING", {}], "latent_image": ["LATENT", {}], "denoise": ["FLOAT", {"default": 1.0, "min": 0.0, "max": 1.0, "step": 0.01}]}}, "input_order": {"required": ["model", "seed", "steps", "cfg", "sampler_name", "scheduler", "positive", "negative", "latent_image", "denoise"]}, "output": ["LATENT"], "output_is_list": [false], "output_name": ["LATENT"], "name": "KSampler", "display_name": "KSampler", "description": "", "python_module": "nodes", "category": "sampling", "output_node": false},
"VAEDecode": {"input": {"required": {"samples": ["LATENT", {}], "vae": ["VAE", {}]}}, "input_order": {"required": ["samples", "vae"]}, "output": ["IMAGE"], "output_is_list": [false], "output_name": ["IMAGE"], "name": "VAEDecode", "display_name": "VAE Decode", "description": "", "python_module": "nodes", "category": "latent", "output_node": false},
"SaveImage": {"input": {"required": {"images": ["IMAGE", {}], "filename_prefix": ["STRING", {"default": "ComfyUI"}]}, "hidden": {"prompt": "PROMPT", "extra_pnginfo": "EXTRA_PNGINFO"}}, "input_order": {"required": ["images", "filename_prefix"], "hidden": ["prompt", "extra_pnginfo"]}, "output": [], "output_is_list": [], "output_name": [], "name": "SaveImage", "display_name": "Save Image", "description": "", "python_module": "nodes", "category": "image", "output_node": true},
"LoraLoader": {"input": {"required": {"model": ["MODEL", {}], "clip": ["CLIP", {}], "lora_name": ["@loras", {}], "strength_model": ["FLOAT", {"default": 1.0, "min": -100.0, "max": 100.0, "step": 0.01}], "strength_clip": ["FLOAT", {"default": 1.0, "min": -100.0, "max": 100.0, "step": 0.01}]}}, "input_order": {"required": ["model", "clip", "lora_name", "strength_model", "strength_clip"]}, "output": ["MODEL", "CLIP"], "output_is_list": [false, false], "output_name": ["MODEL", "CLIP"], "name": "LoraLoader", "display_name": "Load LoRA", "description": "", "python_module": "nodes", "category": "loaders", "output_node": false},
"LoadImage": {"input": {"required": {"image": ["@images", {"image_upload": true}]}}, "input_order": {"required": ["image"]}, "output": ["IMAGE", "MASK"], "output_is_list": [false, false], "output_name": ["IMAGE", "MASK"], "name": "LoadImage", "display_name": "Load Image", "description": "", "python_module": "nodes", "category": "image", "output_node": false},
"VAEEncode": {"input": {"required": {"pixels": ["IMAGE"], "vae": ["VAE"]}}, "input_order": {"required": ["pixels", "vae"]}, "output": ["LATENT"], "output_is_list": [false], "output_name": ["LATENT"], "name": "VAEEncode", "display_name": "VAE Encode", "description": "", "python_module": "nodes", "category": "latent", "output_node": false},
"PreviewImage": {"input": {"required": {"images": ["IMAGE"]}, "hidden": {"prompt": "PROMPT", "extra_pnginfo": "EXTRA_PNGINFO"}}, "input_order": {"required": ["images"], "hidden": ["prompt", "extra_pnginfo"]}, "output": [], "output_is_list": [], "output_name": [], "name": "PreviewImage", "display_name": "Preview Image", "description": "", "python_module": "nodes", "category": "image", "output_node": true}
})json";

} // namespace

NodeCatalog::NodeCatalog(Lists lists) : m_lists(std::move(lists))
{
    const auto table = PyJson::parse(classTable);
    Q_ASSERT(table.has_value());
    m_classes = *table;
}

bool NodeCatalog::isOutput(const QString &className) const
{
    const PyJson *entry = m_classes.find(className);
    return entry && (*entry)["output_node"_L1].truthy();
}

QStringList NodeCatalog::outputTypes(const QString &className) const
{
    QStringList types;
    if (const PyJson *entry = m_classes.find(className)) {
        for (const PyJson &type : (*entry)["output"_L1].items())
            types += type.string();
    }
    return types;
}

PyJson NodeCatalog::describe(const QString &className) const
{
    const PyJson *entry = m_classes.find(className);
    if (!entry)
        return {};
    PyJson described = *entry;
    const PyJson &plain = (*entry)["input"_L1]["required"_L1];
    PyJson required = plain;
    for (const PyJson::Member &member : plain.members()) {
        PyJson config = member.second;
        const QString type = config.items().front().string();
        if (type == "@checkpoints"_L1)
            config.items().front() = PyJson::strings(m_lists.checkpoints());
        else if (type == "@loras"_L1)
            config.items().front() = PyJson::strings(m_lists.loras());
        else if (type == "@images"_L1)
            config.items().front() = PyJson::strings(m_lists.inputImages());
        required.set(member.first, config);
    }
    PyJson input = described["input"_L1];
    input.set("required"_L1, required);
    described.set("input"_L1, input);
    return described;
}

PyJson NodeCatalog::describeAll() const
{
    PyJson all = PyJson::object();
    for (const PyJson::Member &member : m_classes.members())
        all.append(member.first, describe(member.first));
    return all;
}

} // namespace lorastudio
