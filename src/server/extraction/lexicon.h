#pragma once

#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <vector>

namespace throughline::server::extraction {

using WordId = int;
constexpr WordId unknownWord = -1;

/// A set of words; membership is one look-up.
class WordSet
{
public:
    void insert(WordId word);
    bool contains(WordId word) const
    {
        return word >= 0 && word < int(m_bits.size()) && m_bits[size_t(word)];
    }
    bool isEmpty() const { return m_ids.isEmpty(); }
    const QList<WordId> &ids() const { return m_ids; }

private:
    std::vector<bool> m_bits;
    QList<WordId> m_ids;
};

/// The words of one language as the cues see them: lower case, contractions spelled out, chat spellings
/// undone, misspelled cue words recognised. Built from the language file (docs/extraction.md), constant
/// afterwards.
class Lexicon
{
public:
    /// Reads "expansions", "classes", "unlearned" and "known" of the language file.
    explicit Lexicon(const QJsonObject &language);

    /// Adds \a word (already normalised) if it is new.
    WordId intern(const QString &word);

    /// The id of \a word, or unknownWord.
    WordId find(const QString &word) const { return m_ids.value(word, unknownWord); }

    /// The word behind \a id; empty for unknownWord.
    QString wordOf(WordId id) const { return id >= 0 && id < m_words.size() ? m_words[id] : QString(); }

    /// The names of the classes that the word is in and a model learns from, sorted.
    QStringList classesOf(WordId id) const
    {
        return id >= 0 && id < m_classesOf.size() ? m_classesOf[id] : QStringList();
    }

    /// The known words that stand for \a surface ("can't" → can, not; "asuming" → assuming). Always at least
    /// one; unknownWord when nothing is known. \a surface is lower case with plain apostrophes.
    QList<WordId> wordsFor(const QString &surface) const;

    /// Whether \a surface is an abbreviation or contraction of the language file.
    bool isSpelledOut(const QString &surface) const { return m_expansions.contains(surface); }

    /// The class named \a name (without its @); empty and \a found false when there is none.
    WordSet wordClass(const QString &name, bool *found = nullptr) const;

    /// \a stem with its regular inflections: "assume" → assume, assumes, assumed, assuming.
    static QStringList inflections(const QString &stem);

    /// To be called when every word is interned: prepares the recognition of misspellings, and classesOf().
    void finish();

private:
    WordId misspelled(const QString &surface) const;

    QHash<QString, WordId> m_ids;
    QStringList m_words;            ///< by id
    QList<QStringList> m_classesOf; ///< by id
    QHash<QString, QList<WordId>> m_expansions;
    QHash<QString, WordSet> m_classes;
    QStringList m_unlearned;             ///< classes that say nothing of what is meant
    QHash<QString, WordId> m_oneMissing; ///< every word with one letter taken out → the first such word
};

} // namespace throughline::server::extraction
