#pragma once

#include "polling/clock.h"
#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/service/generationservice.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace throughline::server::store {
class MessageTable;
class Store;
} // namespace throughline::server::store
namespace throughline::server::provider {
class Generation;
}

namespace throughline::server::service {

/// One reply while it is being generated: collects deltas and thoughts for at most 20 ms, commits them, then
/// tells the subscribers. Ends exactly once: complete, failed, stopped, interrupted, or abandoned because its
/// thread was deleted. One that grows beyond longestReply fails there, with its text. Service thread only;
/// its timer is its own.
class LiveReply : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds coalescing{20};
    static constexpr std::chrono::milliseconds retrying{1000}; ///< after a commit that failed

    /// \a message: as stored, with status "streaming"; its metadata is the base of what the end writes, and
    /// what is generated follows its content.
    LiveReply(store::Store &store, const polling::Clock &clock, const protocol::Message &message,
        std::unique_ptr<provider::Generation> generation, QObject *parent);
    ~LiveReply() override;

    const protocol::Message &message() const { return m_message; }

    /// See GenerationService::startingOffset().
    qint64 startingOffset(qint64 offset) const;
    /// See GenerationService::subscribe().
    std::unique_ptr<GenerationService::Subscription> subscribe(
        qint64 fromOffset, GenerationService::Subscriber subscriber);

    /// Ends the reply with what there is; upstream is stopped at once.
    void stop();      ///< status "stopped"
    void interrupt(); ///< status "interrupted"; tells nobody: the server is going down

Q_SIGNALS:
    /// The last word; comes from inside the call that ended it.
    void ended(const QString &messageId);

private:
    class Entry;
    void take(const QString &delta);
    void takeReasoning(const QString &text);
    void takeWaiting(const QString &sentence);
    void finish(const std::optional<protocol::ApiError> &error, const QJsonObject &facts);
    /// Commits and publishes what is pending, thoughts before text. False when it could not be committed.
    bool flush();
    using Append = protocol::Expected<bool> (store::MessageTable::*)(const QString &, const QString &);
    using Publish = void (LiveReply::*)(const QString &);
    bool flush(QString &pending, Append append, Publish publish);
    void stopThinking(); ///< until the next thought
    /// True when the end is in the store.
    bool end(protocol::MessageStatus status, const QJsonObject &facts);
    QJsonObject factsOfAll(const QJsonObject &facts) const;
    void abandon();
    void release();
    QString takeRoom(const QString &text);
    void endTooLong();
    void publish(const protocol::StreamEvent &event);
    void publish(const QList<GenerationService::Published> &all);
    void publishDelta(const QString &text);
    void publishReasoning(const QString &text);

    store::Store &m_store;
    const polling::Clock &m_clock;
    protocol::Message m_message;
    std::unique_ptr<provider::Generation> m_generation;
    std::chrono::milliseconds m_begun;
    std::chrono::milliseconds m_firstDelta{-1};
    std::optional<std::chrono::milliseconds> m_thinkingSince; ///< while the newest is a thought
    std::optional<std::chrono::milliseconds> m_thoughtFor;    ///< from thoughts to answers, all together
    QByteArray m_committed;                                   ///< UTF-8: offsets count its bytes
    QString m_pending;
    QByteArray m_committedReasoning; ///< the same for the thoughts
    QString m_pendingReasoning;
    qsizetype m_room;  ///< UTF-16 units that may still come, of text and thoughts together
    QString m_waiting; ///< why nothing comes; empty: no reason was given
    QTimer m_timer;
    std::vector<std::shared_ptr<Entry>> m_entries;
    bool m_isInsideGeneration = false;
    bool m_hasEnded = false;
};

} // namespace throughline::server::service
