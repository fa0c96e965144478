// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the demo server until it is stopped, for trying other programs against it by hand; or paints a contact sheet.
#include "demoserver/demoserver.h"
#include "demoserver/picturerequest.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QPainter>

#include <cstdio>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

int paintSheet(const QString &file, const QStringList &prompts)
{
    constexpr int columns = 6;
    constexpr int rows = 4;
    constexpr QSize tile(256, 384);
    QImage sheet(tile.width() * columns, tile.height() * rows, QImage::Format_RGB32);
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QStringList checkpoints = DemoOptions::defaultCheckpoints();
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < columns * rows; ++i) {
        PictureRequest request;
        const int character = i / columns;
        request.positive = prompts.value(character, u"person_%1, photo of a person, portrait"_s.arg(i));
        request.checkpoint = checkpoints.at(i % 4);
        request.seed = quint64(1000 + i);
        const QImage picture = paintPicture(request);
        painter.drawImage(QRect(QPoint(i % columns * tile.width(), character * tile.height()), tile), picture);
        if (i == 0)
            picture.save(file + u".one.png"_s);
    }
    std::printf("%lld ms a picture\n", clock.elapsed() / (columns * rows));
    return sheet.save(file) ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"port"_s, u"Port, 0 for any."_s, u"port"_s, u"0"_s},
                       {u"step-ms"_s, u"Time of a step."_s, u"ms"_s, u"20"_s},
                       {u"load-ms"_s, u"Time to load."_s, u"ms"_s, u"500"_s},
                       {u"fault"_s, DemoFault::helpText(), u"kind"_s},
                       {u"output"_s, u"Folder of the pictures."_s, u"folder"_s},
                       {u"as-real"_s, u"Without the mark."_s},
                       {u"sheet"_s, u"Paint a contact sheet instead."_s, u"file"_s},
                       {u"prompt"_s, u"A row of the sheet."_s, u"text"_s}});
    parser.process(app);
    if (parser.isSet(u"sheet"_s))
        return paintSheet(parser.value(u"sheet"_s), parser.values(u"prompt"_s));
    DemoOptions options;
    options.port = parser.value(u"port"_s).toUShort();
    options.stepMs = parser.value(u"step-ms"_s).toInt();
    options.loadMs = parser.value(u"load-ms"_s).toInt();
    options.asReal = parser.isSet(u"as-real"_s);
    options.outputFolder = parser.value(u"output"_s);
    for (const QString &text : parser.values(u"fault"_s)) {
        const auto fault = DemoFault::parse(text);
        if (!fault) {
            std::fprintf(stderr, "%s\n", qPrintable(fault.error().message));
            return 2;
        }
        options.faults += *fault;
    }
    DemoServer server(options);
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", qPrintable(started.error().message));
        return 4;
    }
    std::printf("%s\n", qPrintable(server.url().toString()));
    std::fflush(stdout);
    return QGuiApplication::exec();
}
