// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/textdecoder.h"

#include <QStringConverter>

#include <array>

namespace lorastudio {

namespace {

/// Windows-1252 differs from Latin-1 in 0x80 … 0x9f only.
constexpr std::array<char16_t, 32> windows1252{0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                               0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
                                               0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                               0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

QString decoded(QStringConverter::Encoding encoding, QByteArrayView data)
{
    QStringDecoder decoder(encoding);
    return decoder.decode(data);
}

} // namespace

DecodedText decodeText(const QByteArray &data)
{
    const QByteArrayView view(data);
    if (data.startsWith("\xef\xbb\xbf"))
        return {decoded(QStringConverter::Utf8, view.sliced(3)), false};
    if (data.startsWith("\xff\xfe"))
        return {decoded(QStringConverter::Utf16LE, view.sliced(2)), false};
    if (data.startsWith("\xfe\xff"))
        return {decoded(QStringConverter::Utf16BE, view.sliced(2)), false};

    QStringDecoder utf8(QStringConverter::Utf8);
    const QString text = utf8.decode(view);
    if (!utf8.hasError())
        return {text, false};

    QString western = QString::fromLatin1(data);
    for (QChar &c : western) {
        if (c.unicode() >= 0x80 && c.unicode() < 0xa0)
            c = QChar(windows1252[c.unicode() - 0x80u]);
    }
    return {western, true};
}

} // namespace lorastudio
