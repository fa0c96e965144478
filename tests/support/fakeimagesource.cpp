// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeimagesource.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QRandomGenerator>
#include <QTimer>

#include <array>

namespace lorastudio {

namespace {

struct Look
{
    QRgb hair, skin, coat, ground;
    bool longHair;
};

constexpr std::array<Look, 8> looks{{{0x2b2b2f, 0xf0cfae, 0x3c5f8c, 0xb4bcc6, false},
                                     {0x4a3128, 0xf3d3bb, 0xd98a92, 0xcdb9b6, true},
                                     {0x8c3a33, 0xe9bb93, 0x33333f, 0xc9c2ae, true},
                                     {0x232325, 0xcf9a72, 0x5f2a26, 0xc2b3a4, false},
                                     {0xc9a35c, 0xf1d0b4, 0x6f9d84, 0xb9ccc0, true},
                                     {0x1d1a18, 0x8a5a3c, 0x7d6a4c, 0xc7bda6, false},
                                     {0x4b4686, 0xf2d2bd, 0x7a5cae, 0xc3bcd6, true},
                                     {0xa8743f, 0xeec6a0, 0x2f6a55, 0xafc6bb, false}}};

QImage paintPerson(int person, int seed, QSize size)
{
    const Look &look = looks[std::size_t(person) % looks.size()];
    QRandomGenerator random(quint32(person * 1000 + seed + 7));
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal w = size.width();
    const qreal h = size.height();
    QLinearGradient ground(0, 0, w * .3, h);
    QColor first(look.ground);
    if (seed > 0)
        first = QColor::fromHsv(int(random.bounded(360)), 50 + int(random.bounded(60)), 150 + int(random.bounded(80)));
    ground.setColorAt(0, first);
    ground.setColorAt(1, first.darker(150));
    painter.fillRect(image.rect(), ground);
    painter.setPen(Qt::NoPen);
    const qreal zoom = seed > 0 ? .8 + random.bounded(.45) : 1;
    const qreal dx = seed > 0 ? w * (random.bounded(.2) - .1) : 0;
    painter.translate(w / 2 + dx, h * .42);
    painter.scale(zoom, zoom);
    const qreal r = w * .21;
    const QColor hair(look.hair);
    if (look.longHair) {
        painter.setBrush(hair);
        painter.drawRoundedRect(QRectF(-r * 1.25, -r * 1.3, r * 2.5, r * 3.4), r, r);
    }
    QLinearGradient coat(0, r, w * .2, h * .7);
    coat.setColorAt(0, QColor(look.coat).lighter(115));
    coat.setColorAt(1, QColor(look.coat).darker(130));
    painter.setBrush(coat);
    QPainterPath body;
    body.moveTo(-w, h);
    body.cubicTo(-w * .6, r * 2.1, -r * 1.3, r * 1.9, -r * .5, r * 1.6);
    body.lineTo(r * .5, r * 1.6);
    body.cubicTo(r * 1.3, r * 1.9, w * .6, r * 2.1, w, h);
    painter.drawPath(body);
    painter.setBrush(QColor(look.skin).darker(108));
    painter.drawRoundedRect(QRectF(-r * .35, r * .6, r * .7, r * 1.2), r * .2, r * .2);
    painter.setBrush(Qt::white);
    painter.drawPolygon(
        QPolygonF{QPointF(-r * .5, r * 1.6), QPointF(0, r * 2.7), QPointF(r * .5, r * 1.6), QPointF(0, r * 1.9)});
    painter.setBrush(QColor(look.skin));
    painter.drawEllipse(QRectF(-r * .92, -r * .95, r * 1.84, r * 2.15));
    painter.setBrush(hair);
    QPainterPath top;
    top.moveTo(-r * 1.05, r * .05);
    top.cubicTo(-r * 1.2, -r * 1.6, r * 1.2, -r * 1.6, r * 1.05, r * .05);
    top.cubicTo(r * .7, -r * .5, -r * .4, -r * .35, -r * 1.05, r * .05);
    painter.drawPath(top);
    painter.setBrush(QColor(0x30, 0x30, 0x38));
    painter.drawEllipse(QPointF(-r * .36, r * .12), r * .09, r * .1);
    painter.drawEllipse(QPointF(r * .36, r * .12), r * .09, r * .1);
    painter.setPen(QPen(QColor(0x9c, 0x55, 0x4c), r * .07, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(-r * .2, r * .72), QPointF(r * .2, r * .7));
    return image;
}

} // namespace

void FakeImageSource::later(const std::function<void()> &answer)
{
    ++m_open;
    QTimer::singleShot(0, this, [this, answer] {
        --m_open;
        ++m_answered;
        answer();
    });
}

QImage FakeImageSource::thumbnail(const QString &key, bool)
{
    const auto found = m_ready.constFind(key);
    if (found != m_ready.constEnd())
        return *found;
    if (!m_asked.contains(key) && !isMissing(key)) {
        m_asked.insert(key);
        later([this, key] {
            const QStringList parts = key.split(QLatin1Char('/'));
            m_ready.insert(key, paintPerson(parts.value(1).toInt(), parts.value(2).toInt(), QSize(171, 256)));
            Q_EMIT thumbnailReady(key);
        });
    }
    return {};
}

bool FakeImageSource::isMissing(const QString &key) const
{
    return key == QLatin1String("missing");
}

void FakeImageSource::requestPicture(const QString &key)
{
    later([this, key] {
        if (isMissing(key))
            return Q_EMIT pictureReady(key, {}, QStringLiteral("The file is not there."));
        const QStringList parts = key.split(QLatin1Char('/'));
        Q_EMIT pictureReady(key, paintPerson(parts.value(1).toInt(), parts.value(2).toInt(), QSize(512, 768)), {});
    });
}

QImage FakeImageSource::preview(int person, int seed)
{
    QImage image = paintPerson(person, seed, QSize(64, 96));
    QRandomGenerator random(3);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            QColor color = image.pixelColor(x, y);
            const int noise = int(random.bounded(60)) - 30;
            image.setPixelColor(x, y,
                                QColor(qBound(0, color.red() + noise, 255), qBound(0, color.green() + noise, 255),
                                       qBound(0, color.blue() + noise, 255)));
        }
    }
    return image;
}

} // namespace lorastudio
