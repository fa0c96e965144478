// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the event socket: the first byte chooses text or binary, the rest is the frame.
#include "comfyui/comfyeventparser.h"

#include <cstdint>
#include <cstdlib>

using namespace lorastudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray frame(reinterpret_cast<const char *>(data + 1), static_cast<qsizetype>(size - 1));
    const ParsedFrame parsed = (data[0] & 1) != 0 ? parseTextFrame(frame) : parseBinaryFrame(frame);
    if ((parsed.outcome == ParsedFrame::Outcome::Event) != parsed.event.has_value())
        std::abort();
    if (!parsed.event)
        return 0;
    if (parsed.event->promptId.size() > 200)
        std::abort();
    if (const auto *progress = parsed.event->as<comfy::Progress>()) {
        if (!(progress->maximum > 0 && progress->value >= 0 && progress->value <= progress->maximum &&
              progress->maximum <= comfy::maxProgressSteps))
            std::abort();
    }
    if (const auto *preview = parsed.event->as<comfy::Preview>()) {
        if (preview->image.size() > frame.size() || previewFormat(preview->image) != preview->format)
            std::abort();
    }
    return 0;
}
