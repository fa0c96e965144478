// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secretstore.h"

#include "core/asyncscope.h"

#include <QPromise>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;
using namespace std::chrono_literals;
using Status = KeyringAnswer::Status;

namespace {

/// A keyring that works, is absent, refuses, or stays silent until it is told to answer.
class FakeKeyring : public Keyring
{
public:
    enum class Mood { Works, Absent, Refuses, Silent };
    struct State
    {
        Mood mood = Mood::Works;
        QMap<QString, QString> entries;
        std::vector<std::function<void()>> late;
        int reads = 0;
    };

    explicit FakeKeyring(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    QFuture<KeyringAnswer> read(const QString &key) override
    {
        ++m_state->reads;
        State *state = m_state.get();
        return answer([state, key] {
            return state->entries.contains(key) ? KeyringAnswer{Status::Ok, state->entries.value(key), {}, false}
                                                : KeyringAnswer{Status::NotFound, {}, {}, false};
        });
    }
    QFuture<KeyringAnswer> write(const QString &key, const QString &value) override
    {
        State *state = m_state.get();
        return answer([state, key, value] {
            state->entries.insert(key, value);
            return KeyringAnswer{Status::Ok, {}, {}, false};
        });
    }
    QFuture<KeyringAnswer> remove(const QString &key) override
    {
        State *state = m_state.get();
        return answer([state, key] {
            return KeyringAnswer{state->entries.remove(key) > 0 ? Status::Ok : Status::NotFound, {}, {}, false};
        });
    }

private:
    QFuture<KeyringAnswer> answer(const std::function<KeyringAnswer()> &work)
    {
        const auto promise = std::make_shared<QPromise<KeyringAnswer>>();
        promise->start();
        const auto finish = [promise](const KeyringAnswer &said) {
            promise->addResult(said);
            promise->finish();
        };
        switch (m_state->mood) {
        case Mood::Works:
            finish(work());
            break;
        case Mood::Absent:
            finish({Status::Unavailable, {}, QStringLiteral("absent")});
            break;
        case Mood::Refuses:
            finish({Status::Denied, {}, {}});
            break;
        case Mood::Silent:
            m_state->late.push_back([work, finish] { finish(work()); });
            break;
        }
        return promise->future();
    }

    std::shared_ptr<State> m_state;
};

const QString key = QStringLiteral("server/password/http://h");
const QString secret = QStringLiteral("p\u00e4ss w\U0001F600rd");

Task<void> readInto(SecretStore *store, Result<QString> *target, std::stop_token stop)
{
    *target = co_await store->read(key, stop);
}

} // namespace

class TestSecretStore : public QObject
{
    Q_OBJECT

    std::shared_ptr<FakeKeyring::State> m_keyring;
    std::unique_ptr<SecretStore> m_store;

    Result<QString> read(const QString &name = key) { return QCoro::waitFor(m_store->read(name, std::stop_token())); }
    Result<void> write(const QString &value) { return QCoro::waitFor(m_store->write(key, value, std::stop_token())); }

private Q_SLOTS:
    void init()
    {
        m_keyring = std::make_shared<FakeKeyring::State>();
        m_store = std::make_unique<SecretStore>(std::make_unique<FakeKeyring>(m_keyring), 20ms);
    }
    void cleanup() { m_store.reset(); }

    void keepsInTheKeyring()
    {
        QCOMPARE(read().value(), QString());
        QVERIFY(write(secret));
        QCOMPARE(m_keyring->entries.value(key), secret);
        QCOMPARE(read().value(), secret);
        QVERIFY(!m_store->sessionOnly());
        // Another process changed it: nothing of it was kept here.
        m_keyring->entries.insert(key, QStringLiteral("new"));
        QCOMPARE(read().value(), QStringLiteral("new"));
        QVERIFY(write(QString()));
        QVERIFY(m_keyring->entries.isEmpty());
        QCOMPARE(read().value(), QString());
    }

    void case40_withoutKeyringItHoldsForTheSession()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no keyring")));
        m_keyring->mood = FakeKeyring::Mood::Absent;
        QSignalSpy changed(m_store.get(), &SecretStore::sessionOnlyChanged);
        QVERIFY(write(secret));
        QVERIFY(m_store->sessionOnly());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(read().value(), secret);
        QCOMPARE(QCoro::waitFor(m_store->read(QStringLiteral("other"), std::stop_token())).value(), QString());
        QVERIFY(m_keyring->entries.isEmpty());
        QVERIFY(QCoro::waitFor(m_store->remove(key, std::stop_token())));
        QCOMPARE(read().value(), QString());
    }

    void case40_aSilentKeyringDoesNotHang()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no keyring.*in time")));
        m_keyring->mood = FakeKeyring::Mood::Silent;
        m_keyring->entries.insert(key, QStringLiteral("kept"));
        QCOMPARE(read().value(), QString()); // comes back although the keyring never answers
        QVERIFY(m_store->sessionOnly());
        // Nobody waits a second time, and what is written now is known at once.
        for (int i = 0; i < 100; ++i)
            QVERIFY(read(QString::number(i)));
        QCOMPARE(m_keyring->reads, 1);
        QVERIFY(write(secret));
        QCOMPARE(read().value(), secret);
        QVERIFY(m_keyring->entries.value(key) == QStringLiteral("kept"));

        // A person unlocks it: late answers count.
        m_keyring->mood = FakeKeyring::Mood::Works;
        for (const auto &answer : std::exchange(m_keyring->late, {}))
            answer();
        QTRY_VERIFY(!m_store->sessionOnly());
        QCOMPARE(m_keyring->entries.value(key), secret);
        QTRY_COMPARE(read().value(), secret);
        QTRY_VERIFY((m_keyring->entries[key] = QStringLiteral("x"), read().value() == QStringLiteral("x")));
    }

    void refusalIsAnError()
    {
        m_keyring->mood = FakeKeyring::Mood::Refuses;
        const auto refused = read();
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == Error::Kind::Validation);
        const auto written = write(secret);
        QVERIFY(!written);
        QVERIFY(!written.error().message.contains(secret));
        QVERIFY(!written.error().detail.contains(secret));
        QCOMPARE(read().value(), secret); // it holds for this session
    }

    void stopEndsTheWait()
    {
        m_store = std::make_unique<SecretStore>(std::make_unique<FakeKeyring>(m_keyring), 60s);
        m_keyring->mood = FakeKeyring::Mood::Silent;
        AsyncScope scope(QStringLiteral("test"));
        Result<QString> result;
        scope.spawn(readInto(m_store.get(), &result, scope.token()));
        QCOMPARE(scope.running(), 1);
        scope.requestStop();
        QCoro::waitFor(scope.join());
        QVERIFY(!result);
        QVERIFY(result.error().isCanceled());
    }

    void secretsOfAServer()
    {
        ServerConfig server;
        server.url = QStringLiteral("https://h/prefix");
        server.user = QStringLiteral("yuki");
        server.token = true;
        server.headerNames = QStringList{QStringLiteral("X-Key"), QStringLiteral("CF-Access")};
        ServerSecrets secrets{
            QStringLiteral("p"),
            QStringLiteral("t"),
            {{QStringLiteral("X-Key"), QStringLiteral("k")}, {QStringLiteral("CF-Access"), QStringLiteral("c")}}};
        QVERIFY(QCoro::waitFor(m_store->writeServer(server, secrets, std::stop_token())));
        QCOMPARE(m_keyring->entries.size(), 4);

        const auto back = QCoro::waitFor(m_store->readServer(server, std::stop_token()));
        QVERIFY(back);
        QCOMPARE(back->password, secrets.password);
        QCOMPARE(back->token, secrets.token);
        QCOMPARE(back->headers, secrets.headers);

        ServerConfig other = server;
        other.url = QStringLiteral("https://h/other");
        QCOMPARE(QCoro::waitFor(m_store->readServer(other, std::stop_token()))->password, QString());

        QVERIFY(QCoro::waitFor(m_store->removeServer(server, std::stop_token())));
        QVERIFY(m_keyring->entries.isEmpty());
    }

    void databaseKeyHoldsNoPassword()
    {
        QCOMPARE(SecretStore::databaseKey(QStringLiteral("postgresql://u:secret@h:5432/n?sslmode=require")),
                 SecretStore::databaseKey(QStringLiteral("postgresql://u@h:5432/n")));
    }

    void theRealOneDoesNotHangWithoutSessionBus()
    {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("XDG_RUNTIME_DIR");
        // It knows at once, without waiting for an answer that does not come.
        QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); // that there is none is no fault
        SecretStore store(systemKeyring(), 1h);
        QVERIFY(QCoro::waitFor(store.write(key, secret, std::stop_token())));
        QCOMPARE(QCoro::waitFor(store.read(key, std::stop_token())).value(), secret);
        QVERIFY(store.sessionOnly());
    }

    void theRealOneDoesNotHangWithADeadSessionBus()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no keyring")));
        SecretStore store;
        QCOMPARE(QCoro::waitFor(store.read(key, std::stop_token())).value(), QString());
        QVERIFY(store.sessionOnly());
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
