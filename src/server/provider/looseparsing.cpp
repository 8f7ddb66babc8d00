#include "server/provider/looseparsing.h"

#include "sse/utf8.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace throughline::server::provider {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

} // namespace

std::optional<QJsonValue> looseValue(QByteArrayView data)
{
    data = data.trimmed();
    if (data.startsWith(byteOrderMark))
        data = data.sliced(byteOrderMark.size()).trimmed();
    QByteArray json = data.isValidUtf8() ? data.toByteArray() : sse::decodeUtf8(data).toUtf8();
    json.replace(byteOrderMark, "\\ufeff");
    // Only objects and lists are of interest, and QJsonDocument reads nothing else.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return std::nullopt;
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

std::optional<QJsonObject> looseObject(QByteArrayView data)
{
    const auto value = looseValue(data);
    if (!value)
        return std::nullopt;
    if (value->isArray()) {
        const QJsonValue first = value->toArray().at(0);
        return first.isObject() ? std::optional(first.toObject()) : std::nullopt;
    }
    return value->toObject();
}

QList<QByteArray> JsonValueSplitter::feed(QByteArrayView bytes)
{
    QList<QByteArray> values;
    if (m_overflowed)
        return values;
    qsizetype start = 0; // of what belongs to the open value
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (m_isInText) {
            if (m_isEscaped)
                m_isEscaped = false;
            else if (c == '\\')
                m_isEscaped = true;
            else if (c == '"')
                m_isInText = false;
        } else if (c == '{' || c == '[') {
            if (m_depth++ == 0)
                start = i;
        } else if (m_depth > 0 && c == '"') {
            m_isInText = true;
        } else if (m_depth > 0 && (c == '}' || c == ']') && --m_depth == 0) {
            m_value.append(bytes.sliced(start, i + 1 - start).toByteArray());
            if (m_value.size() > m_limit) {
                m_overflowed = true;
                m_value.clear();
                return values;
            }
            values.append(std::exchange(m_value, {}));
        }
    }
    if (m_depth > 0)
        m_value.append(bytes.sliced(start).toByteArray());
    if (m_value.size() > m_limit) {
        m_overflowed = true;
        m_value.clear();
    }
    return values;
}

} // namespace throughline::server::provider
