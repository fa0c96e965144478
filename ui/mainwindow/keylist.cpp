// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/keylist.h"

#include <QAction>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace lorastudio {

QString wordsOf(const QString &text)
{
    QString words;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == u'&' && ++i == text.size())
            break; // a letter or the other & of a pair comes after it
        if (text.at(i) != QChar(0x2026))
            words += text.at(i);
    }
    return words;
}

QString wordsOf(const QAction &action)
{
    const QString own = action.property("nameInLists").toString();
    return wordsOf(own.isEmpty() ? action.text() : own);
}

KeyList::KeyList(const QList<QAction *> &actions, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("keysDialog"));
    setWindowTitle(tr("All Keys"));
    setModal(false);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *table = new QTableWidget(0, 2, this);
    table->setObjectName(QStringLiteral("keysTable"));
    table->setAccessibleName(tr("All keys"));
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const QAction *action : actions) {
        if (action->shortcut().isEmpty())
            continue;
        const int row = table->rowCount();
        table->insertRow(row);
        table->setItem(row, 0, new QTableWidgetItem(wordsOf(*action)));
        table->setItem(row, 1, new QTableWidgetItem(action->shortcut().toString(QKeySequence::NativeText)));
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(table);
    resize(440, 560);
}

} // namespace lorastudio
