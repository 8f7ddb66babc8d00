#include "bench/corpus.h"

#include <array>
#include <map>
#include <random>
#include <string_view>

namespace throughline::bench {

namespace {

constexpr unsigned seed = 20240607;
qsizetype g_size = 100'000'000;

/// Not a std::uniform_int_distribution: those differ from one standard library to the next.
class Dice
{
public:
    qsizetype below(qsizetype limit) { return qsizetype(m_engine() % quint64(limit)); }

private:
    std::mt19937_64 m_engine{seed};
};

/// Words as models send them, most of them plain; escapes and other scripts about as often as in a reply with
/// some code and a name or two in it.
constexpr std::array words{" the", " of", " and", " decision", " we", " would", " evidence", " claim", " is",
    " that", " a", " constraint", ",", ".", " option", " because", " it", " rests", " on", " more", " than",
    " one", " assumption", " you", " can", " test", ":", " cost", " risk", "ing", "ed", " to", " for",
    " with", "\\n\\n", "\\n- ", " \\\"so\\\"", " caf\xC3\xA9", " \\u00fcber", "\xE2\x80\x94", " **", "** ",
    " `a / b`", " \xF0\x9F\x8C\xB1", " \\ud83c\\udf31"};

void endLine(QByteArray &bytes, LineEnds lineEnds, Dice &dice)
{
    constexpr std::array<std::string_view, 3> all{"\r", "\r\n", "\n"};
    size_t chosen = size_t(lineEnds);
    // An LF right after a CR would end the same line again.
    if (lineEnds == LineEnds::Mixed)
        chosen = size_t(dice.below(bytes.endsWith('\r') ? 2 : 3));
    bytes.append(all[chosen].data(), qsizetype(all[chosen].size()));
}

Corpus make(LineEnds lineEnds)
{
    Corpus corpus;
    Dice dice;
    QByteArray &bytes = corpus.bytes;
    bytes.reserve(g_size + 256);
    QList<std::pair<qsizetype, qsizetype>> data;
    while (bytes.size() < g_size) {
        bytes.append("event: chunk");
        endLine(bytes, lineEnds, dice);
        bytes.append("data: ");
        const qsizetype start = bytes.size();
        bytes.append("{\"delta\": \"");
        for (qsizetype count = 2 + dice.below(4); count > 0; --count)
            bytes.append(words[size_t(dice.below(qsizetype(words.size())))]);
        bytes.append("\"}");
        data.append({start, bytes.size() - start});
        endLine(bytes, lineEnds, dice);
        endLine(bytes, lineEnds, dice);
    }

    for (qsizetype start = 0; start < bytes.size();) {
        const qsizetype size = std::min(1024 + dice.below(15 * 1024 + 1), bytes.size() - start);
        corpus.reads.append(QByteArrayView(bytes).sliced(start, size));
        start += size;
    }
    for (const auto &[start, size] : data) {
        corpus.data.append(QByteArrayView(bytes).sliced(start, size));
        corpus.dataBytes += size;
    }
    return corpus;
}

} // namespace

void setCorpusSize(qsizetype bytes)
{
    g_size = bytes;
}

qsizetype corpusSize()
{
    return g_size;
}

const Corpus &corpus(LineEnds lineEnds)
{
    static std::map<LineEnds, Corpus> made;
    const auto found = made.find(lineEnds);
    return found != made.end() ? found->second : made.emplace(lineEnds, make(lineEnds)).first->second;
}

} // namespace throughline::bench
