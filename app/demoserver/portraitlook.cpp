// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/portraitlook.h"

#include "demoserver/demorandom.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

QColor hsv(double hue, double saturation, double value)
{
    return QColor::fromHsvF(float(hue - std::floor(hue)), float(std::clamp(saturation, 0.0, 1.0)),
                            float(std::clamp(value, 0.0, 1.0)));
}

/// The words of a prompt in lower case, with the commas; "yuki_tanaka" stays one word.
QStringList wordsOf(const QString &prompt)
{
    static const QRegularExpression separators(u"[^\\p{L}\\p{N}_]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QStringList words;
    for (const QString &part : prompt.toLower().replace("t-shirt"_L1, "tshirt"_L1).split(u','))
        words += part.split(separators, Qt::SkipEmptyParts) + QStringList{u","_s};
    return words;
}

/// What makes this character this character: the trigger word if one can be told from the rest, else the prompt.
QString identityOf(const QString &prompt, const QStringList &words)
{
    for (const QString &word : words) {
        if (word.contains(u'_') && word.at(0).isLetter())
            return word;
    }
    static const QRegularExpression lettersAndDigits(u"^[a-z]+[0-9]+[a-z0-9]*$"_s);
    for (const QString &word : words) {
        if (lettersAndDigits.match(word).hasMatch())
            return word;
    }
    return prompt.section(u',', 0, 0).trimmed().toLower();
}

class Words
{
public:
    explicit Words(const QStringList &words) : m_words(words) {}
    bool has(std::initializer_list<QLatin1StringView> any) const
    {
        return std::any_of(any.begin(), any.end(), [this](QLatin1StringView word) { return m_words.contains(word); });
    }
    /// One of `adjectives` stands right before one of `things`, or one word further off.
    bool hasPair(std::initializer_list<QLatin1StringView> adjectives,
                 std::initializer_list<QLatin1StringView> things) const
    {
        for (qsizetype i = 0; i + 1 < m_words.size(); ++i) {
            for (const QLatin1StringView adjective : adjectives) {
                for (const QLatin1StringView thing : things) {
                    if (m_words.at(i) == adjective &&
                        (m_words.at(i + 1) == thing || (m_words.at(i + 1) != ","_L1 && m_words.value(i + 2) == thing)))
                        return true;
                }
            }
        }
        return false;
    }
    /// The colour named up to two words before one of `things`, as in "long dark red hair".
    QString colourBefore(std::initializer_list<QLatin1StringView> things) const
    {
        static const QSet<QString> colours{
            u"black"_s,  u"brown"_s,  u"brunette"_s, u"blonde"_s, u"blond"_s,  u"red"_s,   u"ginger"_s,
            u"auburn"_s, u"white"_s,  u"grey"_s,     u"gray"_s,   u"silver"_s, u"blue"_s,  u"green"_s,
            u"pink"_s,   u"purple"_s, u"navy"_s,     u"orange"_s, u"yellow"_s, u"beige"_s, u"violet"_s,
            u"teal"_s,   u"cream"_s,  u"olive"_s,    u"gold"_s,   u"hazel"_s,  u"amber"_s, u"crimson"_s};
        for (qsizetype i = 0; i < m_words.size(); ++i) {
            for (const QLatin1StringView thing : things) {
                if (m_words.at(i) != thing)
                    continue;
                for (qsizetype k = i - 1; k >= 0 && k >= i - 3 && m_words.at(k) != ","_L1; --k) {
                    if (colours.contains(m_words.at(k)))
                        return m_words.at(k);
                }
            }
        }
        return {};
    }

private:
    QStringList m_words;
};

QColor hairColour(const QString &name, DemoRandom &random)
{
    static const QHash<QString, QColor> table{
        {u"black"_s, QColor(30, 27, 32)},     {u"brown"_s, QColor(82, 52, 36)},    {u"brunette"_s, QColor(66, 42, 32)},
        {u"blonde"_s, QColor(214, 176, 112)}, {u"blond"_s, QColor(206, 168, 106)}, {u"gold"_s, QColor(220, 178, 96)},
        {u"red"_s, QColor(150, 50, 34)},      {u"ginger"_s, QColor(184, 88, 44)},  {u"auburn"_s, QColor(112, 50, 34)},
        {u"white"_s, QColor(226, 224, 222)},  {u"grey"_s, QColor(140, 140, 144)},  {u"gray"_s, QColor(140, 140, 144)},
        {u"silver"_s, QColor(188, 192, 200)}, {u"blue"_s, QColor(52, 88, 156)},    {u"green"_s, QColor(56, 116, 92)},
        {u"pink"_s, QColor(222, 140, 164)},   {u"purple"_s, QColor(104, 66, 136)}, {u"violet"_s, QColor(104, 66, 136)},
        {u"teal"_s, QColor(44, 122, 128)},    {u"orange"_s, QColor(206, 110, 46)}};
    if (table.contains(name))
        return table.value(name);
    return random.pick({QColor(34, 29, 32), QColor(46, 34, 32), QColor(74, 48, 36), QColor(104, 66, 42),
                        QColor(150, 108, 66), QColor(204, 166, 108), QColor(128, 58, 38), QColor(40, 40, 52)});
}

QColor clothColour(const QString &name, DemoRandom &random)
{
    static const QHash<QString, QColor> table{
        {u"black"_s, QColor(38, 38, 44)},    {u"white"_s, QColor(228, 226, 222)},  {u"grey"_s, QColor(126, 130, 138)},
        {u"gray"_s, QColor(126, 130, 138)},  {u"silver"_s, QColor(170, 176, 186)}, {u"blue"_s, QColor(58, 98, 160)},
        {u"navy"_s, QColor(34, 48, 86)},     {u"red"_s, QColor(168, 48, 48)},      {u"crimson"_s, QColor(142, 32, 48)},
        {u"green"_s, QColor(62, 112, 78)},   {u"olive"_s, QColor(104, 106, 62)},   {u"teal"_s, QColor(38, 112, 118)},
        {u"pink"_s, QColor(214, 142, 158)},  {u"purple"_s, QColor(96, 68, 132)},   {u"violet"_s, QColor(96, 68, 132)},
        {u"orange"_s, QColor(206, 118, 58)}, {u"yellow"_s, QColor(220, 184, 82)},  {u"beige"_s, QColor(206, 188, 160)},
        {u"cream"_s, QColor(232, 220, 196)}, {u"brown"_s, QColor(104, 74, 54)},    {u"gold"_s, QColor(196, 158, 82)}};
    if (table.contains(name))
        return table.value(name);
    return random.pick({QColor(34, 48, 86), QColor(122, 44, 52), QColor(64, 96, 84), QColor(60, 62, 72),
                        QColor(196, 176, 146), QColor(84, 104, 136), QColor(148, 108, 78), QColor(98, 74, 112)});
}

QColor eyeColour(const QString &name, DemoRandom &random)
{
    static const QHash<QString, QColor> table{{u"blue"_s, QColor(84, 136, 182)},  {u"green"_s, QColor(88, 132, 92)},
                                              {u"brown"_s, QColor(98, 62, 38)},   {u"black"_s, QColor(52, 38, 34)},
                                              {u"grey"_s, QColor(124, 138, 150)}, {u"gray"_s, QColor(124, 138, 150)},
                                              {u"hazel"_s, QColor(130, 100, 56)}, {u"amber"_s, QColor(176, 118, 48)},
                                              {u"red"_s, QColor(150, 50, 46)},    {u"purple"_s, QColor(118, 84, 150)}};
    if (table.contains(name))
        return table.value(name);
    return random.pick(
        {QColor(84, 56, 38), QColor(70, 48, 36), QColor(106, 78, 48), QColor(88, 126, 158), QColor(96, 124, 92)});
}

HairStyle hairStyleFor(const Words &words, bool feminine, DemoRandom &random)
{
    const bool isLong = words.has({"long"_L1});
    const bool isShort = words.has({"short"_L1, "cropped"_L1});
    const HairStyle fallback =
        feminine ? random.pick({HairStyle::Bob, HairStyle::Straight, HairStyle::Wavy, HairStyle::Ponytail,
                                HairStyle::Bun, HairStyle::Bangs})
                 : random.pick({HairStyle::Crop, HairStyle::SidePart, HairStyle::Messy, HairStyle::SidePart});
    if (words.has({"bald"_L1, "buzz"_L1, "buzzcut"_L1, "shaved"_L1}))
        return HairStyle::Buzz;
    if (words.has({"ponytail"_L1}))
        return HairStyle::Ponytail;
    if (words.has({"bun"_L1, "updo"_L1}))
        return HairStyle::Bun;
    if (words.has({"curly"_L1, "curls"_L1, "afro"_L1}))
        return HairStyle::Curly;
    if (words.has({"bob"_L1}))
        return HairStyle::Bob;
    if (words.has({"messy"_L1, "spiky"_L1, "tousled"_L1}) && !isLong)
        return HairStyle::Messy;
    if (words.has({"wavy"_L1}))
        return isShort ? HairStyle::Bob : HairStyle::Wavy;
    if (words.has({"bangs"_L1, "fringe"_L1}))
        return isShort ? HairStyle::Bob : HairStyle::Bangs;
    if (isShort)
        return feminine ? random.pick({HairStyle::Bob, HairStyle::SidePart})
                        : random.pick({HairStyle::Crop, HairStyle::SidePart, HairStyle::Messy});
    if (isLong || words.has({"straight"_L1}))
        return random.pick({HairStyle::Straight, HairStyle::Wavy, HairStyle::Straight});
    return fallback;
}

} // namespace

PortraitLook lookFor(const PictureRequest &request)
{
    const QStringList list = wordsOf(request.positive);
    const Words words(list);
    DemoRandom random(stableHash(identityOf(request.positive, list), 0x10a57));
    PortraitLook look;

    const bool woman = words.has({"woman"_L1, "girl"_L1, "female"_L1, "1girl"_L1, "lady"_L1, "she"_L1, "her"_L1,
                                  "gentle_female"_L1, "confident_female"_L1, "mother"_L1, "queen"_L1, "actress"_L1});
    const bool man = words.has({"man"_L1, "boy"_L1, "male"_L1, "1boy"_L1, "guy"_L1, "he"_L1, "his"_L1, "gentleman"_L1,
                                "nervous_male"_L1, "intimidating_male"_L1, "father"_L1, "king"_L1, "actor"_L1});
    look.feminine = woman || (!man && random.chance(0.5));

    // The first draws do not depend on words, so that another prompt for the same character keeps the face.
    look.faceWidth = random.between(0.94, 1.06);
    look.jaw = random.between(0.86, 1.02) + (look.feminine ? -0.06 : 0.1);
    look.eyeSize = random.between(0.92, 1.08) * (look.feminine ? 1.1 : 0.96);
    look.eyeTilt = random.between(-3, 6);
    look.browThickness = random.between(0.85, 1.2) * (look.feminine ? 0.8 : 1.25);
    look.noseLength = random.between(0.92, 1.08);
    look.lips = random.between(0.85, 1.15) * (look.feminine ? 1.1 : 0.85);
    const double tone = random.between(0, 1);
    const bool freckles = random.chance(0.15);
    const bool earrings = random.chance(0.4);
    const double stubble = random.chance(0.35) ? random.between(0.25, 0.6) : 0;

    if (words.hasPair({"dark"_L1, "black"_L1, "brown"_L1}, {"skin"_L1, "skinned"_L1}) || words.has({"african"_L1}))
        look.skin = QColor(112, 74, 54);
    else if (words.has({"tan"_L1, "tanned"_L1, "latina"_L1, "latino"_L1, "indian"_L1}))
        look.skin = QColor(186, 134, 98);
    else if (words.hasPair({"pale"_L1, "fair"_L1, "light"_L1}, {"skin"_L1, "skinned"_L1}))
        look.skin = QColor(246, 220, 202);
    else
        look.skin = hsv(0.062 + 0.012 * tone, 0.22 + 0.16 * tone, 0.97 - 0.09 * tone);

    look.hairStyle = hairStyleFor(words, look.feminine, random);
    look.hair =
        hairColour(words.colourBefore({"hair"_L1, "haired"_L1, "ponytail"_L1, "bob"_L1, "bun"_L1, "curls"_L1}), random);
    if (words.has({"blonde"_L1, "blond"_L1}))
        look.hair = hairColour(u"blonde"_s, random);
    look.eyes = eyeColour(words.colourBefore({"eyes"_L1, "eyed"_L1}), random);

    const auto wears = [&](std::initializer_list<QLatin1StringView> names, Garment garment) {
        if (!words.has(names))
            return false;
        look.garment = garment;
        look.cloth = clothColour(words.colourBefore(names), random);
        return true;
    };
    const bool named = wears({"suit"_L1, "tuxedo"_L1, "blazer"_L1}, Garment::Suit) ||
                       wears({"hoodie"_L1, "sweatshirt"_L1}, Garment::Hoodie) ||
                       wears({"jacket"_L1, "coat"_L1, "leather"_L1, "cardigan"_L1, "uniform"_L1}, Garment::Jacket) ||
                       wears({"dress"_L1, "gown"_L1}, Garment::Dress) ||
                       wears({"sweater"_L1, "turtleneck"_L1, "pullover"_L1}, Garment::Turtleneck) ||
                       wears({"shirt"_L1, "blouse"_L1}, Garment::Shirt) ||
                       wears({"tshirt"_L1, "tee"_L1, "top"_L1}, Garment::Tee);
    if (!named) {
        look.garment =
            look.feminine
                ? random.pick({Garment::Tee, Garment::Jacket, Garment::Turtleneck, Garment::Dress, Garment::Shirt})
                : random.pick({Garment::Tee, Garment::Jacket, Garment::Hoodie, Garment::Suit, Garment::Shirt});
        look.cloth = clothColour({}, random);
    }
    look.underCloth =
        random.pick({QColor(232, 230, 226), QColor(58, 60, 68), QColor(196, 204, 214), QColor(214, 198, 178)});

    if (words.has({"smile"_L1, "smiling"_L1, "happy"_L1, "cheerful"_L1, "laughing"_L1}))
        look.smile = 0.85;
    else if (words.has({"gentle"_L1, "confident"_L1, "friendly"_L1, "kind"_L1, "soft"_L1}))
        look.smile = 0.45;
    else if (words.has({"nervous"_L1, "sad"_L1, "shy"_L1, "worried"_L1}))
        look.smile = -0.3;
    else if (words.has({"intimidating"_L1, "angry"_L1, "stern"_L1, "serious"_L1, "fierce"_L1}))
        look.smile = -0.45;
    else
        look.smile = random.between(-0.05, 0.35);
    if (words.has({"intimidating"_L1, "angry"_L1, "stern"_L1, "fierce"_L1}))
        look.frown = 0.9;
    else if (words.has({"nervous"_L1, "sad"_L1, "worried"_L1}))
        look.frown = -0.7;
    if (words.has({"old"_L1, "elderly"_L1, "aged"_L1, "grandmother"_L1, "grandfather"_L1})) {
        look.age = 1;
        look.hair = hairColour(u"grey"_s, random);
    } else if (words.has({"mature"_L1, "middle"_L1})) {
        look.age = 0.5;
    }
    if (words.has({"beard"_L1, "bearded"_L1}))
        look.beard = 1;
    else if (words.has({"stubble"_L1, "goatee"_L1}))
        look.beard = 0.5;
    else if (!look.feminine)
        look.beard = stubble;
    look.glasses = words.has({"glasses"_L1, "spectacles"_L1, "eyeglasses"_L1});
    look.freckles = words.has({"freckles"_L1, "freckled"_L1}) || freckles;
    look.earrings = words.has({"earrings"_L1, "earring"_L1}) || (look.feminine && earrings);
    return look;
}

PortraitShot shotFor(const PictureRequest &request)
{
    const Words words(wordsOf(request.positive));
    DemoRandom random(stableHash(request.positive + u'\n' + request.checkpoint, request.seed) +
                      quint64(request.batchIndex) * 7919 + quint64(request.seed) * 0x9e3779b97f4a7c15ULL);
    PortraitShot shot;
    const bool close = words.has({"closeup"_L1, "close"_L1, "face"_L1, "headshot"_L1});
    const bool wide = words.has({"full"_L1, "body"_L1, "standing"_L1, "cowboy"_L1});
    const int framing = close ? 0 : wide ? 2 : random.below(10) < 2 ? 0 : random.below(10) < 7 ? 1 : 2;
    const double room = random.between(0.94, 1.06);
    shot.scale = (framing == 0 ? 0.43 : framing == 1 ? 0.335 : 0.25) * room;
    shot.centreY = framing == 0 ? 0.47 : framing == 1 ? 0.415 : 0.33;
    shot.centreX = 0.5 + random.between(-0.06, 0.06);
    // A head fits into the width, whatever the format of the picture.
    const double ratio = double(request.width) / std::max(1, request.height);
    shot.scale = std::min(shot.scale, 0.78 * ratio);
    shot.tilt = random.normal() * 3.2;
    shot.yaw = random.between(-0.42, 0.42);
    shot.pitch = random.between(-0.1, 0.1);
    shot.gazeX = random.chance(0.7) ? -shot.yaw * 0.5 : random.between(-0.6, 0.6);
    shot.gazeY = random.between(-0.25, 0.25);
    shot.lightSide = random.chance(0.5) ? random.between(0.5, 1) : random.between(-1, -0.5);
    shot.lightWarmth = random.between(0, 1);
    shot.lightStrength = random.between(0.35, 0.8);
    shot.smile = random.between(-0.15, 0.3);
    shot.eyelids = random.chance(0.04) ? 0.25 : random.between(0.88, 1.06);
    shot.mirrored = random.chance(0.5);
    shot.backdrop = random.pick({Backdrop::Studio, Backdrop::Studio, Backdrop::Bokeh, Backdrop::Garden,
                                 Backdrop::Sunset, Backdrop::Window, Backdrop::Wall, Backdrop::City, Backdrop::Sea});
    if (words.has({"studio"_L1}))
        shot.backdrop = Backdrop::Studio;
    else if (words.has({"forest"_L1, "garden"_L1, "park"_L1, "outdoors"_L1, "nature"_L1}))
        shot.backdrop = random.pick({Backdrop::Garden, Backdrop::Garden, Backdrop::Sunset});
    else if (words.has({"beach"_L1, "sea"_L1, "ocean"_L1}))
        shot.backdrop = Backdrop::Sea;
    else if (words.has({"night"_L1, "neon"_L1, "club"_L1}))
        shot.backdrop = random.pick({Backdrop::Bokeh, Backdrop::City});
    else if (words.has({"city"_L1, "street"_L1, "urban"_L1, "office"_L1}))
        shot.backdrop = random.pick({Backdrop::City, Backdrop::Bokeh, Backdrop::Window});
    shot.hue = random.between(0, 1);
    shot.detail = random.next();
    shot.softness = random.normal() * 0.12;
    if (random.below(12) == 0)
        shot.flaw = random.pick({Flaw::Dark, Flaw::Noisy, Flaw::Blurred, Flaw::BlownOut});
    return shot;
}

} // namespace lorastudio
