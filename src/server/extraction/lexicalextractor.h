#pragma once

#include "server/extraction/cuebook.h"
#include "server/extraction/extractor.h"
#include "server/extraction/sentencesplitter.h"
#include "server/extraction/statementmodel.h"

#include <memory>

namespace throughline::server::extraction {

/// A signal within one text, before it has a message.
struct TextSignal
{
    protocol::SignalType type = protocol::SignalType::Unknown;
    QString text;    ///< a readable statement
    TextRange range; ///< where it was said: UTF-16 code units of the text
    double confidence = 0;
    bool operator==(const TextSignal &) const = default;
};

/// Finds signals with no language model and no network: sentences, clauses, weighted cues, and a small linear
/// model as a second opinion (docs/extraction.md).
/// Costless, deterministic, a few milliseconds a message; answers before extract() returns and never fails.
/// Reads the user's messages only. Any thread, one at a time; the cue book is shared.
class LexicalExtractor final : public Extractor
{
public:
    /// Weaker findings are not reported.
    static constexpr double leastConfidence = 0.5;

    /// English, with the model that belongs to it. Both are read when there is a text to look at: reading
    /// takes longer than all else that a start of the server does.
    LexicalExtractor() = default;
    /// Without a \a model the cues alone decide.
    explicit LexicalExtractor(
        std::shared_ptr<const CueBook> book, std::shared_ptr<const StatementModel> model = nullptr);

    bool isCostless() const override { return true; }
    void extract(
        const QList<SourceMessage> &pending, const QList<SourceMessage> &context, Done done) override;

    /// The signals of one text in the order they were said.
    QList<TextSignal> signalsIn(const QString &text) const;

private:
    std::shared_ptr<const CueBook> m_book; ///< null: English
    std::shared_ptr<const StatementModel> m_model;
    SentenceSplitter m_splitter;
};

} // namespace throughline::server::extraction
