// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/databaseforms.h"

#include "style/fonts.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/tooltips.h"
#include "widgets/filedialogs.h"
#include "widgets/textlabel.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>

namespace lorastudio {

namespace {

constexpr int indent = 24; // behind the radio button
constexpr int labelWidth = 96;
constexpr int longestText = 1000;

/// "~/…" as people write it.
QString shortPath(const QString &path)
{
    const QString home = QDir::homePath() + u'/';
    return path.startsWith(home) ? QStringLiteral("~/") + path.mid(home.size()) : path;
}

QString longPath(const QString &path)
{
    const QString trimmed = path.trimmed();
    return trimmed.startsWith(QStringLiteral("~/")) ? QDir::home().absoluteFilePath(trimmed.mid(2)) : trimmed;
}

/// The line that says where a password is kept.
class KeptLabel : public TextLabel
{
public:
    explicit KeptLabel(QWidget *parent) : TextLabel(TextLabel::Size::Small, &Roles::text2, parent)
    {
        setContentsMargins(18, 0, 0, 0);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        TextLabel::paintEvent(event);
        QPainter painter(this);
        const QRect glyph = QStyle::visualRect(layoutDirection(), rect(), QRect(0, (height() - 12) / 2, 12, 12));
        paintGlyph(&painter, QStringLiteral("locked"), glyph.topLeft(), 12, Roles::current().text2);
    }
};

} // namespace

TestResult::TestResult(QWidget *parent)
    : QWidget(parent),
      m_head(new TextLabel(TextLabel::Size::SmallBold, &Roles::text, this)),
      m_detail(new TextLabel(TextLabel::Size::Small, &Roles::text2, this))
{
    m_detail->setElided(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(26, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(m_head);
    column->addWidget(m_detail);
    clear();
}

void TestResult::setResult(const DatabaseTest &result)
{
    m_good = result.good;
    m_head->setText(result.head);
    m_detail->setText(result.detail);
    m_detail->setVisible(!result.detail.isEmpty());
    setAccessibleName(result.detail.isEmpty() ? result.head : QStringLiteral("%1. %2").arg(result.head, result.detail));
    show();
    update();
}

void TestResult::clear()
{
    m_head->setText(QString());
    hide();
}

void TestResult::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    const int middle = m_detail->isVisibleTo(this) ? m_head->geometry().bottom() + 1 : height() / 2;
    const QRect glyph = QStyle::visualRect(layoutDirection(), rect(), QRect(0, middle - 8, 16, 16));
    paintGlyph(&painter, m_good ? QStringLiteral("state-done") : QStringLiteral("state-failed"), glyph.topLeft(), 16,
               m_good ? roles.ok : roles.bad);
}

DatabaseCard::DatabaseCard(const char *name, const QString &title, const QString &text, QWidget *parent)
    : SettingsCard(parent), m_radio(new QRadioButton(title, this)), m_fields(new QWidget(this))
{
    m_radio->setObjectName(QString::fromLatin1(name));
    m_radio->setAccessibleName(title);
    m_radio->setAccessibleDescription(text);
    m_radio->setAutoExclusive(false); // the other one is in another card
    m_radio->setFont(boldFont());
    column()->setSpacing(0);
    column()->addWidget(m_radio);
    column()->addSpacing(3);
    addNote(text, indent);
    column()->addSpacing(10);
    column()->addWidget(m_fields);
    connect(m_radio, &QRadioButton::clicked, this, &DatabaseCard::chosen);
}

void DatabaseCard::choose(bool chosen, bool enabled)
{
    m_radio->setChecked(chosen);
    m_radio->setEnabled(enabled);
    m_fields->setEnabled(chosen && enabled);
    setChosen(chosen);
}

void DatabaseCard::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_radio->isEnabled() && !m_radio->isChecked()) {
        m_radio->setFocus(Qt::MouseFocusReason);
        m_radio->click();
    }
    SettingsCard::mousePressEvent(event);
}

void DatabaseCard::changeEvent(QEvent *event)
{
    SettingsCard::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        m_radio->setFont(boldFont());
}

SqliteCard::SqliteCard(FileDialogs &dialogs, QWidget *parent)
    : DatabaseCard("settingsSqliteRadio", tr("One file on this computer (SQLite)"),
                   tr("Nothing to set up. One window works at a time, others can watch."), parent),
      m_path(new QLineEdit(fields()))
{
    m_path->setObjectName(QStringLiteral("settingsSqlitePathEdit"));
    m_path->setAccessibleName(tr("File of the database"));
    m_path->setMaxLength(longestText);
    auto *choose = new QPushButton(tr("Choose…"), fields());
    choose->setObjectName(QStringLiteral("settingsSqliteChooseButton"));
    choose->setAccessibleName(tr("Choose the file of the database"));
    m_result = new TestResult(fields());
    m_result->setObjectName(QStringLiteral("settingsSqliteResult"));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_path, 1);
    row->addWidget(choose);
    auto *rows = new QVBoxLayout(fields());
    rows->setContentsMargins(indent, 0, 0, 0);
    rows->setSpacing(8);
    rows->addLayout(row);
    rows->addWidget(m_result);
    connect(m_path, &QLineEdit::textEdited, this, &DatabaseCard::edited);
    connect(choose, &QPushButton::clicked, this, [this, &dialogs] {
        dialogs.chooseDatabaseFile(this, tr("File of the database"), tr("Databases (*.sqlite *.db);;All files (*)"),
                                   [this](const QStringList &paths) {
                                       if (paths.isEmpty())
                                           return;
                                       m_path->setText(shortPath(QDir::cleanPath(paths.first())));
                                       Q_EMIT edited();
                                   });
    });
}

void SqliteCard::show(const DatabaseForm &form)
{
    m_path->setText(shortPath(form.path));
}

void SqliteCard::read(DatabaseForm &form) const
{
    form.path = longPath(m_path->text());
}

QLineEdit *PostgreSqlCard::makeEdit(const char *name)
{
    auto *edit = new QLineEdit(fields());
    edit->setObjectName(QString::fromLatin1(name));
    edit->setMaxLength(longestText);
    connect(edit, &QLineEdit::textEdited, this, &DatabaseCard::edited);
    return edit;
}

PostgreSqlCard::PostgreSqlCard(QWidget *parent)
    : DatabaseCard("settingsPostgresRadio", tr("PostgreSQL"),
                   tr("For several workstations that share one run. Every window sees what the others do within a "
                      "second."),
                   parent),
      m_host(makeEdit("settingsPostgresHostEdit")),
      m_port(new QSpinBox(fields())),
      m_name(makeEdit("settingsPostgresDatabaseEdit")),
      m_user(makeEdit("settingsPostgresUserEdit")),
      m_password(makeEdit("settingsPostgresPasswordEdit")),
      m_kept(new KeptLabel(fields())),
      m_sslMode(new QComboBox(fields())),
      m_test(new QPushButton(tr("Test"), fields()))
{
    m_port->setObjectName(QStringLiteral("settingsPostgresPortSpin"));
    m_port->setAccessibleName(tr("Port"));
    m_port->setRange(1, 65535);
    m_port->setAlignment(Qt::AlignRight);
    m_port->setGroupSeparatorShown(false);
    m_port->setFixedWidth(92);
    m_password->setEchoMode(QLineEdit::Password);
    m_kept->setObjectName(QStringLiteral("settingsPostgresKeptLabel"));
    m_sslMode->setObjectName(QStringLiteral("settingsPostgresEncryptionCombo"));
    m_sslMode->addItem(tr("Required, certificate and name checked"), QStringLiteral("verify-full"));
    m_sslMode->addItem(tr("Required, certificate checked"), QStringLiteral("verify-ca"));
    m_sslMode->addItem(tr("Required"), QStringLiteral("require"));
    m_sslMode->addItem(tr("If the server offers it"), QStringLiteral("prefer"));
    m_sslMode->addItem(tr("Only if the server demands it"), QStringLiteral("allow"));
    m_sslMode->addItem(tr("None"), QStringLiteral("disable"));
    m_test->setObjectName(QStringLiteral("settingsDatabaseTestButton"));
    m_test->setAccessibleName(tr("Test the database"));
    setPlainToolTip(m_test, tr("Connect and look what is there (%1)")
                                .arg(QKeySequence(Qt::CTRL | Qt::Key_T).toString(QKeySequence::NativeText)));
    m_test->setFixedWidth(94);
    m_result = new TestResult(fields());
    m_result->setObjectName(QStringLiteral("settingsPostgresResult"));

    auto *grid = new QGridLayout(fields());
    grid->setContentsMargins(indent, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(10);
    grid->setColumnMinimumWidth(0, labelWidth);
    grid->setColumnStretch(1, 1);
    int line = 0;
    const auto label = [&](const QString &text, QWidget *field) {
        auto *name = new TextLabel(text, TextLabel::Size::Body, &Roles::text2, fields());
        name->setBuddy(field);
        field->setAccessibleName(text);
        return name;
    };
    const auto add = [&](const QString &text, QWidget *field) {
        grid->addWidget(label(text, field), line, 0);
        grid->addWidget(field, line++, 1);
    };
    auto *server = new QHBoxLayout;
    server->setSpacing(10);
    server->addWidget(m_host, 1);
    server->addWidget(label(tr("Port"), m_port));
    server->addWidget(m_port);
    grid->addWidget(label(tr("Server"), m_host), line, 0);
    grid->addLayout(server, line++, 1);
    add(tr("Database"), m_name);
    add(tr("User"), m_user);
    add(tr("Password"), m_password);
    grid->addWidget(m_kept, line++, 1);
    add(tr("Encryption"), m_sslMode);
    auto *test = new QHBoxLayout;
    test->setSpacing(12);
    test->addWidget(m_test, 0, Qt::AlignTop | Qt::AlignLeft);
    test->addWidget(m_result, 1);
    grid->addLayout(test, line, 1);
    m_host->setPlaceholderText(tr("localhost"));
    setKeyring(true);
    connect(m_port, &QSpinBox::valueChanged, this, &DatabaseCard::edited);
    connect(m_sslMode, &QComboBox::activated, this, &DatabaseCard::edited);
    connect(m_test, &QPushButton::clicked, this, &PostgreSqlCard::testRequested);
}

void PostgreSqlCard::show(const DatabaseForm &form, bool keepsPassword)
{
    m_host->setText(form.host);
    const QSignalBlocker quiet(m_port);
    m_port->setValue(form.port);
    m_name->setText(form.name);
    m_user->setText(form.user);
    m_password->setText(form.password);
    m_password->setPlaceholderText(keepsPassword && form.postgreSql ? QString(10, QChar(0x25cf)) : QString());
    m_sslMode->setCurrentIndex(qMax(0, m_sslMode->findData(form.sslMode)));
}

void PostgreSqlCard::read(DatabaseForm &form) const
{
    form.host = m_host->text();
    form.port = m_port->value();
    form.name = m_name->text();
    form.user = m_user->text();
    form.password = m_password->text();
    form.sslMode = m_sslMode->currentData().toString();
}

void PostgreSqlCard::setKeyring(bool keyring)
{
    m_kept->setText(keyring ? tr("Kept in the keyring, never in a file")
                            : tr("No keyring answers: it is forgotten when the program ends"));
}

void PostgreSqlCard::setTesting(bool testing)
{
    m_test->setText(testing ? tr("Cancel") : tr("Test"));
    m_test->setAccessibleName(testing ? tr("Cancel the test") : tr("Test the database"));
}

} // namespace lorastudio
