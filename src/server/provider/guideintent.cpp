#include "server/provider/guideintent.h"

#include <QRegularExpression>

namespace throughline::server::provider::guide {

namespace {

// A whole message must be the request: "the executive summary must fit on a page" asks for nothing. So every
// pattern is anchored at both ends, between words of politeness.
QRegularExpression wholeMessage(const char *core)
{
    static const QString before = QStringLiteral("^(?:(?:please|pls|now|so|ok|okay|well|right|hey|hi|hello|"
                                                 "thanks|and|then|could you|can you|would you|"
                                                 "will you|let's|let us|give me|show me|tell me|i'd like|i "
                                                 "would like|i need|i want|may i have|a|an|the|"
                                                 "to|quick|quickly|short|brief|small|just|first)\\s+)*(?:");
    static const QString after =
        QStringLiteral(")(?:\\s+(?:please|pls|now|for me|so far|again|everything|it all|all of "
                       "it|this|that|it|things|thread|what|"
                       "conversation|chat|the|of|our|we have|we've got|have|up|discussion|to now|until "
                       "now|then|thanks|at|with))*$");
    return QRegularExpression(before + QString::fromUtf8(core) + after,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

/// Lower case, plain apostrophes, no punctuation.
QString plain(const QString &message)
{
    static const QRegularExpression signs(
        QStringLiteral("[^\\p{L}\\p{N}'\\s]+"), QRegularExpression::UseUnicodePropertiesOption);
    QString text = message.toLower();
    text.replace(QChar(0x2019), u'\'').replace(signs, QStringLiteral(" "));
    return text.simplified();
}

} // namespace

Intent intentOf(const QString &message)
{
    static const QRegularExpression sumUp = wholeMessage(
        "sum(?:\\s+(?:it|this|that|things|everything|us|all))*\\s+up|summar(?:y|ise|ize)|recap(?:itulate)?|"
        "tl\\s?dr|"
        "overview|where (?:are|were) we|where do (?:we|things|i) stand|where (?:does|is) (?:this|it) stand|"
        "what do (?:we|you) have|what have (?:we|you)(?: got)?|what(?:'s| is) (?:still "
        ")?(?:open|left|unresolved)|"
        "what did (?:we|i) (?:say|decide)");
    static const QRegularExpression explain = wholeMessage(
        "help|help me|(?:what|who) are you|what is this|what(?:'s| is) (?:the )?guide|what can you do|"
        "what do you do|what can i (?:do|ask)(?: here)?|how (?:do|does) (?:you|this|it) work|how do i use "
        "(?:you|this|it)|"
        "what model (?:are you|is this)|which model (?:are you|is this)|"
        "are you (?:real|human|(?:an?\\s+)?(?:ai|bot|chatbot|person|robot|model|llm|machine|gpt|chatgpt))");
    static const QRegularExpression greet = wholeMessage(
        "hi|hello|hey|hey there|hi there|hello there|good (?:morning|afternoon|evening|day)|greetings|howdy|"
        "how are you|how are you doing");
    static const QRegularExpression thank =
        wholeMessage("thanks|thank you|thank you very much|thanks a lot|many thanks|cheers|ok|okay|got "
                     "it|great|good|cool|nice|"
                     "perfect|understood|i see|makes sense");

    constexpr qsizetype longestRequest = 120;
    if (message.size() > longestRequest)
        return Intent::Think;
    const QString text = plain(message);
    if (sumUp.match(text).hasMatch())
        return Intent::SumUp;
    if (explain.match(text).hasMatch())
        return Intent::Explain;
    if (greet.match(text).hasMatch())
        return Intent::Greet;
    if (thank.match(text).hasMatch())
        return Intent::Thank;
    return Intent::Think;
}

} // namespace throughline::server::provider::guide
