// SPDX-License-Identifier: GPL-3.0-or-later
// The page of servers in the real window, over made-up servers: what a person sees of them and does with them.
#include "core/text.h"
#include "mainwindow/page.h"
#include "servers/jobtable.h"
#include "servers/serverdelegate.h"
#include "servers/servertableview.h"
#include "style/appearance.h"
#include "support/windowfixture.h"
#include "widgets/textlabel.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

using Scene = FakeProjectView::Scene;
using Model = ServerTableModel;

const QString stuckUrl = u"https://gpu.lab.example/comfy"_qs;
const QString offlineUrl = u"http://192.168.1.44:8188"_qs;

struct Fixture : test::WindowFixture
{
    explicit Fixture(Scene scene = Scene::Running, QSize size = QSize(1440, 900)) : WindowFixture(scene, size)
    {
        show(u"servers"_qs);
    }
    ServerTableView &table() const { return *find<ServerTableView>("serversTable"); }
    QString text(const char *label) const { return find<TextLabel>(label)->text(); }
    QModelIndex server(const QString &url) const
    {
        return qobject_cast<ServerTableModel *>(table().model())->indexOf(url);
    }
    QString sentence(const QString &url, int column) const
    {
        return server(url).siblingAtColumn(column).data(Qt::AccessibleTextRole).toString();
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    void type(const QString &text) const { QTest::keyClicks(QApplication::focusWidget(), text); }
    bool formShown() const { return find<QWidget>("serversForm")->isVisible(); }
};

} // namespace

class TestServersPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(QStringLiteral("lora-studio-test"));
        QApplication::setApplicationName(QStringLiteral("lora-studio-test"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }

    void statesAreSaidInWords();
    void messagesStandBelowTheirServer();
    void linksOfMessagesWorkByKeyboardAndPointer();
    void aServerIsAddedByKeyboard();
    void whatIsPressedTwiceIsSavedOnce();
    void whatBecomesOfALeftFormIsNotSaidInAnother();
    void theBuiltInServerIsNotEdited();
    void onlyAPageThatIsSeenFollows();
    void whatIsTypedWronglyIsSaid();
    void aStoredSecretStaysUnlessAnotherIsTyped();
    void theTestIsShownAndCanBeBrokenOff();
    void aCertificateIsTrusted();
    void removingAsksInPlace();
    void drainingIsTakenBack();
    void otherProgramsAreNamed();
    void failedJobsAreTriedAgain();
    void theTimelineSaysItsFigures();
    void theSearchLeavesOthersOut();
    void withoutServersThereAreTwoWays();
    void rowsStayWhenServersChange();

private:
    QTemporaryDir m_settings;
};

void TestServersPage::statesAreSaidInWords()
{
    Fixture f;
    QCOMPARE(f.text("serversSummaryLabel"), u"2 working, 1 idle, 1 stuck, 1 offline"_qs);
    QCOMPARE(f.find<Page>("serversPage")->badge(), (PageBadge{2, PageBadge::Kind::Warn}));
    const QString busy = u"http://192.168.1.20:8188"_qs;
    QVERIFY(f.sentence(busy, Model::ServerColumn).contains(u"atelier-4090"_qs));
    QVERIFY(f.sentence(busy, Model::StateColumn).contains(u"Busy: "_qs));
    QVERIFY(f.sentence(busy, Model::StateColumn).contains(u"image 46"_qs));
    QVERIFY(f.sentence(busy, Model::DeviceColumn).contains(u"9.8 of 24 GB in use"_qs));
    QVERIFY(f.sentence(busy, Model::CheckpointColumn).contains(u"Then the same"_qs));
    QVERIFY(f.sentence(busy, Model::SpeedColumn).contains(u"15.6/min"_qs));
    QVERIFY(f.sentence(busy, Model::ImagesColumn).contains(u"214 images"_qs));
    QCOMPARE(f.sentence(u"http://192.168.1.31:8188"_qs, Model::StateColumn), u"Loading: For 4 s, usually 6 s"_qs);
    QCOMPARE(f.sentence(u"http://192.168.1.57:8188"_qs, Model::StateColumn), u"Idle: Since 21:40"_qs);
    QCOMPARE(f.sentence(stuckUrl, Model::StateColumn), u"Stuck: For 4 min"_qs);
    QCOMPARE(f.sentence(offlineUrl, Model::StateColumn), u"Offline: Tries again in 20 s"_qs);
}

void TestServersPage::messagesStandBelowTheirServer()
{
    Fixture f;
    const QModelIndex stuck = f.server(stuckUrl);
    QCOMPARE(f.table().model()->rowCount(stuck), 1);
    const QModelIndex message = f.table().model()->index(0, 0, stuck);
    QString text = message.data().toString();
    text.remove(QChar(0x2068)).remove(QChar(0x2069));
    QCOMPARE(text, u"Took 2 jobs 4 minutes ago and has not started one. They now run on atelier-4090. Restarting "
                   "ComfyUI there usually helps."_qs);
    QVERIFY(f.table().isFirstColumnSpanned(0, stuck));
    QVERIFY(f.table().isExpanded(stuck));
    QVERIFY(f.table().visualRect(message).width() > f.table().viewport()->width() * 9 / 10);
    QVERIFY(message.data(Qt::AccessibleTextRole).toString().contains(u"Ask Again."_qs));
}

void TestServersPage::linksOfMessagesWorkByKeyboardAndPointer()
{
    Fixture f;
    const QModelIndex message = f.table().model()->index(0, 0, f.server(stuckUrl));
    f.table().setFocus();
    f.table().selectServer(stuckUrl);
    f.key(Qt::Key_Down);
    QCOMPARE(f.table().currentIndex(), message);
    f.key(Qt::Key_Return);
    QCOMPARE(f.servers.lastCall(), u"askAgain "_qs + stuckUrl);
    QVERIFY(!f.formShown());
    f.key(Qt::Key_Right);
    f.key(Qt::Key_Return);
    QCOMPARE(f.servers.lastCall(), u"setDraining "_qs + stuckUrl + u" on"_qs);

    const QModelIndex offline = f.table().model()->index(0, 0, f.server(offlineUrl));
    const auto *delegate = qobject_cast<ServerDelegate *>(f.table().itemDelegate());
    QStyleOptionViewItem option;
    option.rect = f.table().visualRect(offline);
    const QList<QRect> links = delegate->linkRects(option, offline);
    QCOMPARE(links.size(), 3); // Connect Now, Edit, Log
    const auto click = [&](int link) {
        QTest::mouseClick(f.table().viewport(), Qt::LeftButton, {}, links.at(link).center());
    };
    QVERIFY(links.at(0).height() >= 24);
    click(1);
    QVERIFY(f.formShown());
    QCOMPARE(f.find<QLineEdit>("serversAddressEdit")->text(), offlineUrl);
    f.key(Qt::Key_Escape);
    QVERIFY(!f.formShown());
    click(0);
    QCOMPARE(f.servers.lastCall(), u"askAgain "_qs + offlineUrl);
    click(2);
    QCOMPARE(f.find<PageArea>("pageArea")->currentId(), u"log"_qs);
}

void TestServersPage::aServerIsAddedByKeyboard()
{
    Fixture f;
    f.table().setFocus();
    f.key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(f.formShown());
    QVERIFY(f.find<Page>("serversPage")->hasPrimaryButton());
    QVERIFY(f.find<QLineEdit>("serversAddressEdit")->hasFocus()); // all that is needed
    f.type(u"https://10.0.8.4:8443"_qs);
    f.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(f.find<QLineEdit>("serversNameEdit")->hasFocus());
    f.type(u"cloud-a10"_qs);
    f.key(Qt::Key_Tab);
    f.key(Qt::Key_Tab);
    QVERIFY(f.find<QComboBox>("serversSignInCombo")->hasFocus());
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Down);
    QCOMPARE(f.text("serversSecretLabel"), u"Token, kept in the keyring"_qs);
    QVERIFY(f.servers.calls().contains(u"askKeyring"_qs));
    f.servers.setKeepsSecrets(false);
    QVERIFY(f.text("serversSecretLabel").startsWith(u"Token, kept until the program ends"_qs));
    f.key(Qt::Key_Tab);
    f.type(u"s3cret"_qs);
    QCOMPARE(f.find<QLineEdit>("serversSecretEdit")->echoMode(), QLineEdit::Password);
    f.key(Qt::Key_Return);
    const ServerForm form = f.servers.lastForm();
    QCOMPARE(form.name, u"cloud-a10"_qs);
    QCOMPARE(form.address, u"https://10.0.8.4:8443"_qs);
    QCOMPARE(form.signIn, SignIn::Token);
    QCOMPARE(form.secret, u"s3cret"_qs);
    QVERIFY(!f.formShown());
    QVERIFY(!f.find<Page>("serversPage")->hasPrimaryButton());
    QCOMPARE(f.table().currentUrl(), u"https://10.0.8.4:8443"_qs);
}

void TestServersPage::whatIsPressedTwiceIsSavedOnce()
{
    Fixture f;
    f.servers.holdSaving();
    f.table().selectServer(offlineUrl);
    f.table().setFocus();
    f.key(Qt::Key_Return);
    auto *save = f.find<QPushButton>("serversSaveButton");
    QTest::mouseDClick(save, Qt::LeftButton);
    save->click();
    f.find<QLineEdit>("serversNameEdit")->setFocus();
    f.key(Qt::Key_Return);
    QCOMPARE(f.servers.calls().filter(u"save "_qs).size(), 1);
    f.servers.failSaving(u"The disk is full."_qs);
    QCOMPARE(f.text("serversProblemLabel"), u"The disk is full."_qs);
    save->click(); // and once more
    QCOMPARE(f.servers.calls().filter(u"save "_qs).size(), 2);
    f.servers.finishSaving();
    QVERIFY(!f.formShown());
}

void TestServersPage::whatBecomesOfALeftFormIsNotSaidInAnother()
{
    Fixture f;
    f.servers.holdSaving();
    f.table().setFocus();
    f.key(Qt::Key_N, Qt::ControlModifier);
    f.find<QLineEdit>("serversAddressEdit")->setText(u"http://10.0.0.1:8188"_qs);
    f.find<QPushButton>("serversSaveButton")->click();
    f.key(Qt::Key_Escape);
    QVERIFY(!f.formShown());
    f.table().setFocus();
    f.key(Qt::Key_N, Qt::ControlModifier);
    f.find<QLineEdit>("serversAddressEdit")->setText(u"http://10.0.0.2:8188"_qs);
    f.servers.failSaving(u"The disk is full."_qs);
    QVERIFY(!f.find<TextLabel>("serversProblemLabel")->isVisible());
    f.servers.finishSaving();
    QVERIFY(f.formShown());
    QCOMPARE(f.find<QLineEdit>("serversAddressEdit")->text(), u"http://10.0.0.2:8188"_qs);
}

void TestServersPage::theBuiltInServerIsNotEdited()
{
    Fixture f;
    QList<ServerRow> rows = f.servers.rows();
    rows.first().builtIn = rows.first().demo = true;
    f.servers.setRows(rows);
    f.table().setFocus();
    f.table().selectServer(rows.first().url);
    QVERIFY(!f.find<QAction>("editServerAction")->isEnabled());
    QVERIFY(!f.find<QAction>("testServerAction")->isEnabled());
    f.key(Qt::Key_Return);
    QVERIFY(!f.formShown());
    f.key(Qt::Key_Delete); // it can go, and asks as all do
    QVERIFY(f.find<QWidget>("serversRemoveQuestion")->isVisible());
    QVERIFY(!f.find<QPushButton>("serversSaveButton")->isEnabled());
    QVERIFY(!f.find<QLineEdit>("serversAddressEdit")->isEnabled());
    f.find<QPushButton>("serversRemoveConfirmButton")->click();
    QCOMPARE(f.servers.lastCall(), u"remove "_qs + rows.first().url);
    f.table().selectServer(offlineUrl);
    QVERIFY(f.find<QAction>("editServerAction")->isEnabled());
}

void TestServersPage::onlyAPageThatIsSeenFollows()
{
    Fixture f;
    QVERIFY(f.servers.isWatched());
    f.show(u"characters"_qs);
    QVERIFY(!f.servers.isWatched());
    f.show(u"servers"_qs);
    QVERIFY(f.servers.isWatched());
}

void TestServersPage::whatIsTypedWronglyIsSaid()
{
    Fixture f;
    f.key(Qt::Key_N, Qt::ControlModifier);
    f.find<QLineEdit>("serversAddressEdit")->setText(u"<b>no</b> address"_qs);
    f.find<QPushButton>("serversSaveButton")->click();
    auto *problem = f.find<TextLabel>("serversProblemLabel");
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(u"<b>no</b> address"_qs));
    QCOMPARE(problem->textFormat(), Qt::PlainText);
    QVERIFY(f.formShown());
    QVERIFY(f.find<QLineEdit>("serversAddressEdit")->hasFocus());
    f.type(u"x"_qs);
    QVERIFY(!problem->isVisible());
}

void TestServersPage::aStoredSecretStaysUnlessAnotherIsTyped()
{
    Fixture f;
    f.table().setFocus();
    f.table().selectServer(stuckUrl);
    f.key(Qt::Key_Return);
    QVERIFY(f.formShown());
    QCOMPARE(f.find<QPushButton>("serversSaveButton")->text(), u"Save"_qs);
    QCOMPARE(f.find<QLineEdit>("serversSecretEdit")->text(), QString());
    QCOMPARE(f.find<QLineEdit>("serversSecretEdit")->placeholderText(), u"Unchanged"_qs);
    f.find<QPushButton>("serversSaveButton")->click();
    QCOMPARE(f.servers.lastForm().former, stuckUrl);
    QVERIFY(f.servers.lastForm().hasSecret);
    QVERIFY(f.servers.lastForm().secret.isEmpty());

    f.key(Qt::Key_Return);
    f.find<QComboBox>("serversSignInCombo")->setCurrentIndex(int(SignIn::Password));
    QCOMPARE(f.find<QLineEdit>("serversSecretEdit")->placeholderText(), QString());
    f.find<QPushButton>("serversSaveButton")->click();
    QVERIFY(!f.servers.lastForm().hasSecret); // a stored token is no password
}

void TestServersPage::theTestIsShownAndCanBeBrokenOff()
{
    Fixture f;
    f.table().setFocus();
    f.key(Qt::Key_T, Qt::ControlModifier); // of the current server
    QVERIFY(f.formShown());
    QCOMPARE(f.servers.lastCall(), u"startTest"_qs);
    auto *button = f.find<QPushButton>("serversTestButton");
    QCOMPARE(button->text(), u"Cancel Test"_qs);
    button->click();
    QCOMPARE(f.servers.lastCall(), u"cancelTest"_qs);
    QCOMPARE(button->text(), u"Test"_qs);
    button->click();
    f.servers.setTest(FakeServerListView::pictureTest());
    QStringList heads;
    for (const TextLabel *label : f.window.findChildren<TextLabel *>(u"serversTestHeadLabel"_qs))
        heads.append(label->text());
    QCOMPARE(heads, (QStringList{u"Reached in 12 ms"_qs, u"Live events arrive"_qs, u"3 checkpoints"_qs,
                                 u"The certificate is self-signed"_qs}));
    QCOMPARE(f.text("serversTestClockLabel"), u"21:49"_qs);
    f.key(Qt::Key_Escape);
    QVERIFY(!f.formShown());
}

void TestServersPage::aCertificateIsTrusted()
{
    Fixture f;
    f.key(Qt::Key_N, Qt::ControlModifier);
    f.find<QLineEdit>("serversAddressEdit")->setText(u"https://10.0.8.4:8443"_qs);
    f.find<QPushButton>("serversTestButton")->click();
    QVERIFY(f.servers.lastForm().fingerprint.isEmpty());
    f.servers.setTest(FakeServerListView::pictureTest());
    auto *trust = f.find<QCheckBox>("serversTrustCheck");
    QVERIFY(trust->isVisible() && !trust->isChecked());
    trust->click();
    QCOMPARE(f.servers.lastForm().fingerprint, FakeServerListView::pictureTest().fingerprint);
    f.servers.setTest(FakeServerListView::pictureTest());
    QVERIFY(trust->isChecked());
    f.find<QPushButton>("serversSaveButton")->click();
    QCOMPARE(f.servers.lastForm().fingerprint, FakeServerListView::pictureTest().fingerprint);
}

void TestServersPage::removingAsksInPlace()
{
    Fixture f;
    f.table().setFocus();
    f.table().selectServer(offlineUrl);
    f.key(Qt::Key_Delete);
    auto *question = f.find<QWidget>("serversRemoveQuestion");
    QVERIFY(question->isVisible());
    QVERIFY(f.find<QPushButton>("serversRemoveCancelButton")->hasFocus());
    f.key(Qt::Key_Escape);
    QVERIFY(!question->isVisible());
    QVERIFY(f.formShown());
    QVERIFY(!f.servers.calls().contains(u"remove "_qs + offlineUrl));
    f.find<QPushButton>("serversRemoveButton")->click();
    f.find<QPushButton>("serversRemoveConfirmButton")->click();
    QCOMPARE(f.servers.calls().filter(u"remove "_qs), (QStringList{u"remove "_qs + offlineUrl}));
    QVERIFY(!f.formShown());
    QVERIFY(!f.server(offlineUrl).isValid());
}

void TestServersPage::drainingIsTakenBack()
{
    Fixture f;
    const QString url = f.table().currentUrl();
    auto *button = f.find<QPushButton>("serversDrainButton");
    QCOMPARE(button->text(), u"Drain"_qs);
    f.table().setFocus();
    f.key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(f.servers.lastCall(), u"setDraining "_qs + url + u" on"_qs);
    QCOMPARE(button->text(), u"Take Up Again"_qs);
    QVERIFY(f.text("serversSummaryLabel").contains(u"1 draining"_qs));
    button->click();
    QCOMPARE(f.servers.lastCall(), u"setDraining "_qs + url + u" off"_qs);
    QCOMPARE(button->text(), u"Drain"_qs);
    f.find<QPushButton>("serversFreeMemoryButton")->click();
    QCOMPARE(f.servers.lastCall(), u"freeMemory "_qs + url);
    f.table().setFocus();
    f.key(Qt::Key_F5);
    QCOMPARE(f.servers.lastCall(), u"askAgain"_qs);
}

void TestServersPage::otherProgramsAreNamed()
{
    Fixture f;
    QVERIFY(f.servers.isWatched());
    const QString url = u"http://192.168.1.20:8188"_qs;
    QVERIFY(!f.sentence(url, Model::StateColumn).contains(u"Driven"_qs)); // alone, there is nothing to say
    QList<ServerRow> rows = f.servers.rows();
    for (ServerRow &row : rows) {
        row.shared = true;
        row.drivenHere = row.url != url;
        if (row.url != url)
            continue;
        row.workingOn.clear();
        row.driverHost = u"atelier-2"_qs;
        row.driverPid = 14711;
        row.ours = 3;
        row.others = 0;
        row.elsewhereRunning = 1;
        row.elsewhereWaiting = 2;
    }
    f.servers.setRows(rows);
    QVERIFY2(f.sentence(url, Model::StateColumn).contains(isolated(u"atelier-2"_qs) + u", process 14711"_qs),
             qPrintable(f.sentence(url, Model::StateColumn)));
    QVERIFY(f.sentence(url, Model::QueueColumn).contains(u"1 of them running and 2 waiting"_qs));
    QVERIFY(f.sentence(stuckUrl, Model::StateColumn).contains(u"Driven by this program"_qs));
    f.show(u"gallery"_qs);
    QVERIFY(!f.servers.isWatched());
}

void TestServersPage::failedJobsAreTriedAgain()
{
    Fixture f;
    auto *failed = f.find<QAbstractButton>("serversFailedJobsSegment");
    QCOMPARE(failed->text(), u"Failed 2"_qs);
    QCOMPARE(f.find<QAbstractButton>("serversOpenJobsSegment")->text(), u"Open jobs 310"_qs);
    failed->click();
    QCOMPARE(f.servers.lastCall(), u"watchJobs failed"_qs);
    auto *jobs = f.find<JobTable>("serversJobTable");
    QVERIFY(jobs->isVisible());
    QCOMPARE(jobs->model()->rowCount(), 2);
    // A server's words stay words.
    const QModelIndex reason = jobs->model()->index(1, JobListModel::ReasonColumn);
    QVERIFY(reason.data().toString().contains(u"<img src=file:///etc/passwd>"_qs));
    const QRect link = jobs->visualRect(jobs->model()->index(1, JobListModel::ActionColumn));
    QTest::mouseClick(jobs->viewport(), Qt::LeftButton, {}, QPoint(link.right() - 20, link.center().y()));
    QCOMPARE(f.servers.lastCall(), u"retry f2"_qs);
    jobs->setFocus();
    jobs->setCurrentIndex(jobs->model()->index(0, 0));
    f.key(Qt::Key_Return);
    QCOMPARE(f.servers.lastCall(), u"retry f1"_qs);
    f.find<QAbstractButton>("serversRetryAllLink")->click();
    QCOMPARE(f.servers.lastCall(), u"retry"_qs);
    f.servers.setJobs(JobList::Failed, {}, 0);
    QVERIFY(f.find<TextLabel>("serversNoJobsLabel")->isVisible());
    QVERIFY(!f.find<QAbstractButton>("serversRetryAllLink")->isVisible());
    f.find<QAbstractButton>("serversOpenJobsSegment")->click();
    QTRY_VERIFY(f.servers.calls().contains(u"loadMoreJobs"_qs)); // two of 310 are read
    f.find<QAbstractButton>("serversTimelineSegment")->click();
    QCOMPARE(f.servers.lastCall(), u"unwatchJobs"_qs);
}

void TestServersPage::theTimelineSaysItsFigures()
{
    Fixture f;
    auto *timeline = f.find<QWidget>("serversTimeline");
    QVERIFY(timeline->isVisible());
    QString said = timeline->accessibleDescription();
    said.remove(QChar(0x2068)).remove(QChar(0x2069));
    QVERIFY2(said.contains(u"rack-a5000: 12 images with CyberRealistic v9, Stuck for 4 minutes."_qs), qPrintable(said));
    QVERIFY2(said.contains(u"attic-3060: Idle: has no model of this run."_qs), qPrintable(said));
    QApplication::clipboard()->clear();
    timeline->setFocus();
    f.find<QAction>("serversCopyFiguresAction")->trigger();
    const QStringList lines = QApplication::clipboard()->text().split(u'\n');
    QVERIFY(lines.size() > 8);
    QVERIFY(lines.contains(u"rack-a5000\tCyberRealistic v9\t12\t108.0"_qs));
}

void TestServersPage::theSearchLeavesOthersOut()
{
    Fixture f;
    auto *search = f.find<QLineEdit>("searchEdit");
    QCOMPARE(search->placeholderText(), u"Search servers"_qs);
    search->setText(u"rack"_qs);
    QCOMPARE(f.table().model()->rowCount(), 1);
    QVERIFY(f.server(stuckUrl).isValid());
    search->setText(u"192.168"_qs);
    QCOMPARE(f.table().model()->rowCount(), 4);
    search->setText(u"xyz"_qs);
    QVERIFY(f.find<TextLabel>("serversNothingFoundLabel")->isVisible());
    QVERIFY(f.text("serversNothingFoundLabel").contains(u"xyz"_qs));
    f.find<QPushButton>("serversClearSearchButton")->click();
    QCOMPARE(f.table().model()->rowCount(), 5);
    QVERIFY(search->text().isEmpty());
}

void TestServersPage::withoutServersThereAreTwoWays()
{
    Fixture f(Scene::Empty);
    QCOMPARE(f.text("serversEmptyLabel"), u"No server yet"_qs);
    QCOMPARE(f.find<Page>("serversPage")->badge().count, 0);
    f.find<QPushButton>("serversDemoButton")->click();
    QCOMPARE(f.servers.lastCall(), u"useDemoServer"_qs);
    f.find<QPushButton>("serversEmptyAddButton")->click();
    QVERIFY(f.formShown());
}

void TestServersPage::rowsStayWhenServersChange()
{
    Fixture f;
    f.table().selectServer(stuckUrl);
    QList<ServerRow> rows = f.servers.rows();
    rows.removeAt(1);
    rows[2].stuckJobs = 0;
    rows[2].state = ServerState::Idle;
    f.servers.setRows(rows);
    QCOMPARE(f.table().currentUrl(), stuckUrl);
    QCOMPARE(f.table().model()->rowCount(f.server(stuckUrl)), 0);
    rows[2].stuckJobs = 3;
    rows[2].state = ServerState::Stuck;
    rows[2].others = 1;
    f.servers.setRows(rows);
    QCOMPARE(f.table().model()->rowCount(f.server(stuckUrl)), 2);
    QVERIFY(f.table().isFirstColumnSpanned(1, f.server(stuckUrl)));
    QVERIFY(f.table().isExpanded(f.server(stuckUrl)));
}

QTEST_MAIN(TestServersPage)
#include "tst_serverspage.moc"
