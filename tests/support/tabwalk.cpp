// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tabwalk.h"

#include <QApplication>
#include <QTest>

#include <optional>
#include <utility>

namespace lorastudio::test {

namespace {

constexpr int longest = 400; ///< stops of one window

/// The parents of both that stand beside each other; none if one of them is inside the other.
std::optional<std::pair<const QWidget *, const QWidget *>> neighbours(const QWidget *one, const QWidget *other)
{
    if (one->isAncestorOf(other) || other->isAncestorOf(one))
        return std::nullopt;
    while (!one->parentWidget()->isAncestorOf(other))
        one = one->parentWidget();
    while (other->parentWidget() != one->parentWidget())
        other = other->parentWidget();
    return std::pair(one, other);
}

bool shareALine(const QRect &one, const QRect &other)
{
    const int common = qMin(one.bottom(), other.bottom()) - qMax(one.top(), other.top()) + 1;
    return 2 * common > qMin(one.height(), other.height());
}

bool isReadBefore(const QWidget *one, const QWidget *other)
{
    const QRect a = one->geometry();
    const QRect b = other->geometry();
    if (shareALine(a, b))
        return QApplication::isRightToLeft() ? a.left() > b.right() : a.right() < b.left();
    return a.center().y() < b.center().y();
}

} // namespace

QString described(const QWidget *widget)
{
    const QWidget *parent = widget->parentWidget();
    return QStringLiteral("%1 %2 in %3 %4")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
             parent ? QString::fromLatin1(parent->metaObject()->className()) : QStringLiteral("nothing"),
             parent ? parent->objectName() : QString());
}

QList<QWidget *> walkByTab(QWidget *first)
{
    first->setFocus(Qt::TabFocusReason);
    if (!first->hasFocus())
        qFatal("%s takes no focus", qPrintable(described(first)));
    QList<QWidget *> walk{first};
    while (walk.size() < longest) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QWidget *at = QApplication::focusWidget();
        if (!at)
            qFatal("Tab after %s leads nowhere", qPrintable(described(walk.last())));
        if (at == first)
            return walk;
        if (walk.contains(at))
            qFatal("Tab comes to %s again after %s", qPrintable(described(at)), qPrintable(described(walk.last())));
        walk.append(at);
    }
    qFatal("Tab does not come back to %s", qPrintable(described(first)));
}

QStringList againstReading(const QList<QWidget *> &walk)
{
    QStringList wrong;
    for (qsizetype later = 1; later < walk.size(); ++later) {
        for (qsizetype earlier = 0; earlier < later; ++earlier) {
            const auto pair = neighbours(walk.at(later), walk.at(earlier));
            if (!pair || !isReadBefore(pair->first, pair->second))
                continue;
            wrong.append(
                QStringLiteral("%1 comes after %2").arg(described(walk.at(later)), described(walk.at(earlier))));
            break; // the first that it should stand before
        }
    }
    return wrong;
}

} // namespace lorastudio::test
