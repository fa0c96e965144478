// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/pngtext.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QLocale>
#include <QtEndian>

#include <functional>
#include <zlib.h>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

constexpr char signature[] = "\x89PNG\r\n\x1a\n";
constexpr qsizetype signatureSize = 8;

struct Chunk
{
    QByteArrayView type;
    QByteArrayView data;
};

tl::unexpected<Error> damaged(const QString &detail)
{
    return fail(Error::Kind::Parse,
                tr("The PNG file is damaged or was cut off on the way. Download or export it again."), detail);
}

/// Calls `visit` for every chunk up to IEND; an error of `visit` ends the walk.
Result<void> walk(QByteArrayView png, const std::function<Result<void>(const Chunk &)> &visit)
{
    if (!looksLikePng(png))
        return fail(Error::Kind::Parse, tr("This is not a PNG file."));
    qsizetype at = signatureSize;
    for (bool first = true;; first = false) {
        // length, type and CRC are twelve bytes
        if (png.size() - at < 12)
            return damaged(QStringLiteral("file ends at byte %1 without IEND").arg(png.size()));
        const quint32 length = qFromBigEndian<quint32>(png.data() + at);
        if (length > 0x7fffffffU || qint64(length) > png.size() - at - 12)
            return damaged(QStringLiteral("chunk at byte %1 is longer than the file").arg(at));
        const Chunk chunk{png.sliced(at + 4, 4), png.sliced(at + 8, qsizetype(length))};
        const auto *covered = reinterpret_cast<const Bytef *>(png.data() + at + 4);
        if (crc32(0, covered, uInt(length) + 4) != qFromBigEndian<quint32>(png.data() + at + 8 + length))
            return damaged(QStringLiteral("checksum of the chunk at byte %1 is wrong").arg(at));
        if (first != (chunk.type == QByteArrayView("IHDR")))
            return damaged(QStringLiteral("IHDR is not the first chunk"));
        if (chunk.type == QByteArrayView("IEND"))
            return {};
        if (const Result<void> visited = visit(chunk); !visited)
            return visited;
        at += 12 + qsizetype(length);
    }
}

enum class Inflated { Whole, TooLarge, Broken };

/// Inflates at most `limit` bytes; never holds more than that and one block.
Inflated inflateBounded(QByteArrayView data, qint64 limit, QByteArray &out)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return Inflated::Broken;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.data()));
    stream.avail_in = uInt(data.size());
    char block[16384];
    Inflated result = Inflated::Broken;
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef *>(block);
        stream.avail_out = sizeof block;
        const int status = inflate(&stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END)
            break;
        const qsizetype got = qsizetype(sizeof block - stream.avail_out);
        if (out.size() + got > limit) {
            result = Inflated::TooLarge;
            break;
        }
        out.append(block, got);
        if (status == Z_STREAM_END) {
            result = Inflated::Whole;
            break;
        }
    }
    inflateEnd(&stream);
    return result;
}

class TextCollector
{
public:
    explicit TextCollector(PngTextLimits limits) : m_limits(limits) {}

    Result<void> visit(const Chunk &chunk)
    {
        const bool compressed = chunk.type == QByteArrayView("zTXt");
        const bool international = chunk.type == QByteArrayView("iTXt");
        if (!compressed && !international && chunk.type != QByteArrayView("tEXt"))
            return {};
        if (++m_count > m_limits.chunks)
            return fail(Error::Kind::Parse,
                        tr("The PNG file has more than %1 text chunks and is not read.").arg(m_limits.chunks));
        const qsizetype end = chunk.data.indexOf('\0');
        if (end < 1 || end > 79)
            return {};
        const QString keyword = QString::fromLatin1(chunk.data.first(end));
        const QByteArrayView rest = chunk.data.sliced(end + 1);
        if (international)
            return addInternational(keyword, rest);
        if (!compressed)
            return add(keyword, rest, false, false);
        if (rest.isEmpty() || rest.front() != '\0')
            return {};
        return add(keyword, rest.sliced(1), true, false);
    }

    QMap<QString, QString> takeTexts() { return std::move(m_texts); }

private:
    Result<void> addInternational(const QString &keyword, QByteArrayView rest)
    {
        // compression flag, compression method, language tag, translated keyword, text
        if (rest.size() < 2 || (rest[0] != 0 && rest[0] != 1) || (rest[0] == 1 && rest[1] != 0))
            return {};
        const bool compressed = rest[0] == 1;
        qsizetype at = 2;
        for (int field = 0; field < 2; ++field) {
            const qsizetype end = rest.indexOf('\0', at);
            if (end < 0)
                return {};
            at = end + 1;
        }
        return add(keyword, rest.sliced(at), compressed, true);
    }

    Result<void> add(const QString &keyword, QByteArrayView data, bool compressed, bool utf8)
    {
        const qint64 limit = std::min(m_limits.text, m_limits.allText - m_total);
        QByteArray inflated;
        if (compressed) {
            const Inflated result = inflateBounded(data, limit, inflated);
            if (result == Inflated::TooLarge)
                return tooLarge(keyword);
            if (result == Inflated::Broken)
                return damaged(QStringLiteral("text chunk %1 cannot be inflated").arg(keyword));
            data = inflated;
        } else if (data.size() > limit) {
            return tooLarge(keyword);
        }
        m_total += data.size();
        m_texts.insert(keyword, utf8 ? QString::fromUtf8(data) : QString::fromLatin1(data));
        return {};
    }

    tl::unexpected<Error> tooLarge(const QString &keyword) const
    {
        return fail(Error::Kind::Parse,
                    tr("The text chunk “%1” of the PNG file is too large: more than %2 are not read.")
                        .arg(keyword, QLocale().formattedDataSize(m_limits.text)),
                    QStringLiteral("text chunk too large"));
    }

    PngTextLimits m_limits;
    int m_count = 0;
    qint64 m_total = 0;
    QMap<QString, QString> m_texts;
};

} // namespace

bool looksLikePng(QByteArrayView bytes)
{
    return bytes.size() >= signatureSize && bytes.first(signatureSize) == QByteArrayView(signature, signatureSize);
}

Result<void> checkPng(QByteArrayView png)
{
    return walk(png, [](const Chunk &) { return Result<void>(); });
}

Result<QMap<QString, QString>> readPngText(QByteArrayView png, PngTextLimits limits)
{
    if (png.size() > limits.file) {
        return fail(Error::Kind::Parse, tr("The PNG file is too large: files above %1 are not read.")
                                            .arg(QLocale().formattedDataSize(limits.file)));
    }
    TextCollector collector(limits);
    const Result<void> walked = walk(png, [&collector](const Chunk &chunk) { return collector.visit(chunk); });
    if (!walked)
        return fail(walked.error());
    return collector.takeTexts();
}

} // namespace lorastudio
