#include "net/secretmask.h"

#include <QSet>
#include <QUrlQuery>

#include <algorithm>
#include <array>
#include <cstring>

namespace throughline::net {

namespace {

constexpr char mask[] = "***";

bool namesASecret(const QByteArray &name)
{
    const QByteArray lower = name.toLower();
    // Named like secrets, and none.
    constexpr std::array harmless{"idempotency-key", "sec-websocket-key"};
    if (std::any_of(harmless.begin(), harmless.end(), [&lower](const char *each) { return lower == each; }))
        return false;
    constexpr std::array parts{"authorization", "cookie", "token", "secret", "password", "key", "credential",
        "signature", "session", "csrf", "jwt", "passwd", "pwd"};
    return std::any_of(
        parts.begin(), parts.end(), [&lower](const char *part) { return lower.contains(part); });
}

bool isAddress(const QByteArray &name)
{
    return name.compare("location", Qt::CaseInsensitive) == 0 ||
           name.compare("content-location", Qt::CaseInsensitive) == 0;
}

/// Where the value begins behind the name of a scheme, which tells which kind of credential was sent: that
/// helps and gives nothing away.
qsizetype behindScheme(const QByteArray &value)
{
    const bool hasScheme = value.startsWith("Bearer ") || value.startsWith("Basic ");
    return hasScheme ? value.indexOf(' ') + 1 : 0;
}

constexpr qsizetype pieceLength = 8;
using Piece = quint64;

Piece pieceAt(const QByteArray &text, qsizetype at)
{
    static_assert(sizeof(Piece) == pieceLength);
    Piece piece = 0;
    std::memcpy(&piece, text.constData() + at, pieceLength);
    return piece;
}

QByteArray escapedAsJson(const QByteArray &secret, bool withSlashes)
{
    QByteArray escaped;
    for (const char c : secret) {
        if (c == '"' || c == '\\' || (c == '/' && withSlashes))
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

/// \a secret as it may be written. Of base64 what does not depend on its neighbours.
QByteArrayList spellings(const QByteArray &secret)
{
    QByteArrayList all{secret, secret.toPercentEncoding(), secret.toPercentEncoding().toLower(),
        secret.toHex(), secret.toHex().toUpper(), escapedAsJson(secret, false), escapedAsJson(secret, true)};
    for (const QByteArray::Base64Options alphabet :
        {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
        constexpr qsizetype bytesInGroup = 3;
        constexpr std::array<qsizetype, 3> ofNeighbours{0, 2, 3};
        for (qsizetype before = 0; before < bytesInGroup; ++before) {
            QByteArray shifted = QByteArray(before, ' ') + secret;
            const qsizetype left = shifted.size() % bytesInGroup;
            QByteArray encoded = shifted.toBase64(alphabet | QByteArray::OmitTrailingEquals);
            if (left > 0)
                encoded.chop(1);
            all.append(encoded.mid(ofNeighbours.at(size_t(before))));
        }
    }
    return all;
}

} // namespace

HeaderList maskedHeaders(const HeaderList &headers)
{
    HeaderList masked = headers;
    for (auto &[name, value] : masked) {
        if (namesASecret(name))
            value = value.left(behindScheme(value)) + mask;
        else if (isAddress(name))
            value = maskedUrl(QUrl::fromEncoded(value)).toEncoded();
    }
    return masked;
}

QByteArrayList secretsIn(const HeaderList &headers)
{
    QByteArrayList secrets;
    for (const auto &[name, value] : headers) {
        if (namesASecret(name))
            secrets.append(value.mid(behindScheme(value)).trimmed());
    }
    return secrets;
}

QUrl maskedUrl(const QUrl &url)
{
    QUrl masked = url.adjusted(QUrl::RemoveUserInfo);
    if (namesASecret(masked.fragment().toUtf8()))
        masked.setFragment(QLatin1String(mask));
    if (!masked.hasQuery())
        return masked;
    auto items = QUrlQuery(masked).queryItems(QUrl::FullyEncoded);
    bool changed = false;
    for (auto &[name, value] : items) {
        if (namesASecret(name.toUtf8())) {
            value = QLatin1String(mask);
            changed = true;
        }
    }
    if (changed) {
        QUrlQuery query;
        query.setQueryItems(items);
        masked.setQuery(query);
    }
    return masked;
}

QByteArray withoutSecrets(const QByteArray &text, const QByteArrayList &secrets)
{
    constexpr qsizetype shortest = 4;
    QByteArray result = text;
    QSet<Piece> pieces;
    for (const QByteArray &secret : secrets) {
        if (secret.size() >= shortest && secret.size() < pieceLength)
            result.replace(secret, mask);
        if (secret.size() < pieceLength)
            continue;
        for (const QByteArray &spelling : spellings(secret)) {
            for (qsizetype at = 0; at + pieceLength <= spelling.size(); ++at)
                pieces.insert(pieceAt(spelling, at));
        }
    }
    if (pieces.isEmpty())
        return result;
    QByteArray shown;
    qsizetype secretUntil = 0; // what is before belongs to a secret
    for (qsizetype at = 0; at < result.size(); ++at) {
        if (at + pieceLength <= result.size() && pieces.contains(pieceAt(result, at))) {
            if (at >= secretUntil)
                shown += mask;
            secretUntil = at + pieceLength;
        }
        if (at >= secretUntil)
            shown += result.at(at);
    }
    return shown;
}

QString withoutSecrets(const QString &text, const QByteArrayList &secrets)
{
    return QString::fromUtf8(withoutSecrets(text.toUtf8(), secrets));
}

bool isSignIn(const QUrl &url)
{
    return url.path().contains(QLatin1String("/auth/"));
}

} // namespace throughline::net
