// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/builtinreviewer.h"

#include "scoring/perceptualhash.h"
#include "scoring/technicalscore.h"

#include <QCoreApplication>

namespace lorastudio {

QString BuiltinReviewer::name() const
{
    return QStringLiteral("technical");
}

QString BuiltinReviewer::version() const
{
    return technicalScoreVersion();
}

Task<Result<Score>> BuiltinReviewer::review(QImage image, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    if (image.isNull()) {
        co_return fail(Error::Kind::Validation,
                       QCoreApplication::translate("Scoring", "The picture has no pixels, so it cannot be scored."));
    }
    auto job = [image = std::move(image)] {
        Score result = technicalScore(image);
        result.pHash = perceptualHash(image);
        return result;
    };
    Score score = co_await offload(std::move(job));
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    co_return score;
}

} // namespace lorastudio
