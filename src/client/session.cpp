#include "client/session.h"

#include "client/accesstoken.h"
#include "client/jsoncall.h"
#include "net/secretmask.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace throughline::client {

namespace {

using namespace std::chrono_literals;
using protocol::ApiError;
using protocol::Expected;
using secrets::SecretError;

constexpr qint64 longestAnswer = qint64(64) * 1024;
constexpr auto answerLimit = 30s;

QByteArray tokenIn(const QJsonObject &object, const char *name)
{
    const QByteArray token = object.value(QLatin1StringView(name)).toString().toUtf8();
    return isToken(token) ? token : QByteArray();
}

ApiError unauthorized()
{
    return {.kind = ApiError::Kind::Unauthorized,
        .status = 401,
        .message = Session::tr("Sign in again to go on."),
        .correlationId = {},
        .retryAfter = {}};
}

} // namespace

Session::Session(net::HttpTransport &transport, secrets::SecretStore &store, const polling::Clock &clock,
    Options options, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_calls(std::make_unique<QObject>())
{}

Session::~Session() = default;

void Session::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged();
}

QString Session::secretName() const
{
    QUrl url = m_options.server.adjusted(
        QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    url.setPort(url.port(url.scheme() == QLatin1StringView("https") ? 443 : 80));
    const QString name = QStringLiteral("team server ") + url.toString(QUrl::FullyEncoded);
    return m_options.account.isEmpty() ? name : QStringLiteral("%1 as %2").arg(name, m_options.account);
}

bool Session::isPasswordProtected() const
{
    const QString host = m_options.server.host();
    return m_options.allowPlainHttp || m_options.server.scheme() == QLatin1StringView("https") ||
           host == QLatin1StringView("localhost") || QHostAddress(host).isLoopback();
}

/// Asks one of the two addresses below auth/; nothing of these bodies reaches a log.
void Session::call(const QString &path, const QJsonObject &body, Done<QJsonObject> done)
{
    net::HttpRequest request = ApiClient(m_transport,
        {.baseUrl = m_options.server,
            .bearer = {}}).request("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact));
    request.totalTimeout = answerLimit;
    request.bodyLimit = longestAnswer;
    // Some servers repeat what they were sent when they refuse it.
    QByteArrayList secrets;
    for (const auto name : {"password", "refresh"}) {
        if (const QString secret = body.value(QLatin1StringView(name)).toString(); !secret.isEmpty())
            secrets.append(secret.toUtf8());
    }
    new JsonCall(m_transport, request, m_calls.get(),
        [done = std::move(done), secrets](const Expected<HttpAnswer> &answer) {
            if (!answer)
                return done(tl::unexpected(answer.error()));
            if (!answer->isSuccess()) {
                ApiError error = answer->error();
                error.message = net::withoutSecrets(error.message, secrets);
                return done(tl::unexpected(error));
            }
            const QJsonObject tokens = QJsonDocument::fromJson(answer->body).object();
            if (tokenIn(tokens, "access").isEmpty())
                return done(tl::unexpected(answer->malformed()));
            done(tokens);
        });
}

void Session::restore()
{
    m_calls = std::make_unique<QObject>();
    m_refreshing = false;
    setState(State::Restoring);
    m_store.read(secretName(), m_calls.get(), [this](const auto &secret) { takeRestored(secret); });
}

void Session::takeRestored(const tl::expected<std::optional<QByteArray>, SecretError> &secret)
{
    const QPointer<Session> alive(this);
    if (!secret)
        Q_EMIT failed(secret.error().message);
    if (!alive)
        return;
    const QJsonObject stored = QJsonDocument::fromJson(secret && *secret ? **secret : QByteArray()).object();
    m_refresh = tokenIn(stored, "refresh");
    m_email = stored.value(QLatin1StringView("email")).toString();
    m_access.clear();
    if (m_refresh.isEmpty())
        return expire();
    setState(State::SignedIn);
    if (alive && !m_waiters.isEmpty())
        refresh(false);
    if (alive)
        Q_EMIT signedIn();
}

void Session::signIn(const QString &email, const QString &password)
{
    if (!isPasswordProtected()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                Q_EMIT failed(tr("Your password would travel unprotected: this server's address begins with "
                                 "http. Use its https address, or a tunnel."));
            },
            Qt::QueuedConnection);
        return;
    }
    m_calls = std::make_unique<QObject>();
    m_refreshing = false;
    setState(State::SigningIn);
    call(QStringLiteral("auth/token/"),
        {{QLatin1StringView("email"), email}, {QLatin1StringView("password"), password}},
        [this, email](const Expected<QJsonObject> &tokens) { takeSignIn(email, tokens); });
}

void Session::takeSignIn(const QString &email, const Expected<QJsonObject> &tokens)
{
    const QPointer<Session> alive(this);
    if (!tokens || tokenIn(*tokens, "refresh").isEmpty()) {
        QString sentence =
            tokens ? tr("What answers at this address is not a team server.") : tokens.error().message;
        if (!tokens && (tokens.error().status == 404 || tokens.error().status == 405))
            sentence = tr("There is no sign-in at this address. Check the team server's address.");
        const bool stands = !m_refresh.isEmpty();
        setState(stands ? State::SignedIn : State::SignedOut);
        if (alive && stands && !m_waiters.isEmpty())
            refresh(false);
        else if (alive)
            answerWaiters(unauthorized());
        if (alive)
            Q_EMIT failed(sentence);
        return;
    }
    m_email = email;
    m_refresh = tokenIn(*tokens, "refresh");
    takeAccess(tokenIn(*tokens, "access"));
    setState(State::SignedIn);
    if (alive)
        remember();
    if (alive)
        answerWaiters({});
    if (alive)
        Q_EMIT signedIn();
}

void Session::signOut()
{
    m_calls = std::make_unique<QObject>();
    m_refreshing = false;
    m_access.clear();
    m_refresh.clear();
    m_renewFrom.reset();
    m_store.remove(secretName(), m_calls.get(), [this](const auto &removed) {
        const QPointer<Session> alive(this);
        if (!removed)
            Q_EMIT failed(
                tr("%1 The token there may still be valid; remove it with the keychain's own program.")
                    .arg(removed.error().message));
        if (alive)
            Q_EMIT signedOut();
    });
    const QPointer<Session> alive(this);
    setState(State::SignedOut);
    if (alive)
        answerWaiters(unauthorized());
}

bool Session::canRenew() const
{
    return m_state == State::Restoring || m_state == State::SigningIn || !m_refresh.isEmpty();
}

bool Session::needsRenewal() const
{
    const bool stale = m_access.isEmpty() || (m_renewFrom && m_clock.monotonic() >= *m_renewFrom);
    return stale && canRenew();
}

void Session::renew(const QByteArray &rejected, QObject *context, Renewed done)
{
    const bool isNewer = !m_access.isEmpty() && m_access != rejected;
    if (isNewer || !canRenew()) {
        const auto error = isNewer ? std::nullopt : std::optional(unauthorized());
        QMetaObject::invokeMethod(
            context, [done = std::move(done), error] { done(error); }, Qt::QueuedConnection);
        return;
    }
    m_waiters.append({.context = context, .done = std::move(done)});
    if (m_state == State::SignedIn && !m_refreshing)
        refresh(false);
}

/// \a triedStored: whether the store has been looked into for a newer refresh token.
void Session::refresh(bool triedStored)
{
    m_refreshing = true;
    call(QStringLiteral("auth/token/refresh/"),
        {{QLatin1StringView("refresh"), QString::fromLatin1(m_refresh)}},
        [this, triedStored](const Expected<QJsonObject> &tokens) { takeRefresh(triedStored, tokens); });
}

void Session::takeRefresh(bool triedStored, const Expected<QJsonObject> &tokens)
{
    if (!tokens) {
        const int status = tokens.error().status;
        if (status != 400 && status != 401 && status != 403) {
            m_refreshing = false;
            return answerWaiters(tokens.error());
        }
        if (!triedStored)
            return tryStored();
        return expire();
    }
    m_refreshing = false;
    takeAccess(tokenIn(*tokens, "access"));
    // Some servers give a new refresh token each time, and the old one ends with it.
    const QByteArray rotated = tokenIn(*tokens, "refresh");
    if (!rotated.isEmpty() && std::exchange(m_refresh, rotated) != rotated)
        remember();
    answerWaiters({});
}

/// Another program of this user may have renewed the session, and this one's refresh token ended with it.
void Session::tryStored()
{
    m_store.read(secretName(), m_calls.get(), [this](const auto &secret) {
        const QByteArray stored =
            secret && *secret ? tokenIn(QJsonDocument::fromJson(**secret).object(), "refresh") : QByteArray();
        if (stored.isEmpty() || stored == m_refresh)
            return expire();
        m_refresh = stored;
        refresh(true);
    });
}

/// The store keeps what it has: it is worth nothing any more, but it says whose session it was.
void Session::expire()
{
    m_refreshing = false;
    m_access.clear();
    m_refresh.clear();
    m_renewFrom.reset();
    const QPointer<Session> alive(this);
    setState(State::SignedOut);
    if (alive)
        answerWaiters(unauthorized());
    if (alive)
        Q_EMIT signInNeeded();
}

void Session::takeAccess(const QByteArray &token)
{
    m_access = token;
    m_renewFrom.reset();
    if (const auto lifetime = lifetimeOf(token)) {
        const auto margin =
            std::min<std::chrono::milliseconds>(15s, std::chrono::milliseconds(*lifetime) / 10);
        m_renewFrom = m_clock.monotonic() + *lifetime - margin;
    }
}

void Session::remember()
{
    const QJsonObject secret{{QLatin1StringView("email"), m_email},
        {QLatin1StringView("refresh"), QString::fromLatin1(m_refresh)}};
    ++m_writes;
    m_store.write(
        secretName(), QJsonDocument(secret).toJson(QJsonDocument::Compact), this, [this](const auto &kept) {
            --m_writes;
            const bool persistently = kept && *kept == secrets::Kept::Always;
            Q_EMIT remembered(persistently, kept ? m_store.whyNotPersistent() : kept.error().message);
        });
}

void Session::answerWaiters(const std::optional<ApiError> &error)
{
    for (const Waiter &waiter : std::exchange(m_waiters, {})) {
        if (waiter.context)
            waiter.done(error);
    }
}

} // namespace throughline::client
