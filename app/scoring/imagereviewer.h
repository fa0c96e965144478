// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/image.h"

#include <QImage>

#include <stop_token>

namespace lorastudio {

/// Gives a picture its score. Name and version are stored with every score, so that figures of different reviewers or
/// of different parameters are never mixed.
class ImageReviewer
{
public:
    virtual ~ImageReviewer() = default;
    /// Stable identifier, for example "technical".
    virtual QString name() const = 0;
    /// Changes whenever the same picture could get another score.
    virtual QString version() const = 0;
    /// Never blocks the calling thread. Canceled when `stop` was requested; Validation for a picture without pixels.
    virtual Task<Result<Score>> review(QImage image, std::stop_token stop) = 0;
};

} // namespace lorastudio
