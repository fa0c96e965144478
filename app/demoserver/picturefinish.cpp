// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/demorandom.h"
#include "demoserver/picturerequest.h"
#include "demoserver/portraitpainter.h"

#include <QBuffer>
#include <QImageWriter>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

/// A Gaussian blur of any, also very small, radius. Works on an RGB32 picture in place.
void blur(QImage &image, double sigma)
{
    if (sigma < 0.2)
        return;
    const int radius = std::max(1, int(std::ceil(sigma * 2.5)));
    std::vector<int> kernel(std::size_t(radius) * 2 + 1);
    double total = 0;
    for (int i = -radius; i <= radius; ++i)
        total += std::exp(-i * i / (2 * sigma * sigma));
    int sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        kernel[std::size_t(i) + std::size_t(radius)] =
            int(std::lround(65536 * std::exp(-i * i / (2 * sigma * sigma)) / total));
        sum += kernel[std::size_t(i) + std::size_t(radius)];
    }
    kernel[std::size_t(radius)] += 65536 - sum;
    const auto pass = [&](int lines, int length, auto at) {
        std::vector<QRgb> line(std::size_t(length) + 2 * std::size_t(radius));
        for (int y = 0; y < lines; ++y) {
            for (int x = -radius; x < length + radius; ++x)
                line[std::size_t(x) + std::size_t(radius)] = *at(y, std::clamp(x, 0, length - 1));
            for (int x = 0; x < length; ++x) {
                int r = 0;
                int g = 0;
                int b = 0;
                const QRgb *source = line.data() + x;
                for (const int weight : kernel) {
                    r += weight * qRed(*source);
                    g += weight * qGreen(*source);
                    b += weight * qBlue(*source);
                    ++source;
                }
                *at(y, x) = qRgb((r + 32768) >> 16, (g + 32768) >> 16, (b + 32768) >> 16);
            }
        }
    };
    auto *pixels = reinterpret_cast<QRgb *>(image.bits());
    const qsizetype stride = image.bytesPerLine() / 4;
    pass(image.height(), image.width(), [=](int y, int x) { return pixels + y * stride + x; });
    pass(image.width(), image.height(), [=](int y, int x) { return pixels + x * stride + y; });
}

/// Noise, mostly in brightness, and a curve over each channel.
void grain(QImage &image, double amount, double gain, double lift, double saturation, quint64 seed)
{
    std::array<uchar, 256> curve{};
    for (int i = 0; i < 256; ++i)
        curve[std::size_t(i)] = uchar(std::clamp(i * gain + lift, 0.0, 255.0));
    DemoRandom random(seed);
    const int strength = int(amount * 16);
    const int colourful = int(saturation * 256);
    for (int y = 0; y < image.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const quint64 bits = random.next();
            const auto draw = [bits](int shift) {
                return int((bits >> shift) & 255) + int((bits >> (shift + 8)) & 255) - 255;
            };
            const int common = draw(0) * strength;
            const QRgb p = line[x];
            const int r = curve[std::size_t(qRed(p))];
            const int g = curve[std::size_t(qGreen(p))];
            const int b = curve[std::size_t(qBlue(p))];
            const int grey = (r * 77 + g * 150 + b * 29) >> 8;
            const auto channel = [&](int value, int shift) {
                const int noisy = (common * 3 + draw(shift) * strength) / (4 * 16 * 104);
                return std::clamp(grey + (((value - grey) * colourful) >> 8) + noisy, 0, 255);
            };
            line[x] = qRgb(channel(r, 16), channel(g, 32), channel(b, 48));
        }
    }
}

/// The word "demo" as outlines, so that no font is needed.
QPainterPath demoWord()
{
    QPainterPath word;
    const auto ring = [&word](double x) {
        word.addEllipse(QPointF(x, 0), 0.5, 0.5);
    };
    ring(0.5); // d
    word.moveTo(1, -1.2);
    word.lineTo(1, 0.5);
    word.moveTo(1.5, 0); // e
    word.lineTo(2.5, 0);
    word.arcTo(QRectF(1.5, -0.5, 1, 1), 0, 318);
    for (const double x : {3.0, 3.65}) { // m
        word.moveTo(x, 0.5);
        word.lineTo(x, -0.1);
        word.arcTo(QRectF(x, -0.5, 0.65, 0.8), 180, -180);
        word.lineTo(x + 0.65, 0.5);
    }
    word.moveTo(3.0, 0.5);
    word.lineTo(3.0, -0.5);
    ring(5.3); // o
    return word;
}

void paintMark(QImage &image)
{
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const double size = std::max(4.0, std::min(image.width(), image.height()) * 0.022);
    // Bottom left: galleries show the score in the other corner.
    const QRectF banner(size, image.height() - size * 3.9, size * 7.6, size * 2.9);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(12, 14, 22, 120));
    painter.drawRoundedRect(banner, size * 0.8, size * 0.8);
    painter.translate(banner.left() + size * 0.9, banner.center().y() + size * 0.33);
    painter.scale(size, size);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(255, 255, 255, 225), 0.24, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(demoWord());
}

QImage figure(const PictureRequest &request, QSize size)
{
    QImage image = PortraitPainter(lookFor(request), shotFor(request), size).paint();
    if (!request.base.isNull() && request.denoise < 1) {
        // Image to image: what was there shows through.
        QPainter painter(&image);
        painter.setOpacity(std::clamp(1 - request.denoise, 0.0, 1.0));
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRect(QPoint(0, 0), size), request.base);
    }
    return image;
}

} // namespace

int checkpointSharpness(const QString &fileName)
{
    const QString base = fileName.section(u'/', -1).section(u'\\', -1).section(u'.', 0, 0);
    if (base == "epicrealism_v5"_L1 || base == "cyberrealistic_v9"_L1)
        return 10;
    if (base == "realistic_vision_v51"_L1)
        return 7;
    return 5;
}

QImage paintPicture(const PictureRequest &request)
{
    const PortraitShot shot = shotFor(request);
    QImage image = figure(request, QSize(request.width, request.height));
    const double unit = std::min(request.width, request.height) / 512.0;
    const double cfg = std::clamp(request.cfg, 1.0, 30.0);
    const double saturation = cfg > 10 ? 1 + (cfg - 10) * 0.06 : cfg < 3 ? 0.8 : 1.0;
    const double unfinished = request.steps < 12 ? (12 - request.steps) / 12.0 : 0; // too few steps
    // First what the model would have drawn, then how sharply it draws it.
    grain(image, 2, 1, 0, saturation, shot.detail);
    double sigma = (10 - checkpointSharpness(request.checkpoint)) * 0.26 + shot.softness + unfinished * 1.4;
    double noise = 0.6 + unfinished * 10;
    double gain = 1;
    double lift = 0;
    switch (shot.flaw) {
    case Flaw::None:
        break;
    case Flaw::Dark:
        gain = 0.34;
        noise = 4;
        break;
    case Flaw::Noisy:
        noise = 30;
        break;
    case Flaw::Blurred:
        sigma = 4.2;
        break;
    case Flaw::BlownOut:
        gain = 1.5;
        lift = 34;
        break;
    }
    blur(image, std::max(0.0, sigma) * unit);
    grain(image, noise, gain, lift, 1, shot.detail ^ 0x5eed);
    if (request.marked)
        paintMark(image);
    return image;
}

QImage paintSketch(const PictureRequest &request, int longerSide)
{
    return figure(request, QSize(request.width, request.height).scaled(longerSide, longerSide, Qt::KeepAspectRatio));
}

QByteArray previewJpeg(const QImage &sketch, quint64 seed, double fraction)
{
    // Early on a sampler shows coarse blotches; they become finer and fade while the picture comes through.
    const double clear = std::clamp(std::pow(fraction, 1.3), 0.0, 1.0);
    const int coarse = std::max(2, int(2 + 14 * (1 - clear)));
    DemoRandom random(seed * 31 + quint64(fraction * 1000));
    QImage blotches(sketch.width() / coarse + 1, sketch.height() / coarse + 1, QImage::Format_RGB32);
    for (int y = 0; y < blotches.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(blotches.scanLine(y));
        for (int x = 0; x < blotches.width(); ++x) {
            const quint64 bits = random.next();
            line[x] = qRgb(60 + int(bits & 127), 60 + int((bits >> 8) & 127), 60 + int((bits >> 16) & 127));
        }
    }
    const int soft = std::max(1, int(1 + 9 * (1 - clear)));
    QImage mixed =
        sketch.scaled((sketch.size() / soft).expandedTo(QSize(2, 2)), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .scaled(sketch.size() * 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    QPainter painter(&mixed);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setOpacity(0.92 * (1 - clear));
    painter.drawImage(mixed.rect(), blotches);
    painter.end();
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setQuality(88);
    writer.write(mixed);
    return jpeg;
}

} // namespace lorastudio
