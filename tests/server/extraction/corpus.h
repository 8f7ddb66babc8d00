#pragma once

#include "protocol/values.h"

#include <QList>
#include <QSet>
#include <QString>

/// The developer corpus: sentences with the types a careful reader would give them, one file a source.
struct LabelledSentence
{
    QString source;
    QString text;
    QSet<throughline::protocol::SignalType> types;
    bool noisy = false; ///< typed in haste: no capitals, misspelt, chat abbreviations
};

/// All sentences of corpus/\a source.jsonl; empty when there is none or a line is no sentence.
QList<LabelledSentence> readCorpus(const QString &source);
