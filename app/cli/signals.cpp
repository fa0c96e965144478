// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signals.h"

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace lorastudio {

namespace {

int sockets[2] = {-1, -1};
volatile std::sig_atomic_t count = 0;

void handle(int number)
{
    count = count + 1;
    if (count > 1)
        _exit(128 + number);
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const ssize_t written = ::write(sockets[0], &byte, 1);
}

} // namespace

UnixSignals::UnixSignals()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(sockets[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UnixSignals::read);
    struct sigaction action = {};
    action.sa_handler = handle;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        sigaction(number, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error of write, not the end of the program
}

UnixSignals::~UnixSignals()
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    for (int &descriptor : sockets) {
        if (descriptor >= 0)
            ::close(std::exchange(descriptor, -1));
    }
}

void UnixSignals::read()
{
    unsigned char byte = 0;
    if (::read(sockets[1], &byte, 1) == 1) {
        m_received = byte;
        Q_EMIT raised(byte);
    }
}

} // namespace lorastudio
