#include "net/inflater.h"

#include <limits>
#include <zlib.h>

namespace throughline::net {

class Inflater::Private
{
public:
    Private()
    {
        constexpr int eitherFormat = 32; // added to the window: gzip or zlib, whichever the header says
        isUsable = inflateInit2(&stream, MAX_WBITS + eitherFormat) == Z_OK;
    }
    ~Private() { inflateEnd(&stream); }
    Q_DISABLE_COPY_MOVE(Private)

    z_stream stream{};
    bool isUsable = false;
    bool isComplete = false;
};

Inflater::Inflater()
    : d(std::make_unique<Private>())
{}

Inflater::~Inflater() = default;
Inflater::Inflater(Inflater &&) noexcept = default;
Inflater &Inflater::operator=(Inflater &&) noexcept = default;

bool Inflater::feed(QByteArrayView bytes, const std::function<bool(const QByteArray &)> &take)
{
    constexpr qsizetype pieceSize = qsizetype(64) * 1024;
    constexpr qsizetype mostAtOnce = std::numeric_limits<int>::max();
    if (d->isComplete)
        return true;
    if (!d->isUsable || bytes.size() > mostAtOnce)
        return false;
    // zlib takes what it only reads as if it could write.
    d->stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data())); // NOLINT
    d->stream.avail_in = static_cast<uInt>(bytes.size());
    do {
        QByteArray piece(pieceSize, Qt::Uninitialized);
        d->stream.next_out = reinterpret_cast<Bytef *>(piece.data()); // NOLINT
        d->stream.avail_out = static_cast<uInt>(pieceSize);
        const int result = inflate(&d->stream, Z_SYNC_FLUSH);
        d->isComplete = result == Z_STREAM_END;
        // Z_BUF_ERROR: everything was read, more will come.
        d->isUsable = result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
        piece.truncate(pieceSize - static_cast<qsizetype>(d->stream.avail_out));
        if (!piece.isEmpty() && !take(piece))
            return true;
    } while (d->isUsable && !d->isComplete && (d->stream.avail_in > 0 || d->stream.avail_out == 0));
    return d->isUsable;
}

bool Inflater::isComplete() const
{
    return d->isComplete;
}

bool Inflater::canRead(const QByteArray &encoding)
{
    const QByteArray name = encoding.trimmed().toLower();
    return name == "gzip" || name == "x-gzip" || name == "deflate";
}

} // namespace throughline::net
