// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/projectview.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace lorastudio {

class TextLabel;

/// One message on a page, in place, with its buttons.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    explicit MessageBar(const Notice &notice, QWidget *parent = nullptr);
    const Notice &notice() const { return m_notice; }

Q_SIGNALS:
    void actionTriggered(const QString &noticeId, const QString &actionId);
    void closed(const QString &noticeId);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Notice m_notice;
};

/// The newest two messages of a page, one below the other; nothing while there is none.
class MessageList : public QWidget
{
    Q_OBJECT

public:
    explicit MessageList(QWidget *parent = nullptr);
    /// Newest first.
    void setNotices(const QList<Notice> &notices);

Q_SIGNALS:
    void actionTriggered(const QString &noticeId, const QString &actionId);
    void closed(const QString &noticeId);

private:
    QList<Notice> m_shown;
    QList<MessageBar *> m_bars;
};

} // namespace lorastudio
