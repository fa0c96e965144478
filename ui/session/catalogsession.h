// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyanswers.h"
#include "core/asyncscope.h"
#include "models/catalogview.h"

#include <QHash>
#include <QTimer>

#include <functional>

namespace lorastudio {

class ProjectSession;
class Services;
class ServerConnection;

/// The catalog as the window sees it: what a person has changed, joined with what the servers have and what the images
/// say. It writes the same rows as `models set` of the command line. Changes are made one after the other and become
/// steps of the project's undo stack, in turn with those that are undone; what was asked for before the end is made.
/// Main thread only; the session closes it before the services end.
class CatalogSession : public CatalogView
{
    Q_OBJECT

public:
    /// Both outlive it.
    CatalogSession(Services &services, ProjectSession &project);
    ~CatalogSession() override;
    Task<void> close();

    bool isReady() const override { return m_ready; }
    QList<CatalogRow> rows() const override { return m_rows; }
    int servers() const override { return m_servers; }
    QString reading() const override { return m_reading; }
    QStringList samplers() const override;
    QStringList schedulers() const override;
    bool isUnknownSampler(const QString &sampler) const override;
    bool isUnknownScheduler(const QString &scheduler) const override;
    void edit(const Checkpoint &after) override;
    void reset(const QString &file) override;
    QString cannotAdd(const QString &file) const override;
    void add(const QString &file) override;
    void readServersAgain() override;
    void setWatched(bool on) override;

private:
    using Wish = std::function<Task<Result<void>>()>;
    struct Loading
    {
        QString file;        ///< what our prompt there is made with
        qint64 sinceMs = -1; ///< monotonic; -1 = it is not loading
    };

    void connectSignals();
    void ask(const Wish &wish, const QString &file);
    Task<Result<void>> grant(Wish wish, QString file);
    Task<Result<void>> write(Checkpoint entry, std::optional<Checkpoint> before, QString text);
    Task<Result<void>> take(QString file, QString text);
    Task<Result<void>> put(std::optional<Checkpoint> entry, QString file);
    Task<Result<void>> editTask(Checkpoint after);
    Task<Result<void>> resetTask(QString file);
    Task<Result<void>> addTask(QString file);
    Task<void> readCatalog();
    Task<void> readFigures();
    Task<void> readAgain(std::stop_token stop);
    Task<void> readSamplers(std::shared_ptr<ServerConnection> server, std::stop_token stop);
    void askForSamplers();
    void figuresAreOld();
    void followLoading(const QString &url);
    void refresh();
    QList<CatalogRow> compose() const;
    CatalogRow described(const Checkpoint &checkpoint) const;
    QString entryFileFor(const QString &file) const;
    QStringList offered(QStringList SamplerChoices::*names, const QStringList &wellKnown) const;
    bool isUnknown(QStringList SamplerChoices::*names, const QString &name) const;

    Services &m_services;
    ProjectSession &m_project;
    bool m_ready = false;
    bool m_watched = false;
    bool m_old = true; ///< the figures are not those of now
    bool m_readingFigures = false;
    bool m_readingServers = false;
    bool m_closed = false;
    int m_servers = 0;
    QString m_reading;
    QList<CatalogRow> m_rows;
    QVector<ModelFigures> m_figures;
    QHash<QString, double> m_loads;           ///< seconds by file
    QHash<QString, Loading> m_loading;        ///< by server
    QHash<QString, SamplerChoices> m_choices; ///< by server
    QSet<QString> m_asked;                    ///< servers whose samplers were asked for
    QTimer m_figuresTimer;
    AsyncScope m_scope;
};

} // namespace lorastudio
