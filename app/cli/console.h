// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace lorastudio {

/// Where the command line writes: results to standard output, everything else to standard error. With `json` standard
/// output gets exactly one JSON value. Foreign text is stripped of control characters, so that a server cannot steer
/// the terminal.
class Console
{
public:
    enum class Volume { Quiet, Normal, Verbose };
    Console(bool json, Volume volume);

    bool json() const { return m_json; }
    bool isTerminal() const { return m_terminal; }
    /// The one JSON value of this call.
    void value(const QJsonValue &value) const;
    /// A line of a result for people; nothing with `json`.
    void line(const QString &text) const;
    /// Columns padded to equal width; the first row is the header. `rightAligned` names columns by index.
    void table(const QVector<QStringList> &rows, const QVector<int> &rightAligned = {}) const;
    void message(const QString &text) const;
    void warning(const QString &text) const;
    void error(const QString &text) const;
    void error(const Error &error) const;
    /// Replaces the progress line on a terminal; elsewhere a plain line, and only if `text` is worth one (`plain`).
    void progress(const QString &text, bool plain);
    void endProgress();
    /// Standard output took everything so far.
    bool isComplete() const { return m_complete; }

private:
    void toStandardOutput(const QByteArray &bytes) const;
    void toStandardError(const QString &text) const;
    bool m_json;
    Volume m_volume;
    bool m_terminal;
    mutable bool m_progressShown = false;
    mutable bool m_complete = true;
};

/// Control characters (escape sequences included) become visible symbols.
QString terminalSafe(const QString &text);

} // namespace lorastudio
