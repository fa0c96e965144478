// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/closequestion.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTimer>

namespace lorastudio {

namespace {

const QString quietlyKey = QStringLiteral("window/closeWithoutQuestion");

QString tr(const char *text)
{
    return QCoreApplication::translate("CloseQuestion", text);
}

} // namespace

bool asksBeforeClosing()
{
    return !QSettings().value(quietlyKey, false).toBool();
}

void askBeforeClosing(QWidget *window, std::function<void()> quit)
{
    if (window->findChild<QMessageBox *>(QStringLiteral("closeQuestion")))
        return;
    auto *box = new QMessageBox(window);
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(tr("LoRA Studio"));
    box->setText(tr("A run goes on."));
    box->setInformativeText(
        tr("If you quit now, it continues at the next start. No image is lost, none is made twice."));
    QPushButton *yes = box->addButton(tr("Quit and Continue Next Time"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("closeQuitButton"));
    yes->setAccessibleName(yes->text());
    QPushButton *cancel = box->addButton(QMessageBox::Cancel);
    cancel->setObjectName(QStringLiteral("closeCancelButton"));
    cancel->setAccessibleName(tr("Cancel"));
    box->setDefaultButton(cancel);
    auto *always = new QCheckBox(tr("Do not ask again"), box);
    always->setObjectName(QStringLiteral("closeAlwaysCheck"));
    always->setAccessibleName(always->text());
    box->setCheckBox(always);
    QObject::connect(yes, &QPushButton::clicked, window, [window, always, quit = std::move(quit)] {
        if (always->isChecked())
            QSettings().setValue(quietlyKey, true);
        // After the box has closed: a window that closes inside its child's event leaves a dangling parent.
        QTimer::singleShot(0, window, quit);
    });
    box->open();
}

} // namespace lorastudio
