// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/verdictsegments.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLocale>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int segmentHeight = 30;
constexpr int padding = 10;
constexpr int glyphSize = 16;

struct Kind
{
    const char *name;
    const char *glyph;
    std::optional<Verdict> verdict;
    QColor Roles::*color;
};
const std::array<Kind, 4> kinds{{{"galleryAllSegment", "", std::nullopt, &Roles::text},
                                 {"galleryAcceptedSegment", "verdict-accepted", Verdict::Accepted, &Roles::ok},
                                 {"galleryUndecidedSegment", "verdict-undecided", Verdict::Undecided, &Roles::idle},
                                 {"galleryRejectedSegment", "verdict-rejected", Verdict::Rejected, &Roles::bad}}};

} // namespace

class VerdictSegment : public QAbstractButton
{
public:
    VerdictSegment(const Kind &kind, QWidget *parent) : QAbstractButton(parent), m_kind(kind)
    {
        setObjectName(QString::fromLatin1(kind.name));
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(segmentHeight);
        setAttribute(Qt::WA_Hover);
    }
    void setCount(int count)
    {
        const QString number = QLocale().toString(count);
        const QString text = m_kind.verdict ? number : VerdictSegments::tr("All %1").arg(number);
        setAccessibleName(sentence(number));
        setToolTip(sentence(number));
        if (text == m_text)
            return;
        m_text = text;
        updateGeometry();
        update();
    }
    QSize sizeHint() const override
    {
        const int wide = int(std::ceil(CellFonts::current().body.width(m_text)));
        return QSize(2 * padding + wide + (m_kind.verdict ? glyphSize + 5 : 0), segmentHeight);
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
        const Roles &roles = ink.roles;
        if (isChecked())
            paintBox(&painter, rect(), 5, roles.selection, roles.ring);
        else if (underMouse())
            paintBox(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), 4, roles.hover, Qt::transparent);
        if (hasFocus())
            paintBox(&painter, rect(), 5, Qt::transparent, roles.ring, 2);
        qreal left = padding;
        if (m_kind.verdict) {
            ink.glyph(QString::fromLatin1(m_kind.glyph), QPointF(left, (height() - glyphSize) / 2.0), glyphSize,
                      roles.*m_kind.color);
            left += glyphSize + 5;
        }
        ink.text(QRectF(left, 0, width() - left - padding + 1, height()), m_text, ink.fonts.body, roles.text);
    }

private:
    QString sentence(const QString &number) const
    {
        if (!m_kind.verdict)
            return VerdictSegments::tr("All, %1 images").arg(number);
        switch (*m_kind.verdict) {
        case Verdict::Accepted:
            return VerdictSegments::tr("Accepted, %1 images").arg(number);
        case Verdict::Rejected:
            return VerdictSegments::tr("Rejected, %1 images").arg(number);
        case Verdict::Undecided:
            break;
        }
        return VerdictSegments::tr("Undecided, %1 images").arg(number);
    }

    Kind m_kind;
    QString m_text;
};

VerdictSegments::VerdictSegments(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("galleryVerdictSegments"));
    setAccessibleName(tr("Verdict"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *group = new QButtonGroup(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(2);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        auto *segment = new VerdictSegment(kinds[i], this);
        m_segments[i] = segment;
        group->addButton(segment);
        row->addWidget(segment);
        connect(segment, &QAbstractButton::clicked, this, [this, i] { Q_EMIT verdictChosen(kinds[i].verdict); });
    }
    setCounts({});
    m_segments[0]->setChecked(true);
}

void VerdictSegments::setVerdict(std::optional<Verdict> verdict)
{
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i].verdict == verdict)
            m_segments[i]->setChecked(true);
    }
}

std::optional<Verdict> VerdictSegments::verdict() const
{
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (m_segments[i]->isChecked())
            return kinds[i].verdict;
    }
    return std::nullopt;
}

void VerdictSegments::setCounts(const std::array<int, 3> &counts)
{
    m_segments[0]->setCount(counts[0] + counts[1] + counts[2]);
    for (std::size_t i = 1; i < kinds.size(); ++i)
        m_segments[i]->setCount(counts[std::size_t(*kinds[i].verdict)]);
}

void VerdictSegments::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    paintBox(&painter, rect(), 5, roles.base, roles.control);
}

} // namespace lorastudio
