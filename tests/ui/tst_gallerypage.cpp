// SPDX-License-Identifier: GPL-3.0-or-later
// The gallery in the real window, driven by keys and mouse.
#include "gallery/galleryview.h"
#include "mainwindow/mainwindow.h"
#include "models/gallerymodel.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "support/fakelibraryview.h"
#include "widgets/filedialogs.h"
#include "widgets/keyhints.h"
#include "widgets/rangeslider.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace lorastudio;
using Scene = FakeProjectView::Scene;

namespace {

class AnsweredDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &, Answer) override {}
    void chooseFolder(QWidget *, const QString &title, Answer answer) override
    {
        lastTitle = title;
        answer({folder});
    }
    QString folder = QStringLiteral("/tmp/somewhere");
    QString lastTitle;
};

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

class TestGalleryPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(text("lora-studio-test"));
        QApplication::setApplicationName(text("lora-studio-test"));
        Appearance::prepareApplication(false);
        QApplication::setPalette(lightPalette());
    }
    void init() { QSettings().clear(); }

    void keysDecideAndGoOn();
    void withoutGoingOn();
    void severalAtOnce();
    void keysWorkAtOnce();
    void undoShowsWhatItChanged();
    void decidedImagesLeaveTheFilter();
    void aVerdictThatIsNotStoredIsTakenBack();
    void verdictsAreSpoken();
    void lettersStayInTextBoxes();
    void verdictsInFullSize();
    void filtersAndCounts();
    void scoreRangeByKeysAndMouse();
    void moreFilters();
    void nothingMatches();
    void whatCannotBeReadIsTriedAgain();
    void orderAndTileSize();
    void searchesPromptsAndNames();
    void movesByKeys();
    void shiftSelectsFromWhereThePageStands();
    void newImagesMoveNothing();
    void thePanelSaysWhy();
    void severalInThePanel();
    void copyAsksWhereTo();
    void copyTexts();
    void deleteAsksAndUndoRestores();
    void demoImagesGoAndComeBack();
    void contextMenuByKey();
    void fullScreenHidesTheKeys();
    void rememberedPerProject();
    void case13_markupIsText();

private:
    struct Fixture
    {
        explicit Fixture(QSize size = QSize(1440, 900))
            : library(project), window({.project = project, .dialogs = dialogs, .library = &library})
        {
            window.resize(size);
            window.show();
            window.activateWindow();
            if (!QTest::qWaitForWindowActive(&window))
                qFatal("The window does not become active");
            action("galleryPageAction")->trigger();
            view = find<GalleryView>("galleryView");
            if (!QTest::qWaitFor([this] { return view->isVisible() && rows() == 162; }))
                qFatal("The images do not come");
            view->setFocus();
        }
        template <class T>
        T *find(const char *name) const
        {
            T *found = window.findChild<T *>(QString::fromLatin1(name));
            if (!found)
                qFatal("There is no %s", name);
            return found;
        }
        QAction *action(const char *name) const { return find<QAction>(name); }
        bool visible(const char *name) const { return find<QWidget>(name)->isVisible(); }
        void click(const char *name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
        QString label(const char *name) const { return find<QLabel>(name)->text(); }
        int rows() const { return view->model()->rowCount(); }
        qint64 idAt(int row) const { return view->model()->index(row, 0).data(GalleryModel::IdRole).toLongLong(); }
        qint64 currentId() const { return view->currentIndex().data(GalleryModel::IdRole).toLongLong(); }
        Verdict verdictOf(qint64 id) const { return library.item(id).record.verdict; }
        /// Another gallery that gets an image now shows it: what came here before and is not held would be shown.
        void passBatch() const
        {
            GalleryModel other;
            other.add({library.item(idAt(0))});
            if (!QTest::qWaitFor([&] { return other.rowCount() == 1; }))
                qFatal("The batch does not come in");
        }
        void choose(int row)
        {
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                              view->visualRect(view->model()->index(row, 0)).center());
        }
        void pick(const char *combo, int index)
        {
            auto *box = find<QComboBox>(combo);
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index);
        }
        /// The first row that is undecided.
        int undecidedRow() const
        {
            int row = 0;
            while (verdictOf(idAt(row)) != Verdict::Undecided)
                ++row;
            return row;
        }

        FakeProjectView project{Scene::Running};
        FakeLibraryView library;
        AnsweredDialogs dialogs;
        MainWindow window;
        GalleryView *view = nullptr;
    };
    QTemporaryDir m_settings;
};

void TestGalleryPage::keysDecideAndGoOn()
{
    Fixture f;
    const int row = f.undecidedRow();
    f.choose(row);
    const qint64 id = f.idAt(row);
    QTest::keyClick(f.view, Qt::Key_A);
    QCOMPARE(f.library.lastCall(), text("setVerdict accepted %1").arg(id));
    QVERIFY(f.verdictOf(id) == Verdict::Accepted);
    QCOMPARE(f.view->currentIndex().row(), row + 1);
    QCOMPARE(f.view->selectedRows(), QList<int>{row + 1});
    QTest::keyClick(f.view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(f.verdictOf(id) == Verdict::Undecided);
    QVERIFY(f.view->model()->index(row, 0).data(GalleryModel::ItemRole).value<GalleryItemPtr>()->record.verdict ==
            Verdict::Undecided);
    f.choose(row);
    QTest::keyClick(f.view, Qt::Key_R);
    QVERIFY(f.verdictOf(id) == Verdict::Rejected);
    f.choose(row);
    QTest::keyClick(f.view, Qt::Key_U);
    QVERIFY(f.verdictOf(id) == Verdict::Undecided);
    // A second time there is nothing to write, but it goes on.
    f.choose(row);
    const auto steps = f.project.undoStack().count();
    QTest::keyClick(f.view, Qt::Key_U);
    QCOMPARE(f.project.undoStack().count(), steps);
    QCOMPARE(f.view->currentIndex().row(), row + 1);
}

void TestGalleryPage::withoutGoingOn()
{
    {
        Fixture f;
        f.action("galleryAdvanceAction")->trigger();
        QVERIFY(!f.action("galleryAdvanceAction")->isChecked());
        f.choose(3);
        QTest::keyClick(f.view, Qt::Key_A);
        QTest::keyClick(f.view, Qt::Key_R);
        QCOMPARE(f.view->selectedRows(), QList<int>{3});
        QVERIFY(f.verdictOf(f.idAt(3)) == Verdict::Rejected);
    }
    Fixture again;
    QVERIFY(!again.action("galleryAdvanceAction")->isChecked());
}

void TestGalleryPage::severalAtOnce()
{
    Fixture f;
    f.choose(2);
    QTest::mouseClick(f.view->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                      f.view->visualRect(f.view->model()->index(9, 0)).center());
    QCOMPARE(f.view->selectedCount(), 8);
    QTest::keyClick(f.view, Qt::Key_R);
    for (int row = 2; row <= 9; ++row)
        QVERIFY(f.verdictOf(f.idAt(row)) == Verdict::Rejected);
    QVERIFY(f.verdictOf(f.idAt(10)) != Verdict::Rejected || f.idAt(10) % 7 == 0);
    QCOMPARE(f.view->selectedRows(), QList<int>{10});
}

void TestGalleryPage::keysWorkAtOnce()
{
    Fixture f;
    QCOMPARE(f.view->selectedRows(), QList<int>{0});
    // What nobody chose keeps nothing from coming in.
    f.project.makeImages(text("yuki"), 1);
    QTRY_COMPARE(f.rows(), 163);
    f.action("filterUndecidedAction")->trigger();
    QTRY_VERIFY(f.view->currentIndex().isValid());
    f.view->setFocus();
    const qint64 id = f.currentId();
    QVERIFY(f.view->selectionModel()->isSelected(f.view->currentIndex()));
    QTest::keyClick(f.view, Qt::Key_A);
    QVERIFY(f.verdictOf(id) == Verdict::Accepted);
}

void TestGalleryPage::undoShowsWhatItChanged()
{
    Fixture f;
    const int row = f.undecidedRow();
    f.choose(row);
    const qint64 id = f.currentId();
    QTest::keyClick(f.view, Qt::Key_R);
    f.view->selectOnly(f.view->model()->index(120, 0));
    QTest::keyClick(f.view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(f.verdictOf(id) == Verdict::Undecided);
    QCOMPARE(f.currentId(), id);
    QCOMPARE(f.view->selectedRows().size(), 1);
    QVERIFY(f.view->viewport()->rect().contains(f.view->visualRect(f.view->currentIndex())));
}

void TestGalleryPage::decidedImagesLeaveTheFilter()
{
    Fixture f;
    QTest::keyClick(f.view, Qt::Key_3, Qt::AltModifier);
    const int before = f.rows();
    QVERIFY(before < 162 && before > 50);
    f.choose(4);
    f.project.makeImages(text("mei"), 3); // they wait
    QTRY_VERIFY(f.visible("galleryNewImagesButton"));
    const qint64 decided = f.idAt(4);
    const qint64 next = f.idAt(5);
    QTest::keyClick(f.view, Qt::Key_A);
    QCOMPARE(f.rows(), before - 1);
    QCOMPARE(f.currentId(), next);
    QCOMPARE(f.view->selectedRows(), QList<int>{4});
    QTest::keyClick(f.view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(f.rows(), before);
    QCOMPARE(f.idAt(4), decided);
    QCOMPARE(f.currentId(), decided); // what came back is what is looked at
    f.click("galleryNewImagesButton");
    QTest::keyClick(f.view, Qt::Key_1, Qt::AltModifier);
    QCOMPARE(f.rows(), 165);
}

void TestGalleryPage::aVerdictThatIsNotStoredIsTakenBack()
{
    Fixture f;
    const int row = f.undecidedRow();
    f.choose(row);
    f.library.failNextVerdict();
    QTest::keyClick(f.view, Qt::Key_A);
    const auto item = f.view->model()->index(row, 0).data(GalleryModel::ItemRole).value<GalleryItemPtr>();
    QVERIFY(item->record.verdict == Verdict::Undecided);
}

void TestGalleryPage::verdictsAreSpoken()
{
    Fixture f;
    f.choose(f.undecidedRow());
    const int row = f.view->currentIndex().row();
    // The offscreen platform has no screen reader to hear it.
    QSignalSpy announced(f.view, &GalleryView::announced);
    QTest::keyClick(f.view, Qt::Key_A);
    QVERIFY(std::any_of(announced.cbegin(), announced.cend(),
                        [row](const QList<QVariant> &call) { return call.first().toInt() == row; }));
    QVERIFY(f.view->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(text("accepted")));
}

void TestGalleryPage::lettersStayInTextBoxes()
{
    Fixture f;
    f.choose(3);
    const auto calls = f.library.calls().size();
    auto *search = f.find<QLineEdit>("searchEdit");
    search->setFocus();
    QTest::keyClicks(search, text("ar"));
    QCOMPARE(search->text(), text("ar"));
    auto *combo = f.find<QComboBox>("galleryModelCombo");
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_A);
    QTest::keyClick(combo, Qt::Key_R);
    QCOMPARE(f.library.calls().size(), calls);
}

void TestGalleryPage::verdictsInFullSize()
{
    Fixture f;
    f.choose(2);
    const qint64 id = f.idAt(2);
    QTest::keyClick(f.view, Qt::Key_Space);
    auto *image = f.find<QWidget>("galleryImageView");
    QTRY_VERIFY(image->hasFocus());
    const QString title = f.label("galleryImageTitleLabel");
    QTest::keyClick(image, Qt::Key_R);
    QVERIFY(f.verdictOf(id) == Verdict::Rejected);
    QVERIFY(image->isVisible());
    QVERIFY(f.label("galleryImageTitleLabel") != title);
    QTest::keyClick(image, Qt::Key_Escape);
    QCOMPARE(f.view->selectedRows(), QList<int>{3});
    // Where the filter takes the decided one away, the next one is shown.
    QTest::keyClick(f.view, Qt::Key_3, Qt::AltModifier);
    f.choose(0);
    QTest::keyClick(f.view, Qt::Key_Return);
    QTRY_VERIFY(image->isVisible());
    const qint64 next = f.idAt(1);
    QTest::keyClick(image, Qt::Key_A);
    QVERIFY(image->isVisible());
    QCOMPARE(f.currentId(), next);
}

void TestGalleryPage::filtersAndCounts()
{
    Fixture f;
    QCOMPARE(f.label("galleryCountLabel"), text("162 images"));
    int counts[3] = {};
    for (int row = 0; row < f.rows(); ++row)
        ++counts[int(f.verdictOf(f.idAt(row)))];
    const auto number = [&](const char *segment) {
        return f.find<QWidget>(segment)->accessibleName().section(u' ', 1, 1).toInt();
    };
    QCOMPARE(number("galleryAcceptedSegment"), counts[int(Verdict::Accepted)]);
    QCOMPARE(number("galleryRejectedSegment"), counts[int(Verdict::Rejected)]);
    f.click("galleryRejectedSegment");
    QCOMPARE(f.rows(), counts[int(Verdict::Rejected)]);
    QCOMPARE(f.label("galleryCountLabel"), text("%1 of 162 images").arg(f.rows()));
    QCOMPARE(number("galleryAcceptedSegment"), counts[int(Verdict::Accepted)]); // as it would be
    f.click("galleryAllSegment");
    f.pick("galleryCharacterCombo", 2);
    QCOMPARE(f.rows(), 30);
    f.pick("galleryModelCombo", 1);
    QVERIFY(f.rows() == 0 || f.rows() == 30); // a character of this scene has one model
    f.pick("galleryModelCombo", 0);
    QCOMPARE(f.rows(), 30);
}

void TestGalleryPage::scoreRangeByKeysAndMouse()
{
    Fixture f;
    auto *range = f.find<RangeSlider>("galleryScoreRange");
    auto *low = f.find<QSlider>("galleryScoreRangeLow");
    auto *high = f.find<QSlider>("galleryScoreRangeHigh");
    low->setFocus();
    QTRY_VERIFY(low->hasFocus());
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(low, Qt::Key_PageUp);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(low, Qt::Key_Right);
    QCOMPARE(range->low(), 53);
    const int hidden = 162 - f.rows();
    QVERIFY(hidden > 0); // those with 52
    QCOMPARE(f.label("galleryHiddenLabel"), text("%1 hidden by the score").arg(hidden));
    QCOMPARE(f.label("galleryScoreLabel"), text("53 to 100"));
    // The other handle is a stop of its own, and one pushes the other.
    QTest::keyClick(low, Qt::Key_Tab);
    QTRY_VERIFY(high->hasFocus());
    QTest::keyClick(high, Qt::Key_Home);
    QCOMPARE(range->high(), 0);
    QCOMPARE(range->low(), 0);
    QTest::keyClick(high, Qt::Key_End);
    QCOMPARE(range->high(), 100);
    QCOMPARE(f.rows(), 162);
    // Dragged, the count goes along before the button is released.
    const QPoint from = high->mapTo(range, high->rect().center());
    QTest::mousePress(high, Qt::LeftButton, {}, high->rect().center());
    QTest::mouseMove(high, high->mapFrom(range, QPoint(range->width() / 2, from.y())));
    QVERIFY(qAbs(range->high() - 50) <= 1);
    QCOMPARE(f.rows(), 0);
    QTest::mouseRelease(high, Qt::LeftButton);
    // A click beside them takes the nearer one.
    QTest::mouseClick(range, Qt::LeftButton, {}, QPoint(range->width() - 14, from.y()));
    QVERIFY(range->high() >= 97);
    QCOMPARE(range->low(), 0);
}

void TestGalleryPage::moreFilters()
{
    Fixture f;
    f.click("galleryMoreButton");
    QTRY_VERIFY(f.visible("galleryMorePanel"));
    auto *noisy = f.find<QAbstractButton>("galleryFlagNoisyCheck");
    QTest::mouseClick(noisy, Qt::LeftButton, {}, QPoint(8, noisy->height() / 2));
    int flagged = 0;
    for (int row = 0; row < f.rows(); ++row)
        flagged += f.library.item(f.idAt(row)).record.score.flags.contains(text("noisy"));
    QVERIFY(flagged > 0);
    QCOMPARE(f.rows(), flagged);
    QCOMPARE(f.find<QAbstractButton>("galleryMoreButton")->text(), text("More (1)"));
    QCOMPARE(f.find<QComboBox>("galleryRunCombo")->count(), 3);
    f.pick("galleryDemoCombo", 2);
    QCOMPARE(f.rows(), 0);
    QTest::keyClick(f.find<QWidget>("galleryMorePanel"), Qt::Key_Escape);
    QTRY_VERIFY(!f.visible("galleryMorePanel"));
}

void TestGalleryPage::nothingMatches()
{
    Fixture f;
    f.find<QLineEdit>("searchEdit")->setText(text("xyz"));
    QTRY_VERIFY(f.visible("galleryNothingLabel"));
    QCOMPARE(f.label("galleryNothingLabel"), text("No image matches these filters. 162 are hidden."));
    QVERIFY(f.visible("galleryHead")); // the way back with the filters themselves
    f.click("galleryClearFiltersButton");
    QCOMPARE(f.rows(), 162);
    QVERIFY(f.find<QLineEdit>("searchEdit")->text().isEmpty());
    QVERIFY(f.view->isVisible());
}

void TestGalleryPage::whatCannotBeReadIsTriedAgain()
{
    Fixture f;
    f.library.failNextIndex();
    Q_EMIT f.project.rowsReset();
    QTRY_COMPARE(f.label("galleryEmptyLabel"), text("The images cannot be read"));
    QVERIFY(f.visible("galleryTryAgainButton"));
    f.click("galleryTryAgainButton");
    QTRY_COMPARE(f.rows(), 162);
    QTRY_VERIFY(!f.visible("galleryTryAgainButton"));
    // It is tried again when the page is shown again, too.
    f.library.failNextIndex();
    Q_EMIT f.project.rowsReset();
    QTRY_COMPARE(f.label("galleryEmptyLabel"), text("The images cannot be read"));
    f.action("charactersPageAction")->trigger();
    f.action("galleryPageAction")->trigger();
    QTRY_COMPARE(f.rows(), 162);
}

void TestGalleryPage::orderAndTileSize()
{
    Fixture f;
    f.pick("gallerySortCombo", int(GallerySort::WorstFirst));
    QCOMPARE(f.library.item(f.idAt(0)).record.score.total, 52.0);
    f.choose(3);
    const qint64 chosen = f.idAt(3);
    f.pick("gallerySortCombo", int(GallerySort::OldestFirst));
    QCOMPARE(f.currentId(), chosen); // it stays chosen, wherever it is
    QVERIFY(f.view->viewport()->rect().intersects(f.view->visualRect(f.view->currentIndex())));
    const int columns = f.view->columns();
    QTest::keyClick(f.view, Qt::Key_Plus, Qt::ControlModifier);
    QTest::keyClick(f.view, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(f.view->columns() < columns);
    auto *slider = f.find<QSlider>("galleryTileSizeSlider");
    QCOMPARE(slider->value(), f.view->tileWish());
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(f.view->tileWish(), GalleryView::leastTile);
    QTest::keyClick(f.view, Qt::Key_Minus, Qt::ControlModifier);
    QCOMPARE(f.view->tileWish(), GalleryView::leastTile);
}

void TestGalleryPage::searchesPromptsAndNames()
{
    Fixture f;
    QCOMPARE(f.find<QLineEdit>("searchEdit")->placeholderText(), text("Search prompts"));
    f.find<QLineEdit>("searchEdit")->setText(text("kobayashi"));
    QCOMPARE(f.rows(), 30);
    f.find<QLineEdit>("searchEdit")->clear();
    QCOMPARE(f.rows(), 162);
}

void TestGalleryPage::movesByKeys()
{
    Fixture f;
    f.choose(0);
    const int columns = f.view->columns();
    QTest::keyClick(f.view, Qt::Key_Down);
    QCOMPARE(f.view->currentIndex().row(), columns);
    QTest::keyClick(f.view, Qt::Key_Right);
    QTest::keyClick(f.view, Qt::Key_Up);
    QCOMPARE(f.view->currentIndex().row(), 1);
    QTest::keyClick(f.view, Qt::Key_Up);
    QCOMPARE(f.view->currentIndex().row(), 1);
    QTest::keyClick(f.view, Qt::Key_End);
    QCOMPARE(f.view->currentIndex().row(), 161);
    QVERIFY(f.view->viewport()->rect().contains(f.view->visualRect(f.view->currentIndex())));
    QTest::keyClick(f.view, Qt::Key_PageUp);
    QVERIFY(f.view->currentIndex().row() < 161 - columns);
    QTest::keyClick(f.view, Qt::Key_Home);
    QCOMPARE(f.view->currentIndex().row(), 0);
    QVERIFY(f.view->isAtTop());
    QTest::keyClick(f.view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(f.view->selectedCount(), 162);
    QTest::keyClick(f.view, Qt::Key_Escape);
    QCOMPARE(f.view->selectedCount(), 0);
}

void TestGalleryPage::shiftSelectsFromWhereThePageStands()
{
    Fixture f;
    f.choose(1);
    QTest::keyClick(f.view, Qt::Key_A);
    QTest::keyClick(f.view, Qt::Key_A);
    QTest::keyClick(f.view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(f.view->selectedRows(), QList<int>({3, 4}));
}

void TestGalleryPage::newImagesMoveNothing()
{
    Fixture f;
    // At the top and with nothing chosen they come in.
    f.project.makeImages(text("yuki"), 3);
    QTRY_COMPARE(f.rows(), 165);
    // With one chosen nothing moves.
    f.choose(5);
    const qint64 chosen = f.currentId();
    const QRect place = f.view->visualRect(f.view->currentIndex());
    f.project.makeImages(text("mei"), 4);
    QTRY_VERIFY(f.visible("galleryNewImagesButton"));
    f.passBatch();
    QCOMPARE(f.rows(), 165);
    QCOMPARE(f.currentId(), chosen);
    QCOMPARE(f.view->visualRect(f.view->currentIndex()), place);
    // Scrolled down, neither.
    f.view->scrollTo(f.view->model()->index(120, 0), QAbstractItemView::PositionAtTop);
    f.view->clearSelection();
    const int scrolled = f.view->verticalScrollBar()->value();
    const qint64 seen = f.view->indexAt(QPoint(40, 40)).data(GalleryModel::IdRole).toLongLong();
    f.project.makeImages(text("yuki"), 2);
    f.passBatch();
    QCOMPARE(f.view->verticalScrollBar()->value(), scrolled);
    QCOMPARE(f.view->indexAt(QPoint(40, 40)).data(GalleryModel::IdRole).toLongLong(), seen);
    QCOMPARE(f.find<QAbstractButton>("galleryNewImagesButton")->text(), text("Show 6 New Images"));
    f.click("galleryNewImagesButton");
    QCOMPARE(f.rows(), 171);
    QVERIFY(f.view->isAtTop());
    QVERIFY(!f.visible("galleryNewImagesButton"));
}

void TestGalleryPage::thePanelSaysWhy()
{
    Fixture f;
    GalleryItem item = f.library.item(f.idAt(2));
    item.record.score.scorer = text("technical");
    item.record.score.components = {{text("sharpness"), {2.4, text("px"), .26}},
                                    {text("compression"), {1.0, text("ratio"), 1.0}}};
    item.record.prompt = text("a photo");
    item.record.negative = text("blurry");
    item.record.settings = {5.0, text("dpmpp_sde"), text("karras"), 30};
    item.record.seconds = 3.84;
    item.record.server = text("http://atelier:8188");
    f.library.put(item);
    f.view->selectionModel()->clear();
    QTRY_VERIFY(f.visible("imageNoneLabel"));
    f.choose(2);
    QTRY_COMPARE(f.label("imageNumberLabel"), text("Image %1 of 100").arg(item.record.number));
    QTRY_COMPARE(f.label("imageStepsLabel"), text("30, cfg 5.0"));
    QCOMPARE(f.label("imageNameLabel"), item.characterName);
    QCOMPARE(f.label("imageTookLabel"), text("3.8 s"));
    QCOMPARE(f.label("imageSeedLabel"), QString::number(item.record.seed));
    QCOMPARE(f.label("imageServerLabel"), text("http://atelier:8188"));
    QCOMPARE(f.label("imageScoreLabel"), QString::number(qRound(*item.record.score.total)));
    QCOMPARE(f.label("imageScorerLabel"), text("Technical score"));
    const QString rank = f.label("imageRankLabel");
    QVERIFY2(rank.startsWith(text("Better than ")) || rank == text("None of this character scores higher"),
             qPrintable(rank));
    const QString spoken = f.find<QWidget>("imageComponentsBox")->accessibleDescription();
    QVERIFY(spoken.startsWith(text("Sharpness 26, Edges are about 2.4 px soft")));
    QVERIFY(spoken.endsWith(text("Compression 100, No block pattern")));
    QVERIFY(!f.visible("imageScoreInfoLabel"));
    f.click("imageScoreInfoButton");
    QVERIFY(f.visible("imageScoreInfoLabel"));
    QVERIFY(f.label("imageScoreInfoLabel").contains(text("anatomy")));
    auto *prompt = f.find<QPlainTextEdit>("imagePromptEdit");
    QCOMPARE(prompt->toPlainText(), text("a photo"));
    prompt->setFocus();
    prompt->selectAll();
    QTest::keyClick(prompt, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), text("a photo"));
    QTest::keyClick(prompt, Qt::Key_X);
    QCOMPARE(prompt->toPlainText(), text("a photo"));
    f.click("imageRejectButton");
    QVERIFY(f.verdictOf(item.record.id) == Verdict::Rejected);
    // Not scored is said in words.
    GalleryItem unscored = f.library.item(f.idAt(20));
    unscored.record.score = {};
    unscored.record.id = 5000;
    f.library.put(unscored);
    Q_EMIT f.library.imagesReturned({unscored});
    f.choose(0);
    QTRY_COMPARE(f.label("imageScorerLabel"), text("Not scored"));
    QVERIFY(!f.visible("imageScoreLabel"));
}

void TestGalleryPage::severalInThePanel()
{
    Fixture f;
    f.choose(0);
    QTest::keyClick(f.view, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(f.view, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(f.view, Qt::Key_Right, Qt::ShiftModifier);
    QTRY_COMPARE(f.label("imageGroupLabel"), text("4 images"));
    double sum = 0;
    for (int row = 0; row < 4; ++row)
        sum += *f.library.item(f.idAt(row)).record.score.total;
    QCOMPARE(f.label("imageScoreLabel"), QLocale().toString(sum / 4, 'f', 1));
    f.click("imageAcceptButton");
    for (int row = 0; row < 4; ++row)
        QVERIFY(f.verdictOf(f.idAt(row)) == Verdict::Accepted);
}

void TestGalleryPage::copyAsksWhereTo()
{
    Fixture f;
    f.choose(1);
    QTest::keyClick(f.view, Qt::Key_Right, Qt::ShiftModifier);
    f.action("copyImagesAction")->trigger();
    QCOMPARE(f.dialogs.lastTitle, text("Copy 2 Images To"));
    QCOMPARE(f.library.lastCall(), text("copyImages /tmp/somewhere %1 %2").arg(f.idAt(1)).arg(f.idAt(2)));
    QVERIFY(!f.visible("galleryCopyBar"));
    f.library.setCopyState({.total = 2, .done = 1, .running = true, .folder = text("/tmp/<b>x")});
    QVERIFY(f.visible("galleryCopyBar"));
    QVERIFY(!f.action("copyImagesAction")->isEnabled());
    f.click("galleryCopyCancelButton");
    QCOMPARE(f.library.lastCall(), text("cancelCopy"));
    f.library.setCopyState({.total = 2, .done = 1, .running = false, .canceled = true});
    QVERIFY(!f.visible("galleryCopyBar"));
    f.action("openImageFolderAction")->trigger();
    QCOMPARE(f.library.lastCall(), text("openFolder %1").arg(f.idAt(1)));
}

void TestGalleryPage::copyTexts()
{
    Fixture f;
    f.choose(1);
    const QString seed = QString::number(f.library.item(f.idAt(1)).record.seed);
    QTRY_COMPARE(f.label("imageSeedLabel"), seed);
    f.action("copySeedAction")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), seed);
}

void TestGalleryPage::deleteAsksAndUndoRestores()
{
    Fixture f;
    f.choose(2);
    QTest::keyClick(f.view, Qt::Key_Right, Qt::ShiftModifier);
    const qint64 id = f.idAt(2);
    const qint64 after = f.idAt(4);
    QTest::keyClick(f.view, Qt::Key_Delete);
    QTRY_VERIFY(f.visible("galleryDeleteQuestion"));
    QCOMPARE(f.label("galleryDeleteQuestionLabel"), text("Move 2 images to the trash?"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!f.visible("galleryDeleteQuestion"));
    QCOMPARE(f.rows(), 162);
    QTRY_VERIFY(f.view->hasFocus());
    QTest::keyClick(f.view, Qt::Key_Delete);
    f.project.makeImages(text("mei"), 3); // they wait, and still do after the selected ones have gone
    QTRY_VERIFY(f.visible("galleryNewImagesButton"));
    f.click("galleryDeleteConfirmButton");
    QCOMPARE(f.rows(), 160);
    f.passBatch();
    QCOMPARE(f.rows(), 160);
    QCOMPARE(f.currentId(), after);
    QCOMPARE(f.view->selectedRows(), QList<int>{2}); // the keys go on where they were
    QTest::keyClick(f.view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(f.rows(), 162);
    QCOMPARE(f.idAt(2), id);
}

void TestGalleryPage::demoImagesGoAndComeBack()
{
    Fixture f;
    QVERIFY(!f.action("removeDemoImagesAction")->isEnabled());
    GalleryItem demo = f.library.item(f.idAt(0));
    demo.record.demo = true;
    for (const qint64 id : {9001, 9002}) {
        demo.record.id = id;
        f.library.put(demo);
        Q_EMIT f.library.imagesReturned({demo});
    }
    QCOMPARE(f.rows(), 164);
    // What is held back counts as well; what comes while it is asked stays.
    f.choose(5);
    demo.record.id = 9003;
    f.library.put(demo);
    Q_EMIT f.library.imagesAdded({demo});
    f.action("removeDemoImagesAction")->trigger();
    QCOMPARE(f.label("galleryDemoQuestionLabel"), text("Remove 3 demo images?"));
    f.click("galleryDemoConfirmButton");
    QVERIFY2(f.library.lastCall().startsWith(text("removeDemoImages ")), qPrintable(f.library.lastCall()));
    QCOMPARE(f.rows(), 162);
    QVERIFY(!f.action("removeDemoImagesAction")->isEnabled());
    QTest::keyClick(f.view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(f.rows(), 165);
}

void TestGalleryPage::contextMenuByKey()
{
    Fixture f;
    f.choose(1);
    const QPoint middle = f.view->viewport()->rect().center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, middle, f.view->viewport()->mapToGlobal(middle));
    QApplication::sendEvent(f.view->viewport(), &event);
    auto *menu = f.find<QMenu>("galleryTileMenu");
    QTRY_VERIFY(menu->isVisible());
    QVERIFY(menu->actions().contains(f.action("copyImagesAction")));
    menu->close();
}

void TestGalleryPage::fullScreenHidesTheKeys()
{
    Fixture f;
    auto *hints = f.find<KeyHints>("galleryKeyHints");
    QVERIFY(hints->isVisible());
    QVERIFY(hints->accessibleDescription().startsWith(text("A: Accept")));
    const int all = hints->shownCount();
    f.action("fullScreenAction")->trigger();
    QTRY_VERIFY(!hints->isVisible());
    f.action("fullScreenAction")->trigger();
    QTRY_VERIFY(hints->isVisible());
    Fixture small(QSize(1024, 640));
    small.window.resize(1024, 640);
    small.view->resize(300, 300);
    auto *few = small.find<KeyHints>("galleryKeyHints");
    few->resize(240, KeyHints::barHeight);
    QVERIFY(few->shownCount() < all && few->shownCount() > 0);
}

void TestGalleryPage::rememberedPerProject()
{
    {
        Fixture f;
        f.click("galleryAcceptedSegment");
        f.pick("gallerySortCombo", int(GallerySort::BestFirst));
        f.view->setTileWish(200);
        f.find<QSlider>("galleryScoreRangeLow")->setValue(60);
        f.find<QLineEdit>("searchEdit")->setText(text("tanaka"));
        f.click("galleryAcceptedSegment");
    }
    FakeProjectView project(Scene::Running);
    FakeLibraryView library(project);
    AnsweredDialogs dialogs;
    MainWindow window({.project = project, .dialogs = dialogs, .library = &library});
    window.show();
    window.findChild<QAction *>(text("galleryPageAction"))->trigger();
    auto *view = window.findChild<GalleryView *>();
    QTRY_VERIFY(view->model()->rowCount() > 0);
    QVERIFY(window.findChild<QAbstractButton *>(text("galleryAcceptedSegment"))->isChecked());
    QCOMPARE(window.findChild<QComboBox *>(text("gallerySortCombo"))->currentIndex(), int(GallerySort::BestFirst));
    QCOMPARE(view->tileWish(), 200);
    QCOMPARE(window.findChild<RangeSlider *>()->low(), 0); // neither the range nor the search
    QVERIFY(window.findChild<QLineEdit *>(text("searchEdit"))->text().isEmpty());
    // Nonsense in the file is as good as nothing.
    QSettings().setValue(text("gallery/sample/sort"), 99);
    QSettings().setValue(text("gallery/sample/tileWidth"), 5000);
    QSettings().setValue(text("gallery/sample/verdict"), text("nonsense"));
    QSettings().setValue(text("gallery/sample/character"), text("who"));
    Fixture again;
    QCOMPARE(again.rows(), 162);
}

void TestGalleryPage::case13_markupIsText()
{
    Fixture f;
    const QString hostile = text("<img src=x><b>bold</b>");
    GalleryItem item = f.library.item(f.idAt(0));
    item.record.prompt = hostile;
    item.record.server = hostile;
    item.record.modelFile = hostile;
    f.library.put(item);
    CharacterRow row = f.project.row(item.record.characterId);
    row.character.name = hostile;
    f.project.changeRow(row);
    item.characterName = hostile;
    f.library.put(item);
    QCOMPARE(f.find<QComboBox>("galleryCharacterCombo")->findText(hostile) > 0, true);
    f.choose(0);
    QTRY_COMPARE(f.find<QPlainTextEdit>("imagePromptEdit")->toPlainText(), hostile);
    for (const char *name : {"imageNameLabel", "imageServerLabel"}) {
        QCOMPARE(f.label(name), hostile);
        QCOMPARE(f.find<QLabel>(name)->textFormat(), Qt::PlainText);
    }
    QTest::keyClick(f.view, Qt::Key_Return);
    QVERIFY(f.label("galleryImageTitleLabel").contains(hostile));
    QCOMPARE(f.find<QLabel>("galleryImageTitleLabel")->textFormat(), Qt::PlainText);
    QVERIFY(!f.window.grab().isNull());
}

QTEST_MAIN(TestGalleryPage)
#include "tst_gallerypage.moc"
