// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/guidewindow.h"

#include "style/roles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFutureWatcher>
#include <QImage>
#include <QImageReader>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace lorastudio {

namespace {

constexpr int textWidth = 720;
constexpr int placePixels = 8; // of the text in one of a placeholder

/// Where the pictures are: beside the installed program, or in the folder it was built from. Empty = nowhere.
QString pictureFolder()
{
    const QDir program(QCoreApplication::applicationDirPath());
    for (const char *place : {"../share/doc/lora-studio/guide", "../../docs/guide"}) {
        const QString folder = program.filePath(QString::fromLatin1(place));
        if (QDir(folder + QStringLiteral("/pictures")).exists())
            return QDir::cleanPath(folder);
    }
    return {};
}

/// Our own text with pictures of the width of the column, in the palette of the window.
class GuideText : public QTextBrowser
{
public:
    explicit GuideText(QWidget *parent) : QTextBrowser(parent), m_folder(pictureFolder())
    {
        QFile file(QStringLiteral(":/guide/guide.md"));
        if (!file.open(QIODevice::ReadOnly))
            return;
        QString text = QString::fromUtf8(file.readAll());
        if (m_folder.isEmpty())
            text.remove(QRegularExpression(QStringLiteral("!\\[[^\\]]*\\]\\([^)]*\\)\n")));
        document()->setMarkdown(text, QTextDocument::MarkdownDialectGitHub);
        document()->setDocumentMargin(24);
        moveCursor(QTextCursor::Start);
    }

    /// Links of the guide lead to its own headings.
    void follow(const QUrl &link)
    {
        const QString wanted = link.fragment();
        for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
            QString heading = block.text().toLower();
            if (block.blockFormat().headingLevel() == 0 || heading.replace(u' ', u'-') != wanted)
                continue;
            QTextCursor cursor(block);
            setTextCursor(cursor);
            ensureCursorVisible();
            return;
        }
    }

protected:
    QVariant loadResource(int type, const QUrl &name) override
    {
        if (type != QTextDocument::ImageResource || m_folder.isEmpty())
            return {};
        QString path = name.path();
        if (Roles::current().dark)
            path.replace(QLatin1String("-light.png"), QLatin1String("-dark.png"));
        const QString file = QDir(m_folder).filePath(path);
        const QSize size = QImageReader(file).size(); // stands at its beginning
        if (size.isEmpty())
            return {};
        decode(name, file, qMin(size.width(), qRound(textWidth * devicePixelRatioF())));
        // Its place, so that the text does not move when it comes.
        QImage place(textWidth / placePixels,
                     qMax(1, qRound(qreal(textWidth) * size.height() / size.width())) / placePixels,
                     QImage::Format_ARGB32_Premultiplied);
        place.fill(Qt::transparent);
        place.setDevicePixelRatio(1.0 / placePixels);
        return place;
    }

private:
    void decode(const QUrl &name, const QString &file, int wide)
    {
        auto *watcher = new QFutureWatcher<QImage>(this);
        connect(watcher, &QFutureWatcher<QImage>::finished, this, [this, watcher, name] {
            if (const QImage picture = watcher->result(); !picture.isNull()) {
                document()->addResource(QTextDocument::ImageResource, name, picture);
                document()->markContentsDirty(0, document()->characterCount());
            }
            watcher->deleteLater();
        });
        watcher->setFuture(QtConcurrent::run([file, wide] {
            QImage drawn = QImage(file).scaledToWidth(wide, Qt::SmoothTransformation);
            drawn.setDevicePixelRatio(qreal(wide) / textWidth);
            return drawn;
        }));
    }

    QString m_folder;
};

} // namespace

GuideWindow::GuideWindow(QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("guideWindow"));
    setWindowTitle(tr("Guide"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *text = new GuideText(this);
    text->setObjectName(QStringLiteral("guideText"));
    text->setAccessibleName(tr("Guide"));
    text->setOpenLinks(false);
    text->setFrameShape(QFrame::NoFrame);
    connect(text, &QTextBrowser::anchorClicked, text, [text](const QUrl &link) { text->follow(link); });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(text);
    resize(textWidth + 80, 800);
}

} // namespace lorastudio
