#pragma once

#include "client/contractjson.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/conversation.h"

#include <functional>

namespace throughline::test {

/// One question and its reply: the events as they go over the wire, and a Conversation that reads them over a
/// transport without a network. The server lists the question and never the reply: all that is shown of it
/// came over the link, and nothing that was lost there is mended by reading the list.
class BrokenLink
{
public:
    explicit BrokenLink(const QStringList &deltas, const QStringList &capabilities);

    // What the server sends. Event 0 is the first delta.
    QByteArray start(qint64 offset) const;
    QByteArray event(qsizetype index) const;
    /// All text from byte \a from of the reply to the end of event \a last, as one delta.
    QByteArray overlap(qint64 from, qsizetype last) const;
    QByteArray done() const;
    qsizetype count() const { return m_deltas.size(); }
    /// Bytes of the reply up to the end of event \a index.
    qint64 end(qsizetype index) const { return index < 0 ? 0 : m_ends.at(index); }
    /// \a offset, or the beginning of the character it is inside of.
    qint64 characterAt(qint64 offset) const;
    /// The first event that a reader who holds \a offset bytes is missing.
    qsizetype indexAt(qint64 offset) const;

    /// Answers the post, and then each request for the rest, which holds \a offset bytes.
    using Answer = std::function<FakeAnswer(qint64 offset)>;
    void answerWith(const Answer &answer);

    /// Sends the question and waits until the reply has ended. False when it does not.
    bool run();

    const QString &text() const { return m_text; } ///< the whole reply
    QString shown();                               ///< the reply that is on the screen
    workspace::RowState state();                   ///< of the reply's row
    int rows() { return conversation->transcript().rowCount(); }
    qsizetype posts() const;
    qsizetype links() const { return m_links; }
    /// What was wrong at any moment: something on the screen that was no beginning of the reply, or a reply
    /// that was settled before its end. Empty when nothing was.
    const QString &problem() const { return m_problem; }

    FakeTransport transport;
    std::unique_ptr<workspace::Conversation> conversation;

private:
    void watch();
    QList<protocol::Message> stored() const; ///< what the server lists

    QStringList m_deltas;
    QString m_text;
    QByteArray m_bytes;
    QList<qint64> m_ends;
    bool m_isAsked = false;
    FakeClock m_clock;
    client::ApiClient m_client{
        transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
    qsizetype m_links = 0;
    QString m_problem;
};

} // namespace throughline::test
