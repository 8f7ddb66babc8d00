#include "server/extraction/lexicalextractor.h"

#include "server/extraction/sentencereader.h"

namespace throughline::server::extraction {
namespace {

/// The statement as a card shows it: one line, starting with a capital.
QString readable(QStringView said)
{
    QString text = said.toString().simplified();
    text.remove(u'*');
    // "iPhone" and "fooBar" keep their spelling.
    if (text.size() > 1 && text[0].isLower() && !text[1].isUpper())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace

LexicalExtractor::LexicalExtractor(
    std::shared_ptr<const CueBook> book, std::shared_ptr<const StatementModel> model)
    : m_book(std::move(book))
    , m_model(std::move(model))
{}

void LexicalExtractor::extract(
    const QList<SourceMessage> &pending, const QList<SourceMessage> & /*context*/, Done done)
{
    QList<FoundSignal> found;
    for (const SourceMessage &message : pending) {
        if (message.role != protocol::Role::User)
            continue;
        const QList<TextSignal> here = signalsIn(message.content);
        for (const TextSignal &signal : here) {
            const QString quote = message.content.mid(signal.range.start, signal.range.length());
            found.append({signal.type, signal.text, quote, message.id, signal.confidence});
        }
    }
    done({.found = found});
}

QList<TextSignal> LexicalExtractor::signalsIn(const QString &text) const
{
    const auto book = m_book ? m_book : CueBook::english();
    const auto model = m_book ? m_model : StatementModel::english();
    QList<TextSignal> found;
    const SentenceReader reader(*book, model.get());
    const SplitText split = m_splitter.split(text);
    for (const TextRange &sentence : split.sentences) {
        const QList<SentenceReader::Finding> findings = reader.read(split.masked, sentence);
        for (const SentenceReader::Finding &finding : findings) {
            const QStringView said = QStringView(text).sliced(finding.range.start, finding.range.length());
            found.append({finding.type, readable(said), finding.range, finding.confidence});
        }
    }
    return found;
}

} // namespace throughline::server::extraction
