// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/contactsheet.h"

#include "images/atomicfile.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

const QColor ground(0xf4, 0xf4, 0xf2);
const QColor ink(0x20, 0x20, 0x20);
const QColor faint(0x66, 0x66, 0x66);
const QColor warning(0xa3, 0x3b, 0x12);
const QColor hole(0xdd, 0xdd, 0xda);

class Sheet
{
public:
    Sheet(const QList<ContactSheetGroup> &groups, const ContactSheetOptions &options)
        : m_groups(groups), m_options(options)
    {
        m_options.columns = std::clamp(options.columns, 1, 50);
        m_options.tile = std::clamp(options.tile, 32, 512);
        // Cells as narrow as the pictures are, but wide enough for number and score.
        m_cell = 96;
        for (const ContactSheetGroup &group : groups) {
            for (const ContactSheetTile &tile : group.tiles)
                m_cell = std::max(m_cell, pictureSize(tile).width());
        }
        m_titleFont.setPixelSize(22);
        m_titleFont.setBold(true);
        m_nameFont.setPixelSize(17);
        m_nameFont.setBold(true);
        m_textFont.setPixelSize(13);
    }

    QImage render()
    {
        const int width = 2 * margin + m_options.columns * (m_cell + gap) - gap;
        // Once without a painter to learn the height, once to paint: one way through the layout for both.
        int height = layOut(nullptr, width);
        // Qt's rasteriser ends at 32767 pixels: rather fewer tiles, and the sheet says how many are missing.
        while (height > largestHeight && m_options.maxTiles > 1) {
            m_options.maxTiles = std::min(m_options.maxTiles, totalTiles()) * 3 / 4;
            height = layOut(nullptr, width);
        }
        QImage image(width, height, QImage::Format_RGB32);
        image.fill(ground);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setRenderHint(QPainter::TextAntialiasing);
        layOut(&painter, width);
        return image;
    }

private:
    static constexpr int margin = 24;
    static constexpr int gap = 20;
    static constexpr int largestHeight = 30'000;

    int totalTiles() const
    {
        qsizetype total = 0;
        for (const ContactSheetGroup &group : m_groups)
            total += group.tiles.size();
        return int(std::min<qsizetype>(total, 1'000'000));
    }

    int layOut(QPainter *painter, int width)
    {
        int y = margin;
        if (!m_options.title.isEmpty())
            y += line(painter, y, width, m_options.title, m_titleFont, ink) + gap;
        int left = std::max(0, m_options.maxTiles);
        qsizetype leftOut = 0;
        for (const ContactSheetGroup &group : m_groups) {
            const int shown = int(std::min<qsizetype>(group.tiles.size(), left));
            leftOut += group.tiles.size() - shown;
            left -= shown;
            if (shown == 0 && !group.tiles.isEmpty())
                continue;
            y += line(painter, y, width, group.title, m_nameFont, ink);
            if (!group.subtitle.isEmpty())
                y += line(painter, y, width, group.subtitle, m_textFont, faint);
            y += gap / 2;
            for (int first = 0; first < shown; first += m_options.columns)
                y += row(painter, y, group, first, std::min(shown, first + m_options.columns));
            y += gap;
        }
        if (leftOut > 0) {
            y += line(painter, y, width,
                      QCoreApplication::translate("Images", "%n more image(s) are not shown", nullptr, int(leftOut)),
                      m_textFont, faint);
        }
        return std::max(y - gap, margin) + margin;
    }

    int line(QPainter *painter, int y, int width, const QString &text, const QFont &font, const QColor &color) const
    {
        const QFontMetrics metrics(font);
        if (painter) {
            painter->setFont(font);
            painter->setPen(color);
            painter->drawText(QRect(margin, y, width - 2 * margin, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                              metrics.elidedText(oneLine(text), Qt::ElideRight, width - 2 * margin));
        }
        return metrics.height() + 2;
    }

    static QString oneLine(const QString &text) { return text.left(500).simplified(); }

    int row(QPainter *painter, int y, const ContactSheetGroup &group, int first, int end) const
    {
        int height = 0;
        for (int i = first; i < end; ++i)
            height = std::max(height, pictureSize(group.tiles.at(i)).height());
        const QFontMetrics metrics(m_textFont);
        if (painter) {
            for (int i = first; i < end; ++i) {
                const int x = margin + (i - first) * (m_cell + gap);
                paintTile(painter, QRect(x, y, m_cell, height), group.tiles.at(i));
            }
        }
        return height + 2 * metrics.height() + 4 + gap;
    }

    QSize pictureSize(const ContactSheetTile &tile) const
    {
        const QSize size = tile.image.isNull() ? QSize(2, 3) : tile.image.size();
        return size.scaled(m_options.tile, m_options.tile, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
    }

    void paintTile(QPainter *painter, const QRect &cell, const ContactSheetTile &tile) const
    {
        const QSize size = pictureSize(tile);
        const QRect picture(cell.left() + (cell.width() - size.width()) / 2, cell.bottom() + 1 - size.height(),
                            size.width(), size.height());
        const QFontMetrics metrics(m_textFont);
        painter->setFont(m_textFont);
        if (tile.image.isNull()) {
            painter->fillRect(picture, hole);
            painter->setPen(faint);
            painter->drawText(picture, Qt::AlignCenter | Qt::TextWordWrap, tr("File missing"));
        } else {
            // The painter's own scaling samples four pixels only, which turns fine detail into a pattern.
            // pixels.
            painter->drawImage(picture, tile.image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        }
        QRect text(cell.left(), cell.bottom() + 3, cell.width(), metrics.height());
        const QString score = tile.score ? QLocale().toString(*tile.score, 'f', 0) : tr("not scored");
        const int scoreWidth = metrics.horizontalAdvance(score);
        painter->setPen(tile.flags.isEmpty() ? ink : warning);
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, score);
        painter->setPen(faint);
        painter->drawText(
            text, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(oneLine(tile.label), Qt::ElideMiddle, cell.width() - scoreWidth - gap / 2));
        if (!tile.flags.isEmpty()) {
            text.translate(0, metrics.height());
            painter->setPen(warning);
            painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                              metrics.elidedText(tile.flags.join(QStringLiteral(", ")), Qt::ElideRight, cell.width()));
        }
    }

    const QList<ContactSheetGroup> &m_groups;
    ContactSheetOptions m_options;
    int m_cell = 0; ///< width in pixels
    QFont m_titleFont, m_nameFont, m_textFont;
};

} // namespace

QImage renderContactSheet(const QList<ContactSheetGroup> &groups, const ContactSheetOptions &options)
{
    return Sheet(groups, options).render();
}

Result<void> writeContactSheet(const QString &path, const QList<ContactSheetGroup> &groups,
                               const ContactSheetOptions &options)
{
    const bool jpeg = path.endsWith(u".jpg", Qt::CaseInsensitive) || path.endsWith(u".jpeg", Qt::CaseInsensitive);
    if (!jpeg && !path.endsWith(u".png", Qt::CaseInsensitive)) {
        return fail(Error::Kind::Validation,
                    tr("A contact sheet is written as .png or .jpg; “%1” is neither.").arg(path));
    }
    const QImage sheet = renderContactSheet(groups, options);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (sheet.isNull() || !sheet.save(&buffer, jpeg ? "JPG" : "PNG", jpeg ? 90 : -1))
        return fail(Error::Kind::Internal, tr("The contact sheet could not be made."));
    return writeFileAtomically(path, bytes);
}

} // namespace lorastudio
