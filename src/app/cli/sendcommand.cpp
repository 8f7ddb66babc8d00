#include "app/cli/sendcommand.h"

#include "app/cli/clioutput.h"
#include "client/idempotencykey.h"
#include "protocol/overloaded.h"

#include <QJsonObject>

namespace throughline::cli {

namespace {

using client::ChatStream;

} // namespace

SendCommand::SendCommand(
    client::ApiClient &client, const polling::Clock &clock, std::function<void(int)> exit)
    : m_client(client)
    , m_clock(clock)
    , m_exit(std::move(exit))
{}

SendCommand::~SendCommand() = default;

void SendCommand::run(const QString &threadId, const QString &text, bool stream)
{
    m_text = text;
    m_streaming = stream;
    if (!threadId.isEmpty()) {
        lookAround(threadId);
        return;
    }
    m_client.createThread(this, {}, [this](const protocol::Expected<protocol::Thread> &thread) {
        if (!thread)
            return m_exit(fail(thread.error()));
        note(tr("conversation %1").arg(thread->id));
        send(thread->id, {});
    });
}

/// An equal message of before must not be taken for this one.
void SendCommand::lookAround(const QString &threadId)
{
    m_client.recentMessages(
        this, threadId, [this, threadId](const protocol::Expected<QList<protocol::Message>> &messages) {
            if (!messages)
                return m_exit(fail(messages.error()));
            QSet<QString> known;
            for (const protocol::Message &message : *messages)
                known.insert(message.id);
            send(threadId, known);
        });
}

void SendCommand::send(const QString &threadId, const QSet<QString> &knownIds)
{
    m_stream = std::make_unique<ChatStream>(m_client, m_clock, ChatStream::Timing{});
    connect(m_stream.get(), &ChatStream::deltaReceived, this, &SendCommand::print);
    connect(m_stream.get(), &ChatStream::textReplaced, this, &SendCommand::replace);
    connect(m_stream.get(), &ChatStream::streamingRefused, this,
        [] { note(tr("This server does not stream; waiting for the whole reply.")); });
    connect(m_stream.get(), &ChatStream::reconnecting, this,
        [](int attempt) { note(tr("The link broke; taking it up again (%1).").arg(attempt)); });
    connect(m_stream.get(), &ChatStream::ended, this, &SendCommand::end);
    m_began = m_clock.monotonic();
    m_stream->send({.threadId = threadId,
        .content = m_text,
        .idempotencyKey = client::newIdempotencyKey(),
        .knownIds = knownIds,
        .streamingRefused = !m_streaming,
        .maybeStored = false});
}

void SendCommand::stop()
{
    if (m_stream && m_stream->isActive())
        m_stream->stop();
    else
        m_exit(ExitStopped);
}

void SendCommand::print(const QString &text)
{
    if (m_printed.isEmpty())
        m_firstToken = m_clock.monotonic() - m_began;
    m_printed += text;
    writeText(text);
}

void SendCommand::replace(const QString &text)
{
    if (text.startsWith(m_printed)) {
        print(text.sliced(m_printed.size()));
        return;
    }
    note(tr("\nWhat the server stored is not what it streamed. It stored:"));
    m_printed = text;
    writeText(text);
}

void SendCommand::end(const client::ReplyEnding &ending)
{
    if (!m_printed.isEmpty() && !m_printed.endsWith(QLatin1Char('\n')))
        writeText(QStringLiteral("\n"));
    const int code = report(ending);
    note(tr("%1 characters, first after %2 ms, all after %3 ms")
             .arg(m_printed.size())
             .arg(m_firstToken.count())
             .arg((m_clock.monotonic() - m_began).count()));
    m_exit(code);
}

int SendCommand::report(const client::ReplyEnding &ending)
{
    const auto notStored = [](bool stored) {
        if (!stored)
            note(tr("The message is not known to be on the server."));
    };
    return std::visit(
        protocol::Overloaded{[](const client::ReplyCompleted &completed) {
                                 if (!completed.message) {
                                     note(tr("complete"));
                                     return ExitDone;
                                 }
                                 const QString model =
                                     completed.message->metadata.value(QLatin1StringView("model")).toString();
                                 note(model.isEmpty()
                                          ? tr("complete: %1").arg(completed.message->id)
                                          : tr("complete: %1 by %2").arg(completed.message->id, model));
                                 return ExitDone;
                             },
            [](const client::ReplyStopped &) {
                note(tr("stopped"));
                return ExitStopped;
            },
            [&](const client::ReplyInterrupted &interrupted) {
                note(tr("interrupted"));
                fail(interrupted.error);
                notStored(interrupted.questionStored);
                return ExitInterrupted;
            },
            [&](const client::ReplyFailed &failed) {
                note(tr("failed"));
                const int code = fail(failed.error);
                notStored(failed.questionStored);
                return static_cast<ExitCode>(code);
            }},
        ending);
}

} // namespace throughline::cli
