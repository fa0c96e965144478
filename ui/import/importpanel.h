// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/importview.h"

#include <QScrollArea>

class QLineEdit;
class QPlainTextEdit;

namespace lorastudio {

class LinkButton;
class PictureGrid;
class TextLabel;

/// The entry of the import page that is current, beside the table: its texts to be corrected, its pictures, and all
/// that is to be said of it. A text is taken over when its box is left or Enter is pressed.
class ImportPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit ImportPanel(ImportView &view, QWidget *parent = nullptr);
    /// Null = none.
    void setRow(const ImportRow *row);
    /// Takes over what is being typed now.
    void commit();
    /// Moves the keyboard to the box of a field, from `field`.
    void editField(const QString &field);
    void showPictures();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeForm();
    QWidget *makePictures();
    QLineEdit *makeEdit(const char *name, const QString &title);
    QPlainTextEdit *makeText(const char *name, const QString &title);
    void sizeTexts();
    void showTexts(bool other);
    void setProblem(const QString &problem);
    QLineEdit *editOf(const QString &field) const;

    ImportView &m_view;
    ImportRow m_row; ///< its entry is null if there is none
    QWidget *m_page;
    TextLabel *m_none;
    TextLabel *m_name;
    TextLabel *m_origin;
    LinkButton *m_open;
    QWidget *m_form = nullptr;
    QLineEdit *m_nameEdit = nullptr;
    QLineEdit *m_typeEdit = nullptr;
    QLineEdit *m_triggerEdit = nullptr;
    QLineEdit *m_sizeEdit = nullptr;
    QLineEdit *m_imagesEdit = nullptr;
    TextLabel *m_problem = nullptr;
    TextLabel *m_promptNote = nullptr;
    QPlainTextEdit *m_prompt = nullptr;
    QPlainTextEdit *m_negative = nullptr;
    QWidget *m_pictures = nullptr;
    TextLabel *m_pictureCount = nullptr;
    PictureGrid *m_grid = nullptr;
    TextLabel *m_hint = nullptr;
    TextLabel *m_notesTitle;
    TextLabel *m_notes;
};

} // namespace lorastudio
