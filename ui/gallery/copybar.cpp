// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/copybar.h"

#include "core/text.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

namespace lorastudio {

CopyBar::CopyBar(QWidget *parent)
    : QWidget(parent),
      m_text(new TextLabel(TextLabel::Size::Body, &Roles::text, this)),
      m_progress(new QProgressBar(this))
{
    setObjectName(QStringLiteral("galleryCopyBar"));
    setAccessibleName(tr("Copying images"));
    setFixedHeight(40);
    m_text->setObjectName(QStringLiteral("galleryCopyLabel"));
    m_progress->setObjectName(QStringLiteral("galleryCopyProgress"));
    m_progress->setAccessibleName(tr("Images copied"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, 8);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("galleryCopyCancelButton"));
    cancel->setAccessibleName(tr("Cancel copying"));
    cancel->setProperty("compact", true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 1);
    row->setSpacing(12);
    row->addWidget(m_text, 1);
    row->addWidget(m_progress);
    row->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &CopyBar::cancelRequested);
    hide();
}

void CopyBar::setState(const CopyState &state)
{
    const QLocale locale;
    setVisible(state.running);
    m_progress->setRange(0, qMax(1, state.total));
    m_progress->setValue(state.done + int(state.problems.size()));
    m_text->setText(tr("Copied %1 of %2 images to %3")
                        .arg(locale.toString(state.done), locale.toString(state.total), isolated(state.folder)));
}

void CopyBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.infoSoft);
    painter.fillRect(QRect(0, height() - 1, width(), 1), roles.separator);
}

} // namespace lorastudio
