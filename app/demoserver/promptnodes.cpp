// SPDX-License-Identifier: GPL-3.0-or-later
// What the nodes do: the part of PromptRunner that paints, reads and writes pictures.
#include "demoserver/promptrunner.h"

#include "demoserver/pngfile.h"
#include "demoserver/promptrun_p.h"

#include <QFile>
#include <QImageReader>
#include <QtConcurrentRun>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

constexpr int previewSide = 512;
constexpr qint64 maxPixels = 64'000'000; ///< of all pictures of a batch together
constexpr int firstProgressMs = 100;     ///< some clients miss progress that comes sooner after the answer

QByteArray bigEndian(quint32 value)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QImage loadPicture(const QString &path)
{
    QImageReader reader(path);
    reader.setAllocationLimit(256);
    reader.setAutoTransform(true);
    return reader.read().convertToFormat(QImage::Format_RGB32);
}

} // namespace

void PromptRunner::loadCheckpoint()
{
    const QString file = input("ckpt_name"_L1).pyStr();
    m_mustReload = false;
    const auto fault = m_faults.pending(DemoFault::Kind::BrokenCheckpoint);
    if (fault && (fault->value.isEmpty() || fault->value == file)) {
        m_faults.take(DemoFault::Kind::BrokenCheckpoint);
        failNode({u"safetensors._safetensors_rust.SafetensorError"_s,
                  u"Error while deserializing header: incomplete metadata, file not fully covered\n"_s,
                  u"  File \"nodes.py\", in load_checkpoint\n"_s});
        return;
    }
    NodeValue value;
    value.checkpoint = file;
    finishNode(std::move(value));
}

void PromptRunner::sample()
{
    const NodeValue latent = source("latent_image"_L1);
    const qint64 pixels = qint64(latent.size.width()) * latent.size.height() * latent.batch;
    if (pixels > maxPixels || m_faults.take(DemoFault::Kind::OutOfMemory)) {
        failNode({u"torch.OutOfMemoryError"_s,
                  u"Allocation on device \nThis error means you ran out of memory on your GPU.\n\nTIPS: If the "
                  "workflow worked before you might have accidentally set the batch_size to a large number."_s,
                  u"  File \"nodes.py\", in sample\n"_s});
        return;
    }
    PictureRequest request;
    request.positive = source("positive"_L1).text;
    request.negative = source("negative"_L1).text;
    request.checkpoint = source("model"_L1).checkpoint;
    request.seed = input("seed"_L1).pyStr().toULongLong();
    request.width = std::max(16, latent.size.width());
    request.height = std::max(16, latent.size.height());
    request.steps = int(input("steps"_L1).integer());
    request.cfg = input("cfg"_L1).number();
    request.denoise = input("denoise"_L1).number();
    request.marked = m_pace.marked;
    m_run->steps = request.steps;
    m_run->seed = request.seed;
    m_run->latents.clear();
    m_run->previews.clear();
    m_run->sketch = QImage();
    PictureRequest sketched = request;
    if (!latent.images.isEmpty())
        sketched.base = latent.images.first();
    const int batch = std::max(1, latent.batch);
    for (int i = 0; i < batch; ++i) {
        request.batchIndex = i;
        if (!latent.images.isEmpty())
            request.base = latent.images.at(i % latent.images.size());
        m_run->latents += QtConcurrent::run(&m_pool, paintPicture, request);
    }
    // The real server tells the client that it loads only by its silence.
    int delay = m_pace.stepMs + (std::exchange(m_mustReload, false) ? m_pace.loadMs : 0);
    if (!m_pace.isHasty())
        delay = std::max<int>(delay, firstProgressMs - int(m_run->clock.elapsed()));
    if (m_faults.pending(DemoFault::Kind::NoPreviews)) {
        sampleStep(1, delay);
        return;
    }
    whenDone(QtConcurrent::run(&m_pool, paintSketch, sketched, previewSide / 2), [this, delay](const QImage &sketch) {
        m_run->sketch = sketch;
        sampleStep(1, delay);
    });
}

void PromptRunner::sampleStep(int step, int delayMs)
{
    // A test that hurries would only wait for JPEGs: four different previews tell as much as thirty.
    const int levels = m_pace.isHasty() ? std::min(4, m_run->steps) : m_run->steps;
    const int level = (step * levels + m_run->steps - 1) / m_run->steps;
    if (m_run->sketch.isNull() || m_run->previews.contains(level)) {
        after(delayMs, [this, step, level] { sampleTick(step, m_run->previews.value(level)); });
        return;
    }
    const auto paint = QtConcurrent::run(&m_pool, previewJpeg, m_run->sketch, m_run->seed, double(level) / levels);
    // The step lasts as long as the pause or the painting, whichever is longer.
    after(delayMs, [this, step, level, paint] {
        whenDone(paint, [this, step, level](const QByteArray &jpeg) {
            m_run->previews.clear();
            m_run->previews.insert(level, jpeg);
            sampleTick(step, jpeg);
        });
    });
}

void PromptRunner::sampleTick(int step, const QByteArray &preview)
{
    if (m_run->interrupted) {
        failInterrupted();
        return;
    }
    if (step >= (m_run->steps + 1) / 2 && !m_run->countedForRestart) {
        m_run->countedForRestart = true;
        if (m_faults.countEvent(DemoFault::Kind::Restart)) {
            Q_EMIT restartDue();
            return;
        }
    }
    m_run->board.update(m_run->node, step, m_run->steps);
    sendProgressState();
    const bool withMetadata = m_events.wantsPreviewMetadata(m_clientId);
    if (withMetadata && !preview.isEmpty())
        sendPreview(preview);
    m_events.send(
        "progress"_L1,
        PyJson::object(
            {{"value"_L1, step}, {"max"_L1, m_run->steps}, {"prompt_id"_L1, m_run->item.id}, {"node"_L1, m_run->node}}),
        m_clientId);
    if (!withMetadata && !preview.isEmpty())
        sendPreview(preview);
    if (const auto fault = m_faults.take(DemoFault::Kind::HugeFrame))
        sendPreview(QByteArray(qsizetype(fault->number()) * 1024 * 1024, '\xff'));
    if (step < m_run->steps) {
        sampleStep(step + 1, m_pace.stepMs);
        return;
    }
    NodeValue value;
    value.latents = std::exchange(m_run->latents, {});
    value.batch = int(value.latents.size());
    const NodeValue latent = source("latent_image"_L1);
    value.size = latent.size;
    finishNode(std::move(value));
}

void PromptRunner::sendPreview(const QByteArray &jpeg)
{
    if (m_events.wantsPreviewMetadata(m_clientId)) {
        const QByteArray metadata = PyJson::object({{"node_id"_L1, m_run->node},
                                                    {"prompt_id"_L1, m_run->item.id},
                                                    {"display_node_id"_L1, m_run->node},
                                                    {"parent_node_id"_L1, PyJson()},
                                                    {"real_node_id"_L1, m_run->node},
                                                    {"image_type"_L1, u"image/jpeg"_s}})
                                        .dump();
        m_events.sendBinary(bigEndian(4) + bigEndian(quint32(metadata.size())) + metadata + jpeg, m_clientId);
    } else {
        m_events.sendBinary(bigEndian(1) + bigEndian(1) + jpeg, m_clientId);
    }
}

void PromptRunner::decode()
{
    const NodeValue latent = source("samples"_L1);
    NodeValue value;
    value.batch = latent.batch;
    if (latent.latents.isEmpty()) {
        // An empty latent decodes to a flat brown, an encoded picture to itself.
        value.images = latent.images;
        if (value.images.isEmpty()) {
            QImage flat(latent.size.expandedTo(QSize(16, 16)), QImage::Format_RGB32);
            flat.fill(QColor(121, 112, 97));
            value.images.fill(flat, latent.batch);
        }
        finishNode(std::move(value));
        return;
    }
    m_run->latents = latent.latents;
    decodeNext(std::move(value));
}

void PromptRunner::decodeNext(NodeValue value)
{
    const qsizetype i = value.images.size();
    if (i == m_run->latents.size()) {
        m_run->latents.clear();
        finishNode(std::move(value));
        return;
    }
    whenDone(m_run->latents.at(i), [this, value](const QImage &image) mutable {
        value.images += image;
        decodeNext(std::move(value));
    });
}

void PromptRunner::encodeImage()
{
    const NodeValue pixels = source("pixels"_L1);
    NodeValue value;
    value.images = pixels.images;
    value.batch = int(std::max<qsizetype>(1, pixels.images.size()));
    const QSize size = pixels.images.isEmpty() ? QSize(512, 512) : pixels.images.first().size();
    value.size = QSize(std::max(16, size.width() / 8 * 8), std::max(16, size.height() / 8 * 8));
    finishNode(std::move(value));
}

void PromptRunner::loadImage()
{
    const QString path = m_files.find(input("image"_L1).pyStr(), u"input"_s, std::nullopt).path;
    whenDone(QtConcurrent::run(&m_pool, loadPicture, path), [this, path](const QImage &image) {
        if (image.isNull()) {
            failNode({u"PIL.UnidentifiedImageError"_s, u"cannot identify image file '%1'\n"_s.arg(path),
                      u"  File \"nodes.py\", in load_image\n"_s});
            return;
        }
        NodeValue value;
        value.images = {image};
        value.size = image.size();
        finishNode(std::move(value));
    });
}

void PromptRunner::saveImages(DemoFiles::Folder folder)
{
    const NodeValue pixels = source("images"_L1);
    const bool temp = folder == DemoFiles::Folder::Temp;
    const QString prefix = temp ? u"ComfyUI_temp_"_s + m_tempSuffix : input("filename_prefix"_L1).pyStr();
    const QSize size = pixels.images.isEmpty() ? QSize() : pixels.images.first().size();
    const auto target = m_files.nextTarget(prefix, folder, size);
    if (!target) {
        failNode({u"Exception"_s, target.error().message + u'\n', u"  File \"nodes.py\", in save_images\n"_s});
        return;
    }
    PngFile file;
    file.texts.append({"prompt", m_run->item.prompt.dump()});
    for (const PyJson::Member &member : m_run->item.extraData["extra_pnginfo"_L1].members())
        file.texts.append({member.first.toLatin1(), member.second.dump()});
    QVector<PngFile> files;
    PyJson images = PyJson::array();
    for (qsizetype i = 0; i < pixels.images.size(); ++i) {
        QString name = target->baseName;
        name.replace("%batch_num%"_L1, QString::number(i));
        name += u"_%1_.png"_s.arg(target->counter + i, 5, 10, QLatin1Char('0'));
        file.image = pixels.images.at(i);
        file.path = target->folder + u'/' + name;
        files += file;
        images.append(PyJson::object(
            {{"filename"_L1, name}, {"subfolder"_L1, target->subfolder}, {"type"_L1, temp ? u"temp"_s : u"output"_s}}));
    }
    whenDone(QtConcurrent::run(&m_pool, writePngFiles, files), [this, images](const QString &problem) {
        if (!problem.isEmpty())
            failNode({u"OSError"_s, problem + u'\n', u"  File \"nodes.py\", in save_images\n"_s});
        else
            finishNode({}, PyJson::object({{"images"_L1, images}}));
    });
}

} // namespace lorastudio
