// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/commandlineprocess.h"

#include <QMap>
#include <QStringList>

namespace lorastudio::test {

/// What must be true when everything that was asked for is done, whatever happened before. Looked at from outside: by
/// the command line, by the rows of the database and by the files of the library. Returns what is not true, one
/// sentence each; empty = all is well:
/// - exactly the asked number of images for every character (`asked`: id → number), each made by its own job;
/// - no job id, image number, seed or file twice; every job stored, none open;
/// - every row has its file, whole and as it was written (size and SHA-256), and every file its row: no part files;
/// - no run is open or owned by anybody;
/// - the database opens and is sound.
/// `database`: URL by which the rows are read, past any proxy.
QStringList brokenInvariants(const CommandLinePlace &place, const QString &database, const QMap<QString, int> &asked);

} // namespace lorastudio::test
