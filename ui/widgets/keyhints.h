// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace lorastudio {

/// The keys of a page on one line: key caps and words. What does not fit is left out from the end.
class KeyHints : public QWidget
{
    Q_OBJECT

public:
    static constexpr int barHeight = 36;
    struct Hint
    {
        QString keys;
        QString words;
        friend bool operator==(const Hint &, const Hint &) = default;
    };

    explicit KeyHints(QWidget *parent = nullptr);
    void setHints(const QList<Hint> &hints);
    /// How many of them are on the screen at this width.
    int shownCount() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    qreal widthOf(const Hint &hint) const;

    QList<Hint> m_hints;
};

} // namespace lorastudio
