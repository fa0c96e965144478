// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace lorastudio {

/// What a person holds over the window, or has copied: files and folders, and what is to be said of them before they
/// are let go.
struct DroppedFiles
{
    QStringList paths;
    QString problem; ///< why none of it can be read; empty = something can
    QString note;    ///< what of it cannot be read, or empty
};

/// Looks at names, and asks the file system only about those that tell nothing.
DroppedFiles droppedFiles(const QMimeData &data);

} // namespace lorastudio
