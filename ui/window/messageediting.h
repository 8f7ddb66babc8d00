#pragma once

#include "workspace/conversation.h"
#include "workspace/drafts.h"

#include <QObject>
#include <QPointer>

namespace throughline::ui {

class Composer;
class TranscriptView;

/// A message that was sent is edited in the composer and sent again: from the pencil or Up to Send or Esc. Or
/// another one is written in the place of the one that followed a reply: a branch from there.
///
/// What is being changed is kept beside the conversation's draft, with the message it belongs to, so that
/// both survive a crash, a change of conversation and a message that cannot be edited just now.
class MessageEditing final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    MessageEditing(
        Composer &composer, TranscriptView &transcript, workspace::Drafts &drafts, QObject *parent = nullptr);

    /// The composer and the transcript show \a conversation now: goes on where it was left there.
    void setConversation(workspace::Conversation *conversation);

    void start(int row);
    /// Another message after the reply \a row. After the last one that is simply the next message.
    void branch(int row);
    /// The last message of the user; one that is not sent yet is taken back.
    void startLast();
    /// Takes back a cancel(), now or when its conversation is shown again.
    void restore(const QString &threadId, const QString &what, const QString &text);

Q_SIGNALS:
    /// Editing was cancelled with changes that are not kept: offer restore().
    void discarded(const QString &threadId, const QString &what, const QString &text);
    void problem(const QString &sentence);

private:
    void submit(const QString &text);
    void cancel();
    void end();
    void show(const QString &what, const QString &text);
    void replace(const QString &what, const QString &text); ///< begins, and gives up what was begun
    void keep(const QString &text);
    bool isBranch() const; ///< what is edited
    bool canEdit(int row) const;
    int row() const; ///< -1: the message is not there

    Composer &m_composer;
    TranscriptView &m_transcript;
    workspace::Drafts &m_drafts;
    QPointer<workspace::Conversation> m_conversation;
    QString
        m_what; ///< a message's id, with a mark where it is a branch in its place; empty: nothing is edited
    bool m_fromTranscript = false; ///< by the keyboard, which goes back there
};

} // namespace throughline::ui
