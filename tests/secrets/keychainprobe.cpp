#include "secrets/keychainsecretstore.h"

#include <QCoreApplication>
#include <QTextStream>

#include <cstdio>

using namespace throughline;

namespace {

/// Carries out one step, says what came of it, and goes on with the next.
class Steps : public QObject
{
public:
    Steps(secrets::SecretStore &store, const QStringList &steps)
        : m_store(store)
        , m_steps(steps)
    {}

    void next()
    {
        if (m_steps.isEmpty())
            return QCoreApplication::quit();
        const QStringList words = m_steps.takeFirst().split(QLatin1Char(' '));
        const QString &verb = words.at(0);
        const QString &name = words.at(1);
        m_called = true;
        if (verb == QLatin1String("read")) {
            m_store.read(name, this, [this](const auto &secret) {
                if (!secret)
                    say(secret.error());
                else
                    say(*secret ? "secret " + **secret : QByteArray("none"));
            });
        } else if (verb == QLatin1String("write")) {
            m_store.write(name, words.at(2).toUtf8(), this, [this](const auto &kept) {
                if (!kept)
                    say(kept.error());
                else
                    say(*kept == secrets::Kept::Always ? "always" : "session");
            });
        } else {
            m_store.remove(name, this, [this](const auto &removed) {
                if (removed)
                    say("removed");
                else
                    say(removed.error());
            });
        }
        m_called = false;
    }

private:
    void say(const secrets::SecretError &error)
    {
        say(QByteArray("error ") +
            (error.kind == secrets::SecretError::Kind::Unavailable ? "unavailable"
                : error.kind == secrets::SecretError::Kind::Denied ? "denied"
                                                                   : "failed") +
            ' ' + error.message.toUtf8());
    }
    void say(const QByteArray &outcome)
    {
        QTextStream out(stdout);
        if (m_called)
            out << "From inside the call: ";
        out << QString::fromUtf8(outcome) << '\n' << "why " << m_store.whyNotPersistent() << '\n';
        out.flush();
        next();
    }

    secrets::SecretStore &m_store;
    QStringList m_steps;
    bool m_called = false;
};

} // namespace

/// keychainprobe <limit in ms> "write name secret" "read name" "remove name" …: each step's outcome, and why
/// nothing would outlive the program, on two lines.
int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    secrets::KeychainSecretStore store(
        QStringLiteral("Throughline test"), std::chrono::milliseconds(arguments.at(1).toInt()));
    Steps steps(store, arguments.sliced(2));
    QMetaObject::invokeMethod(&steps, &Steps::next, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
