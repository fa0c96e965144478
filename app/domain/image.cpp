// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/image.h"

namespace lorastudio {

QString toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Accepted:
        return QStringLiteral("accepted");
    case Verdict::Rejected:
        return QStringLiteral("rejected");
    case Verdict::Undecided:
        break;
    }
    return QStringLiteral("undecided");
}

std::optional<Verdict> verdictFromString(const QString &text)
{
    for (const Verdict verdict : {Verdict::Undecided, Verdict::Accepted, Verdict::Rejected}) {
        if (toString(verdict) == text)
            return verdict;
    }
    return std::nullopt;
}

} // namespace lorastudio
