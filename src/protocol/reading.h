#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

/// The extension "readings": which model read what, and what waits to be read.
namespace throughline::protocol {

/// One time that a model read messages to find signals in them. Tokens are what the service counted; 0 where
/// it counts none.
struct Reading
{
    QString provider;
    QString model;
    int messageCount = 0;
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    int found = 0;
    QString problem; ///< why it came to nothing, a sentence; else empty
    QDateTime createdAt;
    bool operator==(const Reading &) const = default;
};

/// How it goes in one conversation.
struct ReadingState
{
    int pendingMessages = 0;
    bool isReading = false;
    QString problem;                  ///< of the last attempt, a sentence; else empty
    std::optional<QDateTime> retryAt; ///< UTC
    qint64 readingCount = 0;          ///< of all, with those that are not in the list
    qint64 promptTokens = 0;          ///< the same
    qint64 completionTokens = 0;      ///< the same
    QList<Reading> readings;          ///< the newest first, 50 at most
    bool operator==(const ReadingState &) const = default;
};

/// Lenient, as values.h is; nullopt when the object says nothing of pending messages.
std::optional<ReadingState> readingStateFromJson(const QJsonObject &object);

} // namespace throughline::protocol
