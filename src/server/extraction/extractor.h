#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

#include <QList>
#include <QString>

#include <functional>
#include <limits>

namespace throughline::server::extraction {

/// A message of the user to read, or one of the replies as context.
struct SourceMessage
{
    QString id;
    protocol::Role role = protocol::Role::User;
    QString content;
};

/// What an extractor found. \c quote is verbatim from the message; where it stands is SpanLocator's business.
struct FoundSignal
{
    protocol::SignalType type = protocol::SignalType::Unknown;
    QString text; ///< a readable statement
    QString quote;
    QString messageId;
    double confidence = 0; ///< 0.5…1; weaker ones are not reported
    bool operator==(const FoundSignal &) const = default;
};

/// Which model read a batch, and what it cost. No calls: none was asked.
struct ModelUse
{
    QString provider;
    QString model;
    int calls = 0;
    qint64 promptTokens = 0; ///< of all calls, as the service counted; 0 where it does not
    qint64 completionTokens = 0;
    bool operator==(const ModelUse &) const = default;
};

/// How reading a batch ended. What it cost is known also when it failed.
struct Extraction
{
    protocol::Expected<QList<FoundSignal>> found;
    ModelUse use{};
};

/// Reads the user's messages of a batch and finds signals (docs/extraction.md).
class Extractor
{
public:
    using Done = std::function<void(const Extraction &)>;

    /// Ends what is under way without a word to its \c done.
    virtual ~Extractor() = default;

    /// Costless extractors run after every user message; costly ones wait for ExtractionThreshold.
    virtual bool isCostless() const = 0;

    /// How many UTF-16 code units of messages are worth one call; more are read in several. One message is
    /// never divided.
    virtual qint64 mostCharacters() const { return std::numeric_limits<qint64>::max(); }

    /// \a pending: the user's messages not read yet, in order; \a context: what was said before, replies
    /// included. \a done is called exactly once, maybe before this returns. One call at a time.
    virtual void extract(
        const QList<SourceMessage> &pending, const QList<SourceMessage> &context, Done done) = 0;
};

} // namespace throughline::server::extraction
