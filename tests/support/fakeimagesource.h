// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/imagesource.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace lorastudio {

/// Paints simple portraits instead of reading files. As the real one it answers later: the first question for a key
/// gives nothing. Keys are "portrait/N" and "image/N/SEED"; "missing" is never there.
class FakeImageSource : public ImageSource
{
    Q_OBJECT

public:
    using ImageSource::ImageSource;
    QImage thumbnail(const QString &key, bool large) override;
    bool isMissing(const QString &key) const override;
    void requestPicture(const QString &key) override;
    /// Questions that have no answer yet.
    int open() const { return m_open; }
    int answered() const { return m_answered; }
    /// A half-finished picture, for the live preview.
    static QImage preview(int person, int seed);

private:
    void later(const std::function<void()> &answer);

    QHash<QString, QImage> m_ready;
    QSet<QString> m_asked;
    int m_open = 0;
    int m_answered = 0;
};

} // namespace lorastudio
