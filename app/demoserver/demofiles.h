// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "demoserver/multipart.h"

#include <QByteArray>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace lorastudio {

/// The folders of the demo server: output, input, temp, user. Nothing outside them is ever read or written, whatever a
/// client asks for.
class DemoFiles
{
public:
    enum class Folder { Output, Input, Temp, User };

    /// Makes the folders. Without `outputFolder` all of them lie in a temporary folder that goes with this object.
    Result<void> open(const QString &outputFolder);

    QString path(Folder folder) const;
    static std::optional<Folder> folderByType(const QString &type); ///< "output", "input", "temp"

    struct Found
    {
        int status = 200; ///< else 400, 403 or 404, as `/view` answers
        QString path;
        QString name;
    };
    /// A file as `/view` names it. The name may end in " [input]" and the like, which beats `type`.
    Found find(const QString &fileName, const QString &type, const std::optional<QString> &subfolder) const;

    /// Where the next picture with this prefix goes. `%width%` and the like are replaced.
    struct Target
    {
        QString folder;    ///< absolute, exists
        QString subfolder; ///< as reported to the client
        QString baseName;
        int counter = 1;
    };
    Result<Target> nextTarget(const QString &prefix, Folder folder, QSize size) const;

    struct Upload
    {
        int status = 200;
        QString name;
        QString subfolder;
        QString type;
        QString path;
    };
    /// Stores an upload as `/upload/image` does: same name and content is kept, other content gets a new name. With
    /// `write` false only the name is chosen.
    Upload upload(const QList<MultipartPart> &parts, bool write) const;

    /// Relative paths with `/`, sorted, of the files below `folder` whose names end in one of `suffixes`.
    QStringList list(const QString &folder, const QStringList &suffixes) const;

    void clearTemp() const;

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_root;
    QString m_output;
};

} // namespace lorastudio
