#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>
#include <QJsonValue>

#include <optional>

/// JSON as model servers send it: bytes that are not UTF-8, byte order marks, text behind the value.
namespace throughline::server::provider {

/// The value in \a data. Bytes that are not UTF-8 count as U+FFFD; a U+FEFF inside a text is kept, which
/// QJsonDocument alone would drop; nesting is bounded. nullopt for what is no JSON.
std::optional<QJsonValue> looseValue(QByteArrayView data);

/// The object in \a data, or the first of a list of objects (some send `[{"error": …}]`).
std::optional<QJsonObject> looseObject(QByteArrayView data);

/// Values that stand one behind the other in a body that comes in pieces: one whole answer, one answer with a
/// tail, one object a line. What is between values is skipped. Each byte is looked at once.
class JsonValueSplitter
{
public:
    explicit JsonValueSplitter(qsizetype limit)
        : m_limit(limit)
    {}

    /// The values that \a bytes completes. Nothing more after hasOverflowed().
    QList<QByteArray> feed(QByteArrayView bytes);

    bool isInsideValue() const { return m_depth > 0; }
    bool hasOverflowed() const { return m_overflowed; } ///< one value is longer than the limit

private:
    qsizetype m_limit;
    QByteArray m_value;
    qsizetype m_depth = 0;
    bool m_isInText = false;
    bool m_isEscaped = false;
    bool m_overflowed = false;
};

} // namespace throughline::server::provider
