// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/windowfixture.h"

namespace lorastudio::test {

/// Markup that must never be taken for markup.
inline const QString tags = QStringLiteral("<b>x</b><img src=file:///etc/passwd>");
/// The content of a field from outside, which tells where it came from; with an & that marks no letter.
QString in(const char *field);

/// Put such texts into everything that the parts of a window show.
void spoilProject(FakeProjectView &project);
void spoilServers(FakeServerListView &servers);
/// Catalog, log, images and settings.
void spoilRest(WindowFixture &f);
/// Opens the import page with an entry that comes in and one that does not.
void spoilImport(WindowFixture &f);

} // namespace lorastudio::test
