// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace lorastudio {

class ServerTestList;
class TextLabel;

/// The form of one server, in the side panel: what it is called, where it is, how to sign in; a test with its answers;
/// and the removal, which asks in place. A stored secret is never shown: an empty box leaves it as it is.
class ServerFormPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ServerFormPanel(ServerListView &servers, QWidget *parent = nullptr);
    /// Begins with this; an empty URL = a new server.
    void edit(const QString &url);
    QString url() const { return m_former; }
    bool isNew() const { return m_former.isEmpty(); }
    /// Of what is being edited now; another one after each edit().
    int id() const { return m_id; }
    void startTest();
    /// The cursor goes where typing begins: the address of a new server, the name of one that is there.
    void takeFocus();
    /// Asks whether the server is to be removed.
    void askRemoval();
    /// Closes the question or breaks the test off; false if there is neither.
    bool escape();

Q_SIGNALS:
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLineEdit *addEdit(const char *name, int limit);
    TextLabel *addLabel(const QString &text, QWidget *buddy);
    void makeFields();
    void makeButtons();
    void makeRemoval();
    ServerForm form() const;
    void save();
    void updateSignIn();
    void updateSecretLabel();
    void setProblem(const QString &text);
    void noteFailure(int form, const QString &text);
    void showTest();
    void trust(const QString &fingerprint);

    ServerListView &m_servers;
    int m_id = 0;
    bool m_saving = false; ///< what is entered is being stored
    QString m_former;
    ServerForm m_begun; ///< what the form was filled with
    QString m_fingerprint;
    QWidget *m_page;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_address = nullptr;
    QComboBox *m_signIn = nullptr;
    TextLabel *m_whoLabel = nullptr;
    QLineEdit *m_who = nullptr;
    TextLabel *m_secretLabel = nullptr;
    QLineEdit *m_secret = nullptr;
    TextLabel *m_problem = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_save = nullptr;
    ServerTestList *m_result = nullptr;
    QPushButton *m_remove = nullptr;
    QWidget *m_question = nullptr;
    TextLabel *m_questionText = nullptr;
    QPushButton *m_keep = nullptr;
};

} // namespace lorastudio
