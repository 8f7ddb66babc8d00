#include "secrets/sessionsecretstore.h"

#include <QTest>

using namespace throughline::secrets;

class TestSessionSecretStore : public QObject
{
    Q_OBJECT

    const QString m_name = QStringLiteral("token");

    /// "…" what is kept, "none", or nothing when no answer came.
    static QString read(SecretStore &store, const QString &name)
    {
        QString answer;
        bool called = true;
        QObject context;
        store.read(name, &context, [&](const auto &secret) {
            answer = called    ? QStringLiteral("from inside the call")
                     : *secret ? QString::fromUtf8(**secret)
                               : QStringLiteral("none");
        });
        called = false;
        [[maybe_unused]] const bool came = QTest::qWaitFor([&] { return !answer.isEmpty(); });
        return answer;
    }

private Q_SLOTS:
    void aSecretIsReadAgainUntilItIsRemoved()
    {
        SessionSecretStore store;
        QObject context;
        QCOMPARE(read(store, m_name), QStringLiteral("none"));
        std::optional<Kept> kept;
        store.write(m_name, "one", &context, [&](const auto &answer) { kept = *answer; });
        store.write(m_name, "two", &context, [&](const auto &answer) { kept = *answer; });
        QTRY_VERIFY(kept.has_value());
        QCOMPARE(*kept, Kept::ThisSession);
        QCOMPARE(read(store, m_name), QStringLiteral("two"));
        bool removed = false;
        store.remove(m_name, &context, [&](const auto &answer) { removed = answer.has_value(); });
        QTRY_VERIFY(removed);
        QCOMPARE(read(store, m_name), QStringLiteral("none"));
    }

    void itSaysThatNothingOutlivesTheProgram()
    {
        const SessionSecretStore store;
        QVERIFY(!store.isPersistent());
        QCOMPARE(store.whyNotPersistent(),
            QStringLiteral("Keys and tokens are kept only until the program ends."));
    }

    void nothingIsCalledWhenTheContextIsGone()
    {
        SessionSecretStore store;
        bool called = false;
        auto context = std::make_unique<QObject>();
        store.read(m_name, context.get(), [&](const auto &) { called = true; });
        context.reset();
        QCOMPARE(read(store, m_name), QStringLiteral("none"));
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestSessionSecretStore)
#include "tst_sessionsecretstore.moc"
