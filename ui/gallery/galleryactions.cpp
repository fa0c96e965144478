// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/galleryactions.h"

#include "domain/image.h"
#include "style/glyphs.h"
#include "style/roles.h"

#include <QAction>
#include <QWidget>

namespace lorastudio {

namespace {

constexpr auto local = Qt::WidgetWithChildrenShortcut;

QIcon theme(const char *name, const char *glyph)
{
    return actionIcon(QString::fromLatin1(name), QString::fromLatin1(glyph));
}

} // namespace

GalleryActions::GalleryActions(QWidget *page, QWidget *tiles, QWidget *image) : QObject(page)
{
    const auto make = [this](const char *name, const QString &text, const QList<QKeySequence> &keys,
                             const QList<QWidget *> &places, const QIcon &icon = {}) {
        auto *action = new QAction(icon, text, this);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcuts(keys);
        action->setShortcutContext(local);
        for (QWidget *place : places)
            place->addAction(action);
        return action;
    };
    const QList<QWidget *> both{tiles, image};
    open = make("showImageAction", tr("&Show Image"), {}, {}); // the tiles take Enter and Space themselves
    previous =
        make("previousImageAction", tr("&Previous Image"), {Qt::Key_Left}, {image}, theme("go-previous", "previous"));
    next = make("nextImageAction", tr("&Next Image"), {Qt::Key_Right}, {image}, theme("go-next", "next"));
    actualSize =
        make("actualSizeAction", tr("Actual Si&ze"), {Qt::Key_Z}, {image}, theme("zoom-original", "actual-size"));
    actualSize->setCheckable(true);
    back = make("backToGalleryAction", tr("&Back to Gallery"), {}, {}, theme("go-previous", "previous"));

    verdicts[std::size_t(Verdict::Accepted)] = make("acceptImageAction", tr("&Accept"), {Qt::Key_A}, both,
                                                    glyphIcon(QStringLiteral("verdict-accepted"), &Roles::ok));
    verdicts[std::size_t(Verdict::Rejected)] = make("rejectImageAction", tr("&Reject"), {Qt::Key_R}, both,
                                                    glyphIcon(QStringLiteral("verdict-rejected"), &Roles::bad));
    verdicts[std::size_t(Verdict::Undecided)] = make("undecidedImageAction", tr("&Undecided"), {Qt::Key_U}, both,
                                                     glyphIcon(QStringLiteral("verdict-undecided"), &Roles::idle));
    advance = make("galleryAdvanceAction", tr("&Go to the Next After a Verdict"), {}, {});
    advance->setCheckable(true);

    copyTo = make("copyImagesAction", tr("&Copy Selected To…"), {}, {});
    openFolder = make("openImageFolderAction", tr("Open &Folder"), {}, {});
    copySeed = make("copySeedAction", tr("Copy S&eed"), {}, {});
    copyPrompt = make("copyPromptAction", tr("Copy Pro&mpt"), {}, {});
    remove = make("deleteImagesAction", tr("&Delete"), {Qt::Key_Delete}, both, theme("edit-delete", "close"));
    removeDemo = make("removeDemoImagesAction", tr("Rem&ove Demo Images…"), {}, {});

    larger = make("largerTilesAction", tr("Larger Tiles"),
                  {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)}, {page});
    smaller = make("smallerTilesAction", tr("Smaller Tiles"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)}, {page});
    filters = {make("filterAllAction", tr("Show All Images"), {QKeySequence(Qt::ALT | Qt::Key_1)}, {page}),
               make("filterAcceptedAction", tr("Show Accepted Images"), {QKeySequence(Qt::ALT | Qt::Key_2)}, {page}),
               make("filterUndecidedAction", tr("Show Undecided Images"), {QKeySequence(Qt::ALT | Qt::Key_3)}, {page}),
               make("filterRejectedAction", tr("Show Rejected Images"), {QKeySequence(Qt::ALT | Qt::Key_4)}, {page})};
}

QAction *GalleryActions::separator() const
{
    auto *line = new QAction(const_cast<GalleryActions *>(this));
    line->setSeparator(true);
    return line;
}

QList<QAction *> GalleryActions::menu() const
{
    return {open,
            previous,
            next,
            actualSize,
            back,
            separator(),
            verdicts[std::size_t(Verdict::Accepted)],
            verdicts[std::size_t(Verdict::Rejected)],
            verdicts[std::size_t(Verdict::Undecided)],
            advance,
            separator(),
            copyTo,
            openFolder,
            copySeed,
            copyPrompt,
            separator(),
            remove,
            removeDemo};
}

QList<QAction *> GalleryActions::contextMenu() const
{
    return {open,
            separator(),
            verdicts[std::size_t(Verdict::Accepted)],
            verdicts[std::size_t(Verdict::Rejected)],
            verdicts[std::size_t(Verdict::Undecided)],
            separator(),
            copyTo,
            openFolder,
            copySeed,
            copyPrompt,
            separator(),
            remove};
}

QList<QAction *> GalleryActions::others() const
{
    return {larger, smaller, filters[0], filters[1], filters[2], filters[3]};
}

} // namespace lorastudio
