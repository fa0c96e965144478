// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

namespace lorastudio {

QString toString(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Network:
        return QStringLiteral("network");
    case Error::Kind::Http:
        return QStringLiteral("http");
    case Error::Kind::Protocol:
        return QStringLiteral("protocol");
    case Error::Kind::Parse:
        return QStringLiteral("parse");
    case Error::Kind::Storage:
        return QStringLiteral("storage");
    case Error::Kind::FileSystem:
        return QStringLiteral("filesystem");
    case Error::Kind::Validation:
        return QStringLiteral("validation");
    case Error::Kind::Canceled:
        return QStringLiteral("canceled");
    case Error::Kind::Internal:
        return QStringLiteral("internal");
    }
    return {};
}

} // namespace lorastudio
