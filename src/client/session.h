#pragma once

#include "client/apiclient.h"
#include "polling/clock.h"
#include "secrets/secretstore.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace throughline::client {

/// Being signed in to one team server (the contract's `auth/token/`): the tokens, and how they are renewed.
/// Main thread only.
///
/// The password is sent once and kept nowhere. The access token is in memory only; the refresh token is in
/// the SecretStore, under the server's address. Renewal happens once for all who wait for it, also when the
/// server takes seconds. When it fails for good, signInNeeded() is said and nothing else happens: what waits
/// stays where it is. When the server could not be asked, the session stands. Requests get their token
/// through AuthorizedTransport.
class Session : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl server; ///< "https://team.example", without "/api"
        /// Sign in to another machine over http, where everybody on the way can read the password.
        bool allowPlainHttp = false;
        /// Which of several accounts on that server it is, for the store; empty where there is one only.
        QString account{};
    };

    /// Everything must outlive the session. \a transport is the network itself, not an AuthorizedTransport.
    Session(net::HttpTransport &transport, secrets::SecretStore &store, const polling::Clock &clock,
        Options options, QObject *parent = nullptr);
    ~Session() override;

    enum class State {
        SignedOut, ///< nobody, or no longer
        Restoring, ///< the secret store is being asked
        SigningIn, ///< the server is being asked
        SignedIn,
    };
    State state() const { return m_state; }
    const QUrl &server() const { return m_options.server; }
    QString email() const { return m_email; } ///< whose session it is or was last; may be empty

    /// Takes up the session of the last time: signedIn(), or signInNeeded() when there is none; before that
    /// failed() when the store could not say.
    void restore();

    /// signedIn() and then remembered(), or failed(). A session that stands is replaced only by success.
    void signIn(const QString &email, const QString &password);

    /// Forgets the tokens, here and in the store: signedOut(), preceded by failed() when the store may still
    /// have its one.
    void signOut();

    /// Whether remembered() is still to come: a program that ends before may have lost the session.
    bool isWriting() const { return m_writes > 0; }

    // For AuthorizedTransport.

    /// The token to send now; empty when there is none.
    QByteArray accessToken() const { return m_access; }
    /// Whether a request is better held back until renew() has been called: there is no token yet, or it is
    /// about to expire.
    bool needsRenewal() const;
    /// Whether renew() can come to something.
    bool canRenew() const;

    /// Without an error there is another token than \a rejected. Unauthorized: nobody is signed in any more.
    /// Any other error: it could not be found out.
    using Renewed = std::function<void(const std::optional<protocol::ApiError> &error)>;
    /// \a done is called once, never from inside the call; not at all when \a context goes first.
    void renew(const QByteArray &rejected, QObject *context, Renewed done);

Q_SIGNALS:
    void stateChanged();
    void signedIn();
    /// The refresh token has been written, or not: \a why is a sentence when it will not outlive the program.
    void remembered(bool persistently, const QString &why);
    void signedOut(); ///< by signOut(), after the store has answered
    /// Ask the person to sign in (again).
    void signInNeeded();
    void failed(const QString &sentence);

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Renewed done;
    };

    void setState(State state);
    void takeSignIn(const QString &email, const protocol::Expected<QJsonObject> &tokens);
    void takeRestored(const tl::expected<std::optional<QByteArray>, secrets::SecretError> &secret);
    void refresh(bool triedStored);
    void takeRefresh(bool triedStored, const protocol::Expected<QJsonObject> &tokens);
    void tryStored();
    void expire();
    void takeAccess(const QByteArray &token);
    void remember();
    void answerWaiters(const std::optional<protocol::ApiError> &error);
    void call(const QString &path, const QJsonObject &body, Done<QJsonObject> done);
    QString secretName() const;
    bool isPasswordProtected() const;

    net::HttpTransport &m_transport;
    secrets::SecretStore &m_store;
    const polling::Clock &m_clock;
    const Options m_options;

    State m_state = State::SignedOut;
    QString m_email;
    QByteArray m_access;
    QByteArray m_refresh;
    std::optional<std::chrono::milliseconds> m_renewFrom; ///< on Clock::monotonic()

    bool m_refreshing = false;
    int m_writes = 0;
    QList<Waiter> m_waiters;
    std::unique_ptr<QObject>
        m_calls; ///< context of what is being asked; a new one makes the old answers void
};

} // namespace throughline::client
