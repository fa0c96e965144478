// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scoring/imagereviewer.h"

namespace lorastudio {

/// The reviewer that is always there: the technical score and the perceptual hash, computed in the thread pool without
/// network or weights.
class BuiltinReviewer : public ImageReviewer
{
public:
    QString name() const override;
    QString version() const override;
    Task<Result<Score>> review(QImage image, std::stop_token stop) override;
};

} // namespace lorastudio
