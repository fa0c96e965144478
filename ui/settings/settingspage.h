// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"

class QScrollArea;
class QStackedWidget;

namespace lorastudio {

class FileDialogs;
class SectionList;
class SettingsSection;
class SettingsView;
class TextLabel;

/// The settings: sections at the left, the cards of one section beside them. Which section was looked at last is
/// remembered; the search of the window finds sections by every word that stands in them.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    SettingsPage(SettingsView &settings, FileDialogs &dialogs, QWidget *parent);

    void takeFocus() override;
    bool escape() override;
    void commit() override;
    QString searchPrompt() const override { return tr("Search settings"); }
    void setSearchText(const QString &text) override;
    QList<QAction *> pageActions() const override { return m_actions; }
    bool hasPrimaryButton() const override { return true; }

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addSection(const QString &id, SettingsSection *section);
    void makeActions();
    void showSection(int section);
    void step(int by);
    SettingsSection *current() const;

    SectionList *m_list;
    QStackedWidget *m_stack;
    TextLabel *m_nothing;
    QList<SettingsSection *> m_sections;
    QList<QScrollArea *> m_areas;
    QStringList m_ids;
    QList<QAction *> m_actions;
};

} // namespace lorastudio
