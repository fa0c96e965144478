// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over every page: names for all controls, a way by keyboard, keys that stand once, and texts that stay whole
// in a language of longer words and from right to left.
#include "mainwindow/mainwindow.h"
#include "mainwindow/page.h"
#include "mainwindow/pagearea.h"
#include "style/appearance.h"
#include "support/longwords.h"
#include "support/tabwalk.h"
#include "support/windowfixture.h"
#include "widgets/linkbutton.h"
#include "widgets/textlabel.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace lorastudio;
using test::againstReading;
using test::described;
using test::LongWords;
using test::walkByTab;
using Scene = FakeProjectView::Scene;

namespace {

bool isControl(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractItemView *>(widget) ||
           qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QAbstractSlider *>(widget) ||
           qobject_cast<const QAbstractSpinBox *>(widget);
}

/// Parts that Qt makes inside its own widgets.
bool isInner(const QWidget *widget)
{
    if (widget->objectName().startsWith(QStringLiteral("qt_")))
        return true;
    for (const char *type : {"QScrollBar", "QLineEditIconButton", "QComboBoxListView", "QHeaderView",
                             "QTableCornerButton", "QToolBarExtension", "QMenuBarExtension", "QExpandingLineEdit"}) {
        if (widget->inherits(type))
            return true;
    }
    const QWidget *parent = widget->parentWidget();
    return parent && (qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QComboBox *>(parent) ||
                      (parent->inherits("QDockWidget") && qobject_cast<const QAbstractButton *>(widget)));
}

/// One of several of which only one holds: Tab stops at that one, arrows go to the others.
bool isReachedByArrows(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button && !button->isChecked() &&
           (button->autoExclusive() || (button->group() && button->group()->exclusive()));
}

bool isStop(const QWidget *widget)
{
    return isControl(widget) && !isInner(widget) && widget->isVisible() && widget->isEnabled();
}

/// A page in the place of another one, which the table of pages does not know.
const QString importId = QStringLiteral("import");

QStringList pageIds(const test::WindowFixture &f)
{
    QStringList ids;
    for (const PageEntry &entry : pageTable(f.views))
        ids.append(entry.id);
    ids.append(importId); // last, because it stays open
    return ids;
}

void show(test::WindowFixture &f, const QString &page)
{
    if (page == importId)
        f.showImport();
    else
        f.show(page);
}

} // namespace

class TestWindowWalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(QStringLiteral("lora-studio-test"));
        QApplication::setApplicationName(QStringLiteral("lora-studio-test"));
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }
    void cleanup() { QApplication::setLayoutDirection(Qt::LeftToRight); }
    void everyControlHasAName_data() { scenes(); }
    void everyControlHasAName();
    void everyControlIsReachedByKeyboard_data() { scenes(); }
    void everyControlIsReachedByKeyboard();
    void tabOrderIsTheVisualOrder_data() { scenes(); }
    void tabOrderIsTheVisualOrder();
    void noKeyStandsTwice();
    void longWordsAreWhole_data() { scenes(); }
    void longWordsAreWhole();

private:
    static void scenes()
    {
        QTest::addColumn<Scene>("scene");
        QTest::newRow("empty") << Scene::Empty;
        QTest::newRow("running") << Scene::Running;
        QTest::newRow("finished") << Scene::Finished;
    }
    QTemporaryDir m_settings;
};

void TestWindowWalk::everyControlHasAName()
{
    QFETCH(Scene, scene);
    test::WindowFixture f(scene);
    for (const QString &page : pageIds(f)) {
        show(f, page);
        for (QWidget *widget : f.window.findChildren<QWidget *>()) {
            if (!isControl(widget) || isInner(widget))
                continue;
            QVERIFY2(!widget->objectName().isEmpty(), qPrintable(described(widget)));
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(described(widget)));
        }
        for (const QLabel *label : f.window.findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(described(label)));
    }
}

void TestWindowWalk::everyControlIsReachedByKeyboard()
{
    QFETCH(Scene, scene);
    test::WindowFixture f(scene);
    for (const QString &page : pageIds(f)) {
        show(f, page);
        f.settle();
        QWidgetList stops = f.window.findChildren<QWidget *>();
        stops.removeIf([](const QWidget *widget) { return !isStop(widget); });
        const QList<QWidget *> walk = walkByTab(f.find<QWidget>("importButton"));
        for (const QWidget *widget : std::as_const(stops)) {
            if (isStop(widget) && !isReachedByArrows(widget)) // still so after the walk
                QVERIFY2(walk.contains(widget) || walk.contains(widget->focusProxy()), qPrintable(described(widget)));
        }
        for (const QWidget *widget : walk) { // with those that we paint ourselves
            QVERIFY2(!widget->objectName().isEmpty(), qPrintable(described(widget)));
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(described(widget)));
        }
    }
}

/// Tool bar, navigation, head of the page, page, side panel, status bar; and in each of them as one reads.
void TestWindowWalk::tabOrderIsTheVisualOrder()
{
    QFETCH(Scene, scene);
    for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
        QApplication::setLayoutDirection(direction);
        test::WindowFixture f(scene);
        QStringList wrong;
        for (const QString &page : pageIds(f)) {
            show(f, page);
            f.settle();
            const QStringList found = againstReading(walkByTab(f.find<QWidget>("importButton")));
            for (const QString &line : found)
                wrong.append(page + QStringLiteral(": ") + line);
        }
        for (const QString &line : std::as_const(wrong))
            qWarning("%s", qPrintable(line));
        QVERIFY(wrong.isEmpty());
    }
}

void TestWindowWalk::noKeyStandsTwice()
{
    test::WindowFixture f(Scene::Running);
    // A key of the window holds everywhere; one of a page, or of a part of it, holds there and inside.
    QHash<QKeySequence, QList<std::pair<const QAction *, const QWidget *>>> places;
    QList<QWidget *> all = f.window.findChildren<QWidget *>();
    all.append(&f.window);
    for (const QWidget *widget : std::as_const(all)) {
        if (widget->inherits("QMenu") || widget->inherits("QMenuBar") || widget->inherits("QToolButton"))
            continue;
        for (const QAction *action : widget->actions()) {
            for (const QKeySequence &key : action->shortcuts())
                places[key].append({action, widget});
        }
    }
    for (auto it = places.cbegin(); it != places.cend(); ++it) {
        for (const auto &[one, where] : it.value()) {
            for (const auto &[other, there] : it.value()) {
                const bool meet = where == there || where->isAncestorOf(there);
                QVERIFY2(one == other || !meet,
                         qPrintable(QStringLiteral("%1: %2 and %3")
                                        .arg(it.key().toString(), one->objectName(), other->objectName())));
            }
        }
    }
    QVERIFY(places.size() > 20);
}

void TestWindowWalk::longWordsAreWhole()
{
    QFETCH(Scene, scene);
    for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
        LongWords words;
        QApplication::installTranslator(&words);
        QApplication::setLayoutDirection(direction);
        {
            test::WindowFixture f(scene);
            for (const QString &page : pageIds(f)) {
                show(f, page);
                f.settle();
                for (QWidget *widget : f.window.findChildren<QWidget *>()) {
                    if (!widget->isVisible())
                        continue;
                    QString text;
                    if (const auto *button = qobject_cast<QAbstractButton *>(widget))
                        text = button->text();
                    else if (const auto *label = qobject_cast<TextLabel *>(widget); label && !label->wordWrap())
                        text = label->text();
                    if (!text.startsWith(LongWords::opening))
                        continue;
                    const auto *tool = qobject_cast<QToolButton *>(widget);
                    if (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly)
                        continue;
                    QVERIFY2(widget->width() + 1 >= widget->sizeHint().width(),
                             (page.toUtf8() + ": " + described(widget).toUtf8() + " has " +
                              QByteArray::number(widget->width()) + " of " +
                              QByteArray::number(widget->sizeHint().width()) + ": " + text.toUtf8())
                                 .constData());
                }
            }
        }
        QApplication::removeTranslator(&words);
    }
}

QTEST_MAIN(TestWindowWalk)
#include "tst_windowwalk.moc"
