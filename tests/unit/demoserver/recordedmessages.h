// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/pyjson.h"

#include <QDeadlineTimer>
#include <QTestEventLoop>
#include <QVector>
#include <QWebSocket>

#include <algorithm>

namespace lorastudio {

using namespace Qt::StringLiterals;

struct Message
{
    QString token; ///< "status", "executing-null", "preview-4" …
    PyJson data;
};

inline QString tokenOf(const PyJson &text)
{
    const QString type = text["type"_L1].string();
    const PyJson &data = text["data"_L1];
    if (type == "executing"_L1 && !data.find("prompt_id"_L1))
        return u"executing-without-prompt"_s;
    if (type == "executing"_L1 && data["node"_L1].isNull())
        return u"executing-null"_s;
    if (type == "status"_L1 && data.find("sid"_L1))
        return u"status-with-sid"_s;
    return type;
}

/// One entry for any number of steps of the sampler: how many there are before an interruption is chance.
inline QVector<Message> withoutRepeatedSteps(const QVector<Message> &messages)
{
    const QStringList withFlags{u"progress_state"_s, u"preview-4"_s, u"progress"_s};
    const QStringList without{u"progress_state"_s, u"progress"_s, u"preview-1"_s};
    QVector<Message> out;
    for (qsizetype i = 0; i < messages.size(); ++i) {
        QStringList three;
        for (qsizetype k = i; k < std::min(i + 3, messages.size()); ++k)
            three += messages.at(k).token;
        if (three == withFlags || three == without) {
            const QString name = three == withFlags ? u"steps, preview first"_s : u"steps, preview last"_s;
            if (out.isEmpty() || out.last().token != name)
                out.append({name, {}});
            i += 2;
        } else {
            out.append(messages.at(i));
        }
    }
    return out;
}

/// A socket of the replay, with everything that it heard.
struct Listener
{
    QWebSocket socket;
    QVector<Message> heard;
    QVector<Message> recorded;

    static qsizetype withoutStatus(const QVector<Message> &messages)
    {
        return std::count_if(messages.begin(), messages.end(),
                             [](const Message &message) { return message.token != "status"_L1; });
    }
};

/// Waits in a real event loop: qWaitFor sleeps between its looks, and client and server share this thread. What does
/// not come in time shows in the comparison.
template <class Condition>
bool waitFor(Condition condition, int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    while (!condition() && !deadline.hasExpired()) {
        QTestEventLoop loop;
        loop.enterLoopMSecs(2);
    }
    return condition();
}

inline QString typeName(const PyJson &value)
{
    static const QStringList names{u"null"_s, u"bool"_s, u"int"_s, u"float"_s, u"string"_s, u"array"_s, u"object"_s};
    return names.at(int(value.type()));
}

} // namespace lorastudio
