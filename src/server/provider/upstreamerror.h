#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace throughline::server::provider {

/// What a model server said went wrong, in its own words and numbers. What people read is made of it by
/// ErrorSentences.
struct UpstreamError
{
    /// What we know about it without believing its words.
    enum class Kind {
        Said,        ///< an error object, or a body with another status than 2xx
        NotReadable, ///< what came is not what the interface promises
        TooLong,     ///< more than we are ready to keep
        CutOff,      ///< it ended in the middle of the answer
        Nothing,     ///< it ended without an answer
        Page,        ///< an HTML page of something on the way
    };
    Kind kind = Kind::Said;
    int status = 0; ///< the HTTP status, or that which an error inside a stream states
    QString code{};
    QString type{};
    QString message{}; ///< as it was sent, shortened; may be empty
    QString rayId{};   ///< Cloudflare's name for the request
    qint64 promptTokens = -1;
    qint64 contextTokens = -1;

    bool operator==(const UpstreamError &) const = default;
};

/// The error in \a object, if it is one: `error` as an object or a text, `errors`, `detail`, `type: "error"`
/// and the like. \a isErrorEvent: the stream called it one, so that anything counts.
std::optional<UpstreamError> upstreamErrorFrom(const QJsonObject &object, bool isErrorEvent = false);

/// The same for the body of an answer with another status than 2xx, or of a page; always finds something to
/// say.
UpstreamError upstreamErrorFromBody(int status, const QByteArray &body);

/// \a text on one line and not too long to show.
QString shortened(const QString &text);

} // namespace throughline::server::provider
