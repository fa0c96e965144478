// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/gallerymodel.h"

#include <QScrollArea>

#include <array>

class QBoxLayout;
class QGridLayout;
class QPlainTextEdit;
class QToolButton;

namespace lorastudio {

class ComponentsBox;
class ImageSource;
class TextLabel;
class VerdictButton;

/// What the side panel says of the selected image: what it is, how it was made, what it scores and why; of several, how
/// many and their mean. A person decides here with the mouse what the keys decide in the tiles.
class ImagePanel : public QScrollArea
{
    Q_OBJECT

public:
    /// What is known of an image besides itself.
    struct Context
    {
        QString model;         ///< name for people
        QString server;        ///< name for people
        int asked = 0;         ///< images asked for of the character; 0 = not known
        double betterThan = 0; ///< share of the character's scored images; negative = nothing to compare with
    };
    /// Several images at once.
    struct Group
    {
        int count = 0;
        int scored = 0;
        double mean = 0;                ///< of the scored ones
        std::optional<Verdict> verdict; ///< that all have
    };

    explicit ImagePanel(ImageSource &images, QWidget *parent = nullptr);
    void showNothing();
    void showImage(const GalleryItemPtr &item, const Context &context);
    void showGroup(const Group &group);

Q_SIGNALS:
    void verdictChosen(Verdict verdict);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTop();
    QWidget *makeVerdicts();
    QWidget *makeScore();
    QPlainTextEdit *makeText(const char *name, const QString &title);
    void setVerdict(std::optional<Verdict> verdict, bool byRule);
    void showScore(const Score &score, double betterThan);
    void sizeTexts();
    void layVerdicts();

    ImageSource &m_images;
    QWidget *m_page;
    TextLabel *m_none = nullptr;
    QWidget *m_top = nullptr;
    class PictureBox *m_picture = nullptr;
    TextLabel *m_name = nullptr;
    TextLabel *m_number = nullptr;
    TextLabel *m_demo = nullptr;
    QGridLayout *m_facts = nullptr;
    std::array<TextLabel *, 6> m_values{};
    TextLabel *m_group = nullptr;
    QWidget *m_verdictRow = nullptr;
    QBoxLayout *m_verdictLayout = nullptr;
    std::array<VerdictButton *, 3> m_verdicts{};
    QWidget *m_scoreBox = nullptr;
    TextLabel *m_total = nullptr;
    TextLabel *m_scorer = nullptr;
    TextLabel *m_rank = nullptr;
    QToolButton *m_info = nullptr;
    TextLabel *m_infoText = nullptr;
    ComponentsBox *m_components = nullptr;
    QWidget *m_texts = nullptr;
    QPlainTextEdit *m_prompt = nullptr;
    QPlainTextEdit *m_negative = nullptr;
};

} // namespace lorastudio
