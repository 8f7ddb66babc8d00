#pragma once

#include <QString>

namespace throughline::server::service {

/// What a conversation is called until somebody names it; also what clients of other servers look for.
inline const QString unnamedThread = QStringLiteral("New Chat");
constexpr int longestTitle = 255;

/// A name for a conversation that begins with \a message: its first words, without Markdown, at most 60
/// characters. Empty when there are no words in it.
QString titleFromMessage(const QString &message);

} // namespace throughline::server::service
