// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gallery/galleryhead.h"

#include <QFrame>

class QCheckBox;

namespace lorastudio {

/// The filters that are used less: run, server, demo images, flags. Opens below its button; Escape closes it.
class FilterPanel : public QFrame
{
    Q_OBJECT

public:
    explicit FilterPanel(QWidget *parent = nullptr);
    void setFilter(const GalleryFilter &filter);
    void setServers(const QList<NamedKey> &servers);
    void setRuns(const QList<NamedKey> &runs);
    void openBelow(QWidget *button);
    /// How many of its filters restrict.
    static int activeCount(const GalleryFilter &filter);

Q_SIGNALS:
    /// Run, server, demo and flags of `filter`; the rest is as it was set.
    void filterEdited(const GalleryFilter &filter);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void emitFilter();

    GalleryFilter m_filter;
    QList<NamedKey> m_allRuns;
    QList<NamedKey> m_allServers;
    QComboBox *m_runs;
    QComboBox *m_servers;
    QComboBox *m_demo;
    QList<QCheckBox *> m_flags; ///< as imageFlags()
};

/// What a flag is called on the screen: "Blurry", "Too bright".
QString flagName(const QString &flag);

} // namespace lorastudio
