#include "client/replytext.h"

#include "sse/utf8.h"

namespace throughline::client {

ReplyText::Change ReplyText::apply(const protocol::StreamDelta &delta)
{
    if (!delta.offset)
        return append(delta.text);
    const QByteArray utf8 = delta.text.toUtf8();
    const qint64 end = *delta.offset;
    const qint64 begin = end - utf8.size();
    if (begin < 0)
        return {Effect::Gap, {}};
    if (m_expectSnapshot)
        return begin == 0 ? replace(delta.text) : Change{Effect::Gap, {}};
    if (begin == m_bytes)
        return append(delta.text);
    if (end <= m_bytes)
        return {Effect::Nothing, {}};
    if (begin > m_bytes)
        return {Effect::Gap, {}};

    const QByteArray known = utf8.first(m_bytes - begin);
    const bool agrees = m_text.toUtf8().endsWith(known);
    if (agrees) {
        return append(sse::decodeUtf8(utf8.sliced(known.size())));
    }
    return begin == 0 ? replace(delta.text) : Change{Effect::Gap, {}};
}

void ReplyText::reset(const QString &text)
{
    m_text = text;
    m_bytes = text.toUtf8().size();
    m_expectSnapshot = false;
}

ReplyText::Change ReplyText::append(const QString &piece)
{
    if (piece.isEmpty())
        return {Effect::Nothing, {}};
    m_text += piece;
    m_bytes += piece.toUtf8().size();
    return {Effect::Appended, piece};
}

ReplyText::Change ReplyText::replace(const QString &text)
{
    const bool same = m_text == text;
    reset(text);
    return {same ? Effect::Nothing : Effect::Replaced, {}};
}

} // namespace throughline::client
