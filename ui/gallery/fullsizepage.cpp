// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/fullsizepage.h"

#include "core/text.h"
#include "gallery/galleryactions.h"
#include "gallery/imageview.h"
#include "models/phrases.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

namespace lorastudio {

namespace {

constexpr int headHeight = 56;

} // namespace

FullSizePage::FullSizePage(ImageView *view, const GalleryActions &actions, QWidget *parent) : QWidget(parent)
{
    auto *head = new QWidget(this);
    head->setFixedHeight(headHeight);
    const auto button = [head](QAction *action, const char *name, bool text) {
        auto *made = new QToolButton(head);
        made->setDefaultAction(action);
        made->setObjectName(QString::fromLatin1(name));
        made->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
        made->setAutoRaise(true);
        made->setToolButtonStyle(text ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        return made;
    };
    m_title = new TextLabel(TextLabel::Size::Bold, &Roles::text, head);
    m_title->setObjectName(QStringLiteral("galleryImageTitleLabel"));
    m_facts = new TextLabel(TextLabel::Size::Small, &Roles::text2, head);
    m_facts->setObjectName(QStringLiteral("galleryImageFactsLabel"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch();
    texts->addWidget(m_title);
    texts->addWidget(m_facts);
    texts->addStretch();
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(8, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(button(actions.back, "galleryBackButton", true));
    row->addLayout(texts, 1);
    row->addWidget(button(actions.actualSize, "galleryActualSizeButton", true));
    row->addWidget(button(actions.previous, "galleryPreviousButton", false));
    row->addWidget(button(actions.next, "galleryNextButton", false));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(view, 1);
}

void FullSizePage::describe(const GalleryItem &item, const QString &model)
{
    const QLocale locale;
    const ImageRecord &record = item.record;
    m_title->setText(tr("%1, image %2").arg(isolated(item.characterName), locale.toString(record.number)));
    QStringList facts;
    if (record.score.total)
        facts.append(tr("score %1").arg(phrases::score(record.score)));
    switch (record.verdict) {
    case Verdict::Accepted:
        facts.append(tr("accepted"));
        break;
    case Verdict::Rejected:
        facts.append(tr("rejected"));
        break;
    case Verdict::Undecided:
        facts.append(tr("undecided"));
        break;
    }
    facts.append(tr("%1 × %2").arg(record.size.width()).arg(record.size.height()));
    facts.append(isolated(model));
    if (record.seed != 0)
        facts.append(tr("seed %1").arg(record.seed));
    if (record.demo)
        facts.append(tr("demo"));
    m_facts->setText(facts.join(tr(" · ")));
}

} // namespace lorastudio
