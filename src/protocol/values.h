#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

/// The values of the HTTP contract (docs/http-contract.md): plain, compared with ==, to and from JSON.
/// Reading is lenient: unknown fields are ignored, missing optional ones defaulted, ids may be numbers or
/// strings. Writing gives exactly the contract's fields.
namespace throughline::protocol {

enum class Role { User, Assistant, System };
QString roleName(Role role); ///< "user", "assistant", "system"
Role roleFromName(const QString &name);

/// The newest message of a thread, shortened to at most 100 characters by the server.
struct MessagePreview
{
    QString id;
    Role role = Role::User;
    QString content;
    QDateTime createdAt;
    bool operator==(const MessagePreview &) const = default;
};

/// A conversation.
struct Thread
{
    QString id;    ///< UUID
    QString title; ///< "New Chat" until named
    bool archived = false;
    std::optional<QDateTime> pinnedAt; ///< extension; absent on base-contract servers
    QDateTime createdAt;               ///< UTC
    QDateTime updatedAt;               ///< UTC
    int messageCount = 0;
    std::optional<MessagePreview> latestMessage;
    QString model{};        ///< extension "models": who answers here; empty: whoever does by default
    QJsonObject settings{}; ///< extension "models": how, as the contract names it; kept whole
    bool isUnnamed() const;
    QDateTime lastActivity() const; ///< UTC: when it last changed, or began where the server does not say
    bool operator==(const Thread &) const = default;
};

/// How far an assistant's message got. Base-contract servers say nothing: Complete.
enum class MessageStatus { Streaming, Complete, Stopped, Interrupted, Failed };
QString messageStatusName(MessageStatus status); ///< "streaming", "complete", …
MessageStatus messageStatusFromName(const QString &name);

struct Message
{
    QString id; ///< UUID
    QString threadId;
    Role role = Role::User;
    QString content;
    QJsonObject metadata; ///< kept whole, unknown keys too
    QDateTime createdAt;  ///< UTC
    QString eventId;

    MessageStatus status() const; ///< from metadata
    /// Extension "regenerate": the message this one follows; empty for a first one and on base-contract
    /// servers.
    QString parentId() const;
    /// Extension "regenerate": the messages that follow the same one, oldest first, this one among them;
    /// empty when there is no other.
    QStringList siblingIds() const;
    /// Extension "models": all that the model thought before and while it wrote this; no part of content.
    QString thoughts() const;
    bool operator==(const Message &) const = default;
};

enum class SignalType {
    Goal,
    Constraint,
    Assumption,
    Claim,
    Question,
    DecisionIntent,
    EvidenceMention,
    Unknown
};
QString signalTypeName(SignalType type); ///< the contract's spelling; "Unknown" for Unknown
SignalType signalTypeFromName(const QString &name);

/// Where a signal was said: UTF-16 code units of the stored content, half open. Servers may leave it empty or
/// get it wrong; check with isValid() and against the text.
struct Span
{
    QString messageId;
    int start = 0;
    int end = 0;
    bool isValid() const { return !messageId.isEmpty() && start >= 0 && end > start; }
    bool operator==(const Span &) const = default;
};

enum class SignalStatus { Suggested, Confirmed, Rejected };
enum class Alignment { Exact, Fuzzy, None };
QString signalStatusName(SignalStatus status);
SignalStatus signalStatusFromName(const QString &name);
QString alignmentName(Alignment alignment);
Alignment alignmentFromName(const QString &name);

/// One of the places where a signal was said.
struct SignalPlace
{
    Span span; ///< start and end are 0 when the quote could not be found
    QString quote{};
    Alignment alignment = Alignment::None;
    bool isActive = true; ///< on the active branch
    bool operator==(const SignalPlace &) const = default;
};

/// One thing the user said that a decision may rest on.
struct Signal
{
    QString id;       ///< UUID
    QString threadId; ///< the contract's `thread`
    QString eventId;  ///< the contract's `event`
    SignalType type = SignalType::Unknown;
    QString typeName; ///< as the server spelled it; the group of an unknown type
    QString text;
    QString normalizedText;
    Span span;
    double confidence = 0; ///< 0…1
    QString dedupeKey;
    qint64 sequenceIndex = 0; ///< order of lists; base-contract servers may leave it out
    std::optional<QDateTime> dismissedAt;
    QDateTime createdAt;
    bool isElevated = false;

    // The review extension; defaults on base-contract servers.
    SignalStatus status = SignalStatus::Suggested;
    std::optional<QDateTime> pinnedAt;
    bool stale = false; ///< the message it was found in has changed since
    Alignment alignment = Alignment::Exact;
    QString quote; ///< verbatim, as located in the message

    // The extension "links"; empty on other servers.
    QList<SignalPlace> places{}; ///< every place, in the order in which they were found
    QStringList contradicts{};   ///< signals that this one seems to contradict, unless somebody settled it
    QStringList evidence{};      ///< signals that somebody linked as evidence for this one
    bool isUngrounded = false;   ///< a claim or assumption with no evidence linked or near

    bool isDismissed() const { return dismissedAt.has_value(); }
    bool operator==(const Signal &) const = default;
};

/// One page of a list.
template <typename T>
struct Page
{
    int count = 0; ///< in the whole list
    std::optional<QUrl> next;
    std::optional<QUrl> previous;
    QList<T> results;
    /// Of a slice (extension "window"): the place of its first one in the list. A page does not say it.
    std::optional<int> index{};
    bool operator==(const Page &) const = default;
};

/// What `GET /api/` says. A server without that document has no capability and an empty version.
struct ServerInfo
{
    QString service;
    QString version;
    QStringList capabilities;
    QString model; ///< who answers when nothing else is said ("Guide"); may be empty
    bool has(QLatin1StringView capability) const { return capabilities.contains(capability); }
    bool operator==(const ServerInfo &) const = default;
};

// Dates: ISO 8601, UTC, six-digit microseconds, "Z". Reading accepts any ISO 8601 offset.
QString toContractDate(const QDateTime &date);
QDateTime fromContractDate(const QString &text);

QJsonObject toJson(const Thread &thread);
QJsonObject toJson(const Message &message);
QJsonObject toJson(const Signal &signal);
QJsonObject toJson(const ServerInfo &info);

/// nullopt only when the object cannot be one of these at all (no id).
std::optional<Thread> threadFromJson(const QJsonObject &object);
std::optional<Message> messageFromJson(const QJsonObject &object);
std::optional<Signal> signalFromJson(const QJsonObject &object);
ServerInfo serverInfoFromJson(const QJsonObject &object);

std::optional<Page<Thread>> threadPageFromJson(const QByteArray &json);
std::optional<Page<Message>> messagePageFromJson(const QByteArray &json);
std::optional<Page<Signal>> signalPageFromJson(const QByteArray &json);

} // namespace throughline::protocol

Q_DECLARE_METATYPE(throughline::protocol::Thread)
Q_DECLARE_METATYPE(throughline::protocol::Message)
Q_DECLARE_METATYPE(throughline::protocol::Signal)
