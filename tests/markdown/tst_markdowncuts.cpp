#include "markdown/modeldocuments.h"
#include "markdown/parser.h"
#include "markdown/streamingmarkdown.h"
#include "prefixlooks.h"

#include <QRandomGenerator>
#include <QStringDecoder>
#include <QTest>

using namespace throughline::markdown;
using namespace throughline::test;

// What StreamingMarkdown promises, for the documents of the specifications and for documents as models write
// them: after update() the blocks are those of parseUnfinished() of what has arrived, wherever it was cut,
// and after finish() those of parse(). Before, they are that but for the marks that are open.

namespace {

constexpr quint32 Seed = 20240611;
constexpr qsizetype LookedAt = 3; ///< every third prefix is compared with parse() itself

QStringList modelDocuments(int count, int blocks)
{
    QRandomGenerator random(Seed + static_cast<quint32>(blocks));
    QStringList documents;
    for (int i = 0; i < count; ++i) {
        documents.append(modelDocument(random, blocks));
    }
    return documents;
}

/// Empty when the blocks are those of the text; otherwise what differs.
QString difference(const StreamingMarkdown &streamed, const QString &text, const QList<Block> &expected)
{
    if (streamed.text() != text) {
        return QStringLiteral("the text itself differs: ") + text;
    }
    const QList<Block> &blocks = streamed.blocks();
    if (blocks == expected) {
        return {};
    }
    qsizetype at = 0;
    while (at < qMin(blocks.size(), expected.size()) && blocks[at] == expected[at]) {
        ++at;
    }
    const auto told = [at](const QList<Block> &list) {
        return at < list.size() ? QStringLiteral("kind %1, source %2-%3, \"%4\"")
                                      .arg(int(list[at].kind))
                                      .arg(list[at].source.start)
                                      .arg(list[at].source.end)
                                      .arg(plainText(list[at]))
                                : QStringLiteral("nothing");
    };
    return QStringLiteral("block %1 is %2, expected %3, of:\n%4")
        .arg(at)
        .arg(told(blocks), told(expected), text);
}

} // namespace

class tst_MarkdownCuts : public QObject
{
    Q_OBJECT

private:
    /// In two pieces, cut in the middle of its bytes as a network would, and decoded as they arrive.
    static QString cutInTwo(const QString &document, const QList<Block> &whole)
    {
        const QByteArray bytes = document.toUtf8();
        for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
            QStringDecoder decoder(QStringDecoder::Utf8);
            StreamingMarkdown markdown;
            const QString first = decoder.decode(QByteArrayView(bytes).first(cut));
            markdown.append(first);
            markdown.update();
            const QString second = decoder.decode(QByteArrayView(bytes).sliced(cut));
            markdown.append(second);
            markdown.update();
            if (markdown.blocks() != whole) {
                return QStringLiteral("cut at byte %1: %2")
                    .arg(cut)
                    .arg(difference(markdown, document, whole));
            }
        }
        return {};
    }

    /// Code point by code point; every prefix has to look like the parse of that prefix, with its marks
    /// closed.
    static QString growByCodePoints(
        const QString &document, QString (*stray)(const QList<Block> &, const QString &))
    {
        StreamingMarkdown markdown;
        for (qsizetype at = 0; at < document.size();) {
            const bool isPair = document[at].isHighSurrogate() && at + 1 < document.size();
            const qsizetype size = isPair ? 2 : 1;
            markdown.append(QStringView(document).sliced(at, size));
            at += size;
            markdown.update();
            QString wrong = difference(markdown, document.first(at), parseUnfinished(document.first(at)));
            if (wrong.isEmpty() && at % LookedAt == 0) {
                wrong = stray(markdown.blocks(), document.first(at));
            }
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        markdown.finish();
        return difference(markdown, document, parse(document));
    }

    static QString growInRandomPieces(const QString &document, QRandomGenerator &random, int largest)
    {
        StreamingMarkdown markdown;
        QList<Block> before;
        for (qsizetype at = 0; at < document.size();) {
            const qsizetype end = qMin<qsizetype>(document.size(), at + 1 + random.bounded(largest));
            markdown.append(QStringView(document).sliced(at, end - at));
            at = end;
            const qsizetype first = markdown.update();
            const QString wrong =
                difference(markdown, document.first(at), parseUnfinished(document.first(at)));
            if (!wrong.isEmpty()) {
                return wrong;
            }
            const bool said = first <= before.size() && before.first(first) == markdown.blocks().first(first);
            if (!said) {
                return QStringLiteral("a block before %1 changed, of:\n%2")
                    .arg(first)
                    .arg(document.first(at));
            }
            before = markdown.blocks();
        }
        return {};
    }

private Q_SLOTS:
    void theSpecificationsCutInTwoAnywhere()
    {
        const QStringList documents = specificationExamples();
        if (documents.isEmpty()) {
            QSKIP("markdown-examples.json is not on this machine");
        }
        for (const QString &document : documents) {
            const QString wrong = cutInTwo(document, parseUnfinished(document));
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void theSpecificationsGrowByCodePoints()
    {
        const QStringList documents = specificationExamples();
        if (documents.isEmpty()) {
            QSKIP("markdown-examples.json is not on this machine");
        }
        for (const QString &document : documents) {
            const QString wrong = growByCodePoints(document, strayBlocks);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void modelDocumentsCutInTwoAnywhere()
    {
        const QStringList documents = modelDocuments(20, 5);
        for (const QString &document : documents) {
            const QString wrong = cutInTwo(document, parseUnfinished(document));
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void modelDocumentsGrowByCodePoints()
    {
        const QStringList documents = modelDocuments(30, 8);
        for (const QString &document : documents) {
            const QString wrong = growByCodePoints(document, strayLooks);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void modelDocumentsGrowInRandomPieces()
    {
        QRandomGenerator random(Seed);
        const QStringList documents = modelDocuments(80, 12);
        for (const QString &document : documents) {
            for (const int largest : {8, 60}) {
                const QString wrong = growInRandomPieces(document, random, largest);
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_MarkdownCuts)
#include "tst_markdowncuts.moc"
