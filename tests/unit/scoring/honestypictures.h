// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace lorastudio::testing {

/// Freely licensed pictures of two Debian packages, photos as well as drawings and renders. All pictures of the
/// packages are taken except plain patterns and gradients, so the soft one (Elarun) and the night sky (MilkyWay), which
/// the score calls bad though they are meant so, count against it.
inline QStringList honestyPictures()
{
    QStringList out;
    for (const char *name :
         {"nature/Aqua.jpg", "nature/Blinds.jpg", "nature/Dune.jpg", "nature/FreshFlower.jpg", "nature/Garden.jpg",
          "nature/GreenMeadow.jpg", "nature/LadyBird.jpg", "nature/RainDrops.jpg", "nature/Storm.jpg",
          "nature/TwoWings.jpg", "nature/Wood.jpg", "nature/YellowFlower.jpg", "abstract/Elephants.jpg",
          "desktop/Ubuntu-Mate-Warm-no-logo.png"})
        out.append(QStringLiteral("backgrounds/mate/") + QString::fromLatin1(name));
    for (const char *name : {"Altai/contents/images/5120x2880.png",       "Autumn/contents/images/2560x1600.jpg",
                             "BytheWater/contents/images/2560x1600.jpg",  "Canopee/contents/images/3840x2160.png",
                             "Cascade/contents/images/3840x2160.png",     "Cluster/contents/images/3840x2160.png",
                             "ColdRipple/contents/images/2560x1600.jpg",  "ColorfulCups/contents/images/2560x1600.jpg",
                             "DarkestHour/contents/images/2560x1600.jpg", "Elarun/contents/images/2560x1600.png",
                             "EveningGlow/contents/images/2560x1600.jpg", "FallenLeaf/contents/images/2560x1600.jpg",
                             "Flow/contents/images/5120x2880.jpg",        "FlyingKonqui/contents/images/2560x1600.png",
                             "Grey/contents/images/2560x1600.jpg",        "Honeywave/contents/images/5120x2880.jpg",
                             "IceCold/contents/images/5120x2880.png",     "Kay/contents/images/5120x2880.png",
                             "Kite/contents/images/2560x1600.jpg",        "Kokkini/contents/images/3840x2160.png",
                             "MilkyWay/contents/images/5120x2880.png",    "OneStandsOut/contents/images/2560x1600.jpg",
                             "Opal/contents/images/3840x2160.png",        "PastelHills/contents/images/3200x2000.jpg",
                             "Patak/contents/images/5120x2880.png",       "Path/contents/images/2560x1600.jpg",
                             "SafeLanding/contents/images/5120x2880.jpg", "Shell/contents/images/5120x2880.jpg",
                             "Volna/contents/images/5120x2880.jpg",       "summer_1am/contents/images/2560x1600.jpg"})
        out.append(QStringLiteral("wallpapers/") + QString::fromLatin1(name));
    return out;
}

} // namespace lorastudio::testing
