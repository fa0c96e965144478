// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace lorastudio {

class TextLabel;

/// The answers of a test, one below the other with a mark each, and the question whether its certificate is trusted.
class ServerTestList : public QWidget
{
    Q_OBJECT

public:
    explicit ServerTestList(QWidget *parent = nullptr);
    /// `trusted`: the certificate that is trusted now.
    void setTest(const ServerTest &test, const QString &trusted);

Q_SIGNALS:
    /// Empty = it is trusted no more.
    void trustChanged(const QString &fingerprint);

private:
    TextLabel *m_head;
    TextLabel *m_clock;
    QWidget *m_card;
    QVBoxLayout *m_lines;
    QCheckBox *m_trust;
    QList<QWidget *> m_shown;
    QString m_fingerprint;
};

} // namespace lorastudio
