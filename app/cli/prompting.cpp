// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/prompting.h"

#include <QCoreApplication>

#include <cstdio>
#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace lorastudio {

namespace {

/// The terminal does not show what is typed while this lives.
class WithoutEcho
{
public:
    WithoutEcho()
    {
        m_set = tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_set)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
    WithoutEcho(const WithoutEcho &) = delete;
    WithoutEcho &operator=(const WithoutEcho &) = delete;
    ~WithoutEcho()
    {
        if (m_set)
            tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }

private:
    termios m_before{};
    bool m_set = false;
};

} // namespace

bool standardInputIsTerminal()
{
    return isatty(STDIN_FILENO) == 1;
}

Result<QString> askSecret(const QString &question, const QString &environmentVariable)
{
    if (!environmentVariable.isEmpty()) {
        const QByteArray name = environmentVariable.toLatin1();
        if (qEnvironmentVariableIsSet(name.constData()))
            return qEnvironmentVariable(name.constData());
    }
    std::string line;
    bool read = false;
    if (standardInputIsTerminal()) {
        std::fputs(qPrintable(question), stderr);
        const WithoutEcho silent;
        read = bool(std::getline(std::cin, line));
        std::fputc('\n', stderr);
    } else {
        read = bool(std::getline(std::cin, line));
    }
    if (!read || line.empty())
        return fail(Error::Kind::Validation,
                    QCoreApplication::translate("Prompting", "A secret is needed and none was given."));
    if (line.size() > 4000)
        return fail(Error::Kind::Validation,
                    QCoreApplication::translate("Prompting", "The secret is longer than 4,000 characters."));
    return QString::fromStdString(line);
}

} // namespace lorastudio
