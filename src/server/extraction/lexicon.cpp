#include "server/extraction/lexicon.h"

#include <QJsonArray>

#include <algorithm>

namespace throughline::server::extraction {
namespace {

using namespace Qt::StringLiterals;

// Shorter words have too many neighbours for a guess to be right.
constexpr qsizetype shortestGuess = 5;
constexpr qsizetype shortestMisspelling = 4;
constexpr qsizetype longEnoughForVowels = 7;
constexpr qsizetype longestGuess = 20;

QStringList wordsOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().split(u' ', Qt::SkipEmptyParts);
    QStringList words;
    const QJsonArray array = value.toArray();
    for (const auto &entry : array)
        words += entry.toString().split(u' ', Qt::SkipEmptyParts);
    return words;
}

bool isVowel(QChar c)
{
    return QStringView(u"aeiou").contains(c);
}

} // namespace

void WordSet::insert(WordId word)
{
    if (word < 0 || contains(word))
        return;
    if (word >= int(m_bits.size()))
        m_bits.resize(size_t(word) + 1);
    m_bits[size_t(word)] = true;
    m_ids.append(word);
}

Lexicon::Lexicon(const QJsonObject &language)
{
    const QJsonObject classes = language["classes"_L1].toObject();
    for (auto it = classes.begin(); it != classes.end(); ++it) {
        WordSet set;
        const QStringList words = wordsOf(it.value());
        for (const QString &word : words) {
            if (word.endsWith(u'+')) {
                const QStringList forms = inflections(word.chopped(1));
                for (const QString &form : forms)
                    set.insert(intern(form));
            } else {
                set.insert(intern(word));
            }
        }
        m_classes.insert(it.key(), set);
    }
    const QJsonObject expansions = language["expansions"_L1].toObject();
    for (auto it = expansions.begin(); it != expansions.end(); ++it) {
        QList<WordId> words;
        const QStringList parts = wordsOf(it.value());
        for (const QString &part : parts)
            words.append(intern(part));
        m_expansions.insert(it.key(), words);
    }
    m_unlearned = wordsOf(language["unlearned"_L1]);
    const QStringList known = wordsOf(language["known"_L1]);
    for (const QString &word : known)
        intern(word);
}

WordId Lexicon::intern(const QString &word)
{
    const auto it = m_ids.constFind(word);
    if (it != m_ids.constEnd())
        return *it;
    const WordId id = WordId(m_ids.size());
    m_ids.insert(word, id);
    m_words.append(word);
    return id;
}

QList<WordId> Lexicon::wordsFor(const QString &surface) const
{
    const auto expansion = m_expansions.constFind(surface);
    if (expansion != m_expansions.constEnd())
        return *expansion;
    const WordId known = find(surface);
    if (known != unknownWord)
        return {known};
    const qsizetype apostrophe = surface.indexOf(u'\'');
    if (apostrophe > 0) {
        // "server's" is about the server; "that'll" and the like are spelled out in the language file.
        return {find(surface.left(apostrophe))};
    }
    return {misspelled(surface)};
}

WordSet Lexicon::wordClass(const QString &name, bool *found) const
{
    const auto it = m_classes.constFind(name);
    if (found)
        *found = it != m_classes.constEnd();
    return it != m_classes.constEnd() ? *it : WordSet{};
}

QStringList Lexicon::inflections(const QString &stem)
{
    QStringList forms{stem};
    const QChar last = stem.back();
    const QChar before = stem.size() > 1 ? stem[stem.size() - 2] : QChar();
    if (last == u'e') {
        forms << stem + u's' << stem + u'd' << stem.chopped(1) + u"ing"_s;
    } else if (last == u'y' && !isVowel(before)) {
        forms << stem.chopped(1) + u"ies"_s << stem.chopped(1) + u"ied"_s << stem + u"ing"_s;
    } else {
        const bool hisses =
            last == u's' || last == u'x' || last == u'z' || stem.endsWith("ch"_L1) || stem.endsWith("sh"_L1);
        forms << stem + (hisses ? u"es"_s : u"s"_s) << stem + u"ed"_s << stem + u"ing"_s;
        // "drop" → "dropped": one vowel between consonants; the doubled forms of other words do no harm.
        const bool doubles = stem.size() >= 3 && stem.size() <= 6 && !isVowel(last) && isVowel(before) &&
                             !isVowel(stem[stem.size() - 3]) && !QStringView(u"wxy").contains(last);
        if (doubles)
            forms << stem + last + u"ed"_s << stem + last + u"ing"_s;
    }
    return forms;
}

void Lexicon::finish()
{
    m_classesOf.resize(m_words.size());
    QStringList names = m_classes.keys();
    names.sort();
    for (const QString &name : std::as_const(names)) {
        if (m_unlearned.contains(name))
            continue;
        for (const WordId id : m_classes[name].ids())
            m_classesOf[id].append(name);
    }
    // By number, that is in the order of the names of the classes, so that a misspelling of two words is the
    // same one wherever it is read.
    for (WordId id = 0; id < m_words.size(); ++id) {
        const QString &word = m_words[id];
        if (word.size() < shortestGuess || word.size() > longestGuess)
            continue;
        for (qsizetype i = 1; i < word.size(); ++i) {
            const QString shorter = word.left(i) + word.mid(i + 1);
            if (!m_oneMissing.contains(shorter))
                m_oneMissing.insert(shorter, id);
        }
    }
}

WordId Lexicon::misspelled(const QString &surface) const
{
    const bool letters = std::all_of(surface.begin(), surface.end(), [](QChar c) { return c.isLetter(); });
    if (surface.size() < shortestMisspelling || surface.size() > longestGuess || !letters)
        return unknownWord;
    // A letter left out; the first letter is nearly always right.
    if (const auto missing = m_oneMissing.constFind(surface); missing != m_oneMissing.constEnd())
        return *missing;
    for (qsizetype i = 1; i < surface.size(); ++i) {
        // A letter typed twice.
        if (surface[i] == surface[i - 1] && surface.size() > shortestMisspelling) {
            const WordId word = find(surface.left(i) + surface.mid(i + 1));
            if (word != unknownWord)
                return word;
        }
        // Two letters swapped.
        if (i + 1 < surface.size()) {
            QString swapped = surface;
            std::swap(swapped[i], swapped[i + 1]);
            const WordId word = find(swapped);
            if (word != unknownWord)
                return word;
        }
        // One vowel for another, in words long enough to be sure: "definately".
        if (surface.size() >= longEnoughForVowels && isVowel(surface[i])) {
            for (const QChar vowel : QStringView(u"aeiou")) {
                QString other = surface;
                other[i] = vowel;
                const WordId word = find(other);
                if (word != unknownWord)
                    return word;
            }
        }
    }
    return unknownWord;
}

} // namespace throughline::server::extraction
