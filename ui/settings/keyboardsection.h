// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settingssection.h"

class QAction;
class QTreeWidget;
class QTreeWidgetItem;

namespace lorastudio {

/// All keys of the window, by page, taken from its actions at the moment they are looked at. They are read only.
class KeyboardSection : public SettingsSection
{
    Q_OBJECT

public:
    explicit KeyboardSection(QWidget *parent);
    bool matches(const QString &text) const override;
    void setSearchText(const QString &text) override;
    void refresh() override;
    QWidget *firstControl() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    QTreeWidgetItem *group(const QString &title);
    void filter();

    QTreeWidget *m_keys;
    QString m_search;
};

} // namespace lorastudio
