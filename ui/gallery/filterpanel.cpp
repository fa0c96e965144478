// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/filterpanel.h"

#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QPainter>
#include <QScreen>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("FilterPanel", text);
}

} // namespace

QString flagName(const QString &flag)
{
    if (flag == u"blurry")
        return tr("Blurry");
    if (flag == u"noisy")
        return tr("Noisy");
    if (flag == u"dark")
        return tr("Dark");
    if (flag == u"clipped")
        return tr("Too bright");
    if (flag == u"flat")
        return tr("Flat");
    if (flag == u"blocky")
        return tr("Blocky");
    return flag;
}

FilterPanel::FilterPanel(QWidget *parent)
    : QFrame(parent, Qt::Popup),
      m_runs(new QComboBox(this)),
      m_servers(new QComboBox(this)),
      m_demo(new QComboBox(this))
{
    setObjectName(QStringLiteral("galleryMorePanel"));
    setAccessibleName(tr("More filters"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 12, 16, 12);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    int line = 0;
    const auto add = [&](const QString &title, QComboBox *combo, const char *name) {
        auto *label = new TextLabel(title, TextLabel::Size::Body, &Roles::text2, this);
        label->setBuddy(combo);
        combo->setObjectName(QString::fromLatin1(name));
        combo->setAccessibleName(title);
        combo->setMinimumWidth(200);
        combo->setMaximumWidth(280);
        grid->addWidget(label, line, 0);
        grid->addWidget(combo, line++, 1, 1, 2);
        connect(combo, &QComboBox::activated, this, &FilterPanel::emitFilter);
    };
    add(tr("Run"), m_runs, "galleryRunCombo");
    add(tr("Server"), m_servers, "galleryServerCombo");
    add(tr("Demo images"), m_demo, "galleryDemoCombo");
    m_demo->addItems({tr("All images"), tr("Without demo images"), tr("Demo images only")});
    auto *label = new TextLabel(tr("Flags"), TextLabel::Size::Body, &Roles::text2, this);
    grid->addWidget(label, line, 0);
    int place = 0;
    for (const QString &flag : imageFlags()) {
        auto *box = new QCheckBox(flagName(flag), this);
        box->setObjectName(QStringLiteral("galleryFlag%1Check").arg(flag.left(1).toUpper() + flag.mid(1)));
        box->setAccessibleName(flagName(flag));
        box->setIcon(glyphIcon(QStringLiteral("flag-%1").arg(flag), &Roles::text));
        grid->addWidget(box, line + place / 2, 1 + place % 2);
        ++place;
        m_flags.append(box);
        connect(box, &QCheckBox::clicked, this, &FilterPanel::emitFilter);
    }
    setServers({});
    setRuns({});
}

void FilterPanel::setFilter(const GalleryFilter &filter)
{
    m_filter = filter;
    fillCombo(*m_runs, tr("All runs"), m_allRuns, filter.run == 0 ? QString() : QString::number(filter.run));
    fillCombo(*m_servers, tr("All servers"), m_allServers, filter.server);
    m_demo->setCurrentIndex(int(filter.demo));
    for (int i = 0; i < m_flags.size(); ++i)
        m_flags.at(i)->setChecked(filter.flags.contains(imageFlags().at(i)));
}

void FilterPanel::setServers(const QList<NamedKey> &servers)
{
    m_allServers = servers;
    setFilter(m_filter);
}

void FilterPanel::setRuns(const QList<NamedKey> &runs)
{
    m_allRuns = runs;
    setFilter(m_filter);
}

int FilterPanel::activeCount(const GalleryFilter &filter)
{
    return int(filter.run != 0) + int(!filter.server.isEmpty()) + int(filter.demo != DemoFilter::All) +
           int(!filter.flags.isEmpty());
}

void FilterPanel::emitFilter()
{
    m_filter.run = m_runs->currentData().toString().toLongLong();
    m_filter.server = m_servers->currentData().toString();
    m_filter.demo = DemoFilter(m_demo->currentIndex());
    m_filter.flags.clear();
    for (int i = 0; i < m_flags.size(); ++i) {
        if (m_flags.at(i)->isChecked())
            m_filter.flags.append(imageFlags().at(i));
    }
    Q_EMIT filterEdited(m_filter);
}

void FilterPanel::openBelow(QWidget *button)
{
    adjustSize();
    const QRect room = button->screen()->availableGeometry();
    QPoint at = button->mapToGlobal(QPoint(button->width() - width(), button->height() + 4));
    at.setX(qBound(room.left(), at.x(), room.right() - width()));
    at.setY(qMin(at.y(), room.bottom() - height()));
    move(at);
    show();
    m_runs->setFocus(Qt::PopupFocusReason);
}

void FilterPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.raised);
    paintBox(&painter, rect(), 0, Qt::transparent, roles.border);
}

} // namespace lorastudio
