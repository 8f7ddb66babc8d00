#include "server/provider/contextwindow.h"

#include <algorithm>

namespace throughline::server::provider {

namespace {

constexpr qint64 tokensPerMessage = 4; // its role and the marks around it

qint64 tokensOf(const protocol::Message &message)
{
    return approximateTokens(message.content) + tokensPerMessage;
}

} // namespace

qint64 approximateTokens(const QString &text)
{
    // English has about four characters a token, other alphabets two, scripts without an alphabet one.
    constexpr qint64 asciiPerToken = 7; // in halves
    constexpr qint64 lettersPerToken = 4;
    constexpr char16_t lastAlphabetic = 0x1fff;
    qint64 ascii = 0;
    qint64 letters = 0;
    qint64 signs = 0;
    for (const QChar c : text) {
        if (c.unicode() < 0x80)
            ++ascii;
        else if (c.unicode() <= lastAlphabetic)
            ++letters;
        else
            ++signs;
    }
    return (2 * ascii + asciiPerToken - 1) / asciiPerToken +
           (2 * letters + lettersPerToken - 1) / lettersPerToken + signs;
}

FittedConversation fitted(const QList<protocol::Message> &messages, qint64 window, qint64 reserved)
{
    if (window <= 0)
        return {.messages = messages, .leftOut = 0};
    qint64 total = reserved;
    for (const protocol::Message &message : messages)
        total += tokensOf(message);
    const auto isQuestion = [](const protocol::Message &message) {
        return message.role == protocol::Role::User;
    };
    const auto last = std::find_if(messages.rbegin(), messages.rend(), isQuestion);
    const qsizetype keep =
        last == messages.rend() ? messages.size() - 1 : std::distance(last, messages.rend()) - 1;
    qsizetype first = 0;
    while (total > window && first < keep) {
        do {
            total -= tokensOf(messages.at(first));
            ++first;
        } while (first < keep && !isQuestion(messages.at(first)));
    }
    return {.messages = messages.sliced(first), .leftOut = static_cast<int>(first)};
}

} // namespace throughline::server::provider
