// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/picturerequest.h"

#include <QColor>

namespace lorastudio {

enum class HairStyle { Buzz, Crop, SidePart, Messy, Bob, Straight, Wavy, Ponytail, Bun, Bangs, Curly };
enum class Garment { Tee, Shirt, Jacket, Hoodie, Turtleneck, Suit, Dress };
enum class Backdrop { Studio, Bokeh, Garden, Sunset, Window, Wall, City, Sea };
enum class Flaw { None, Dark, Noisy, Blurred, BlownOut };

/// The person: follows from the words of the prompt and from the trigger word, so that all pictures of a character
/// show the same one.
struct PortraitLook
{
    bool feminine = true;
    QColor skin;
    QColor hair;
    QColor eyes;
    HairStyle hairStyle = HairStyle::Bob;
    Garment garment = Garment::Tee;
    QColor cloth;
    QColor underCloth;
    double faceWidth = 1; ///< these are factors around 1
    double jaw = 1;
    double eyeSize = 1;
    double eyeTilt = 0; ///< degrees
    double browThickness = 1;
    double noseLength = 1;
    double lips = 1;
    double smile = 0; ///< -1 … 1
    double frown = 0; ///< 0 … 1
    double age = 0;   ///< 0 young … 1 old
    double beard = 0; ///< 0 none … 1 full
    bool glasses = false;
    bool freckles = false;
    bool earrings = false;
};

/// The photograph: follows from the seed.
struct PortraitShot
{
    double scale = 0.33;  ///< size of a head unit in heights of the picture
    double centreX = 0.5; ///< of the head, in widths
    double centreY = 0.42;
    double tilt = 0;  ///< degrees
    double yaw = 0;   ///< radians, to the right of the picture
    double pitch = 0; ///< radians, upwards
    double gazeX = 0;
    double gazeY = 0;
    double lightSide = 1; ///< -1 left … 1 right
    double lightWarmth = 0.5;
    double lightStrength = 0.5;
    double smile = 0; ///< added to the look's
    double eyelids = 1;
    bool mirrored = false;
    Backdrop backdrop = Backdrop::Studio;
    double hue = 0; ///< of the backdrop, 0 … 1
    quint64 detail = 0;
    Flaw flaw = Flaw::None;
    double softness = 0; ///< added to the blur, pixels of a 512 wide picture
};

PortraitLook lookFor(const PictureRequest &request);
PortraitShot shotFor(const PictureRequest &request);

} // namespace lorastudio
