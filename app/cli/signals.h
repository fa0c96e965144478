// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace lorastudio {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop: a handler may do next to nothing, so it only
/// writes a byte. A second signal ends the process at once.
class UnixSignals : public QObject
{
    Q_OBJECT

public:
    UnixSignals();
    ~UnixSignals() override;
    int received() const { return m_received; }

Q_SIGNALS:
    void raised(int signalNumber);

private:
    void read();
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_received = 0;
};

} // namespace lorastudio
