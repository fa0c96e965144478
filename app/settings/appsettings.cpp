// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/appsettings.h"

#include "core/logging.h"
#include "domain/character.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>
#include <QVariantMap>

namespace lorastudio {

namespace {

constexpr qsizetype maxText = 4096;

Setting<QString>::Check oneOf(const QStringList &words)
{
    return [words](const QString &value) {
        return words.contains(value);
    };
}

bool shortText(const QString &value)
{
    return value.size() <= maxText && !value.contains(QChar(0));
}

bool withoutPassword(const QString &value)
{
    return shortText(value) && QUrl(value).password().isEmpty();
}

/// QSettings would make the file with the permissions of the umask.
QString prepared(const QString &file)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QFileInfo::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QFile settings(file);
    if (!settings.exists() && settings.open(QIODevice::WriteOnly))
        settings.close();
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    return file;
}

/// The next change would write over what cannot be read. Gives where the damaged file is now.
QString setAsideIfDamaged(const QString &file)
{
    if (!QFileInfo::exists(file))
        return {};
    QVariantMap readable;
    {
        const QSettings damaged(file, QSettings::IniFormat);
        if (damaged.status() != QSettings::FormatError)
            return {};
        for (const QString &key : damaged.allKeys())
            readable.insert(key, damaged.value(key));
    }
    const QString wanted = file + QStringLiteral(".damaged-") +
                           QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString aside = wanted;
    for (int n = 2; QFileInfo::exists(aside); ++n)
        aside = QStringLiteral("%1-%2").arg(wanted).arg(n);
    if (!QFile::copy(file, aside)) {
        qCWarning(logCore) << "the damaged settings cannot be kept:" << file;
        return {};
    }
    QFile::setPermissions(aside, QFile::ReadOwner | QFile::WriteOwner);
    QFile::remove(file);
    QSettings whole(prepared(file), QSettings::IniFormat);
    for (auto it = readable.cbegin(); it != readable.cend(); ++it)
        whole.setValue(it.key(), it.value());
    whole.sync();
    qCWarning(logCore).noquote() << "the settings file was damaged; it is kept as" << aside
                                 << "and what could be read of it holds";
    return aside;
}

} // namespace

AppSettings::AppSettings(const QString &file)
    : m_damagedFile(setAsideIfDamaged(file)),
      m_settings(prepared(file), QSettings::IniFormat),
      database(m_settings, QStringLiteral("storage/database"), {}, withoutPassword),
      library(m_settings, QStringLiteral("storage/library"), {}, shortText),
      rowDensity(m_settings, QStringLiteral("appearance/rowDensity"), QStringLiteral("normal"),
                 oneOf({QStringLiteral("normal"), QStringLiteral("compact")})),
      onClose(m_settings, QStringLiteral("window/onClose"), QStringLiteral("ask"),
              oneOf({QStringLiteral("ask"), QStringLiteral("tray"), QStringLiteral("quit")})),
      newImages(m_settings, QStringLiteral("generation/images"), Character::defaultImages,
                [](const int &images) { return images >= 1 && images <= Character::maxImages; }),
      newSize(m_settings, QStringLiteral("generation/size"), sizeText(Character::defaultSize),
              [](const QString &size) { return parseSize(size).isValid(); }),
      baseSeed(m_settings, QStringLiteral("generation/baseSeed"), -1,
               [](const qint64 &seed) { return seed >= -1 && seed < (qint64(1) << 52); }),
      attempts(m_settings, QStringLiteral("generation/attempts"), 3,
               [](const int &times) { return times >= 1 && times <= 10; }),
      freeMemoryWhenPaused(m_settings, QStringLiteral("generation/freeMemoryWhenPaused"), false),
      notifications(m_settings, QStringLiteral("notifications/enabled"), true),
      notifyAtEnd(m_settings, QStringLiteral("notifications/end"), true),
      notifyWhenStuck(m_settings, QStringLiteral("notifications/stuck"), true),
      preventSleep(m_settings, QStringLiteral("power/preventSleep"), true)
{
}

Result<void> AppSettings::sync()
{
    m_settings.sync();
    switch (m_settings.status()) {
    case QSettings::NoError:
        return {};
    case QSettings::FormatError:
        return fail(Error::Kind::FileSystem,
                    QCoreApplication::translate("Settings", "The settings in %1 cannot be read. Defaults are used; "
                                                            "mend or remove that file.")
                        .arg(file()));
    case QSettings::AccessError:
        break;
    }
    return fail(Error::Kind::FileSystem,
                QCoreApplication::translate("Settings", "The settings cannot be written to %1. They hold until the "
                                                        "program ends; check the permissions of that file.")
                    .arg(file()));
}

} // namespace lorastudio
