// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/glyphs.h"

#include "style/roles.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initResourceFile()
{
    Q_INIT_RESOURCE(resources);
}

namespace lorastudio {

namespace {

QPixmap tinted(QPixmap pixmap, const QColor &color)
{
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRectF(QPointF(), pixmap.deviceIndependentSize()), color);
    return pixmap;
}

QString cacheKey(const QString &name, int size, const QColor &color, qreal ratio)
{
    return QStringLiteral("lora-studio/%1/%2/%3/%4").arg(name).arg(size).arg(color.rgba()).arg(ratio);
}

/// Draws in the colour that fits the icon's state at the moment it is drawn.
class TintedEngine : public QIconEngine
{
public:
    TintedEngine(QString themeName, QString glyph, QColor Roles::*color)
        : m_themeName(std::move(themeName)), m_glyph(std::move(glyph)), m_color(color)
    {
    }
    QIconEngine *clone() const override { return new TintedEngine(m_themeName, m_glyph, m_color); }
    QString key() const override { return QStringLiteral("lora-studio-tinted"); }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    bool isNull() override { return false; }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int size = qMin(rect.width(), rect.height());
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
        painter->drawPixmap(
            QRect(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, size, size),
            make(size, mode, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return make(qMin(size.width(), size.height()), mode, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // `size` is in device pixels here.
        return make(qRound(qMin(size.width(), size.height()) / scale), mode, scale);
    }

private:
    QPixmap make(int size, QIcon::Mode mode, qreal ratio) const
    {
        const Roles &roles = Roles::current();
        QColor color = m_color ? roles.*m_color : roles.text;
        if (mode == QIcon::Disabled)
            color = roles.text3;
        else if (mode == QIcon::Selected)
            color = roles.onAccent;
        if (m_themeName.isEmpty())
            return glyphPixmap(m_glyph, size, color, ratio);
        const QString key = cacheKey(QIcon::themeName() + QLatin1Char('/') + m_themeName, size, color, ratio);
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        const QIcon icon = QIcon::fromTheme(m_themeName);
        const QPixmap plain = icon.isNull() ? QPixmap() : icon.pixmap(QSize(size, size), ratio);
        if (plain.isNull())
            return glyphPixmap(m_glyph, size, color, ratio);
        pixmap = tinted(plain, color);
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_themeName;
    QString m_glyph;
    QColor Roles::*m_color;
};

} // namespace

void initResources()
{
    initResourceFile();
}

QPixmap glyphPixmap(const QString &name, int size, const QColor &color, qreal ratio)
{
    const QString key = cacheKey(name, size, color, ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    initResources();
    QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
    pixmap = QPixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    if (renderer.isValid()) {
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, size, size));
        painter.end();
        pixmap = tinted(pixmap, color);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintGlyph(QPainter *painter, const QString &name, QPointF at, int size, const QColor &color)
{
    painter->drawPixmap(at, glyphPixmap(name, size, color, painter->device()->devicePixelRatioF()));
}

QIcon actionIcon(const QString &themeName, const QString &fallbackGlyph)
{
    return QIcon(new TintedEngine(themeName, fallbackGlyph, nullptr));
}

QIcon glyphIcon(const QString &name, QColor Roles::*color)
{
    return QIcon(new TintedEngine(QString(), name, color));
}

} // namespace lorastudio
