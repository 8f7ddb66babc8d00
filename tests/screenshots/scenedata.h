#pragma once

#include "protocol/values.h"

#include <QDateTime>
#include <QList>

/// The fixed conversation that every scene shows, the same words as in the design's pictures.
namespace throughline::screenshots {

QDateTime sceneTime(); ///< Saturday, 17 May 2025, 12:41 UTC

QList<protocol::Thread> sceneThreads();
const QString &sceneThreadId(); ///< "Postgres or SQLite for launch"

protocol::Message question();
/// The whole reply, with every block the chat knows, and its metadata.
protocol::Message reply();
/// As far as it has come while it streams.
QString replySoFar();

QList<protocol::Signal> sceneSignals();

protocol::Message message(const QString &id, protocol::Role role, const QString &content, int secondsAgo = 60,
    const QJsonObject &metadata = {});

/// \a list as the contract's page.
QByteArray pageJson(const QList<protocol::Thread> &list);
QByteArray pageJson(const QList<protocol::Message> &list);
QByteArray pageJson(const QList<protocol::Signal> &list);

} // namespace throughline::screenshots
