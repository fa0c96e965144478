// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogrow.h"

#include <QScrollArea>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace lorastudio {

class CatalogView;
class TextLabel;

/// What the catalog says of the current model, beside the table, to be changed. A field is stored when it is left, as
/// one undo step; what cannot be stored is said below it. What is being typed is never taken away by news.
class ModelEditor : public QScrollArea
{
    Q_OBJECT

public:
    explicit ModelEditor(CatalogView &catalog, QWidget *parent = nullptr);
    /// Nothing if there is no row.
    void setRow(const std::optional<CatalogRow> &row);
    /// Stores what is being typed now.
    void commit();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QComboBox *makeCombo(const char *name, const QString &title);
    QSpinBox *makeSpin(const char *name, const QString &title, int least, int most);
    void addField(QGridLayout &grid, const QString &title, QWidget *field);
    TextLabel *addNote(QGridLayout &grid, const char *name);
    void follow(QWidget *field);
    void show(const CatalogRow &row, const Checkpoint &before, bool other);
    void showAgain(const QString &file);
    void showChoices();
    void showProblems();
    void showOrigin();
    void sizeNegative();

    CatalogView &m_catalog;
    std::optional<CatalogRow> m_row;
    QWidget *m_page;
    TextLabel *m_none = nullptr;
    QWidget *m_content = nullptr;
    TextLabel *m_name = nullptr;
    TextLabel *m_file = nullptr;
    QComboBox *m_type = nullptr;
    QLineEdit *m_bestFor = nullptr;
    QSpinBox *m_sharpness = nullptr;
    QSpinBox *m_speed = nullptr;
    QComboBox *m_sampler = nullptr;
    TextLabel *m_samplerNote = nullptr;
    QComboBox *m_scheduler = nullptr;
    TextLabel *m_schedulerNote = nullptr;
    QSpinBox *m_steps = nullptr;
    QDoubleSpinBox *m_cfg = nullptr;
    QPlainTextEdit *m_negative = nullptr;
    TextLabel *m_explanation = nullptr;
    QPushButton *m_reset = nullptr;
};

} // namespace lorastudio
