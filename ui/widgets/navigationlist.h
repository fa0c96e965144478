// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

class QStandardItemModel;

namespace lorastudio {

class ProjectChooser;

/// The pages at the left of the window, with icons and badges; as a rail only the icons.
class NavigationList : public QListView
{
    Q_OBJECT

public:
    enum Role { BadgeRole = Qt::UserRole + 1, BadgeKindRole, GlyphRole };
    enum BadgeKind { PlainBadge, WarnBadge, BadBadge };
    static constexpr int wideWidth = 156;
    static constexpr int railWidth = 56;

    explicit NavigationList(QWidget *parent = nullptr);
    /// Pages `atBottom` come last and stand at the lower end.
    void addPage(const QString &glyph, const QString &title, const QString &shortcut, bool atBottom = false);
    void setCurrentPage(int page);
    int currentPage() const;
    /// 0 = no badge.
    void setBadge(int page, int count, BadgeKind kind = PlainBadge);
    void setRail(bool rail);
    bool isRail() const { return m_rail; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void pageChosen(int page);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int rowOf(int page) const;
    void fitGap();

    QStandardItemModel *m_model;
    int m_gap = -1; ///< row of the empty entry above those at the bottom; -1 = there are none
    bool m_rail = false;
};

/// The left edge of the window: name of the project above the pages.
class NavigationPane : public QWidget
{
    Q_OBJECT

public:
    explicit NavigationPane(QWidget *parent = nullptr);
    NavigationList *pages() const { return m_list; }
    ProjectChooser *project() const { return m_project; }
    void setRail(bool rail);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ProjectChooser *m_project;
    NavigationList *m_list;
};

} // namespace lorastudio
