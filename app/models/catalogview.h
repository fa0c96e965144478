// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogrow.h"

#include <QObject>

namespace lorastudio {

/// What the page of models needs of the services: the catalog with what the servers have and what the images say.
///
/// Getters answer at once from memory. Actions return at once; what comes of them arrives through `rowsChanged`, what
/// fails through a notice of the project. Every change is one step of the project's undo stack. Main thread only.
class CatalogView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// False until the catalog and the figures are read.
    virtual bool isReady() const = 0;
    /// In catalog order; models that nobody has described come last.
    virtual QList<CatalogRow> rows() const = 0;
    /// Connected servers; 0 = nobody knows which of the models are there.
    virtual int servers() const = 0;
    /// Name of the server that is being asked for its models; empty = none.
    virtual QString reading() const = 0;
    /// Names that a sampler or scheduler can have: those the servers offer, and the well-known ones.
    virtual QStringList samplers() const = 0;
    virtual QStringList schedulers() const = 0;
    /// Whether a connected server was asked and offers neither. Always false while none has answered.
    virtual bool isUnknownSampler(const QString &sampler) const = 0;
    virtual bool isUnknownScheduler(const QString &scheduler) const = 0;

    /// Stores the values of `after` (type, best for, sharpness, speed, settings, negative prompt) for the row with its
    /// file. Only figures within their ranges and names that are not empty; `editFailed` if they are not stored.
    virtual void edit(const Checkpoint &after) = 0;
    /// The built-in values come back, or an entry of the person's own goes.
    virtual void reset(const QString &file) = 0;
    /// Why there can be no new entry for this file, for people; empty = there can.
    virtual QString cannotAdd(const QString &file) const = 0;
    /// Adds an entry with the default profile for a file as ComfyUI lists it. Nothing happens if it cannot be added.
    virtual void add(const QString &file) = 0;
    virtual void readServersAgain() = 0;
    /// Whether the page is looked at: only then the figures follow the images.
    virtual void setWatched(bool on) = 0;

Q_SIGNALS:
    /// Any of the values above, `reading()` excepted.
    void rowsChanged();
    void readingChanged();
    /// The row with this file says what it said before.
    void editFailed(const QString &file);
};

} // namespace lorastudio
