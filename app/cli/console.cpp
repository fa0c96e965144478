// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <unistd.h>

namespace lorastudio {

QString terminalSafe(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        if (u < 0x20 && u != u'\n' && u != u'\t')
            out += QChar(0x2400 + u);
        else if (u >= 0x2066 && u <= 0x2069)
            continue; // isolates around quoted text are for the window
        else if (u == 0x7f || (u >= 0x80 && u < 0xa0) || (u >= 0x202a && u <= 0x202e))
            out += QChar(0xfffd);
        else
            out += c;
    }
    return out;
}

Console::Console(bool json, Volume volume) : m_json(json), m_volume(volume), m_terminal(isatty(STDERR_FILENO) == 1) {}

void Console::value(const QJsonValue &value) const
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    const QByteArray text = document.toJson(QJsonDocument::Compact) + '\n';
    toStandardOutput(text);
}

void Console::line(const QString &text) const
{
    if (m_json)
        return;
    const QByteArray bytes = terminalSafe(text).toUtf8() + '\n';
    toStandardOutput(bytes);
}

void Console::table(const QVector<QStringList> &rows, const QVector<int> &rightAligned) const
{
    QVector<qsizetype> widths;
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i >= widths.size())
                widths.append(0);
            widths[i] = qMax(widths[i], row.at(i).size());
        }
    }
    for (const QStringList &row : rows) {
        QString text;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const bool right = rightAligned.contains(int(i));
            const QString cell = QString(row.at(i)).replace(u'\n', u' ');
            if (i > 0)
                text += QStringLiteral("  ");
            text += right ? cell.rightJustified(widths[i]) : i + 1 < row.size() ? cell.leftJustified(widths[i]) : cell;
        }
        line(text);
    }
}

void Console::toStandardOutput(const QByteArray &bytes) const
{
    const std::size_t size = std::size_t(bytes.size());
    if (std::fwrite(bytes.constData(), 1, size, stdout) != size || std::fflush(stdout) != 0)
        m_complete = false;
}

void Console::toStandardError(const QString &text) const
{
    QByteArray bytes;
    if (m_progressShown && m_terminal)
        bytes += "\r\x1b[K";
    m_progressShown = false;
    bytes += terminalSafe(text).toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stderr);
    std::fflush(stderr);
}

void Console::message(const QString &text) const
{
    if (m_volume != Volume::Quiet)
        toStandardError(text);
}

void Console::warning(const QString &text) const
{
    toStandardError(QStringLiteral("Warning: %1").arg(text));
}

void Console::error(const QString &text) const
{
    toStandardError(text);
}

void Console::error(const Error &error) const
{
    toStandardError(error.message.isEmpty() ? toString(error.kind) : error.message);
    if (m_volume == Volume::Verbose && !error.detail.isEmpty())
        toStandardError(QStringLiteral("(%1)").arg(error.detail));
}

void Console::progress(const QString &text, bool plain)
{
    if (m_volume == Volume::Quiet)
        return;
    if (!m_terminal) {
        if (plain)
            toStandardError(text);
        return;
    }
    const QByteArray bytes = "\r\x1b[K" + terminalSafe(text).toUtf8();
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stderr);
    std::fflush(stderr);
    m_progressShown = true;
}

void Console::endProgress()
{
    if (m_progressShown && m_terminal) {
        std::fputc('\n', stderr);
        std::fflush(stderr);
    }
    m_progressShown = false;
}

} // namespace lorastudio
