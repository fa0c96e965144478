// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/tablerow.h"

#include "core/text.h"
#include "domain/checkpoint.h"
#include "import/importtext.h"
#include "import/picturecheck.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QLocale>
#include <QRegularExpression>

namespace lorastudio {

namespace {

const QString columnClass = QStringLiteral("class");
const QString columnGender = QStringLiteral("gender");
const QString columnTags = QStringLiteral("tags");
const QString columnWidth = QStringLiteral("width");
const QString columnHeight = QStringLiteral("height");

/// Reads the cells of one row into one character; short-lived.
class RowReading
{
public:
    RowReading(const TableRow &row, ImportResult &result) : m_row(row), m_result(result) {}

    void run()
    {
        Character &character = m_out.character;
        const QString name = m_row.cells.value(field::name);
        character.name = cleanName(name);
        const bool named = !character.name.isEmpty();
        if (!named) {
            error(ImportText::tr("There is no name, so it is left out. Give it one to bring it in."),
                  ImportText::tr("No name, so it is left out"), ImportText::tr("Type a name to bring it in"),
                  field::name);
        } else {
            m_out.given.append(field::name);
        }
        if (cleanName(name, 10'000).size() > character.name.size()) {
            warning(ImportText::tr("The name %1 is too long and was cut.").arg(quotedForMessage(name)),
                    ImportText::tr("The name is too long and was cut"), {}, field::name);
        }
        m_out.source = m_row.path;
        m_out.line = m_row.line;
        m_out.entry = m_row.entry;

        takeType();
        takePrompt();
        take(field::negative, character.negative, cleanText(cell(field::negative)).trimmed());
        take(field::trigger, character.trigger, cleanName(cell(field::trigger)));
        take(field::model, m_out.model, checkpointKey(cleanName(cell(field::model), 1'000)));
        take(field::project, m_out.project, cleanName(cell(field::project)));
        takeSize();
        takeImages();
        takeReference();
        takeNotes();
        (named ? m_result.characters : m_result.nameless).append(m_out);
    }

private:
    QString cell(const QString &column) const { return m_row.cells.value(column); }
    ImportMessage said(const QString &message, const QString &head, const QString &detail, const QString &key) const
    {
        return {m_row.path, m_row.line, m_row.where + message, head, detail, m_row.entry, key};
    }
    void warning(const QString &message, const QString &head, const QString &detail, const QString &key)
    {
        m_result.addWarning(said(message, head, detail, key));
    }
    void error(const QString &message, const QString &head, const QString &detail, const QString &key)
    {
        m_result.addError(said(message, head, detail, key));
    }

    void take(const QString &key, QString &target, const QString &value)
    {
        if (value.isEmpty())
            return;
        target = value;
        m_out.given.append(key);
    }

    void takeType()
    {
        QString type = cleanName(cell(field::type));
        if (type.isEmpty())
            type = genderWord(cleanName(cell(columnClass)));
        const QString gender = genderWord(cleanName(cell(columnGender)));
        if (!gender.isEmpty() && !typeTokens(type).contains(gender.toLower()))
            type = type.isEmpty() ? gender : type + u'_' + gender;
        take(field::type, m_out.character.type, type);
    }

    void takePrompt()
    {
        QString prompt = cleanText(cell(field::prompt)).trimmed();
        if (prompt.isEmpty())
            prompt = cleanText(cell(columnTags)).trimmed().replace(u'_', u' ');
        take(field::prompt, m_out.character.prompt, prompt);
    }

    void takeSize()
    {
        QString given = cell(field::size).trimmed();
        if (given.isEmpty() && !cell(columnWidth).trimmed().isEmpty() && !cell(columnHeight).trimmed().isEmpty())
            given = cell(columnWidth).trimmed() + u'x' + cell(columnHeight).trimmed();
        if (given.isEmpty())
            return;
        const QSize size = parseSize(given);
        if (!size.isValid()) {
            error(ImportText::tr(
                      "Column “size”: %1 is not a size like 512x768 with sides from 64 to 4096 that divide by 8. "
                      "It is left out.")
                      .arg(quotedForMessage(given)),
                  ImportText::tr("Size: %1 is not a size in range").arg(quotedForMessage(given)),
                  ImportText::tr("%1 will be used").arg(sizeText(Character::defaultSize)), field::size);
            return;
        }
        m_out.character.size = size;
        m_out.given.append(field::size);
    }

    void takeImages()
    {
        const QString given = cell(field::images).trimmed();
        if (given.isEmpty())
            return;
        bool ok = false;
        const int images = given.toInt(&ok);
        if (!ok || images < 1 || images > Character::maxImages) {
            error(ImportText::tr("Column “images”: %1 is not a whole number from 1 to %2. It is left out.")
                      .arg(quotedForMessage(given), QLocale().toString(Character::maxImages)),
                  ok ? ImportText::tr("Images: %1 is out of range").arg(quotedForMessage(given))
                     : ImportText::tr("Images: %1 is not a number").arg(quotedForMessage(given)),
                  ImportText::tr("%1 will be used").arg(Character::defaultImages), field::images);
            return;
        }
        m_out.character.images = images;
        m_out.given.append(field::images);
    }

    void takeReference()
    {
        const QString given = cell(field::reference).trimmed();
        if (given.isEmpty())
            return;
        const QString problem = referenceProblem(given);
        if (problem.isEmpty()) {
            m_out.given.append(field::reference);
            m_out.pictures = QStringList{m_out.referencePath};
            m_out.references = 1;
        } else {
            warning(ImportText::tr("The reference picture %1 is left out: %2").arg(quotedForMessage(given), problem),
                    ImportText::tr("The picture %1 is left out").arg(quotedForMessage(given)),
                    QString(problem).remove(0, 1).prepend(problem.left(1).toUpper()), {});
        }
    }

    /// Empty, and the path set, if the picture can be taken.
    QString referenceProblem(const QString &given)
    {
        if (given.contains(QChar(0)) || given.size() > 4'096)
            return ImportText::tr("this is not the name of a file.");
        if (m_row.folder.isEmpty())
            return ImportText::tr("a list that was pasted lies in no folder.");
        const QFileInfo picture(QDir(m_row.folder), given);
        const QString folder = QFileInfo(m_row.folder).canonicalFilePath();
        const QString path = picture.canonicalFilePath();
        // A table may come from anywhere: it must not reach for pictures elsewhere on this computer.
        const QString lexical = QDir::cleanPath(picture.absoluteFilePath());
        const bool outside = !lexical.startsWith(QDir::cleanPath(QDir(m_row.folder).absolutePath()) + u'/');
        if (outside || (!path.isEmpty() && !path.startsWith(folder + u'/')))
            return ImportText::tr("it must lie in the folder of the table, or below.");
        if (path.isEmpty())
            return ImportText::tr("there is no such file.");
        const Result<QSize> size = checkPicture(path);
        if (!size)
            return size.error().message;
        m_out.referencePath = path;
        return {};
    }

    void takeNotes()
    {
        QStringList lines;
        for (const auto &[header, value] : m_row.notes) {
            const QString line = cleanName(value, 2'000);
            if (!line.isEmpty())
                lines.append(QStringLiteral("%1: %2").arg(cleanName(header).remove(u':'), line));
        }
        take(field::notes, m_out.character.notes, cleanText(lines.join(u'\n'), 20'000));
    }

    const TableRow &m_row;
    ImportResult &m_result;
    ImportedCharacter m_out;
};

const QHash<QString, QString> &columns()
{
    static const QHash<QString, QString> table = [] {
        QHash<QString, QString> map;
        const auto add = [&](const QString &column, const QString &words) {
            for (const QString &word : words.split(u' '))
                map.insert(word, column);
        };
        add(field::name, QStringLiteral("name character charactername"));
        add(field::type, QStringLiteral("type charactertype"));
        add(columnClass, QStringLiteral("class classtokens"));
        add(columnGender, QStringLiteral("gender sex"));
        add(field::prompt, QStringLiteral("prompt positive positiveprompt"));
        add(columnTags, QStringLiteral("tags"));
        add(field::negative, QStringLiteral("negative negativeprompt neg"));
        add(field::trigger, QStringLiteral("trigger triggerword token"));
        add(field::model, QStringLiteral("model modelfile checkpoint ckpt"));
        add(field::size, QStringLiteral("size resolution"));
        add(columnWidth, QStringLiteral("width"));
        add(columnHeight, QStringLiteral("height"));
        add(field::images, QStringLiteral("images count imagecount numimages target"));
        add(field::reference, QStringLiteral("reference referencepicture referenceimage picture image"));
        add(field::project, QStringLiteral("project"));
        return map;
    }();
    return table;
}

} // namespace

QString columnFor(const QString &header)
{
    static const QRegularExpression separators(QStringLiteral("[\\s_-]+"));
    QString word = cleanName(header).toLower();
    return columns().value(word.remove(separators));
}

void readTableRow(const TableRow &row, ImportResult &result)
{
    RowReading(row, result).run();
}

QString nameFromPath(const QString &baseName)
{
    static const QRegularExpression simple(QStringLiteral("^[\\p{L}\\p{M}\\p{N}_ -]+$"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    QString name = cleanName(baseName);
    if (!simple.match(name).hasMatch())
        return name;
    name = name.replace(u'_', u' ').simplified();
    if (name != name.toLower())
        return name;
    bool atStart = true;
    for (QChar &c : name) {
        if (atStart)
            c = c.toUpper();
        atStart = c == u' ' || c == u'-';
    }
    return name;
}

QString genderWord(const QString &word)
{
    static const QStringList male{QStringLiteral("m"),   QStringLiteral("male"), QStringLiteral("man"),
                                  QStringLiteral("boy"), QStringLiteral("1boy"), QStringLiteral("guy")};
    static const QStringList female{QStringLiteral("f"),    QStringLiteral("female"), QStringLiteral("woman"),
                                    QStringLiteral("girl"), QStringLiteral("1girl"),  QStringLiteral("lady")};
    const QString lower = word.toLower();
    if (male.contains(lower))
        return QStringLiteral("male");
    return female.contains(lower) ? QStringLiteral("female") : word;
}

} // namespace lorastudio
