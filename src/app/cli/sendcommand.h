#pragma once

#include "client/chatstream.h"

#include <QObject>

#include <functional>
#include <memory>

namespace throughline::cli {

/// `send`: one message and its reply. The reply goes to stdout as it arrives, its ending and the facts to
/// stderr.
class SendCommand : public QObject
{
    Q_OBJECT

public:
    SendCommand(client::ApiClient &client, const polling::Clock &clock, std::function<void(int)> exit);
    ~SendCommand() override;

    /// \a threadId empty: a new conversation. \a stream false: as if the server refused to stream.
    void run(const QString &threadId, const QString &text, bool stream);
    void stop();

private:
    void lookAround(const QString &threadId);
    void send(const QString &threadId, const QSet<QString> &knownIds);
    void print(const QString &text);
    void replace(const QString &text);
    void end(const client::ReplyEnding &ending);
    int report(const client::ReplyEnding &ending);

    client::ApiClient &m_client;
    const polling::Clock &m_clock;
    std::function<void(int)> m_exit;
    std::unique_ptr<client::ChatStream> m_stream;
    QString m_text;
    bool m_streaming = true;
    QString m_printed;
    std::chrono::milliseconds m_began{0};
    std::chrono::milliseconds m_firstToken{0};
};

} // namespace throughline::cli
