// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/tooltips.h"

#include <QWidget>

namespace lorastudio {

QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    QString escaped = text.toHtmlEscaped();
    escaped.replace(QLatin1Char('\n'), QLatin1String("<br>"));
    return QStringLiteral("<qt>%1</qt>").arg(escaped);
}

QString textOfToolTip(const QString &toolTip)
{
    const QLatin1String begin("<qt>");
    const QLatin1String end("</qt>");
    if (!toolTip.startsWith(begin) || !toolTip.endsWith(end))
        return toolTip;
    QString text = toolTip.mid(begin.size(), toolTip.size() - begin.size() - end.size());
    text.replace(QLatin1String("<br>"), QLatin1String("\n"));
    text.replace(QLatin1String("&lt;"), QLatin1String("<"));
    text.replace(QLatin1String("&gt;"), QLatin1String(">"));
    text.replace(QLatin1String("&quot;"), QLatin1String("\""));
    return text.replace(QLatin1String("&amp;"), QLatin1String("&")); // last, or "&amp;lt;" would become "<"
}

void setPlainToolTip(QWidget *widget, const QString &text)
{
    widget->setToolTip(plainToolTip(text));
    widget->setAccessibleDescription(text);
}

} // namespace lorastudio
