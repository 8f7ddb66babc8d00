#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

/// What the benchmarks read: the event stream of one endless reply in the base contract's form, the same
/// bytes in every run and on every machine.
namespace throughline::bench {

enum class LineEnds { Cr, CrLf, Lf, Mixed };

struct Corpus
{
    QByteArray bytes;
    QList<QByteArrayView> reads; ///< the same bytes as they arrive: pieces of 1 to 16 KiB
    QList<QByteArrayView> data;  ///< the JSON of each event
    qsizetype dataBytes = 0;
};

/// Sets how large a corpus is; before the first of them is asked for.
void setCorpusSize(qsizetype bytes);
qsizetype corpusSize();

/// Made when it is first asked for. Events have about 53 bytes whatever the line ends.
const Corpus &corpus(LineEnds lineEnds);

} // namespace throughline::bench
