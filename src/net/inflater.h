#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <memory>

namespace throughline::net {

/// Undoes gzip and deflate (RFC 1950, RFC 1952) of a body that comes in any pieces, as far as what has come
/// allows: a stream that is flushed after each event can be read event by event. Hands out pieces of at most
/// 64 KiB, so that a small body that grows enormously meets the reader's own limits first.
class Inflater
{
public:
    Inflater();
    ~Inflater();
    Inflater(Inflater &&) noexcept;
    Inflater &operator=(Inflater &&) noexcept;
    Q_DISABLE_COPY(Inflater)

    /// Calls \a take with each piece until it returns false. False when \a bytes are not what they should be;
    /// nothing can be read from then on. What stands behind the end of the compressed body is ignored.
    bool feed(QByteArrayView bytes, const std::function<bool(const QByteArray &)> &take);

    /// The compressed body has come to its own end.
    bool isComplete() const;

    /// Whether this can undo \a encoding, a value of Content-Encoding.
    static bool canRead(const QByteArray &encoding);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::net
