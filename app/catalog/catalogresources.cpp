// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/catalogresources.h"

#include "core/json.h"

#include <QCoreApplication>
#include <QFile>

// Q_INIT_RESOURCE declares a function and has to stand outside of any namespace.
static void initCatalogResource()
{
    Q_INIT_RESOURCE(catalog);
}

namespace lorastudio {

Result<QJsonDocument> readCatalogResource(const QString &name)
{
    initCatalogResource();
    QFile file(QStringLiteral(":/catalog/") + name);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(Error::Kind::Internal,
                    QCoreApplication::translate("Catalog", "The built-in catalog is missing from this program. "
                                                           "Install it again."),
                    file.fileName());
    }
    return parseJson(file.readAll(), 1'000'000).map_error([&](Error error) {
        error.kind = Error::Kind::Internal;
        error.detail = file.fileName();
        return error;
    });
}

} // namespace lorastudio
