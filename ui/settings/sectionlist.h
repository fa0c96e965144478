// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

class QStandardItemModel;

namespace lorastudio {

/// The sections of the settings at the left of their page.
class SectionList : public QListView
{
    Q_OBJECT

public:
    static constexpr int listWidth = 184;

    explicit SectionList(QWidget *parent);
    void addSection(const QString &title);
    int current() const { return currentIndex().row(); }
    void setCurrent(int section);
    /// Sections that are not found are hidden.
    void setFound(int section, bool found);
    bool isFound(int section) const { return !isRowHidden(section); }

Q_SIGNALS:
    void sectionChosen(int section);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    QStandardItemModel *m_model;
};

} // namespace lorastudio
