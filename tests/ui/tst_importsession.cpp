// SPDX-License-Identifier: GPL-3.0-or-later
// Files on their way into a real database, from the drop on the window to undo.
#include "session/importsession.h"

#include "characters/charactertableview.h"
#include "import/importtableview.h"
#include "mainwindow/mainwindow.h"
#include "services.h"
#include "session/projectsession.h"
#include "storage/characterrepository.h"
#include "storage/referencerepository.h"
#include "style/appearance.h"
#include "widgets/filedialogs.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QCoroTask>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QImage>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using Model = ImportTableModel;

namespace {

QString u(const char *text)
{
    return QString::fromUtf8(text);
}

class NoDialogs : public FileDialogs
{
public:
    void chooseFiles(QWidget *, const QString &, const QString &, Answer) override {}
    void chooseFolder(QWidget *, const QString &, Answer) override {}
};

/// The program as its main function puts it together.
struct Program
{
    QTemporaryDir folder;
    std::unique_ptr<Services> services;
    std::unique_ptr<ProjectSession> session;
    std::unique_ptr<ImportSession> imports;
    NoDialogs dialogs;
    std::unique_ptr<MainWindow> window;

    Program()
    {
        services = std::make_unique<Services>(PathOptions{
            .configDir = path("config"), .database = u("sqlite:") + path("data.db"), .library = path("library")});
        session = std::make_unique<ProjectSession>(*services, QString());
        imports = std::make_unique<ImportSession>(*services, *session);
        window = std::make_unique<MainWindow>(
            WindowViews{.project = *session, .dialogs = dialogs, .imports = imports.get()});
        window->show();
        session->begin(false);
        if (!QTest::qWaitFor([&] { return session->isReady(); }, 30'000))
            qFatal("the project did not open");
    }
    ~Program()
    {
        window.reset();
        bool done = false;
        Task<void> closing = session->close();
        QCoro::connect(std::move(closing), session.get(), [&done] { done = true; });
        if (!QTest::qWaitFor([&] { return done; }, 30'000))
            qFatal("the session did not end");
    }
    QString path(const char *name) const { return folder.filePath(u(name)); }
    QString write(const char *name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
            qFatal("cannot write %s", name);
        return path(name);
    }
    QString picture(const char *name, const char *format = "PNG", Qt::GlobalColor color = Qt::green) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QImage image(64, 96, QImage::Format_RGB32);
        image.fill(color);
        image.save(path(name), format);
        return path(name);
    }
    void drop(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &one : paths)
            urls.append(QUrl::fromLocalFile(one));
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        QDropEvent fallen(QPointF(700, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &fallen);
    }
    template <class T>
    T *find(const char *name) const
    {
        T *found = window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("There is no %s", name);
        return found;
    }
    int count() const { return int(session->rows().size()); }
    QStringList names() const
    {
        QStringList names;
        for (const CharacterRow &row : session->rows())
            names.append(row.character.name);
        return names;
    }
    QStringList references() const { return QDir(path("library/references")).entryList(QDir::Files); }
    QStringList referencesOf(const char *id)
    {
        std::optional<Result<QStringList>> result;
        const auto work = [id = QString::fromLatin1(id)](Connection &connection) {
            return ReferenceRepository(connection).list(id);
        };
        Task<Result<QStringList>> reading = services->database().read(work);
        QCoro::connect(std::move(reading), session.get(),
                       [&result](const Result<QStringList> &read) { result = read; });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 30'000) || !*result)
            qFatal("the references cannot be read");
        return **result;
    }
    ImportTableView *table() const { return find<ImportTableView>("importTable"); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    void save() { find<QAction>("importSaveAction")->trigger(); }
};

} // namespace

class TestImportSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QSettings().clear(); }
    void cancelLeavesNothing();
    void importIsOneStep();
    void whatExistsIsToldAndReplaced();
    void aModelOfATableIsShown();
    void moreIsAddedWhileOpen();
    void aPictureThatOnlyLooksWholeIsLeftOut();
    void aCopyHasThePicturesToo();
    void anotherPictureIsShown();
    void storingIsCanceled();
    void readingIsStopped();
    void otherProjectsAreLookedAt();
    void aFileIsOpenedWithTheDesktop();
    void closingWhileReading();

public Q_SLOTS:
    void openUrl(const QUrl &url) { m_opened = url; }

private:
    QTemporaryDir m_settings;
    QUrl m_opened;
};

void TestImportSession::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(u("lora-studio-test"));
    QApplication::setApplicationName(u("lora-studio-test"));
    Appearance::prepareApplication(false);
}

void TestImportSession::cancelLeavesNothing()
{
    Program p;
    p.picture("hana_mori/a.png");
    p.drop({p.path("hana_mori"), p.write("list.csv", "name,project\nAnna,\nBert,Elsewhere\n")});
    QTRY_VERIFY(p.find<QWidget>("importPage")->isVisible());
    QTRY_COMPARE(p.table()->model()->rowCount(), 3);
    QTest::keyClick(p.table(), Qt::Key_Space);
    QTest::keyClick(p.table(), Qt::Key_Escape);
    QVERIFY(!p.find<QWidget>("importPage")->isVisible());
    QCOMPARE(p.count(), 0);
    QCOMPARE(p.session->projects().size(), 1);
    QVERIFY(!QDir(p.path("library/references")).exists());
    QVERIFY(!p.session->undoStack().canUndo());
    QVERIFY(p.imports->rows().isEmpty());
}

void TestImportSession::importIsOneStep()
{
    Program p;
    p.drop({p.write("first.csv", "name\nZoe\n")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    p.save();
    QTRY_COMPARE(p.names(), QStringList{u("Zoe")});

    p.picture("hana_mori/a.png");
    p.picture("hana_mori/b.png", "PNG", Qt::red);
    p.drop({p.path("hana_mori"), p.write("list.csv", "name,type,prompt\nAnna,gentle_female,a woman\nBert,,\n,,x\n")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 4);
    p.table()->selectEntry(3); // Bert stays out
    QTest::keyClick(p.table(), Qt::Key_Space);
    p.save();
    QTRY_COMPARE(p.names(), (QStringList{u("Zoe"), u("Hana Mori"), u("Anna")}));
    QTRY_VERIFY(!p.find<QWidget>("importPage")->isVisible());
    // The new rows are there, the first of them is the current one, and the status bar offers to take it back.
    QCOMPARE(p.find<CharacterTableView>("charactersTable")->currentId(), u("hana_mori"));
    QCOMPARE(p.session->runSummary().lastChange, u("Imported 2 characters."));
    QCOMPARE(p.references().size(), 2);
    QCOMPARE(p.referencesOf("hana_mori").size(), 2);
    QCOMPARE(p.session->rows().at(2).character.prompt, u("a woman"));
    QVERIFY(!p.session->rows().at(2).assignment.modelFile.isEmpty());

    p.find<QAction>("undoAction")->trigger();
    QTRY_COMPARE(p.names(), QStringList{u("Zoe")});
    p.find<QAction>("redoAction")->trigger();
    QTRY_COMPARE(p.count(), 3);
    QCOMPARE(p.referencesOf("hana_mori").size(), 2);
    QCOMPARE(p.references().size(), 2);
    p.find<QAction>("undoAction")->trigger();
    QTRY_COMPARE(p.count(), 1);
    p.find<QAction>("undoAction")->trigger();
    QTRY_COMPARE(p.count(), 0);
}

void TestImportSession::whatExistsIsToldAndReplaced()
{
    Program p;
    p.drop({p.write("first.csv", "name,prompt,type\nYuki Tanaka,old,nervous_male\n")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    p.save();
    QTRY_COMPARE(p.count(), 1);
    p.picture("yuki_tanaka/a.png");
    p.drop({p.path("yuki_tanaka"), p.write("second.csv", "name,prompt\nYUKI TANAKA,new\n")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    QTRY_COMPARE(p.cell(0, Model::HappeningColumn), u("Exists already"));
    const QString sentence =
        p.table()->model()->index(0, Model::HappeningColumn).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(sentence.contains(u("Prompt will be replaced, 1 picture added")), qPrintable(sentence));
    p.save();
    QTRY_COMPARE(p.session->rows().first().character.prompt, u("new"));
    QCOMPARE(p.count(), 1);
    QCOMPARE(p.session->rows().first().character.type, u("nervous_male"));
    p.find<QAction>("undoAction")->trigger();
    QTRY_COMPARE(p.session->rows().first().character.prompt, u("old"));
    QVERIFY(p.session->rows().first().character.reference.isEmpty());

    p.drop({p.path("second.csv")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    QTest::keyClick(p.table(), Qt::Key_Return); // Add as new
    p.save();
    QTRY_COMPARE(p.names(), (QStringList{u("Yuki Tanaka"), u("Yuki Tanaka 2")}));
}

void TestImportSession::aModelOfATableIsShown()
{
    Program p;
    p.drop({p.write("list.csv", "name,type,model\nAnna,gentle_female,\nBert,gentle_male,chilloutmix.safetensors\n"
                                "Cleo,,my/own.safetensors\nDora,,EPICREALISM V5\n")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 4);
    const auto sentence = [&](int row) {
        return p.table()->model()->index(row, Model::ModelColumn).data(Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(sentence(0), u("Model Realistic Vision 5.1, Automatic"));
    QCOMPARE(sentence(1), u("Model ChilloutMix, Chosen by the table"));
    QVERIFY(sentence(2).endsWith(u("Chosen by the table")));
    QCOMPARE(sentence(3), u("Model epiCRealism v5, Chosen by the table"));
    const QList<ImportRow> rows = p.imports->rows();
    QVERIFY(!rows.at(1).entry->hasNote());
    QVERIFY(rows.at(2).entry->hasNote());
    QVERIFY(!rows.at(3).entry->hasNote());
    const QString said = p.table()->model()->index(2, Model::HappeningColumn).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(said.startsWith(u("Model not known")), qPrintable(said));
    p.save();
    QTRY_COMPARE(p.count(), 4);
    QVERIFY(p.session->rows().at(1).assignment.locked);
    QCOMPARE(p.session->rows().at(2).assignment.modelFile, u("my/own.safetensors"));
    QCOMPARE(p.session->rows().at(3).assignment.modelFile, u("epicrealism_v5.safetensors"));
}

void TestImportSession::moreIsAddedWhileOpen()
{
    Program p;
    p.drop({p.write("a.csv", "name\nAnna\n")});
    p.drop({p.write("b.csv", "name\nBert\n")}); // before the first one is read
    QTRY_COMPARE(p.table()->model()->rowCount(), 2);
    QTest::keyClick(p.table(), Qt::Key_Space);
    p.imports->addText(u("name\nCleo\n"));
    QTRY_COMPARE(p.table()->model()->rowCount(), 3);
    QCOMPARE(p.imports->state().totals.characters, 2);
    p.find<QAction>("undoAction")->trigger(); // what was added
    QCOMPARE(p.table()->model()->rowCount(), 2);
    p.find<QAction>("undoAction")->trigger(); // the box
    QCOMPARE(p.imports->state().totals.characters, 2);
}

void TestImportSession::aPictureThatOnlyLooksWholeIsLeftOut()
{
    Program p;
    p.picture("A/2.png", "PNG", Qt::red);
    // Its structure is whole, its pixels are not.
    QFile whole(p.picture("A/1.png"));
    QVERIFY(whole.open(QIODevice::ReadWrite));
    QByteArray bytes = whole.readAll();
    const qsizetype pixels = bytes.indexOf("IDAT") + 4;
    bytes.replace(pixels, 12, QByteArray(12, '\x5a'));
    whole.seek(0);
    whole.write(bytes);
    whole.close();
    p.drop({p.path("A")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    QTRY_COMPARE(p.cell(0, Model::HappeningColumn), u("1 picture cannot be read")); // when it was to be shown
    QCOMPARE(QFileInfo(p.imports->rows().first().entry->pictures.first().path).fileName(), u("2.png"));
    p.save();
    QTRY_COMPARE(p.count(), 1);
    QTRY_VERIFY(!p.session->rows().first().character.reference.isEmpty());
    QCOMPARE(p.references().size(), 1);
    QVERIFY(p.session->notices().isEmpty());
}

void TestImportSession::aCopyHasThePicturesToo()
{
    Program p;
    p.picture("mei/1.png");
    p.picture("mei/2.png", "PNG", Qt::red);
    p.drop({p.path("mei")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    p.save();
    QTRY_COMPARE(p.names(), QStringList{u("Mei")});
    p.session->duplicateCharacters({u("mei")});
    QTRY_COMPARE(p.names(), (QStringList{u("Mei"), u("Mei 2")}));
    QCOMPARE(p.referencesOf("mei").size(), 2);
    QCOMPARE(p.referencesOf("mei_2"), p.referencesOf("mei"));
    QCOMPARE(p.references().size(), 2);
    p.find<QAction>("undoAction")->trigger();
    QTRY_COMPARE(p.count(), 1);
    p.find<QAction>("redoAction")->trigger();
    QTRY_COMPARE(p.count(), 2);
    QCOMPARE(p.referencesOf("mei_2"), p.referencesOf("mei"));
}

void TestImportSession::anotherPictureIsShown()
{
    Program p;
    p.picture("mei/1.png");
    p.picture("mei/2.png", "PNG", Qt::red);
    p.picture("mei/3.png", "PNG", Qt::yellow);
    p.drop({p.path("mei")});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    QTRY_VERIFY(!p.imports->state().busy);
    p.imports->setReference(p.imports->rows().first().entry->id, QFileInfo(p.path("mei/2.png")).canonicalFilePath());
    p.save();
    QTRY_COMPARE(p.names(), QStringList{u("Mei")});
    QTRY_COMPARE(p.session->references(u("mei")).size(), 3);
    const QStringList before = p.session->references(u("mei"));
    QCOMPARE(p.session->rows().first().thumbnailKey, before.first());
    const QImage first(p.path("library/") + p.session->rows().first().character.reference);
    QCOMPARE(first.pixelColor(5, 5), QColor(Qt::red));           // the one that was put in front
    p.session->chooseReference(u("mei"), u("../elsewhere.png")); // none of hers
    p.session->chooseReference(u("mei"), before.at(2));
    QTRY_COMPARE(p.session->rows().first().thumbnailKey, before.at(2));
    const QStringList after{before.at(2), before.at(0), before.at(1)};
    QTRY_COMPARE(p.session->references(u("mei")), after);
    QCOMPARE(p.session->runSummary().lastChange, u("Chose the reference of \u2068Mei\u2069."));
    p.find<QAction>("undoAction")->trigger();
    QTRY_COMPARE(p.session->references(u("mei")), before);
    QCOMPARE(p.session->rows().first().thumbnailKey, before.first());
    p.find<QAction>("redoAction")->trigger();
    QTRY_COMPARE(p.session->references(u("mei")), after);
    QCOMPARE(p.referencesOf("mei").size(), 3);
}

void TestImportSession::storingIsCanceled()
{
    Program p;
    for (int i = 0; i < 30; ++i) {
        p.picture(qPrintable(u("cast/c%1/a.png").arg(i)));
        p.picture(qPrintable(u("cast/c%1/b.png").arg(i)), "PNG", Qt::red);
    }
    p.drop({p.path("cast")});
    QTRY_COMPARE(p.imports->rows().size(), 30);
    QTRY_VERIFY(!p.imports->state().busy);
    p.save();
    QVERIFY(p.imports->state().saving);
    p.imports->cancel();
    QVERIFY(p.imports->state().canceling);
    QTRY_VERIFY(!p.imports->state().saving);
    QVERIFY(p.imports->state().open);
    QCOMPARE(p.imports->rows().size(), 30);
    QCOMPARE(p.count(), 0);
    QVERIFY(p.references().isEmpty());
    QVERIFY(p.session->notices().isEmpty());
    QVERIFY(!p.session->undoStack().canUndo());
    // And it can begin anew.
    int most = 0;
    connect(p.imports.get(), &ImportView::stateChanged, p.imports.get(),
            [&] { most = qMax(most, p.imports->state().stored); });
    p.save();
    QTRY_COMPARE(p.count(), 30);
    QCOMPARE(most, 90); // 60 pictures, 30 characters
    QCOMPARE(p.references().size(), 60);
}

void TestImportSession::readingIsStopped()
{
    Program p;
    for (int i = 0; i < 200; ++i)
        p.picture(qPrintable(u("cast/c%1/a.png").arg(i)));
    QSignalSpy states(p.imports.get(), &ImportView::stateChanged);
    p.drop({p.path("cast")});
    QVERIFY(p.imports->state().busy);
    p.imports->stopReading();
    QTRY_VERIFY(!p.imports->state().busy);
    QVERIFY(p.imports->rows().isEmpty());
    QVERIFY(!p.imports->state().open);
    // And it can begin anew.
    p.drop({p.path("cast")});
    QTRY_COMPARE(p.imports->rows().size(), 200);
}

void TestImportSession::otherProjectsAreLookedAt()
{
    Program p;
    const QString list = p.write("list.csv", "name,project\nAnna,Elsewhere\n");
    p.drop({list});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    QTRY_VERIFY(p.cell(0, Model::HappeningColumn).contains(u("Elsewhere")));
    p.save();
    QTRY_VERIFY(!p.imports->state().open);
    QCOMPARE(p.count(), 0);
    QTRY_COMPARE(p.session->projects().size(), 2);
    p.drop({list});
    QTRY_COMPARE(p.cell(0, Model::HappeningColumn), u("Exists already"));
}

void TestImportSession::aFileIsOpenedWithTheDesktop()
{
    Program p;
    QDesktopServices::setUrlHandler(u("file"), this, "openUrl");
    const QString broken = p.write("broken.json", "[");
    p.drop({broken});
    QTRY_COMPARE(p.table()->model()->rowCount(), 1);
    QTest::keyClick(p.table(), Qt::Key_Return);
    QCOMPARE(m_opened, QUrl::fromLocalFile(broken));
    QDesktopServices::unsetUrlHandler(u("file"));
    // It was mended there, and is dropped again.
    p.write("broken.json", "[{\"name\": \"Anna\"}]");
    p.drop({broken});
    QTRY_COMPARE(p.imports->state().totals.leftOut, 0);
    QCOMPARE(p.table()->model()->rowCount(), 1);
}

void TestImportSession::closingWhileReading()
{
    Program p;
    for (int i = 0; i < 100; ++i)
        p.picture(qPrintable(u("cast/c%1/a.png").arg(i)));
    p.drop({p.path("cast")});
    QVERIFY(p.imports->state().busy);
}

QTEST_MAIN(TestImportSession)
#include "tst_importsession.moc"
