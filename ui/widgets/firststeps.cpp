// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/firststeps.h"

#include "models/imagesource.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/pictures.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace lorastudio {

namespace {

constexpr int cardWidth = 320;
constexpr int cardMinWidth = 264;
constexpr int cardHeight = 339;
constexpr int leastHeight = 560;
constexpr QSize samplePicture(56, 84);
constexpr int sampleGap = 2;

/// The picture on top of a card: a glyph on a disc, or the sample characters.
class Emblem : public QWidget
{
public:
    Emblem(QString glyph, QWidget *parent) : QWidget(parent), m_glyph(std::move(glyph)) { setFixedHeight(84); }
    Emblem(ImageSource &images, QStringList keys, QWidget *parent)
        : QWidget(parent), m_images(&images), m_keys(std::move(keys))
    {
        setFixedHeight(84);
        connect(&images, &ImageSource::thumbnailReady, this, [this](const QString &key) {
            if (m_keys.contains(key))
                update();
        });
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Roles &roles = Roles::current();
        if (!m_images) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(roles.infoSoft);
            painter.drawEllipse(QRectF(width() / 2.0 - 42, 0, 84, 84));
            paintGlyph(&painter, m_glyph, QPointF(width() / 2.0 - 18, 24), 36, roles.accentText);
            return;
        }
        const int count = qMax(1, int(m_keys.size()));
        int x = (width() - count * samplePicture.width() - (count - 1) * sampleGap) / 2;
        for (const QString &key : m_keys) {
            const QRect box(QPoint(x, 0), samplePicture);
            const QPixmap pixmap =
                roundedPicture(m_images->thumbnail(key), samplePicture, 4, devicePixelRatioF(), PictureFit::Cover);
            if (pixmap.isNull()) {
                paintBox(&painter, box, 4, roles.track, Qt::transparent);
                paintGlyph(&painter, QStringLiteral("page-characters"), box.center() - QPoint(10, 10), 20, roles.text3);
            } else {
                painter.drawPixmap(box.topLeft(), pixmap);
            }
            x += samplePicture.width() + sampleGap;
        }
    }

private:
    QString m_glyph;
    ImageSource *m_images = nullptr;
    QStringList m_keys;
};

/// What comes after, as a line of small steps.
class StepLine : public QWidget
{
public:
    explicit StepLine(QWidget *parent) : QWidget(parent)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(10);
        row->addStretch();
        const std::pair<QString, QString> steps[] = {
            {QStringLiteral("page-characters"), FirstSteps::tr("Characters")},
            {QStringLiteral("page-models"), FirstSteps::tr("A model for each")},
            {QStringLiteral("state-running"), FirstSteps::tr("Generate")},
            {QStringLiteral("state-review"), FirstSteps::tr("Score and curate")},
            {QStringLiteral("drop"), FirstSteps::tr("Dataset for the trainer")},
        };
        bool first = true;
        for (const auto &[glyph, text] : steps) {
            if (!first)
                row->addWidget(
                    new TextLabel(layoutDirection() == Qt::RightToLeft ? QStringLiteral("←") : QStringLiteral("→"),
                                  TextLabel::Size::Small, &Roles::text2, this));
            first = false;
            auto *icon = new QLabel(this);
            icon->setTextFormat(Qt::PlainText);
            icon->setPixmap({});
            icon->setFixedSize(16, 16);
            m_icons.append({icon, glyph});
            row->addWidget(icon);
            row->addWidget(new TextLabel(text, TextLabel::Size::Small, &Roles::text2, this));
        }
        row->addStretch();
        tint();
    }

protected:
    void changeEvent(QEvent *event) override
    {
        QWidget::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            tint();
    }

private:
    void tint()
    {
        for (const auto &[label, glyph] : std::as_const(m_icons))
            label->setPixmap(glyphPixmap(glyph, 16, Roles::current().text2, devicePixelRatioF()));
    }
    QList<std::pair<QLabel *, QString>> m_icons;
};

QPushButton *makeButton(const QString &text, const char *name, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    return button;
}

} // namespace

class Card : public QWidget
{
public:
    explicit Card(QWidget *parent) : QWidget(parent)
    {
        setMinimumWidth(cardMinWidth);
        setMaximumWidth(cardWidth);
        setMinimumHeight(cardHeight);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_column = new QVBoxLayout(this);
        m_column->setContentsMargins(20, 28, 20, 19);
        m_column->setSpacing(0);
    }
    QVBoxLayout *column() const { return m_column; }
    void setDashed(bool dashed, bool strong)
    {
        m_dashed = dashed;
        m_strong = strong;
        update();
    }
    void fill(QWidget *emblem, const QString &title, const QString &text)
    {
        auto *head = new TextLabel(title, TextLabel::Size::Title, &Roles::text, this);
        head->setAlignment(Qt::AlignCenter);
        auto *body = new TextLabel(text, TextLabel::Size::Body, &Roles::text2, this);
        body->setElided(false);
        body->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        m_column->addWidget(emblem);
        m_column->addSpacing(24);
        m_column->addWidget(head);
        m_column->addSpacing(8);
        m_column->addWidget(body);
        m_column->addStretch();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        paintBox(&painter, rect(), 6, m_strong ? roles.infoSoft : roles.raised,
                 m_dashed ? QColor(Qt::transparent) : roles.separator);
        if (!m_dashed)
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(roles.ring, m_strong ? 2 : 1.5);
        pen.setDashPattern({5, 3});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    }

private:
    QVBoxLayout *m_column;
    bool m_dashed = false;
    bool m_strong = false;
};

FirstSteps::FirstSteps(ImageSource &images, const QStringList &samplePictureKeys, QWidget *parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("charactersFirstSteps"));
    setAccessibleName(tr("First steps"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto *page = new QWidget(this);
    page->setMinimumHeight(leastHeight);
    setWidget(page);
    viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);

    auto *title = new TextLabel(tr("Start with your characters"), TextLabel::Size::Display, &Roles::text, page);
    title->setAlignment(Qt::AlignCenter);
    auto *subtitle = new TextLabel(
        tr("Each one gets a model that suits it, ComfyUI makes the pictures, and you keep the good ones."),
        TextLabel::Size::Body, &Roles::text2, page);
    subtitle->setAlignment(Qt::AlignCenter);

    m_dropCard = new Card(page);
    m_dropCard->setDashed(true, false);
    m_dropCard->fill(
        new Emblem(QStringLiteral("drop"), m_dropCard), tr("Drop them here"),
        tr("One folder per character, single pictures, or a CSV or JSON list. You see what will come in before "
           "anything is saved."));
    auto *files = makeButton(tr("Choose Files…"), "charactersChooseFilesButton", m_dropCard);
    files->setProperty("primary", true);
    auto *folder = makeButton(tr("Choose Folder…"), "charactersChooseFolderButton", m_dropCard);
    m_dropCard->column()->addWidget(files);
    m_dropCard->column()->addSpacing(6);
    m_dropCard->column()->addWidget(folder);

    auto *sample = new Card(page);
    sample->fill(new Emblem(images, samplePictureKeys, sample), tr("Look around first"),
                 tr("Yuki, Mei, Rina and Takeshi with prompts and models already chosen. Nothing is generated until "
                    "you press Start."));
    auto *open = makeButton(tr("Open Sample Project"), "charactersSampleButton", sample);
    sample->column()->addWidget(open);

    auto *server = new Card(page);
    server->fill(new Emblem(QStringLiteral("page-servers"), server), tr("Connect a server"),
                 tr("A running ComfyUI, here or in your network. The demo server needs none: it paints stand-in "
                    "pictures, marked as demo."));
    m_problem = new TextLabel(TextLabel::Size::Small, &Roles::bad, server);
    m_problem->setObjectName(QStringLiteral("serverProblemLabel"));
    m_problem->setElided(false);
    m_problem->setAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    m_problem->hide();
    m_address = new QLineEdit(server);
    m_address->setObjectName(QStringLiteral("serverAddressEdit"));
    m_address->setAccessibleName(tr("Address of the server"));
    m_address->setPlaceholderText(QStringLiteral("http://127.0.0.1:8188"));
    m_address->setMaxLength(2000);
    auto *connectButton = makeButton(tr("Connect"), "serverConnectButton", server);
    m_demo = makeButton(tr("Use Demo Server"), "serverDemoButton", server);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_address, 1);
    row->addWidget(connectButton);
    server->column()->addWidget(m_problem);
    server->column()->addSpacing(8);
    server->column()->addLayout(row);
    server->column()->addSpacing(6);
    server->column()->addWidget(m_demo);

    auto *cards = new QHBoxLayout;
    cards->setSpacing(20);
    cards->addStretch(1);
    cards->addWidget(m_dropCard, 100);
    cards->addWidget(sample, 100);
    cards->addWidget(server, 100);
    cards->addStretch(1);

    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 48);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(title);
    column->addSpacing(8);
    column->addWidget(subtitle);
    column->addSpacing(32);
    column->addLayout(cards);
    column->addSpacing(34);
    column->addWidget(new StepLine(page));
    column->addStretch(1);

    connect(files, &QPushButton::clicked, this, &FirstSteps::chooseFilesRequested);
    connect(folder, &QPushButton::clicked, this, &FirstSteps::chooseFolderRequested);
    connect(open, &QPushButton::clicked, this, &FirstSteps::sampleProjectRequested);
    connect(connectButton, &QPushButton::clicked, this, &FirstSteps::connectAddress);
    connect(m_address, &QLineEdit::returnPressed, this, &FirstSteps::connectAddress);
    connect(m_address, &QLineEdit::textEdited, this, [this] { setServerProblem({}); });
    connect(m_demo, &QPushButton::clicked, this, &FirstSteps::demoServerRequested);
}

void FirstSteps::connectAddress()
{
    const QString address = m_address->text().trimmed();
    Q_EMIT connectRequested(address.isEmpty() ? m_address->placeholderText() : address);
}

void FirstSteps::setServers(const RunSummary &summary)
{
    m_demo->setEnabled(!summary.demo);
    if (m_problem->isVisibleTo(this) && summary.servers.total == 0)
        return; // a problem stays until the address changes
    if (summary.servers.total == 0)
        return;
    m_problem->setRole(summary.servers.connected > 0 ? &Roles::ok : &Roles::text2);
    m_problem->setText(summary.demo && summary.servers.total == 1 && summary.servers.connected == 1
                           ? tr("The demo server is running.")
                           : phrases::servers(summary.servers));
    m_problem->show();
}

void FirstSteps::setServerProblem(const QString &message)
{
    m_problem->setRole(&Roles::bad);
    m_problem->setText(message);
    m_problem->setVisible(!message.isEmpty());
}

void FirstSteps::setDropping(bool on)
{
    m_dropCard->setDashed(true, on);
}

void FirstSteps::focusAddress()
{
    m_address->setFocus();
}

} // namespace lorastudio
