// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/character.h"

#include <QString>
#include <QStringList>
#include <QVector>

namespace lorastudio {

/// Fields of a character as tables name them (cli.md), for ImportedCharacter::given.
namespace field {
inline const QString name = QStringLiteral("name");
inline const QString type = QStringLiteral("type");
inline const QString prompt = QStringLiteral("prompt");
inline const QString negative = QStringLiteral("negative");
inline const QString trigger = QStringLiteral("trigger");
inline const QString model = QStringLiteral("model");
inline const QString size = QStringLiteral("size");
inline const QString images = QStringLiteral("images");
inline const QString reference = QStringLiteral("reference");
inline const QString project = QStringLiteral("project");
inline const QString notes = QStringLiteral("notes");
} // namespace field

/// A picture that cannot be used.
struct RefusedPicture
{
    QString path;
    QString reason; ///< for people, a sentence
    int place = 0;  ///< among all pictures of its folder, 0 …
    friend bool operator==(const RefusedPicture &, const RefusedPicture &) = default;
};

/// A character as a file or folder describes it. Cleaned and in range; nothing is stored yet.
struct ImportedCharacter
{
    Character character;             ///< without id and project; fields that are not given have their defaults
    QString model;                   ///< a choice that is to be locked, path with `/`; empty = none
    QString project;                 ///< name of a project as given; empty = the current one
    QStringList given;               ///< the fields that were given, from `field`; an empty cell is not given
    QString referencePath;           ///< absolute path (or `:/…`) of a picture that was checked; empty = none
    QStringList pictures;            ///< checked pictures, the reference first; at most maxPictures
    int references = 0;              ///< how many pictures there are
    QString source;                  ///< path of the file or folder
    int line = 0;                    ///< in a table, 1 …; 0 = not a table
    int entry = 0;                   ///< in a list, 1 …; 0 = not a list
    bool ofFolder = false;           ///< `source` is a folder
    QVector<RefusedPicture> refused; ///< at most maxPictures
    int captions = 0;                ///< caption files that the prompt was taken from; then it is for new ones only

    static constexpr int maxPictures = 1'000;

    bool has(const QString &key) const { return given.contains(key); }
    friend bool operator==(const ImportedCharacter &, const ImportedCharacter &) = default;
};

/// Something to tell about one place. Plain text that may quote a file, isolated against reordering.
struct ImportMessage
{
    QString path;
    int line = 0; ///< 1 …; 0 = the whole file
    QString message;
    QString head = {};     ///< the same in a few words, without a full stop; empty = the message is short enough
    QString detail = {};   ///< what the few words leave out, without a full stop
    int entry = 0;         ///< in a list, 1 …; 0 = the whole file
    QString field = {};    ///< the field that a person can put right, from `field`
    bool ofFolder = false; ///< `path` is a folder
    friend bool operator==(const ImportMessage &, const ImportMessage &) = default;
};

/// What came out of reading. A warning says what was ignored, made up or taken otherwise; an error says what was given
/// and could not be taken. Neither keeps the rest from coming in.
struct ImportResult
{
    static constexpr int maxMessages = 1'000; ///< of each kind; the last one says that there were more

    QVector<ImportedCharacter> characters;
    /// They have everything but a name, which a person can give them. `errors` has an entry for each, as far as it
    /// goes.
    QVector<ImportedCharacter> nameless;
    QVector<ImportMessage> warnings;
    QVector<ImportMessage> errors;

    void addWarning(const QString &path, int line, const QString &message);
    void addError(const QString &path, int line, const QString &message);
    void addWarning(const ImportMessage &message);
    void addError(const ImportMessage &message);
    void append(const ImportResult &other);
};

/// Foreign text for a message: one line, at most 60 characters, isolated, in quotation marks.
QString quotedForMessage(const QString &text);

/// Says that neither the catalog nor a connected server has the model that it names.
ImportMessage unknownModel(const ImportedCharacter &imported);

/// What makes two characters of one project the same: the name without regard to case and width of space.
QString nameKey(const QString &name);

} // namespace lorastudio
