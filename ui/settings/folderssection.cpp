// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/folderssection.h"

#include "models/settingsphrases.h"
#include "settings/settingscard.h"
#include "style/roles.h"
#include "widgets/filedialogs.h"
#include "widgets/messagebar.h"
#include "widgets/textlabel.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

QLineEdit *makePath(const char *name, const QString &title, QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setReadOnly(true);
    return edit;
}

QPushButton *makeButton(const char *name, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(text);
    return button;
}

} // namespace

FoldersSection::FoldersSection(SettingsView &settings, FileDialogs &dialogs, QWidget *parent)
    : SettingsSection(tr("Folders"), tr("Where the images are, and what is kept to show them quickly."), parent),
      m_settings(settings)
{
    setObjectName(QStringLiteral("settingsFoldersSection"));
    SettingsCard *library = addCard();
    library->addHeading(tr("Library"),
                        tr("Every image is a file here: one folder per project and character. What you delete stays in "
                           "its folder .trash for 30 days."));
    m_library = makePath("settingsLibraryEdit", tr("Library folder"), library);
    m_choose = makeButton("settingsLibraryChooseButton", tr("Choose…"), library);
    auto *open = makeButton("settingsLibraryOpenButton", tr("Open"), library);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_library, 1);
    row->addWidget(m_choose);
    row->addWidget(open);
    library->column()->addLayout(row);
    m_free = new TextLabel(TextLabel::Size::Small, &Roles::text2, library);
    m_free->setObjectName(QStringLiteral("settingsLibraryFreeLabel"));
    m_default = makeButton("settingsLibraryDefaultButton", tr("Use the Default Folder"), library);
    m_default->setProperty("compact", true);
    auto *below = new QHBoxLayout;
    below->addWidget(m_free, 1);
    below->addWidget(m_default);
    library->column()->addLayout(below);
    m_fixed = library->addNote(QString());
    m_fixed->setObjectName(QStringLiteral("settingsLibraryFixedLabel"));
    m_messages = new MessageList(this);
    m_messages->setObjectName(QStringLiteral("settingsLibraryMessages"));
    m_messages->layout()->setContentsMargins(0, 0, 0, 12);
    column()->addWidget(m_messages);

    SettingsCard *cache = addCard();
    cache->addHeading(tr("Thumbnails"),
                      tr("Small copies of the images. What is cleared is made again when it is seen."));
    m_thumbnails = makePath("settingsThumbnailsEdit", tr("Folder of the thumbnails"), cache);
    m_clear = makeButton("settingsThumbnailsClearButton", tr("Clear"), cache);
    auto *cacheRow = new QHBoxLayout;
    cacheRow->setSpacing(8);
    cacheRow->addWidget(m_thumbnails, 1);
    cacheRow->addWidget(m_clear);
    cache->column()->addLayout(cacheRow);
    m_size = cache->addNote(QString());
    m_size->setObjectName(QStringLiteral("settingsThumbnailsSizeLabel"));
    finish();

    connect(m_choose, &QPushButton::clicked, this, [this, &dialogs] {
        dialogs.chooseFolder(this, tr("Library folder"), [this](const QStringList &paths) {
            if (!paths.isEmpty())
                m_settings.setLibrary(QDir::cleanPath(paths.first()));
        });
    });
    connect(m_default, &QPushButton::clicked, this, [this] { m_settings.setLibrary(QString()); });
    connect(open, &QPushButton::clicked, this, [this] { m_settings.openLibrary(); });
    connect(m_clear, &QPushButton::clicked, this, [this] { m_settings.clearThumbnails(); });
    connect(m_messages, &MessageList::actionTriggered, this, [this] { m_settings.restart(); });
    connect(&m_settings, &SettingsView::foldersChanged, this, &FoldersSection::show);
    show();
}

void FoldersSection::show()
{
    const FolderState state = m_settings.folders();
    const bool fixed = !state.fixedReason.isEmpty();
    m_library->setText(QDir::toNativeSeparators(state.chosen.isEmpty() ? state.library : state.chosen));
    m_library->setEnabled(!fixed);
    m_choose->setEnabled(!fixed);
    m_default->setVisible(!fixed && !state.isDefault);
    m_fixed->setText(state.fixedReason);
    m_fixed->setVisible(fixed);
    m_free->setText(state.free < 0 ? QString() : tr("%1 free there").arg(phrases::bytes(state.free)));
    QList<Notice> notices;
    if (!state.chosen.isEmpty())
        notices.append({QStringLiteral("library"),
                        Notice::Kind::Information,
                        tr("Used from the next start on."),
                        tr("Images are not moved: to take them along, quit and move the folder yourself."),
                        {{QStringLiteral("restart"), tr("Restart Now")}},
                        false});
    m_messages->setNotices(notices);
    m_thumbnails->setText(QDir::toNativeSeparators(state.thumbnails));
    m_size->setText(state.thumbnailBytes < 0 ? tr("Measuring…")
                                             : tr("%1 in use").arg(phrases::bytes(state.thumbnailBytes)));
    m_clear->setEnabled(state.thumbnailBytes > 0);
}

} // namespace lorastudio
