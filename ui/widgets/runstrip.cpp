// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/runstrip.h"

#include "delegates/cellink.h"
#include "models/phrases.h"
#include "style/glyphs.h"

#include <QLocale>
#include <QPushButton>
#include <QStyle>

namespace lorastudio {

namespace {

constexpr int margin = 16;
constexpr int buttonHeight = 32;

} // namespace

RunStrip::RunStrip(QWidget *parent)
    : QWidget(parent), m_attention(new QPushButton(this)), m_gallery(new QPushButton(tr("Open Gallery"), this))
{
    setObjectName(QStringLiteral("charactersRunStrip"));
    setFixedHeight(stripHeight);
    setAccessibleName(tr("Run"));
    m_attention->setObjectName(QStringLiteral("charactersAttentionButton"));
    m_attention->setIcon(glyphIcon(QStringLiteral("state-warning"), &Roles::warn));
    m_attention->setCheckable(true);
    m_attention->setToolTip(tr("Show only the characters that wait for you"));
    connect(m_attention, &QPushButton::toggled, this, &RunStrip::attentionToggled);
    m_gallery->setObjectName(QStringLiteral("charactersOpenGalleryButton"));
    m_gallery->setAccessibleName(m_gallery->text());
    connect(m_gallery, &QPushButton::clicked, this, &RunStrip::galleryRequested);
    setSummary({});
}

void RunStrip::setSummary(const RunSummary &summary)
{
    m_summary = summary;
    const QLocale locale;
    const QString attention = summary.needAttention == 1
                                  ? tr("1 needs attention")
                                  : tr("%1 need attention").arg(locale.toString(summary.needAttention));
    m_attention->setText(attention);
    m_attention->setAccessibleName(attention);
    m_attention->setVisible(summary.needAttention > 0 || m_attention->isChecked());
    m_gallery->setVisible(!summary.active());
    setAccessibleDescription(tr("%1. %2. %3 accepted, %4 undecided, %5 rejected. %6 %7")
                                 .arg(heading(), origin(), locale.toString(summary.accepted),
                                      locale.toString(summary.undecided), locale.toString(summary.rejected), ending(),
                                      endingDetail()));
    placeButtons();
    update();
}

void RunStrip::setAttentionShown(bool on)
{
    m_attention->setChecked(on);
    m_attention->setVisible(m_summary.needAttention > 0 || on);
}

QString RunStrip::heading() const
{
    const QLocale locale;
    return tr("%1 of %2 images").arg(locale.toString(m_summary.made), locale.toString(m_summary.total));
}

QString RunStrip::origin() const
{
    const QString run = QLocale().toString(m_summary.run);
    if (m_summary.phase == RunPhase::Finished && m_summary.finished.isValid())
        return tr("Run %1, finished at %2").arg(run, phrases::clock(m_summary.finished));
    if (m_summary.phase == RunPhase::Stopped && m_summary.finished.isValid())
        return tr("Run %1, stopped at %2").arg(run, phrases::clock(m_summary.finished));
    if (m_summary.started.isValid())
        return tr("Run %1, started at %2").arg(run, phrases::clock(m_summary.started));
    return tr("Run %1").arg(run);
}

QString RunStrip::ending() const
{
    switch (m_summary.phase) {
    case RunPhase::Paused:
        return tr("Paused");
    case RunPhase::Stopping:
        return tr("Stopping");
    case RunPhase::Stopped:
        return tr("Stopped");
    case RunPhase::Finished:
        return tr("Finished");
    default:
        return m_summary.secondsLeft >= 0 ? phrases::timeLeft(m_summary.secondsLeft) : QString();
    }
}

QString RunStrip::endingDetail() const
{
    switch (m_summary.phase) {
    case RunPhase::Paused:
        return m_summary.paused.isValid() ? tr("since %1").arg(phrases::clock(m_summary.paused)) : QString();
    case RunPhase::Running:
        return m_summary.secondsLeft >= 0 ? phrases::finishClock(QDateTime::currentDateTime(), m_summary.secondsLeft)
                                          : QString();
    case RunPhase::Finished:
    case RunPhase::Stopped: {
        if (!m_summary.started.isValid() || !m_summary.finished.isValid())
            return {};
        const qint64 minutes = (m_summary.started.secsTo(m_summary.finished) + 30) / 60;
        if (minutes < 1)
            return tr("in under 1 min");
        return minutes < 60
                   ? tr("in %1 min").arg(QLocale().toString(minutes))
                   : tr("in %1 h %2 min").arg(QLocale().toString(minutes / 60), QLocale().toString(minutes % 60));
    }
    default:
        return {};
    }
}

void RunStrip::placeButtons()
{
    int right = width() - margin;
    for (QPushButton *button : {m_gallery, m_attention}) {
        if (button->isHidden())
            continue;
        const int wide = button->sizeHint().width();
        const QRect rect(right - wide, (stripHeight - buttonHeight) / 2 - 1, wide, buttonHeight);
        button->setGeometry(QStyle::visualRect(layoutDirection(), this->rect(), rect));
        right -= wide + 8;
    }
}

void RunStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeButtons();
}

void RunStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    const Roles &roles = ink.roles;
    painter.fillRect(rect(), roles.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), roles.separator);

    const CellFonts::Face &title = ink.fonts.title;
    const CellFonts::Face &small = ink.fonts.small;
    const QLocale locale;
    const QString widest =
        tr("%1 of %2 images").arg(locale.toString(m_summary.total), locale.toString(m_summary.total));
    const qreal headWidth = std::ceil(qMax(title.width(widest), small.width(origin()))) + 1;
    const qreal top = std::floor((height() - title.line - small.line - 4) / 2) - 3;
    const qreal second = top + title.line + 5;
    ink.text(QRectF(margin, top, headWidth, title.line), heading(), title, roles.text);
    ink.text(QRectF(margin, second, headWidth, small.line), origin(), small, roles.text2);

    qreal right = width() - margin;
    for (const QPushButton *button : {m_gallery, m_attention}) {
        if (!button->isHidden())
            right -= button->width() + 8;
    }
    if (right < width() - margin)
        right -= 12;
    const qreal endWidth = std::ceil(qMax(title.width(ending()), small.width(endingDetail()))) + 1;
    ink.text(QRectF(right - endWidth, top, endWidth, title.line), ending(), title, roles.text, Qt::AlignRight);
    ink.text(QRectF(right - endWidth, second, endWidth, small.line), endingDetail(), small, roles.text2,
             Qt::AlignRight);

    const QRectF bar(margin + headWidth + 20, std::round(top + title.line / 2 - 9),
                     right - endWidth - 20 - margin - headWidth - 20, 12);
    if (bar.width() < 40)
        return;
    const Segments segments{m_summary.accepted, m_summary.undecided, m_summary.rejected, 0, m_summary.total};
    paintSegments(&painter, ink.mirrored(bar), segments, roles, roles.window);

    const int left = qMax(0, m_summary.total - m_summary.made);
    QString note = left > 0 ? tr("%1 to go").arg(locale.toString(left)) : QString();
    if (m_summary.failed > 0)
        note = left > m_summary.failed || !m_summary.active()
                   ? tr("%1, %2 failed").arg(note, locale.toString(m_summary.failed))
                   : tr("%1 failed").arg(locale.toString(m_summary.failed));
    const qreal noteWidth = note.isEmpty() ? 0 : std::ceil(small.width(note)) + 1;
    ink.text(QRectF(bar.right() - noteWidth, second - 1, noteWidth, small.line), note, small,
             m_summary.failed > 0 ? roles.bad : roles.text2, Qt::AlignRight);

    const struct
    {
        QString glyph;
        QColor color;
        QString text;
        int count;
    } counts[] = {
        {QStringLiteral("verdict-accepted"), roles.ok, tr("%1 accepted"), m_summary.accepted},
        {QStringLiteral("verdict-undecided"), roles.idle, tr("%1 undecided"), m_summary.undecided},
        {QStringLiteral("verdict-rejected"), roles.bad, tr("%1 rejected"), m_summary.rejected},
    };
    // Where the sentences do not fit, the figures alone do.
    qreal whole = 0;
    for (const auto &count : counts)
        whole += 20 + small.width(count.text.arg(locale.toString(count.count))) + 16;
    const bool words = whole <= bar.width() - noteWidth;
    qreal x = bar.left();
    for (const auto &count : counts) {
        const QString text = words ? count.text.arg(locale.toString(count.count)) : locale.toString(count.count);
        const qreal wide = std::ceil(small.width(text)) + 1;
        ink.glyph(count.glyph, QPointF(x, second - 1 + std::floor((small.line - 14) / 2)), 14, count.color);
        ink.text(QRectF(x + 19, second - 1, wide, small.line), text, small, roles.text2);
        x += 19 + wide + 16;
    }
}

} // namespace lorastudio
