#include "corpus.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace throughline::protocol;

QList<LabelledSentence> readCorpus(const QString &source)
{
    QFile file(
        QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/server/extraction/corpus/") + source + u".jsonl"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<LabelledSentence> sentences;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (line.isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        LabelledSentence sentence{source, object["text"_L1].toString(), {}, object["noisy"_L1].toBool()};
        if (sentence.text.isEmpty() || !object["types"_L1].isArray())
            return {};
        const QJsonArray types = object["types"_L1].toArray();
        for (const auto &type : types) {
            sentence.types.insert(signalTypeFromName(type.toString()));
            if (sentence.types.contains(SignalType::Unknown))
                return {};
        }
        sentences.append(sentence);
    }
    return sentences;
}
