// Learns the weights of resources/extraction/en-model.json from the development sources of the corpus
// (docs/extraction.md): throughline_train_extraction FILE. With --left-out SOURCE it leaves that source out.
#include "modeltrainer.h"

#include <QFile>

#include <cstdio>

using namespace throughline::server::extraction;

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 4) {
        std::fputs("Usage: throughline_train_extraction FILE [--left-out SOURCE]\n", stderr);
        return 2;
    }
    const QString leftOut = argc == 4 ? QString::fromLocal8Bit(argv[3]) : QString();
    QList<LabelledSentence> sentences;
    const QStringList sources = developmentSources();
    for (const QString &source : sources) {
        if (source != leftOut)
            sentences += readCorpus(source);
    }
    QFile file(QString::fromLocal8Bit(argv[1]));
    const QByteArray model = trainModel(*CueBook::english(), sentences);
    if (!file.open(QIODevice::WriteOnly) || file.write(model) != model.size()) {
        std::fprintf(stderr, "%s: %s\n", argv[1], qPrintable(file.errorString()));
        return 1;
    }
    return 0;
}
