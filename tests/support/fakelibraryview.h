// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/imagelibraryview.h"
#include "support/fakeprojectview.h"

#include <QMap>

#include <functional>

namespace lorastudio {

/// The images of a FakeProjectView for the gallery: it does what is asked at once, with undo, and keeps a list of it.
class FakeLibraryView : public ImageLibraryView
{
    Q_OBJECT

public:
    explicit FakeLibraryView(FakeProjectView &project);

    /// What was asked for, newest last: "setVerdict rejected 3 4".
    QStringList calls() const { return m_calls; }
    QString lastCall() const { return m_calls.isEmpty() ? QString() : m_calls.last(); }
    /// Puts an image in, or in the place of the one with its id; tells nobody.
    void put(const GalleryItem &item) { m_items.insert(item.record.id, item); }
    GalleryItem item(qint64 id) const { return m_items.value(id); }
    int size() const { return int(m_items.size()); }
    void setCopyState(const CopyState &state);
    /// The next verdict cannot be written.
    void failNextVerdict() { m_failVerdict = true; }

    /// Questions that have no answer yet.
    int open() const { return m_open; }
    int answered() const { return m_answered; }

    /// The next index cannot be read.
    void failNextIndex() { m_failIndex = true; }

    void loadIndex() override;
    void loadItems(const QList<qint64> &ids) override;
    QList<RunLabel> runs() const override;
    QString serverName(const QString &address) const override { return address; }
    void setVerdict(const QList<ImageVerdict> &shown, Verdict verdict) override;
    void copyImages(const QList<qint64> &ids, const QString &folder) override;
    void cancelCopy() override { m_calls.append(QStringLiteral("cancelCopy")); }
    CopyState copyState() const override { return m_copy; }
    void openFolder(qint64 id) override;
    void openCopyFolder() override { m_calls.append(QStringLiteral("openCopyFolder")); }
    void moveToTrash(const QList<qint64> &ids) override;
    void removeDemoImages(const QList<qint64> &ids) override;

private:
    friend class FakeLibraryStep;
    void later(const std::function<void()> &answer);
    void readProject();
    void write(const QList<ImageVerdict> &verdicts);
    void take(const QList<qint64> &ids);
    void bringBack(const QList<GalleryItem> &items);
    void call(const QString &what, const QList<qint64> &ids);
    void trash(const QList<qint64> &ids, const QString &text);

    FakeProjectView &m_project;
    QMap<qint64, GalleryItem> m_items;
    QStringList m_calls;
    CopyState m_copy;
    bool m_failVerdict = false;
    bool m_failIndex = false;
    int m_open = 0;
    int m_answered = 0;
};

} // namespace lorastudio
