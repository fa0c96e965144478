// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QGridLayout;
class QVBoxLayout;

namespace lorastudio {

class TextLabel;

/// A card of the settings: settings that belong together, under a heading.
class SettingsCard : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsCard(QWidget *parent = nullptr);
    QVBoxLayout *column() const { return m_column; }
    /// Heading and, if not empty, a sentence below it.
    void addHeading(const QString &title, const QString &text = {});
    /// A line of a form: `fields`, at least one, stand beside each other behind the label; it names the first of them
    /// and is its buddy. They become children of the card.
    void addField(const QString &label, const QList<QWidget *> &fields);
    /// A small sentence below what stands above it; `indent` from the left.
    TextLabel *addNote(const QString &text, int indent = 0);
    /// The one of several that holds now: it gets the ring.
    void setChosen(bool chosen);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_column;
    bool m_chosen = false;
};

} // namespace lorastudio
