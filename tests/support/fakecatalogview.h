// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogview.h"

#include <QUndoStack>

namespace lorastudio {

/// A catalog from memory, for tests and pictures of the window: it does what is asked at once, as steps of `stack`, and
/// keeps a list of it. Five models, of which the last is on a server only, with figures.
class FakeCatalogView : public CatalogView
{
    Q_OBJECT

public:
    explicit FakeCatalogView(QUndoStack &stack);

    /// What was asked for, newest last.
    QStringList calls() const { return m_calls; }
    CatalogRow row(const QString &file) const;
    void setRows(const QList<CatalogRow> &rows);
    void setServers(int servers);
    void setReady(bool ready);
    /// What is edited from now on cannot be stored.
    void failEdits() { m_failsEdits = true; }
    void setReading(const QString &server);

    bool isReady() const override { return m_ready; }
    QList<CatalogRow> rows() const override { return m_rows; }
    int servers() const override { return m_servers; }
    QString reading() const override { return m_reading; }
    QStringList samplers() const override;
    QStringList schedulers() const override;
    bool isUnknownSampler(const QString &sampler) const override { return !samplers().contains(sampler); }
    bool isUnknownScheduler(const QString &scheduler) const override { return !schedulers().contains(scheduler); }
    void edit(const Checkpoint &after) override;
    void reset(const QString &file) override;
    QString cannotAdd(const QString &file) const override;
    void add(const QString &file) override;
    void readServersAgain() override;
    void setWatched(bool on) override;

private:
    void change(const QString &text, const QList<CatalogRow> &after);

    QUndoStack &m_stack;
    QList<CatalogRow> m_rows;
    QList<CatalogRow> m_builtIn;
    int m_servers = 4;
    bool m_ready = true;
    bool m_failsEdits = false;
    QString m_reading;
    QStringList m_calls;
};

} // namespace lorastudio
