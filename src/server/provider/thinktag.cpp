#include "server/provider/thinktag.h"

#include <algorithm>

namespace throughline::server::provider {

namespace {

using Channel = ChatDelta::Channel;

constexpr QLatin1StringView openTag("<think>");
constexpr QLatin1StringView closeTag("</think>");

void append(QList<ChatDelta> &deltas, Channel channel, const QString &text)
{
    if (!text.isEmpty())
        deltas.append({.channel = channel, .text = text});
}

qsizetype leadingSpace(const QString &text)
{
    const auto first = std::find_if_not(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    return first - text.begin();
}

/// How many characters at the end of \a text are the beginning of \a tag.
qsizetype begunTag(const QString &text, QLatin1StringView tag)
{
    for (qsizetype size = std::min(text.size(), tag.size() - 1); size > 0; --size) {
        if (text.endsWith(tag.first(size)))
            return size;
    }
    return 0;
}

} // namespace

void ThinkTag::feed(const QString &text, QList<ChatDelta> &deltas)
{
    if (text.isEmpty())
        return;
    if (m_state == State::Behind) {
        append(deltas, Channel::Answer, text);
        return;
    }
    m_held += text;
    if (m_state == State::Before) {
        constexpr qsizetype mostSpace = 64;
        const qsizetype space = leadingSpace(m_held);
        const QStringView begun = QStringView(m_held).sliced(space);
        if (begun.startsWith(openTag)) {
            m_state = State::Inside;
            m_held = begun.sliced(openTag.size()).toString();
        } else if (space > mostSpace || !openTag.startsWith(begun)) {
            m_state = State::Behind;
            append(deltas, Channel::Answer, std::exchange(m_held, {}));
            return;
        }
    }
    if (m_state == State::Inside) {
        if (const qsizetype end = m_held.indexOf(closeTag); end >= 0) {
            append(deltas, Channel::Reasoning, m_held.first(end));
            m_held.remove(0, end + closeTag.size());
            m_state = State::After;
        } else {
            const qsizetype waiting = begunTag(m_held, closeTag);
            append(deltas, Channel::Reasoning, m_held.chopped(waiting));
            m_held = m_held.last(waiting);
        }
    }
    // The blank lines between the thoughts and the answer belong to neither.
    if (m_state == State::After) {
        m_held.remove(0, leadingSpace(m_held));
        if (!m_held.isEmpty()) {
            m_state = State::Behind;
            append(deltas, Channel::Answer, std::exchange(m_held, {}));
        }
    }
}

void ThinkTag::finish(QList<ChatDelta> &deltas)
{
    append(
        deltas, m_state == State::Inside ? Channel::Reasoning : Channel::Answer, std::exchange(m_held, {}));
}

void ThinkTag::disable(QList<ChatDelta> &deltas)
{
    if (m_state != State::Before)
        return;
    append(deltas, Channel::Answer, std::exchange(m_held, {}));
    m_state = State::Behind;
}

} // namespace throughline::server::provider
