// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/checkpoint.h"
#include "domain/modelfigures.h"

#include <QMetaType>

#include <memory>

namespace lorastudio {

/// One row of the page of models: everything it shows, as one comparable value. `checkpoint.file` is the key.
struct CatalogRow
{
    /// Where what the catalog says of it comes from.
    enum class Origin {
        BuiltIn, ///< as it came with the program
        Changed, ///< built in, with values of the person
        Own,     ///< added by the person
        Assumed  ///< nobody has described it: found on a server, or images were made with it once
    };
    Checkpoint checkpoint; ///< `onServers` are URLs
    Origin origin = Origin::Assumed;
    ModelFigures figures;
    std::optional<double> loadSeconds; ///< last time a server loaded it while the program ran
    QStringList serverNames;           ///< of the connected servers that have it
    int servers = 0;                   ///< connected ones; 0 = nobody knows who has it
    bool isOnNoServer() const { return servers > 0 && checkpoint.onServers.isEmpty(); }
    friend bool operator==(const CatalogRow &, const CatalogRow &) = default;
};

using CatalogRowPtr = std::shared_ptr<const CatalogRow>;

/// Under this many scored images a mean says little, and is not shown.
inline constexpr int fewestScores = 5;

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::CatalogRowPtr)
