// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/servertestlist.h"

#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

namespace lorastudio {

namespace {

using Kind = ServerTestLine::Kind;

/// A mark, a bold head and what it means.
class AnswerLine : public QWidget
{
public:
    AnswerLine(const ServerTestLine &line, QWidget *parent) : QWidget(parent), m_kind(line.kind)
    {
        setObjectName(QStringLiteral("serversTestLine"));
        setAccessibleName(line.body.isEmpty() ? line.head : line.head + QStringLiteral(". ") + line.body);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(24, 0, 0, 0);
        column->setSpacing(0);
        const auto add = [&](const QString &text, TextLabel::Size size, QColor Roles::*color, const char *name) {
            auto *label = new TextLabel(text, size, color, this);
            label->setObjectName(QString::fromLatin1(name));
            label->setElided(false);
            column->addWidget(label);
        };
        add(line.head, TextLabel::Size::SmallBold, &Roles::text, "serversTestHeadLabel");
        if (!line.body.isEmpty())
            add(line.body, TextLabel::Size::Small, &Roles::text2, "serversTestBodyLabel");
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        const QString glyph = m_kind == Kind::Good      ? QStringLiteral("state-done")
                              : m_kind == Kind::Warning ? QStringLiteral("state-warning")
                                                        : QStringLiteral("state-failed");
        const QColor color = m_kind == Kind::Good ? roles.ok : m_kind == Kind::Warning ? roles.warn : roles.bad;
        paintGlyph(&painter, glyph, QStyle::visualRect(layoutDirection(), rect(), QRect(0, 1, 14, 14)).topLeft(), 14,
                   color);
    }

private:
    Kind m_kind;
};

class Card : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        paintBox(&painter, rect(), 6, roles.raised, roles.separator, 1);
    }
};

} // namespace

ServerTestList::ServerTestList(QWidget *parent)
    : QWidget(parent),
      m_head(new TextLabel(tr("Test result"), TextLabel::Size::SmallBold, &Roles::text2, this)),
      m_clock(new TextLabel(TextLabel::Size::Small, &Roles::text2, this)),
      m_card(new Card(this)),
      m_lines(new QVBoxLayout(m_card)),
      m_trust(new QCheckBox(m_card))
{
    setObjectName(QStringLiteral("serversTestList"));
    setAccessibleName(tr("Test result"));
    m_card->setObjectName(QStringLiteral("serversTestCard"));
    m_clock->setObjectName(QStringLiteral("serversTestClockLabel"));
    m_clock->setAlignment(Qt::AlignRight);
    m_trust->setObjectName(QStringLiteral("serversTrustCheck"));
    m_lines->setContentsMargins(12, 12, 12, 12);
    m_lines->setSpacing(8);
    m_lines->addWidget(m_trust);
    auto *head = new QHBoxLayout;
    head->addWidget(m_head, 1);
    head->addWidget(m_clock);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_card);
    connect(m_trust, &QCheckBox::clicked, this,
            [this](bool on) { Q_EMIT trustChanged(on ? m_fingerprint : QString()); });
    setTest({}, {});
}

void ServerTestList::setTest(const ServerTest &test, const QString &trusted)
{
    setVisible(test.phase != ServerTest::Phase::None);
    qDeleteAll(m_shown);
    m_shown.clear();
    const bool going = test.phase == ServerTest::Phase::Going;
    m_head->setText(going ? tr("Testing…") : tr("Test result"));
    m_clock->setText(test.at.isValid() ? phrases::clock(test.at) : QString());
    m_card->setVisible(!test.lines.isEmpty());
    for (const ServerTestLine &line : test.lines) {
        auto *shown = new AnswerLine(line, m_card);
        m_lines->insertWidget(int(m_shown.size()), shown);
        m_shown.append(shown);
    }
    m_fingerprint = test.fingerprint;
    const bool question = !test.fingerprint.isEmpty();
    const bool keepsFocus = m_trust->hasFocus();
    m_trust->setVisible(question);
    m_trust->setChecked(question && trusted == test.fingerprint);
    // Where another one was trusted, this is a new decision.
    m_trust->setText(trusted.isEmpty() || trusted == test.fingerprint ? tr("Trust this certificate from now on")
                                                                      : tr("Trust the new certificate from now on"));
    m_trust->setAccessibleName(m_trust->text());
    m_trust->setAccessibleDescription(test.fingerprint);
    if (keepsFocus && question)
        m_trust->setFocus();
}

} // namespace lorastudio
