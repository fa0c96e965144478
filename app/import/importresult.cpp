// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importresult.h"

#include "core/text.h"
#include "import/importtext.h"

namespace lorastudio {

namespace {

void addMessage(QVector<ImportMessage> &messages, const ImportMessage &message)
{
    if (messages.size() >= ImportResult::maxMessages)
        return;
    if (messages.size() == ImportResult::maxMessages - 1) {
        messages.append({message.path, 0, ImportText::tr("There is more to say than is shown.")});
        return;
    }
    messages.append(message);
}

} // namespace

void ImportResult::addWarning(const QString &path, int line, const QString &message)
{
    addMessage(warnings, {path, line, message});
}

void ImportResult::addError(const QString &path, int line, const QString &message)
{
    addMessage(errors, {path, line, message});
}

void ImportResult::addWarning(const ImportMessage &message)
{
    addMessage(warnings, message);
}

void ImportResult::addError(const ImportMessage &message)
{
    addMessage(errors, message);
}

void ImportResult::append(const ImportResult &other)
{
    characters.append(other.characters);
    nameless.append(other.nameless);
    for (const ImportMessage &message : other.warnings)
        addMessage(warnings, message);
    for (const ImportMessage &message : other.errors)
        addMessage(errors, message);
}

QString quotedForMessage(const QString &text)
{
    constexpr qsizetype shown = 60;
    QString line = cleanName(text, shown + 1);
    if (line.size() > shown)
        line = cleanName(line, shown - 1) + u'…';
    return QStringLiteral("“%1”").arg(isolated(line));
}

ImportMessage unknownModel(const ImportedCharacter &imported)
{
    ImportMessage message{
        imported.source, imported.line,
        ImportText::tr("Neither the catalog nor a connected server knows the model %1. It is taken "
                       "as you say.")
            .arg(quotedForMessage(imported.model)),
        ImportText::tr("Model not known"),
        ImportText::tr("Neither the catalog nor a connected server knows %1").arg(quotedForMessage(imported.model))};
    message.entry = imported.entry;
    message.field = field::model;
    message.ofFolder = imported.ofFolder;
    return message;
}

QString nameKey(const QString &name)
{
    return name.simplified().toCaseFolded();
}

} // namespace lorastudio
