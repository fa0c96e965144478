// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

namespace lorastudio {

/// Everything that decides what a picture looks like. Two equal requests give the same pixels on every machine that
/// has the same Qt.
struct PictureRequest
{
    QString positive;
    QString negative;
    QString checkpoint; ///< file name
    quint64 seed = 0;
    int batchIndex = 0;
    int width = 512;
    int height = 768;
    int steps = 20;
    double cfg = 7;
    double denoise = 1; ///< below 1 the picture is laid over `base`
    QImage base;        ///< of image to image; null if there is none
    bool marked = true; ///< carries the word "demo"
};

/// The declared sharpness, 0 to 10, of the checkpoints that the program knows; 5 for others.
int checkpointSharpness(const QString &fileName);

/// The finished picture, width × height, RGB.
QImage paintPicture(const PictureRequest &request);

/// The same figure without the finish, its longer side `longerSide` pixels: what a preview dissolves into.
QImage paintSketch(const PictureRequest &request, int longerSide);

/// A JPEG of the sketch, at `fraction` 0 … 1 on the way from noise to picture.
QByteArray previewJpeg(const QImage &sketch, quint64 seed, double fraction);

} // namespace lorastudio
