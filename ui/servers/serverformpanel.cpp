// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/serverformpanel.h"

#include "core/text.h"
#include "servers/servertestlist.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

namespace lorastudio {

namespace {

constexpr int labelGap = 4;
constexpr int fieldGap = 10;
constexpr int longestSecret = 8000;

/// The ground of the question.
class SoftBox : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        paintBox(&painter, rect(), 6, roles.warnSoft, mix(roles.warnFill, roles.base, .45), 1);
    }
};

} // namespace

ServerFormPanel::ServerFormPanel(ServerListView &servers, QWidget *parent)
    : QWidget(parent), m_servers(servers), m_page(new QWidget)
{
    setObjectName(QStringLiteral("serversForm"));
    setAccessibleName(tr("Server"));
    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("serversFormArea"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(m_page);
    column->setContentsMargins(16, 2, 16, 16);
    column->setSpacing(labelGap);
    makeFields();
    makeButtons();
    m_result = new ServerTestList(m_page);
    column->addSpacing(fieldGap);
    column->addWidget(m_result);
    makeRemoval();
    column->addStretch(1);
    area->setWidget(m_page);
    m_page->setAutoFillBackground(false); // the area has just set it
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(area);
    setFocusProxy(m_name);

    connect(m_result, &ServerTestList::trustChanged, this, &ServerFormPanel::trust);
    connect(&m_servers, &ServerListView::testChanged, this, &ServerFormPanel::showTest);
    connect(&m_servers, &ServerListView::keepsSecretsChanged, this, &ServerFormPanel::updateSecretLabel);
    connect(&m_servers, &ServerListView::saveFailed, this, &ServerFormPanel::noteFailure);
    connect(&m_servers, &ServerListView::saved, this, [this](int form) {
        if (form == m_id)
            m_saving = false;
    });
    edit({});
}

QLineEdit *ServerFormPanel::addEdit(const char *name, int limit)
{
    auto *edit = new QLineEdit(m_page);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setMaxLength(limit);
    connect(edit, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(edit, &QLineEdit::returnPressed, this, &ServerFormPanel::save);
    return edit;
}

TextLabel *ServerFormPanel::addLabel(const QString &text, QWidget *buddy)
{
    auto *label = new TextLabel(text, TextLabel::Size::Small, &Roles::text2, m_page);
    label->setElided(false);
    label->setBuddy(buddy);
    buddy->setAccessibleName(text);
    m_page->layout()->addWidget(label);
    m_page->layout()->addWidget(buddy);
    static_cast<QVBoxLayout *>(m_page->layout())->addSpacing(fieldGap - labelGap);
    return label;
}

void ServerFormPanel::makeFields()
{
    m_name = addEdit("serversNameEdit", 200);
    addLabel(tr("Name"), m_name);
    m_address = addEdit("serversAddressEdit", 2000);
    m_address->setPlaceholderText(QStringLiteral("http://127.0.0.1:8188"));
    addLabel(tr("Address"), m_address);
    m_signIn = new QComboBox(m_page);
    m_signIn->setObjectName(QStringLiteral("serversSignInCombo"));
    m_signIn->addItems({tr("None"), tr("User and password"), tr("Token"), tr("Header")});
    m_signIn->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    addLabel(tr("Sign-in"), m_signIn);
    m_who = addEdit("serversUserEdit", 200);
    m_whoLabel = addLabel(tr("User"), m_who);
    m_secret = addEdit("serversSecretEdit", longestSecret);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                  Qt::ImhNoAutoUppercase);
    m_secretLabel = addLabel(tr("Password"), m_secret);
    m_secretLabel->setObjectName(QStringLiteral("serversSecretLabel"));
    connect(m_signIn, &QComboBox::currentIndexChanged, this, [this] {
        setProblem({});
        updateSignIn();
    });
}

void ServerFormPanel::makeButtons()
{
    m_problem = new TextLabel(TextLabel::Size::Small, &Roles::bad, m_page);
    m_problem->setObjectName(QStringLiteral("serversProblemLabel"));
    m_problem->setElided(false);
    m_page->layout()->addWidget(m_problem);
    m_test = new QPushButton(m_page);
    m_test->setObjectName(QStringLiteral("serversTestButton"));
    m_save = new QPushButton(m_page);
    m_save->setObjectName(QStringLiteral("serversSaveButton"));
    m_save->setProperty("primary", true);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_test);
    row->addWidget(m_save);
    row->addStretch(1);
    static_cast<QVBoxLayout *>(m_page->layout())->addLayout(row);
    connect(m_save, &QPushButton::clicked, this, &ServerFormPanel::save);
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (m_servers.test().phase == ServerTest::Phase::Going)
            m_servers.cancelTest();
        else
            startTest();
    });
}

void ServerFormPanel::makeRemoval()
{
    auto *column = static_cast<QVBoxLayout *>(m_page->layout());
    m_remove = new QPushButton(tr("Remove Server"), m_page);
    m_remove->setObjectName(QStringLiteral("serversRemoveButton"));
    m_remove->setAccessibleName(m_remove->text());
    m_question = new SoftBox(m_page);
    m_question->setObjectName(QStringLiteral("serversRemoveQuestion"));
    m_questionText = new TextLabel(TextLabel::Size::Small, &Roles::text, m_question);
    m_questionText->setObjectName(QStringLiteral("serversRemoveQuestionLabel"));
    m_questionText->setElided(false);
    auto *yes = new QPushButton(tr("Remove"), m_question);
    yes->setObjectName(QStringLiteral("serversRemoveConfirmButton"));
    yes->setAccessibleName(tr("Remove the server"));
    m_keep = new QPushButton(tr("Keep"), m_question);
    m_keep->setObjectName(QStringLiteral("serversRemoveCancelButton"));
    m_keep->setAccessibleName(tr("Keep the server"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(yes);
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    auto *box = new QVBoxLayout(m_question);
    box->setContentsMargins(12, 10, 12, 10);
    box->setSpacing(8);
    box->addWidget(m_questionText);
    box->addLayout(buttons);
    column->addSpacing(fieldGap);
    column->addWidget(m_remove, 0, Qt::AlignLeft);
    column->addWidget(m_question);
    connect(m_remove, &QPushButton::clicked, this, &ServerFormPanel::askRemoval);
    connect(m_keep, &QPushButton::clicked, this, [this] { escape(); });
    connect(yes, &QPushButton::clicked, this, [this] {
        m_servers.remove(m_former);
        Q_EMIT closeRequested();
    });
}

void ServerFormPanel::edit(const QString &url)
{
    if (m_servers.test().phase != ServerTest::Phase::None)
        m_servers.cancelTest();
    m_begun = m_servers.form(url);
    ++m_id;
    m_former = m_begun.former;
    m_fingerprint = m_begun.fingerprint;
    m_name->setText(m_begun.name);
    m_address->setText(m_begun.address);
    m_signIn->setCurrentIndex(int(m_begun.signIn));
    m_secret->clear();
    for (QWidget *field :
         std::initializer_list<QWidget *>{m_name, m_address, m_signIn, m_who, m_secret, m_test, m_save})
        field->setEnabled(!m_begun.builtIn);
    m_saving = false;
    m_save->setText(isNew() ? tr("Add Server") : tr("Save"));
    m_save->setAccessibleName(m_save->text());
    m_remove->setVisible(!isNew());
    m_question->hide();
    setProblem({});
    updateSignIn();
    showTest();
}

void ServerFormPanel::updateSignIn()
{
    const auto signIn = SignIn(m_signIn->currentIndex());
    const bool header = signIn == SignIn::Header;
    const bool who = signIn == SignIn::Password || header;
    m_whoLabel->setVisible(who);
    m_who->setVisible(who);
    m_whoLabel->setText(header ? tr("Header") : tr("User"));
    m_who->setAccessibleName(m_whoLabel->text());
    if (signIn == m_begun.signIn)
        m_who->setText(header ? m_begun.header : m_begun.user);
    else
        m_who->clear();
    m_secretLabel->setVisible(signIn != SignIn::None);
    m_secret->setVisible(signIn != SignIn::None);
    const bool stored = m_begun.hasSecret && signIn == m_begun.signIn;
    m_secret->setPlaceholderText(stored ? tr("Unchanged") : QString());
    if (signIn != SignIn::None)
        m_servers.askKeyring();
    updateSecretLabel();
}

void ServerFormPanel::updateSecretLabel()
{
    const bool kept = m_servers.keepsSecrets();
    switch (SignIn(m_signIn->currentIndex())) {
    case SignIn::None:
        break;
    case SignIn::Password:
        m_secretLabel->setText(kept ? tr("Password, kept in the keyring")
                                    : tr("Password, kept until the program ends: there is no keyring"));
        break;
    case SignIn::Token:
        m_secretLabel->setText(kept ? tr("Token, kept in the keyring")
                                    : tr("Token, kept until the program ends: there is no keyring"));
        break;
    case SignIn::Header:
        m_secretLabel->setText(kept ? tr("Value, kept in the keyring")
                                    : tr("Value, kept until the program ends: there is no keyring"));
        break;
    }
    m_secret->setAccessibleName(m_secretLabel->text());
}

ServerForm ServerFormPanel::form() const
{
    ServerForm form;
    form.former = m_former;
    form.name = m_name->text();
    form.address = m_address->text();
    form.signIn = SignIn(m_signIn->currentIndex());
    if (form.signIn == SignIn::Password)
        form.user = m_who->text();
    if (form.signIn == SignIn::Header)
        form.header = m_who->text().trimmed();
    if (form.signIn != SignIn::None)
        form.secret = m_secret->text();
    form.hasSecret = m_begun.hasSecret && form.signIn == m_begun.signIn;
    form.fingerprint = m_fingerprint;
    form.builtIn = m_begun.builtIn;
    form.id = m_id;
    return form;
}

void ServerFormPanel::save()
{
    if (m_saving) // pressed twice
        return;
    const ServerForm wanted = form();
    const QString problem = m_servers.whyNotSaved(wanted);
    setProblem(problem);
    if (problem.isEmpty()) {
        m_saving = true;
        m_servers.save(wanted);
    } else if (wanted.address.trimmed().isEmpty() || normalizedServerUrl(wanted.address).isEmpty()) {
        m_address->setFocus();
    }
}

void ServerFormPanel::noteFailure(int form, const QString &text)
{
    if (form != m_id) // of a form that was left
        return;
    m_saving = false;
    setProblem(text);
}

void ServerFormPanel::setProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void ServerFormPanel::takeFocus()
{
    (isNew() ? m_address : m_name)->setFocus();
}

void ServerFormPanel::startTest()
{
    setProblem({});
    m_servers.startTest(form());
}

void ServerFormPanel::showTest()
{
    const ServerTest test = m_servers.test();
    m_test->setText(test.phase == ServerTest::Phase::Going ? tr("Cancel Test") : tr("Test"));
    m_test->setAccessibleName(m_test->text());
    m_result->setTest(test, m_fingerprint);
}

void ServerFormPanel::trust(const QString &fingerprint)
{
    m_fingerprint = fingerprint;
    startTest(); // with it, or without
}

void ServerFormPanel::askRemoval()
{
    if (isNew())
        return;
    const QString name = m_begun.name.isEmpty() ? m_begun.address : m_begun.name;
    m_questionText->setText(
        tr("Remove %1? Its images stay. Jobs that are there go to other servers.").arg(isolated(cleanName(name))));
    m_remove->hide();
    m_question->show();
    m_keep->setFocus();
}

bool ServerFormPanel::escape()
{
    if (!m_question->isHidden()) {
        m_question->hide();
        m_remove->show();
        m_remove->setFocus();
        return true;
    }
    if (m_servers.test().phase == ServerTest::Phase::Going) {
        m_servers.cancelTest();
        return true;
    }
    return false;
}

void ServerFormPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QWidget::keyPressEvent(event);
    if (!escape())
        Q_EMIT closeRequested();
}

} // namespace lorastudio
