// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/captions.h"

#include "core/text.h"
#include "import/textdecoder.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

namespace lorastudio {

namespace {

QString firstLine(const QString &path)
{
    QFile file(path);
    const QFileInfo info(path);
    if (!info.isFile() || info.isSymLink() || info.size() > CaptionLimits::maxBytes || !file.open(QIODevice::ReadOnly))
        return {};
    const QString text = decodeText(file.read(CaptionLimits::maxBytes)).text;
    return cleanText(text.trimmed().section(u'\n', 0, 0)).trimmed();
}

} // namespace

QStringList readCaptions(const QFileInfoList &pictures)
{
    QStringList captions;
    for (const QFileInfo &picture : pictures.mid(0, CaptionLimits::maxFiles)) {
        const QString stem = picture.dir().filePath(picture.completeBaseName());
        QString caption = firstLine(stem + QStringLiteral(".txt"));
        if (caption.isEmpty())
            caption = firstLine(stem + QStringLiteral(".caption"));
        if (!caption.isEmpty())
            captions.append(caption);
    }
    return captions;
}

QString commonPrompt(const QStringList &captions)
{
    QHash<QString, int> counts;
    QStringList order;
    for (const QString &caption : captions) {
        QSet<QString> seen;
        const QStringList tags = caption.split(u',', Qt::SkipEmptyParts).mid(0, CaptionLimits::maxTags);
        for (const QString &tag : tags) {
            const QString word = cleanName(tag, CaptionLimits::maxTag);
            const QString key = word.toCaseFolded();
            if (word.isEmpty() || seen.contains(key))
                continue;
            seen.insert(key);
            if (++counts[key] == 1)
                order.append(word);
        }
    }
    QStringList common;
    for (const QString &word : std::as_const(order)) {
        if (2 * counts.value(word.toCaseFolded()) > captions.size())
            common.append(word);
    }
    return common.join(QStringLiteral(", "));
}

} // namespace lorastudio
