#include "server/provider/guidewords.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::server::provider::guide {

namespace {

QRegularExpression words(const char *alternatives)
{
    return QRegularExpression(
        QStringLiteral("\\b(?:") + QString::fromUtf8(alternatives) + QStringLiteral(")\\b"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

QString straightQuotes(QString text)
{
    return text.replace(QChar(0x2019), u'\'');
}

bool has(const QRegularExpression &expression, const QString &text)
{
    return expression.match(straightQuotes(text)).hasMatch();
}

const QSet<QString> &emptyWords()
{
    static const QSet<QString> set = [] {
        const QString list = QStringLiteral(
            "a an and any are as assume assuming at be because been being but by can can't cannot could did "
            "do does "
            "doesn't don't for from get going had has have having he her his how i i'd i'll i'm i've if in "
            "into is "
            "isn't it it'd it's its just let let's may me might more must my need needs never no none not of "
            "off on "
            "one only or our out over probably she should so some than that that's the their them then there "
            "these "
            "they they're think this those to too under until up us very was wasn't we we'd we'll we're "
            "we've were "
            "what when where which who why will with without won't would you your always less");
        const QStringList all = list.split(u' ');
        return QSet<QString>(all.begin(), all.end());
    }();
    return set;
}

QString stem(QString word)
{
    constexpr qsizetype shortest = 4;
    for (const QLatin1StringView ending :
        {QLatin1StringView("ing"), QLatin1StringView("ed"), QLatin1StringView("es"), QLatin1StringView("ly"),
            QLatin1StringView("s"), QLatin1StringView("e")}) {
        if (word.endsWith(ending) && word.size() - ending.size() >= shortest - 1 &&
            !word.endsWith(QLatin1StringView("ss"))) {
            word.chop(ending.size());
            break;
        }
    }
    return word;
}

bool isNegated(const QString &text)
{
    static const QRegularExpression expression(
        QStringLiteral("\\b(?:not|no|never|cannot|none|nobody|nothing|without|unable|impossible)\\b|n't\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return has(expression, text);
}

QSet<QString> figures(const QString &text)
{
    static const QRegularExpression number(QStringLiteral("\\d+(?:[.,]\\d+)*"));
    QSet<QString> found;
    auto matches = number.globalMatch(text);
    while (matches.hasNext())
        found.insert(matches.next().captured());
    return found;
}

/// The statement without its figures, to see whether it is about the same thing.
QSet<QString> subject(const QString &text)
{
    QSet<QString> found = contentWords(text);
    erase_if(found, [](const QString &word) { return word.at(0).isDigit(); });
    return found;
}

bool useOppositeWords(const QString &a, const QString &b)
{
    static const std::array opposites = [] {
        const auto pair = [](const char *one, const char *other) {
            return std::pair(words(one), words(other));
        };
        return std::array{
            pair("more|most|increas\\w*|grow\\w*|rise[sn]?|rising|up",
                "less|fewer|decreas\\w*|shrink\\w*|fall\\w*|down"),
            pair("fast\\w*|quick\\w*", "slow\\w*"),
            pair("cheap\\w*|inexpensive|free", "expensive|costly|dear"),
            pair("easy|easier|simple|simpler", "hard|harder|difficult|complex"),
            pair("safe|secure|stable|reliable", "unsafe|insecure|unstable|unreliable|risky|flaky"),
            pair("keep|stay|remain", "drop|remove|leave|replace|abandon"),
            pair("buy", "build|lease|rent"),
            pair("before", "after"),
            pair("maximum|at most|no more than", "at least|minimum|no fewer than"),
            pair("enough|sufficient", "insufficient|too (?:few|little|small)"),
        };
    }();
    return std::any_of(opposites.begin(), opposites.end(), [&](const auto &pair) {
        const bool oneWay =
            has(pair.first, a) && has(pair.second, b) && !has(pair.second, a) && !has(pair.first, b);
        const bool otherWay =
            has(pair.second, a) && has(pair.first, b) && !has(pair.first, a) && !has(pair.second, b);
        return oneWay || otherWay;
    });
}

} // namespace

QSet<QString> contentWords(const QString &text)
{
    static const QRegularExpression separators(
        QStringLiteral("[^\\p{L}\\p{N}'.,]+|[.,](?!\\d)"), QRegularExpression::UseUnicodePropertiesOption);
    QSet<QString> found;
    const QStringList all = straightQuotes(text).toLower().split(separators, Qt::SkipEmptyParts);
    for (const QString &word : all) {
        if (!emptyWords().contains(word) && (word.size() > 1 || word.at(0).isDigit()))
            found.insert(stem(word));
    }
    return found;
}

int sharedWords(const QString &a, const QString &b)
{
    return static_cast<int>(contentWords(a).intersect(contentWords(b)).size());
}

bool namesNumber(const QString &text)
{
    static const QRegularExpression expression(
        QStringLiteral(
            "\\d|%|\\b(?:half|third|quarter|twice|double|triple|zero|two|three|four|five|six|seven|eight|"
            "nine|ten|dozen|hundred|thousand|million|one (?:hour|day|afternoon|week|month|year|minute|second|"
            "click|page|person)|(?:an?|one) (?:hour|afternoon|minute|second|week|day))\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return has(expression, text);
}

bool namesTime(const QString &text)
{
    static const QRegularExpression expression(
        QStringLiteral(
            "\\b(?:(?:19|20)\\d\\d|\\d{1,2}[./-]\\d{1,2}|january|february|march|april|june|july|august|"
            "september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
            "(?:in|by|until|before|since|of|this|next|last) "
            "may|q[1-4]|monday|tuesday|wednesday|thursday|friday|"
            "saturday|sunday|today|tonight|tomorrow|yesterday|spring|summer|autumn|winter|christmas|easter|"
            "(?:this|next|last|past|per|every|each|end of the) (?:day|week|weekend|month|quarter|sprint|year|"
            "decade|release)|(?:within|in|after|for) (?:an?|one|two|three|\\d+) "
            "(?:minute|hour|day|week|month|"
            "quarter|year)s?|deadline|ago)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return has(expression, text);
}

bool namesSource(const QString &text)
{
    static const QRegularExpression expression = words(
        "according to|per (?:our|the|their|a|my)|survey\\w*|report\\w*|changelog|release "
        "notes|documentation|docs|"
        "manual|paper|study|studies|article|interview\\w*|log|logs|dashboard|analytics|benchmark\\w*|"
        "telemetry|"
        "(?:i|we) "
        "(?:measured|tested|timed|counted|tried|asked|checked|ran)|https?|census|audit|invoice|contract|"
        "spreadsheet|experiment|trial|pilot");
    return has(expression, text);
}

bool isAboutPeople(const QString &text)
{
    static const QRegularExpression expression =
        words("users?|customers?|clients?|people|everyone|everybody|nobody|anyone|someone|they|team|teams|"
              "staff|students?|"
              "teachers?|parents?|patients?|colleagues?|managers?|developers?|engineers?|readers?|visitors?|"
              "buyers?|"
              "management|the board|employees?|members?|volunteers?|tenants?|neighbou?rs?");
    return has(expression, text);
}

bool isAboutTheFuture(const QString &text)
{
    static const QRegularExpression expression = words(
        "will|won't|going to|gonna|soon|eventually|next (?:week|month|quarter|year)|in future|in the future|"
        "stays?|remains?|continues?|keeps?|by then");
    return has(expression, text);
}

bool isComparative(const QString &text)
{
    static const QRegularExpression expression =
        words("more|less|fewer|better|best|worse|faster|slower|quicker|cheaper|smaller|larger|bigger|easier|"
              "simpler|"
              "safer|shorter|higher|lower|improve\\w*|reduc\\w*|increas\\w*|cut|lower|speed "
              "up|simplif\\w*|minimi[sz]e|"
              "maximi[sz]e|grow|shrink|boost|raise");
    return has(expression, text);
}

bool isByRule(const QString &text)
{
    static const QRegularExpression expression =
        words("law|laws|legal\\w*|gdpr|hipaa|regulat\\w*|complian\\w*|contract\\w*|policy|policies|licen[cs]"
              "e\\w*|permit\\w*|"
              "audit\\w*|certif\\w*|statut\\w*|tax|union|safety rules?|building code");
    return has(expression, text);
}

bool namesAlternatives(const QString &text)
{
    static const QRegularExpression expression = words("or|vs|versus|between|either|rather than|instead "
                                                       "of|over|options?|alternatives?|compared (?:to|with)");
    return has(expression, text);
}

bool seemToContradict(const QString &a, const QString &b)
{
    const QSet<QString> subjectA = subject(a);
    const QSet<QString> subjectB = subject(b);
    const auto shared = QSet<QString>(subjectA).intersect(subjectB).size();
    const auto smaller = std::min(subjectA.size(), subjectB.size());
    // The same thing: most of what the shorter statement is about, and more than one word of it.
    if (shared < 2 || shared * 2 < smaller)
        return false;
    const bool isOneNegated = isNegated(a) != isNegated(b);
    const bool useOpposites = useOppositeWords(a, b);
    if (isOneNegated != useOpposites)
        return true; // both at once say the same thing twice
    const QSet<QString> figuresA = figures(a);
    const QSet<QString> figuresB = figures(b);
    const bool differInFigures = !figuresA.isEmpty() && !figuresB.isEmpty() && !figuresA.intersects(figuresB);
    return !isOneNegated && differInFigures && shared * 4 >= smaller * 3;
}

} // namespace throughline::server::provider::guide
