#include "server/extraction/cuebook.h"

#include "server/extraction/resources.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <tuple>

namespace throughline::server::extraction {

using namespace Qt::StringLiterals;
using protocol::SignalType;

namespace {

// Reading is never certain.
constexpr double mostConfidence = 0.97;

} // namespace

void PatternIndex::add(CuePattern pattern, int group)
{
    m_entries.push_back({std::move(pattern), group});
}

void PatternIndex::finish()
{
    for (size_t i = 0; i < m_entries.size(); ++i) {
        const WordSet &starters = m_entries[i].pattern.starters();
        if (starters.isEmpty())
            m_anywhere.push_back(int(i));
        for (const WordId word : starters.ids()) {
            if (word >= int(m_byWord.size()))
                m_byWord.resize(size_t(word) + 1);
            m_byWord[size_t(word)].push_back(int(i));
        }
    }
}

qsizetype PatternIndex::longestAt(
    const QList<Token> &tokens, qsizetype first, qsizetype last, qsizetype at) const
{
    qsizetype longest = -1;
    matchesAt(tokens, first, last, at, [&](int, qsizetype, qsizetype end) { longest = qMax(longest, end); });
    return longest;
}

bool PatternIndex::anyIn(const QList<Token> &tokens, qsizetype first, qsizetype last) const
{
    bool any = false;
    matches(tokens, first, last, [&](int, qsizetype, qsizetype) { any = true; });
    return any;
}

tl::expected<CueBook, QString> CueBook::fromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return tl::make_unexpected(u"Not a language file: %1"_s.arg(error.errorString()));
    CueBook book(document.object());
    if (const std::optional<QString> problem = book.read(document.object()))
        return tl::make_unexpected(*problem);
    return book;
}

std::shared_ptr<const CueBook> CueBook::english()
{
    // Constant, and slow to read: one serves all.
    static const std::shared_ptr<const CueBook> shared = [] {
        registerResources();
        QFile file(u":/extraction/en.json"_s);
        const bool open = file.open(QIODevice::ReadOnly);
        tl::expected<CueBook, QString> book = fromJson(open ? file.readAll() : QByteArray());
        // Compiled in and covered by a test: a broken file never ships.
        if (!book)
            qFatal("extraction/en.json: %s", qPrintable(book.error()));
        return std::make_shared<const CueBook>(std::move(*book));
    }();
    return shared;
}

std::optional<QString> CueBook::read(const QJsonObject &language)
{
    struct List
    {
        QLatin1StringView key;
        PatternIndex &index;
    };
    for (const List &list : {List{"fillers"_L1, fillers}, List{"skips"_L1, skips},
             List{"skipExceptions"_L1, skipExceptions}, List{"clauseStarts"_L1, clauseStarts}}) {
        if (auto problem = compileInto(list.index, language[list.key].toArray(), 0))
            return problem;
    }
    smallWords = m_lexicon.wordClass(u"small"_s);
    joiners = m_lexicon.wordClass(u"joiner"_s);
    carriers = m_lexicon.wordClass(u"carrier"_s);
    reasonJoiners = m_lexicon.wordClass(u"reason"_s);
    openers = m_lexicon.wordClass(u"opener"_s);
    negations = m_lexicon.wordClass(u"neg"_s);
    lightWords = m_lexicon.wordClass(u"light"_s);
    if (auto problem = readOpposites(language["opposites"_L1].toArray()))
        return problem;
    caps.fill(mostConfidence);
    trust.fill(1.0);
    for (const auto &[key, bounds, most] :
        {std::tuple{"caps"_L1, &caps, mostConfidence}, std::tuple{"trust"_L1, &trust, 1.0}}) {
        const QJsonObject given = language[key].toObject();
        for (auto it = given.begin(); it != given.end(); ++it) {
            const SignalType type = protocol::signalTypeFromName(it.key());
            if (type == SignalType::Unknown)
                return u"“%1” names an unknown type: %2"_s.arg(key, it.key());
            (*bounds)[size_t(type)] = qBound(0.0, it.value().toDouble(), most);
        }
    }
    const QJsonObject ranks = language["outranks"_L1].toObject();
    for (auto it = ranks.begin(); it != ranks.end(); ++it) {
        const SignalType stronger = protocol::signalTypeFromName(it.key());
        const QJsonArray names = it.value().toArray();
        for (const auto &name : names) {
            const SignalType weaker = protocol::signalTypeFromName(name.toString());
            if (stronger == SignalType::Unknown || weaker == SignalType::Unknown)
                return u"\"outranks\" names an unknown type."_s;
            outranks[size_t(stronger)][size_t(weaker)] = true;
        }
    }
    if (auto problem = readCues(language["cues"_L1].toArray()))
        return problem;
    if (auto problem = readDampers(language["dampers"_L1].toArray()))
        return problem;
    for (PatternIndex *index :
        {&cuePatterns, &damperPatterns, &fillers, &skips, &skipExceptions, &clauseStarts})
        index->finish();
    m_lexicon.finish();
    return std::nullopt;
}

std::optional<QString> CueBook::readCues(const QJsonArray &cues)
{
    for (const auto &value : cues) {
        const QJsonObject object = value.toObject();
        Cue cue;
        cue.type = protocol::signalTypeFromName(object["type"_L1].toString());
        cue.weight = object["weight"_L1].toDouble();
        cue.strip = object["strip"_L1].toBool();
        cue.statementOnly = object["statementOnly"_L1].toBool();
        if (cue.type == SignalType::Unknown || cue.weight <= 0 || cue.weight >= 1)
            return u"A cue without a known type or a weight between 0 and 1: %1"_s.arg(
                QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
        if (const QString name = object["notAfter"_L1].toString(); !name.isEmpty())
            cue.notAfter = m_lexicon.wordClass(name);
        if (auto problem = compileInto(cuePatterns, object["patterns"_L1].toArray(), int(m_cues.size())))
            return problem;
        m_cues.push_back(std::move(cue));
    }
    return m_cues.empty() ? std::optional(u"No cues."_s) : std::nullopt;
}

std::optional<QString> CueBook::readOpposites(const QJsonArray &pairs)
{
    for (const auto &value : pairs) {
        const QStringList sides = value.toString().split(u'|');
        if (sides.size() != 2)
            return u"Opposites have two sides: %1"_s.arg(value.toString());
        Opposites words;
        for (const QString &word : sides[0].split(u' ', Qt::SkipEmptyParts))
            words.one.insert(m_lexicon.intern(word));
        for (const QString &word : sides[1].split(u' ', Qt::SkipEmptyParts))
            words.other.insert(m_lexicon.intern(word));
        opposites.push_back(words);
    }
    return std::nullopt;
}

std::optional<QString> CueBook::readDampers(const QJsonArray &dampers)
{
    for (const auto &value : dampers) {
        const QJsonObject object = value.toObject();
        Damper damper;
        damper.factors.fill(1.0);
        const QJsonObject factors = object["factors"_L1].toObject();
        for (auto it = factors.begin(); it != factors.end(); ++it) {
            const SignalType type = protocol::signalTypeFromName(it.key());
            if (it.key() == u"*")
                damper.factors.fill(it.value().toDouble(1.0));
            else if (type == SignalType::Unknown)
                return u"A damper for an unknown type: %1"_s.arg(it.key());
            else
                damper.factors[size_t(type)] = it.value().toDouble(1.0);
        }
        if (auto problem =
                compileInto(damperPatterns, object["patterns"_L1].toArray(), int(m_dampers.size())))
            return problem;
        m_dampers.push_back(damper);
    }
    return std::nullopt;
}

std::optional<QString> CueBook::compileInto(PatternIndex &index, const QJsonArray &patterns, int group)
{
    for (const auto &source : patterns) {
        tl::expected<CuePattern, QString> pattern = CuePattern::compile(source.toString(), m_lexicon);
        if (!pattern)
            return pattern.error();
        index.add(std::move(*pattern), group);
    }
    return std::nullopt;
}

} // namespace throughline::server::extraction
