// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/windowfixture.h"

#include <QKeySequence>

#include <functional>

namespace lorastudio::test {

/// A key, where it is pressed, and what has to hold then.
struct KeyCase
{
    const char *name;
    FakeProjectView::Scene scene;
    const char *page; ///< "import" is the page of an import
    const char *view; ///< has the focus; empty = what the page gives it to
    QKeySequence key;
    std::function<bool(WindowFixture &)> effect;
    std::function<void(WindowFixture &)> before = {};
};

/// Every key of the window and of its pages.
QList<KeyCase> keyCases();

} // namespace lorastudio::test
