// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the log in the real window.
#include "log/logpage.h"
#include "style/appearance.h"
#include "support/windowfixture.h"
#include "widgets/navigationlist.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;
using namespace Qt::StringLiterals;

namespace {

LogEntry entry(LogEntry::Level level, const QString &where, const QString &sentence)
{
    LogEntry made;
    made.level = level;
    made.where = where;
    made.sentence = sentence;
    return made;
}

struct Fixture : test::WindowFixture
{
    Fixture() : WindowFixture(Scene::BeforeRun) {}
    void open() { QTest::keyClick(&window, Qt::Key_5, Qt::ControlModifier); }
    LogPage *page() const { return window.findChild<LogPage *>(); }
    QTableView *table() const { return find<QTableView>("logTable"); }
    QString details() const { return find<QPlainTextEdit>("logDetailsEdit")->toPlainText(); }
};

} // namespace

class TestLogPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(u"lora-studio-tests"_qs);
        QCoreApplication::setApplicationName(u"tst_logpage"_qs);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale::c());
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }

    void nothingToReport()
    {
        Fixture f;
        f.open();
        QCOMPARE(f.find<QLabel>("logNothingLabel")->text(), u"Nothing to report"_qs);
        QVERIFY(f.find<QLabel>("logNothingLabel")->isVisible());
        QVERIFY(!f.find<QWidget>("logCopyButton")->isVisible());
    }

    void theBadgeGoesWhenThePageWasSeen()
    {
        Fixture f;
        auto *pages = f.find<NavigationList>("navigationList");
        const auto badge = [&] {
            for (int row = 0; row < pages->model()->rowCount(); ++row) {
                const QModelIndex index = pages->model()->index(row, 0);
                if (index.data().toString() == u"Log"_qs)
                    return std::pair(index.data(NavigationList::BadgeRole).toInt(),
                                     index.data(NavigationList::BadgeKindRole).toInt());
            }
            return std::pair(-1, -1);
        };
        f.log.add(entry(LogEntry::Level::Error, u"Yuki"_qs, u"Out of GPU memory"_qs));
        f.log.add(entry(LogEntry::Level::Warning, u"atelier"_qs, u"Went offline"_qs));
        f.log.add(entry(LogEntry::Level::Error, u"Mei"_qs, u"Out of GPU memory"_qs));
        QCOMPARE(badge(), std::pair(2, int(NavigationList::BadBadge)));
        f.open();
        QCOMPARE(badge().first, 0);
        f.log.add(entry(LogEntry::Level::Error, u"Mei"_qs, u"Another"_qs)); // it is being looked at
        QCOMPARE(badge().first, 0);
        QTest::keyClick(&f.window, Qt::Key_1, Qt::ControlModifier);
        f.log.add(entry(LogEntry::Level::Error, u"Mei"_qs, u"Another"_qs));
        QCOMPARE(badge().first, 1);
    }

    void countsFiltersAndSearches()
    {
        Fixture f;
        f.open();
        f.log.add(entry(LogEntry::Level::Information, u"Run 7"_qs, u"Started"_qs));
        for (int i = 0; i < 3; ++i)
            f.log.add(entry(LogEntry::Level::Error, u"Yuki"_qs, u"Out of GPU memory"_qs));
        f.log.add(entry(LogEntry::Level::Warning, u"atelier"_qs, u"Went offline"_qs));
        QAbstractItemModel *rows = f.table()->model();
        QCOMPARE(rows->rowCount(), 3);
        QCOMPARE(rows->index(0, EventLog::WhereColumn).data().toString(), u"atelier"_qs);
        QCOMPARE(rows->index(1, EventLog::CountColumn).data().toInt(), 3);
        QCOMPARE(f.find<QLabel>("logCountLabel")->text(), u"3 entries"_qs);
        f.find<QAbstractButton>("logErrorsButton")->click();
        QCOMPARE(rows->rowCount(), 1);
        QVERIFY(f.details().contains(u"Happened 3 times"_qs));
        f.find<QAbstractButton>("logWarningsButton")->click();
        QCOMPARE(rows->index(0, EventLog::WhereColumn).data().toString(), u"atelier"_qs);
        QVERIFY(!f.find<QAbstractButton>("logErrorsButton")->isChecked());
        auto *search = f.find<QLineEdit>("searchEdit");
        QCOMPARE(search->placeholderText(), u"Search the log"_qs);
        search->setText(u"<u>memory</u>"_qs);
        QCOMPARE(f.find<QLabel>("logNothingLabel")->text(), u"No entry matches “<u>memory</u>”."_qs);
        f.find<QAbstractButton>("logClearSearchButton")->click();
        f.find<QAbstractButton>("logAllButton")->click();
        QCOMPARE(rows->rowCount(), 3);
    }

    void entriesAreCopiedWhole()
    {
        Fixture f;
        LogEntry made = entry(LogEntry::Level::Error, u"<b>Yuki</b>"_qs, u"<img src=x> failed"_qs);
        made.details = u"line one\nline two"_qs;
        f.log.add(made);
        f.open();
        QVERIFY(f.table()->hasFocus());
        QTest::keyClick(f.table(), Qt::Key_C, Qt::ControlModifier);
        const QString copied = QApplication::clipboard()->text();
        QVERIFY(copied.contains(u"<b>Yuki</b>"_qs));
        QVERIFY(copied.contains(u"<img src=x> failed"_qs));
        QVERIFY(copied.contains(made.details));
        QCOMPARE(f.details(), copied); // markup is shown as what it is
        QVERIFY(f.find<QPlainTextEdit>("logDetailsEdit")->isReadOnly());
        QApplication::clipboard()->clear();
        f.find<QAbstractButton>("logCopyButton")->click();
        QCOMPARE(QApplication::clipboard()->text(), copied);
    }

    void entriesLeadOn()
    {
        Fixture f;
        LogEntry server = entry(LogEntry::Level::Warning, u"atelier"_qs, u"Went offline"_qs);
        server.target = {LogTarget::Kind::Server, u"http://a:8188"_qs};
        LogEntry character = entry(LogEntry::Level::Error, u"Mei"_qs, u"Failed"_qs);
        const QString id = f.project.rows().at(1).character.id;
        character.target = {LogTarget::Kind::Character, id};
        f.log.add(entry(LogEntry::Level::Warning, u"x"_qs, u"y"_qs));
        f.log.add(server);
        f.log.add(character);
        f.open();
        QSignalSpy servers(f.page(), &LogPage::serverRequested);
        QSignalSpy characters(f.page(), &LogPage::characterRequested);
        auto *link = f.find<QAbstractButton>("logLinkButton");
        f.table()->setCurrentIndex(f.table()->model()->index(2, 0));
        QVERIFY(!link->isVisible());
        f.table()->setCurrentIndex(f.table()->model()->index(1, 0));
        link->click();
        QCOMPARE(servers.value(0).value(0).toString(), u"http://a:8188"_qs);
        QVERIFY(f.find<QWidget>("serversPage")->isVisible());
        f.show(u"log"_qs);
        f.table()->setCurrentIndex(f.table()->model()->index(0, 0));
        QTest::keyClick(f.table(), Qt::Key_Return);
        QCOMPARE(characters.value(0).value(0).toString(), id);
        QVERIFY(f.find<QWidget>("charactersTable")->isVisible());
    }

    void newEntriesDoNotStealTheSelection()
    {
        Fixture f;
        f.log.add(entry(LogEntry::Level::Warning, u"a"_qs, u"old"_qs));
        f.open();
        f.log.add(entry(LogEntry::Level::Error, u"b"_qs, u"new"_qs));
        QVERIFY(f.details().contains(u"old"_qs));
        QTest::keyClick(&f.window, Qt::Key_1, Qt::ControlModifier);
        f.log.add(entry(LogEntry::Level::Error, u"c"_qs, u"newest"_qs));
        f.open(); // because of the badge: that is what one wants to see
        QVERIFY(f.details().contains(u"newest"_qs));
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestLogPage)
#include "tst_logpage.moc"
