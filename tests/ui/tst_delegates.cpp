// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/cellink.h"
#include "delegates/statusdelegate.h"
#include "models/charactertablemodel.h"
#include "style/palettes.h"
#include "style/tooltips.h"
#include "support/fakeprojectview.h"

#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;

class TestDelegates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setPalette(lightPalette()); }
    void barsShowTheirShares();
    void aFullBarHasNoTrack();
    void linkTakesClicksAroundItsLine();
    void linkFollowsTheDirection();
    void everyStateHasAGlyph();
    void case13_toolTipsAreNoMarkup();
};

namespace {

QImage paintedBar(const Segments &segments)
{
    QImage image(200, 8, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintSegments(&painter, image.rect(), segments, Roles::current(), Qt::white);
    return image;
}

int countOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int x = 0; x < image.width(); ++x)
        count += image.pixelColor(x, 4) == color;
    return count;
}

} // namespace

void TestDelegates::barsShowTheirShares()
{
    const Roles &roles = Roles::current();
    const QImage bar = paintedBar({50, 25, 10, 0.5, 100});
    QVERIFY(qAbs(countOf(bar, roles.okFill) - 100) <= 2);
    QVERIFY(qAbs(countOf(bar, roles.undFill) - 49) <= 2);
    QVERIFY(qAbs(countOf(bar, roles.track) - 28) <= 3);
    QVERIFY2(countOf(bar, roles.badFill) > 5 && countOf(bar, roles.badFill) < 20, "rejected is hatched, not solid");
    QCOMPARE(countOf(paintedBar({0, 0, 0, 0, 100}), roles.track) >= 196, true);
}

void TestDelegates::aFullBarHasNoTrack()
{
    QCOMPARE(countOf(paintedBar({60, 40, 0, 0, 100}), Roles::current().track), 0);
    // More images than asked for do not run over the end.
    QCOMPARE(countOf(paintedBar({150, 0, 0, 0, 100}), Roles::current().track), 0);
}

void TestDelegates::linkTakesClicksAroundItsLine()
{
    FakeProjectView project(FakeProjectView::Scene::Running);
    CharacterTableModel model;
    model.setRows(project.rows());
    StatusDelegate delegate;
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, 158, 74);
    const QModelIndex failed = model.index(4, CharacterTableModel::StatusColumn);
    const QRect link = delegate.linkRect(option, failed);
    QVERIFY(link.height() >= 24);
    QVERIFY(option.rect.contains(link));
    QSignalSpy activated(&delegate, &StatusDelegate::linkActivated);
    const auto click = [&](QPoint at) {
        QMouseEvent event(QEvent::MouseButtonRelease, at, at, Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
        return static_cast<QAbstractItemDelegate &>(delegate).editorEvent(&event, &model, option, failed);
    };
    QVERIFY(click(link.center()));
    QCOMPARE(activated.size(), 1);
    QVERIFY(!click(QPoint(30, 12)));
    QCOMPARE(activated.size(), 1);
    QVERIFY(delegate.linkRect(option, model.index(0, CharacterTableModel::StatusColumn)).isEmpty());
}

void TestDelegates::linkFollowsTheDirection()
{
    FakeProjectView project(FakeProjectView::Scene::Running);
    CharacterTableModel model;
    model.setRows(project.rows());
    StatusDelegate delegate;
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, 158, 74);
    const QModelIndex failed = model.index(4, CharacterTableModel::StatusColumn);
    const QRect left = delegate.linkRect(option, failed);
    option.direction = Qt::RightToLeft;
    const QRect right = delegate.linkRect(option, failed);
    QVERIFY(right.left() > left.left());
    QCOMPARE(right.width(), left.width());
}

void TestDelegates::everyStateHasAGlyph()
{
    for (int state = int(RowState::ModelMissing); state <= int(RowState::NotStarted); ++state) {
        const StateLook look = stateLook(RowState(state));
        QVERIFY(QFile::exists(QStringLiteral(LORASTUDIO_SOURCE_DIR "/resources/icons/%1.svg").arg(look.glyph)));
        QVERIFY(look.color != nullptr);
    }
}

void TestDelegates::case13_toolTipsAreNoMarkup()
{
    const QString tip = plainToolTip(QStringLiteral("<img src=x>\nsecond"));
    QVERIFY(tip.contains(QStringLiteral("&lt;img src=x&gt;<br>second")));
    QVERIFY(plainToolTip({}).isEmpty());
}

QTEST_MAIN(TestDelegates)
#include "tst_delegates.moc"
