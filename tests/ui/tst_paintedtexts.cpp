// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that are painted and not laid out by a layout: cells, tiles, strips, bars, charts. In a language of longer
// words, from left to right and from right to left, none leaves its place or stands on another one, and what is cut
// short is told whole by a tool tip.
#include "style/appearance.h"
#include "support/longwords.h"
#include "support/textrecorder.h"
#include "support/windowfixture.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocumentFragment>
#include <QToolTip>

using namespace lorastudio;
using test::LongWords;
using test::PaintedText;
using test::TextRecorder;
using test::WindowFixture;
using Scene = FakeProjectView::Scene;

namespace {

constexpr qreal tolerance = 1.5; ///< metrics and painter round differently
const QChar ellipsis(0x2026);

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

/// Scrolled or edited texts stand where they stand.
bool scrolls(const QWidget *widget)
{
    const QWidget *parent = widget->parentWidget();
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(parent) ||
           widget->inherits("QTipLabel");
}

QString without(QString words)
{
    for (const ushort mark : {0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x200b})
        words.remove(QChar(mark));
    return words;
}

/// At once: QToolTip lets one stand for a while.
void closeTips()
{
    const QWidgetList tops = QApplication::topLevelWidgets();
    for (QWidget *top : tops) {
        if (top->inherits("QTipLabel"))
            top->hide();
    }
}

QString tipAt(QWidget *widget, const QPoint &at)
{
    closeTips();
    QHelpEvent help(QEvent::ToolTip, at, widget->mapToGlobal(at));
    QApplication::sendEvent(widget, &help);
    const QString tip = QToolTip::isVisible() ? QToolTip::text() : QString();
    closeTips();
    return without(Qt::mightBeRichText(tip) ? QTextDocumentFragment::fromHtml(tip).toPlainText() : tip);
}

/// What the texts of one widget do wrong.
class Judge
{
public:
    Judge(QWidget *widget, QString page) : m_widget(widget), m_page(std::move(page))
    {
        m_view = qobject_cast<QAbstractItemView *>(widget->parentWidget());
        if (m_view && m_view->viewport() != widget)
            m_view = nullptr;
    }
    QStringList wrong() const
    {
        QStringList wrong;
        const QList<PaintedText> texts = TextRecorder::of(m_widget);
        for (int i = 0; i < texts.size(); ++i) {
            const PaintedText &one = texts.at(i);
            const QRectF room = roomOf(one);
            if (one.place.left() < room.left() - tolerance || one.place.right() > room.right() + tolerance)
                wrong.append(said("leaves its place", one, room));
            for (int j = 0; j < i; ++j) {
                const QRectF both = texts.at(j).place & one.place;
                if (both.width() > tolerance && both.height() > tolerance)
                    wrong.append(
                        said(qPrintable(text("stands on “%1”").arg(texts.at(j).text)), one, texts.at(j).place));
            }
            const QPoint middle = one.place.center().toPoint();
            if (one.text.endsWith(ellipsis) && !isWhole(one) && m_widget->rect().contains(middle)) {
                const QString shown = without(one.text).chopped(1).trimmed();
                const QString tip = tipAt(m_widget, middle);
                if (!tip.simplified().contains(shown.simplified()))
                    wrong.append(said(qPrintable(text("is not told whole, but “%1”").arg(tip)), one, room));
            }
        }
        return wrong;
    }

private:
    /// The widget, or the cell.
    QRectF roomOf(const PaintedText &one) const
    {
        const QRect all = m_widget->rect();
        if (!m_view)
            return all;
        const QModelIndex index = m_view->indexAt(one.place.center().toPoint());
        return index.isValid() ? QRectF(m_view->visualRect(index)) : QRectF(all);
    }
    /// Dots that are the end of the text itself: a button that asks before it acts.
    bool isWhole(const PaintedText &one) const
    {
        const auto *button = qobject_cast<const QAbstractButton *>(m_widget);
        return button && button->text().remove(u'&') == one.text;
    }
    QString said(const char *what, const PaintedText &one, const QRectF &room) const
    {
        const QWidget *named = m_view ? m_view : m_widget;
        return text("%1, %2 %3: “%4” at %5…%6 of %7…%8 %9")
            .arg(m_page, text(named->metaObject()->className()), named->objectName(), one.text)
            .arg(one.place.left())
            .arg(one.place.right())
            .arg(room.left())
            .arg(room.right())
            .arg(text(what));
    }
    QWidget *m_widget;
    QString m_page;
    QAbstractItemView *m_view;
};

} // namespace

class TestPaintedTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QApplication::setOrganizationName(text("lora-studio-test"));
        QApplication::setApplicationName(text("lora-studio-test"));
        QApplication::setQuitOnLastWindowClosed(false);
        Appearance::prepareApplication(false);
    }
    void init() { QSettings().clear(); }
    void cleanup()
    {
        QApplication::removeTranslator(&m_words);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }
    void textsKeepToTheirPlaces_data();
    void textsKeepToTheirPlaces();
    void theRecorderSeesWhatIsPainted();

private:
    QTemporaryDir m_settings;
    LongWords m_words;
};

void TestPaintedTexts::textsKeepToTheirPlaces_data()
{
    QTest::addColumn<Scene>("scene");
    QTest::addColumn<bool>("longWords");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::addColumn<QSize>("size");
    const std::pair<const char *, Scene> scenes[]{
        {"empty", Scene::Empty}, {"running", Scene::Running}, {"finished", Scene::Finished}};
    for (const auto &[name, scene] : scenes) {
        for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
            for (const bool longWords : {false, true}) {
                QTest::addRow("%s, %d, %s, left to right", name, size.width(), longWords ? "long" : "plain")
                    << scene << longWords << Qt::LeftToRight << size;
                QTest::addRow("%s, %d, %s, right to left", name, size.width(), longWords ? "long" : "plain")
                    << scene << longWords << Qt::RightToLeft << size;
            }
        }
    }
}

void TestPaintedTexts::textsKeepToTheirPlaces()
{
    QFETCH(Scene, scene);
    QFETCH(bool, longWords);
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    if (longWords)
        QApplication::installTranslator(&m_words);
    QApplication::setLayoutDirection(direction);
    WindowFixture f(scene, size);
    QStringList wrong;
    QStringList pages{text("characters"), text("gallery"), text("models"), text("servers"),
                      text("settings"),   text("log"),     text("import")};
    for (const QString &page : pages) {
        if (page == text("import"))
            f.showImport();
        else
            f.show(page);
        f.settle();
        const QList<QAbstractItemView *> views = f.window.findChildren<QAbstractItemView *>();
        for (QAbstractItemView *view : views) {
            if (view->isVisible() && view->model() && view->model()->rowCount() > 0 && !view->currentIndex().isValid())
                view->setCurrentIndex(view->model()->index(0, 0));
        }
        f.settle(); // what is painted learns what it elides
        const QList<QWidget *> widgets = f.window.findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            if (widget->isVisible() && !scrolls(widget))
                wrong += Judge(widget, page).wrong();
        }
    }
    wrong.removeDuplicates();
    for (const QString &line : std::as_const(wrong))
        qWarning("%s", qPrintable(line));
    QVERIFY(wrong.isEmpty());
}

void TestPaintedTexts::theRecorderSeesWhatIsPainted()
{
    WindowFixture f(Scene::Running);
    auto *table = f.find<QAbstractItemView>("charactersTable");
    QStringList seen;
    const QList<PaintedText> texts = TextRecorder::of(table->viewport());
    for (const PaintedText &one : texts)
        seen.append(without(one.text));
    QVERIFY2(seen.contains(text("Yuki Tanaka")), qPrintable(seen.join(u'\n')));
    QVERIFY(seen.contains(text("Takeshi Sato")));
}

QTEST_MAIN(TestPaintedTexts)
#include "tst_paintedtexts.moc"
