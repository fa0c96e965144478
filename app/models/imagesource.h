// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

namespace lorastudio {

/// Pictures by key, for delegates and views, without ever blocking them.
///
/// `thumbnail()` answers at once: with the picture, or with a null image after it has taken the key as a wish (newest
/// wish first). When the picture is there, or turns out not to be, `thumbnailReady` is emitted. A key that failed gives
/// null and true from `isMissing`. Keys are opaque. Main thread only.
class ImageSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    /// About 256 px on the longer side; ask for `large` where more than 170 device pixels are shown.
    virtual QImage thumbnail(const QString &key, bool large = false) = 0;
    virtual bool isMissing(const QString &key) const = 0;
    /// Why it is missing, for people; empty if that is not known.
    virtual QString missingReason(const QString &key) const
    {
        Q_UNUSED(key)
        return {};
    }
    /// Asks for the whole picture; `pictureReady` brings it (null image and a reason if it cannot be read).
    virtual void requestPicture(const QString &key) = 0;

Q_SIGNALS:
    void thumbnailReady(const QString &key);
    void pictureReady(const QString &key, const QImage &picture, const QString &problem);
};

} // namespace lorastudio
