// SPDX-License-Identifier: GPL-3.0-or-later
// A gallery of 100,000 images in the real window: the first page, the jump to the end, filter and order, and what 20
// new images a second do to the event loop. Everything as a multiple of a control in the same process: sorting as many
// bare pairs of score and id. Run with a platform that paints (offscreen will do).
#include "gallery/gallerypage.h"
#include "gallery/galleryview.h"
#include "mainwindow/mainwindow.h"
#include "models/gallerymodel.h"
#include "style/appearance.h"
#include "support/fakeprojectview.h"
#include "widgets/filedialogs.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <ctime>

using namespace lorastudio;

namespace {

constexpr int images = 100'000;
constexpr int characters = 8;
constexpr int arrivals = 120;
constexpr int arrivalMs = 50; // 20 a second
constexpr int repeats = 5;

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

/// A thumbnail of its own for each key, there at once, so that tiles are scaled as real ones are.
class PlainImages : public ImageSource
{
public:
    QImage thumbnail(const QString &key, bool) override
    {
        QImage &image = m_images[key];
        if (image.isNull()) {
            image = QImage(171, 256, QImage::Format_RGB32);
            image.fill(QColor::fromHsv(int(qHash(key) % 360), 120, 180));
        }
        return image;
    }
    bool isMissing(const QString &) const override { return false; }
    void requestPicture(const QString &) override {}

private:
    QHash<QString, QImage> m_images;
};

class BenchProject : public FakeProjectView
{
public:
    BenchProject() : FakeProjectView(Scene::Running) {}
    ImageSource &images() override { return m_plain; }

private:
    PlainImages m_plain;
};

class NoDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &, Answer) override {}
    void chooseFolder(QWidget *, const QString &, Answer) override {}
};

class BenchLibrary : public ImageLibraryView
{
public:
    explicit BenchLibrary(const ProjectView &project)
    {
        for (const CharacterRow &row : project.rows())
            m_ids.append(row.character.id);
        QVector<ImageRecord> newestFirst;
        for (qint64 id = images; id > 0; --id)
            newestFirst.append(record(id));
        m_first.addOlder(newestFirst.mid(0, 500));
        m_all.addOlder(newestFirst);
    }
    ImageRecord record(qint64 id) const
    {
        ImageRecord image;
        image.id = id;
        image.characterId = m_ids.at(id % characters);
        image.number = int(id / characters) + 1;
        image.runId = id / 5000 + 1;
        image.modelFile = QStringLiteral("model-%1.safetensors").arg(id % 4);
        image.prompt = QStringLiteral("photo of %1, looking at viewer").arg(image.characterId);
        image.size = QSize(512, 768);
        image.score.total = double((id * 7919) % 10'000) / 100;
        image.verdict = Verdict(id % 3);
        image.imagePath = QStringLiteral("p/%1.png").arg(id);
        return image;
    }
    GalleryItem item(qint64 id) const
    {
        GalleryItem made;
        made.record = record(id);
        made.characterName = made.record.characterId;
        made.thumbnailKey = made.record.imagePath;
        return made;
    }
    void loadIndex() override
    {
        QTimer::singleShot(0, this, [this] { Q_EMIT indexLoaded(m_first, false); });
        QTimer::singleShot(500, this, [this] { Q_EMIT indexLoaded(m_all, true); });
    }
    void loadItems(const QList<qint64> &ids) override
    {
        QTimer::singleShot(2, this, [this, ids] {
            QList<GalleryItem> items;
            for (const qint64 id : ids)
                items.append(item(id));
            Q_EMIT itemsLoaded(ids, items, false);
        });
    }
    void arrive(qint64 id) { Q_EMIT imagesAdded({item(id)}); }

    QList<RunLabel> runs() const override { return {}; }
    QString serverName(const QString &address) const override { return address; }
    void setVerdict(const QList<ImageVerdict> &, Verdict) override {}
    void copyImages(const QList<qint64> &, const QString &) override {}
    void cancelCopy() override {}
    CopyState copyState() const override { return {}; }
    void openFolder(qint64) override {}
    void openCopyFolder() override {}
    void moveToTrash(const QList<qint64> &) override {}
    void removeDemoImages(const QList<qint64> &) override {}

private:
    QStringList m_ids;
    ImageIndex m_first;
    ImageIndex m_all;
};

/// CPU time of this thread in milliseconds: what other programs do on the machine does not count.
double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// Turns of the event loop, and what the main thread does in each.
class Turns
{
public:
    void reset() { m_longest = m_sum = m_over = 0; }
    void turn()
    {
        const double before = threadMs();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        note(threadMs() - before);
    }
    void note(double ms)
    {
        m_longest = std::max(m_longest, ms);
        m_sum += ms;
        m_over += ms > 16 ? 1 : 0;
    }
    double longest() const { return m_longest; }
    double sum() const { return m_sum; }
    int over16() const { return int(m_over); }

private:
    double m_longest = 0;
    double m_sum = 0;
    double m_over = 0;
};

double control()
{
    double best = 1e9; // of the CPU, as everything below
    for (int i = 0; i < repeats; ++i) {
        std::vector<std::pair<float, qint64>> pairs;
        for (qint64 id = 0; id < images; ++id)
            pairs.emplace_back(float((id * 7919) % 10'000) / 100, id);
        const double before = threadMs();
        std::sort(pairs.begin(), pairs.end());
        best = std::min(best, threadMs() - before);
    }
    return best;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QApplication::setOrganizationName(text("bench"));
    QApplication::setApplicationName(text("bench"));
    Appearance::prepareApplication(false);
    QTextStream out(stdout);
    const double unit = control();
    out << "control (sorting " << images << " pairs): " << QString::number(unit, 'f', 2) << " ms\n";

    BenchProject project;
    BenchLibrary library(project);
    NoDialogs dialogs;
    MainWindow window({.project = project, .dialogs = dialogs, .library = &library});
    window.resize(1440, 900);
    window.show();
    QTest::qWait(500);
    Turns turns;
    auto *view = window.findChild<GalleryView *>();
    auto *model = qobject_cast<GalleryModel *>(view->model());

    const auto measure = [&](const char *what, const std::function<void()> &action, const std::function<bool()> &done) {
        turns.reset();
        QElapsedTimer timer;
        timer.start();
        const double before = threadMs();
        action();
        turns.note(threadMs() - before);
        while (!done())
            turns.turn();
        const double painting = threadMs();
        view->viewport()->repaint();
        turns.note(threadMs() - painting);
        const double whole = double(timer.nsecsElapsed()) / 1e6;
        out << QString::fromLatin1(what).leftJustified(26)
            << QString::number(turns.sum() / unit, 'f', 2).rightJustified(6) << " x control on the main thread ("
            << QString::number(turns.sum(), 'f', 1) << " ms, longest turn " << QString::number(turns.longest(), 'f', 1)
            << " ms); on the screen after " << QString::number(whole, 'f', 1) << " ms\n";
        out.flush();
        QTest::qWait(200);
    };
    const auto settled = [&] {
        return !model->isAsking() && model->figures().total >= images;
    };
    const auto pick = [&](const char *name, int index) {
        auto *combo = window.findChild<QComboBox *>(text(name));
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index);
    };

    measure(
        "first page", [&] { window.findChild<QAction *>(text("galleryPageAction"))->trigger(); },
        [&] { return model->rowCount() > 0; });
    measure(
        "all of them", [] {}, settled);
    measure(
        "jump to the end",
        [&] {
            view->setFocus();
            QTest::keyClick(view, Qt::Key_End);
        },
        settled);
    measure(
        "back to the beginning", [&] { QTest::keyClick(view, Qt::Key_Home); }, settled);
    view->clearSelection();
    measure(
        "filter: accepted", [&] { window.findChild<QAction *>(text("filterAcceptedAction"))->trigger(); }, settled);
    measure(
        "filter: one character", [&] { pick("galleryCharacterCombo", 1); }, settled);
    measure(
        "filters taken away",
        [&] {
            window.findChild<QAction *>(text("filterAllAction"))->trigger();
            pick("galleryCharacterCombo", 0);
        },
        settled);
    measure(
        "search in prompts", [&] { window.findChild<GalleryPage *>()->setSearchText(text("viewer")); }, settled);
    measure(
        "order: best first", [&] { pick("gallerySortCombo", int(GallerySort::BestFirst)); }, settled);
    measure(
        "order: by character", [&] { pick("gallerySortCombo", int(GallerySort::ByCharacter)); }, settled);

    qint64 next = images;
    for (const GallerySort sort : {GallerySort::NewestFirst, GallerySort::BestFirst}) {
        pick("gallerySortCombo", int(sort));
        view->clearSelection();
        view->selectionModel()->clearCurrentIndex();
        view->scrollToTop();
        QTest::qWait(500);
        const int before = model->rowCount();
        turns.reset();
        QTimer arrive;
        int left = arrivals;
        QObject::connect(&arrive, &QTimer::timeout, &library, [&] {
            if (left-- > 0)
                library.arrive(++next);
        });
        arrive.start(arrivalMs);
        while (left >= 0)
            turns.turn();
        out << (sort == GallerySort::NewestFirst ? "20 a second, newest first" : "20 a second, best first") << ": "
            << model->rowCount() - before << " came in, longest turn " << QString::number(turns.longest(), 'f', 1)
            << " ms (" << QString::number(turns.longest() / unit, 'f', 2) << " x control), " << turns.over16()
            << " turns over 16 ms\n";
        out.flush();
    }
    return 0;
}
