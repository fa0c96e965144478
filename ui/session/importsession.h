// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "domain/checkpoint.h"
#include "import/importoutcome.h"
#include "import/importplan.h"
#include "import/readingwatch.h"
#include "models/importview.h"
#include "session/importimages.h"

#include <QHash>
#include <QTimer>
#include <QUndoStack>

#include <stop_token>

namespace lorastudio {

class ProjectSession;
class Services;

/// The import page over the services: reads in the thread pool, keeps the plan, and hands it to the project session to
/// be stored as one undo step. It closes itself before `project` does.
class ImportSession : public ImportView
{
    Q_OBJECT

public:
    /// Both outlive it.
    ImportSession(Services &services, ProjectSession &project);
    ~ImportSession() override;
    Task<void> close();

    ImportState state() const override { return m_state; }
    QList<ImportRow> rows() const override { return m_rows; }
    ImageSource &pictures() override { return m_images; }
    QUndoStack &edits() override { return m_edits; }

    void add(const QStringList &paths) override;
    void addText(const QString &text) override;
    void stopReading() override;
    void setWanted(const QList<int> &ids, bool wanted) override;
    void edit(int id, const Character &texts) override;
    void setReference(int id, const QString &picture) override;
    void addAsNew(int id) override;
    void openSource(int id) override;
    void import() override;
    void cancel() override;

private:
    struct Wish
    {
        QStringList paths;
        QString text; ///< instead of paths
    };

    void wish(const Wish &wish);
    Task<void> readWishes();
    Task<void> readWish(Wish wish);
    Task<void> store();
    /// Reads the characters of the other projects that entries name, and compares names anew.
    Task<void> learn();
    QVector<Character> known() const;
    ReadingWatch watch();
    ImportWatch storingWatch();
    void change(const QString &text, const ImportPlan &after);
    void setPlan(const ImportPlan &plan);
    void refuse(const QString &picture, const QString &reason);
    void showRows();
    void showState();
    ImportRow rowOf(const ImportEntryPtr &entry);
    void describeModel(ImportRow &row);

    Services &m_services;
    ProjectSession &m_project;
    ImportImages m_images;
    ImportPlan m_plan;
    int m_revision = 0;             ///< of the plan
    QVector<Character> m_elsewhere; ///< characters of other projects that entries name
    QHash<QString, QString> m_refused;
    QHash<QString, QString> m_automatic; ///< names of the rule's models by type, while the rows are made
    QVector<Checkpoint> m_checkpoints;
    QList<ImportRow> m_rows;
    ImportState m_state;
    QUndoStack m_edits;
    QList<Wish> m_wishes;
    bool m_reading = false;
    bool m_saving = false;
    bool m_slow = false; ///< reading takes so long that it is said
    QString m_name;      ///< of what is read now
    int m_stored = 0;    ///< steps of storing, and how many there are
    int m_toStore = 0;
    std::stop_source m_stopReading;
    std::stop_source m_stopStoring;
    QTimer m_slowTimer;
    AsyncScope m_scope;
};

} // namespace lorastudio
