#pragma once

#include "client/chatstream.h"
#include "workspace/transcriptmodel.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace throughline::workspace {

/// One reply on its way into its row: translates what a ChatStream says into the transcript and says when it
/// is over. Knows its rows by id, since other rows come and go meanwhile. Delete it with deleteLater() from
/// its own signals.
class ReplyTurn : public QObject
{
    Q_OBJECT

public:
    struct Rows
    {
        QString question; ///< empty: not this turn's to change
        QString reply;
    };

    ReplyTurn(TranscriptModel &transcript, std::unique_ptr<client::ChatStream> stream, const Rows &rows,
        const polling::Clock &clock);
    ~ReplyTurn() override;

    client::ChatStream &stream() { return *m_stream; }
    const Rows &rows() const { return m_rows; }

Q_SIGNALS:
    /// The server has the question; its row was \a oldRowId and is \a newRowId now (the same when the server
    /// did not say its id). May come twice: when it is known to be stored, and when its id is known.
    void questionStored(const QString &oldRowId, const QString &newRowId);
    void streamingRefused();
    /// The last thing. \a questionSent: not false unless the question's row is Unsent or Held now.
    void finished(bool questionSent);

private:
    void takeQuestionStored(const QString &id);
    void takeReplyStarted(const QString &id);
    void takeDelta(const QString &text);
    void takeText(const QString &text);
    void takeThoughts(const QString &piece);
    void takeAllThoughts(const QString &thoughts);
    void takeWaiting(const QString &sentence);
    void noteProgress(int index);
    void showSilence();
    void startThinking(TranscriptModel::Row &row) const;
    void stopThinking(TranscriptModel::Row &row) const;
    void takeReconnecting();
    void takeEnding(const client::ReplyEnding &ending);

    void complete(const client::ReplyCompleted &completed);
    /// \a message: what the server noted, if it did.
    void endWith(RowState state, const QString &notice, const std::optional<protocol::Message> &message = {});
    /// The question did not get there, as far as is known.
    void markUnsent(RowState state, const QString &notice);
    void markUnsent(const protocol::ApiError &error);
    /// The transcript may have been read again, with what this turn does not know to be its own yet: that is
    /// where its row belongs.
    void takePlaceOfTwin(const QString &oldId, const QString &newId);
    void putReplyBehindQuestion();
    template <typename Change>
    void change(const QString &rowId, Change change);

    TranscriptModel &m_transcript;
    std::unique_ptr<client::ChatStream> m_stream;
    Rows m_rows;
    const polling::Clock &m_clock;
    QTimer m_seconds;                     ///< while the reply is under way: how long nothing has come
    std::chrono::milliseconds m_progress; ///< when something of the reply came last
    QString m_reason;                     ///< why nothing comes, as the server says it
    bool m_questionStored = false;
    std::optional<bool> m_hasThoughts; ///< whether the row's are more than blanks, once that was looked at
    QString m_blanks;                  ///< thoughts that the row gets with the first word after them
};

} // namespace throughline::workspace
