// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/taborder.h"

#include <QSet>
#include <QWidget>

namespace lorastudio {

namespace {

/// The stops inside, in their present order.
QList<QWidget *> stopsOf(QWidget *part)
{
    QList<QWidget *> stops;
    QWidget *const window = part->window();
    QWidget *at = window;
    do {
        const bool inside = at == part || part->isAncestorOf(at);
        if (inside && at->window() == window && at->focusPolicy() != Qt::NoFocus && !at->focusProxy())
            stops.append(at);
        at = at->nextInFocusChain();
    } while (at && at != window);
    return at ? stops : QList<QWidget *>(); // a chain that is being taken apart is left alone
}

} // namespace

void setTabOrderOfParts(const QList<QWidget *> &parts)
{
    QWidget *last = nullptr;
    QSet<QWidget *> placed;
    for (QWidget *part : parts) {
        if (!part)
            continue;
        const QList<QWidget *> stops = stopsOf(part);
        const bool isFirst = !last;
        for (QWidget *stop : stops) {
            if (placed.contains(stop))
                continue;
            placed.insert(stop);
            if (!isFirst && last->window() == stop->window())
                QWidget::setTabOrder(last, stop);
            last = stop;
        }
    }
}

} // namespace lorastudio
