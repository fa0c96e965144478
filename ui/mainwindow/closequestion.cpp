// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/closequestion.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CloseQuestion", text);
}

} // namespace

void askBeforeClosing(QWidget *window, const CloseOffer &offer,
                      std::function<void(CloseAnswer answer, bool remember)> answered)
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
    if (auto *text = box->findChild<QLabel *>(QStringLiteral("qt_msgbox_informativelabel")))
        text->setTextFormat(Qt::PlainText); // which does not follow the box
    const auto add = [&](const QString &text, const char *name, CloseAnswer answer) {
        QPushButton *button = box->addButton(text, QMessageBox::AcceptRole);
        button->setObjectName(QString::fromLatin1(name));
        button->setAccessibleName(text);
        QObject::connect(button, &QPushButton::clicked, window, [window, box, answer, answered] {
            const bool remember = box->checkBox() && box->checkBox()->isChecked();
            // After the box has closed: a window that closes inside its child's event leaves a dangling parent.
            QTimer::singleShot(0, window, [answered, answer, remember] { answered(answer, remember); });
        });
    };
    if (offer.keepRunning)
        add(tr("Keep Running in the Tray"), "closeKeepButton", CloseAnswer::KeepRunning);
    add(tr("Quit and Continue Next Time"), "closeQuitButton", CloseAnswer::Quit);
    QPushButton *cancel = box->addButton(QMessageBox::Cancel);
    cancel->setObjectName(QStringLiteral("closeCancelButton"));
    cancel->setAccessibleName(tr("Cancel"));
    box->setDefaultButton(cancel);
    if (offer.remember) {
        auto *always = new QCheckBox(tr("Do not ask again"), box);
        always->setObjectName(QStringLiteral("closeAlwaysCheck"));
        always->setAccessibleName(always->text());
        box->setCheckBox(always);
    }
    box->open();
}

} // namespace lorastudio
