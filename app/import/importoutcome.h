// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/character.h"
#include "domain/checkpoint.h"
#include "images/libraryfolder.h"
#include "import/importresult.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace lorastudio {

/// A character as an import left it.
struct ImportedRow
{
    Character character;
    Assignment assignment; ///< modelFile empty = the import named none
    bool isNew = true;
    int references = 0;                              ///< pictures that came in with it
    QStringList pictures = {};                       ///< as they stand in the library, the shown one first
    QStringList added = {};                          ///< those of them that the character did not have
    std::optional<Character> before = {};            ///< what an update replaced
    std::optional<Assignment> assignmentBefore = {}; ///< what a model of the table replaced
};

/// What came in, what did not and why, and enough to take it all back.
struct ImportOutcome
{
    QVector<ImportedRow> rows;
    QVector<ImportMessage> warnings;
    QVector<ImportMessage> errors;
    /// Of the new characters. Copies share it: undo and redo note in it where the images are.
    std::shared_ptr<QVector<SharedFolder>> folders = {};
};

/// Somebody who waits for an import to be stored: hears how far it is, and may have enough of it. Both from any thread.
struct ImportWatch
{
    /// Pictures and characters that are done, and how many there are; may be null; often called.
    std::function<void(int done, int total)> progress = {};
    std::stop_token stop = {}; ///< then nothing comes in

    bool stopped() const { return stop.stop_requested(); }
    void say(int done, int total) const
    {
        if (progress)
            progress(done, total);
    }
};

} // namespace lorastudio
