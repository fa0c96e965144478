// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/servertest.h"
#include "models/serverlistview.h"

namespace lorastudio::phrases {

/// A test's answers, one below the other; `inCatalog`: how many of its checkpoints the catalog describes.
QList<ServerTestLine> serverTestLines(const ServerTestResult &result, int inCatalog);
/// The certificate that a person may trust after this test; empty = no such question.
QString fingerprintToTrust(const ServerTestResult &result);
/// "4F:A2:…" that may be broken after each colon.
QString breakableFingerprint(const QString &fingerprint);

} // namespace lorastudio::phrases
