// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/aboutdialog.h"

#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace lorastudio {

AboutDialog::AboutDialog(QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About LoRA Studio"));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(8);
    const auto line = [&](const QString &text, TextLabel::Size size, const char *name) {
        auto *label = new TextLabel(text, size, &Roles::text, this);
        label->setObjectName(QString::fromLatin1(name));
        label->setElided(false);
        column->addWidget(label);
    };
    line(tr("LoRA Studio"), TextLabel::Size::Title, "aboutNameLabel");
    line(tr("Version %1").arg(QCoreApplication::applicationVersion()), TextLabel::Size::Body, "aboutVersionLabel");
    line(tr("Free software under the GNU General Public License, version 3 or later (GPL-3.0-or-later). It comes "
            "without any warranty."),
         TextLabel::Size::Body, "aboutLicenceLabel");
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("aboutCloseButton"));
    close->setAccessibleName(close->text());
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    column->addSpacing(8);
    column->addWidget(close, 0, Qt::AlignRight);
    setFixedWidth(420);
}

} // namespace lorastudio
