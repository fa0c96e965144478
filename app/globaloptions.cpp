// SPDX-License-Identifier: GPL-3.0-or-later
#include "globaloptions.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("GlobalOptions", source);
}

} // namespace

Result<GlobalOptions> GlobalOptions::take(QStringList &words, bool withDemo)
{
    GlobalOptions options;
    while (!words.isEmpty() && words.first().startsWith(u'-') && words.first().size() > 1) {
        const QString word = words.takeFirst();
        const QString name = word.section(u'=', 0, 0);
        QString *const value = name == QStringLiteral("--config-dir") ? &options.paths.configDir
                               : name == QStringLiteral("--database") ? &options.paths.database
                               : name == QStringLiteral("--library")  ? &options.paths.library
                               : name == QStringLiteral("--project")  ? &options.project
                                                                      : nullptr;
        bool *const flag = name == QStringLiteral("--json")                                      ? &options.json
                           : name == QStringLiteral("--verbose")                                 ? &options.verbose
                           : name == QStringLiteral("--quiet")                                   ? &options.quiet
                           : name == QStringLiteral("--version") || name == QStringLiteral("-v") ? &options.version
                           : name == QStringLiteral("--help") || name == QStringLiteral("-h")    ? &options.help
                           : withDemo && name == QStringLiteral("--demo")                        ? &options.demo
                                                                                                 : nullptr;
        if (flag && !word.contains(u'=')) {
            *flag = true;
        } else if (value) {
            if (word.contains(u'='))
                *value = word.section(u'=', 1);
            else if (!words.isEmpty())
                *value = words.takeFirst();
            if (value->isEmpty())
                return fail(Error::Kind::Validation, text("The option %1 needs a value.").arg(name));
        } else {
            return fail(Error::Kind::Validation, text("There is no option “%1”. `--help` lists them.").arg(word));
        }
    }
    return options;
}

QString globalOptionsHelp()
{
    const QVector<std::pair<QString, QString>> lines{
        {QStringLiteral("--config-dir D"), text("Folder of the settings (LORA_STUDIO_CONFIG_DIR).")},
        {QStringLiteral("--database URL"),
         text("sqlite:PATH or postgresql://user@host:port/name (LORA_STUDIO_DATABASE).")},
        {QStringLiteral("--library D"), text("Folder of the images (LORA_STUDIO_LIBRARY).")},
        {QStringLiteral("--project NAME"), text("Default: the last one used, else “default”.")},
        {QStringLiteral("--json"), text("One JSON value on standard output, nothing else there.")},
        {QStringLiteral("--verbose, --quiet"), text("More or fewer messages on standard error.")},
        {QStringLiteral("--version, --help"), text("Version, this help.")}};
    QString help;
    for (const auto &[option, meaning] : lines)
        help += QStringLiteral("  %1 %2\n").arg(option.leftJustified(19), meaning);
    return help;
}

void setVerbosity(const GlobalOptions &options)
{
    QString rules = QStringLiteral("lorastudio.*.debug=false\nlorastudio.*.info=false\n");
    if (options.verbose)
        rules = QStringLiteral("lorastudio.*=true\n");
    else if (options.quiet)
        rules += QStringLiteral("lorastudio.*.warning=false\n");
    QLoggingCategory::setFilterRules(rules);
}

} // namespace lorastudio
