#include "reliability/brokenlink.h"

#include "protocol/streamevent.h"
#include "sse/ssewriter.h"
#include "sse/utf8.h"
#include "support/waituntil.h"

#include <algorithm>

namespace throughline::test {

namespace {

const QString questionId = QStringLiteral("u1");
const QString replyId = QStringLiteral("a1");
const QString question = QStringLiteral("Lease or buy?");
const QString postPath = QStringLiteral("/api/chat/threads/t1/messages/");

QByteArray sse(const protocol::StreamEvent &event, qint64 offset)
{
    const QByteArray id = replyId.toLatin1() + ':' + QByteArray::number(offset);
    return sse::SseWriter::event(
        protocol::streamEventName(event), protocol::streamEventData(event), QByteArrayView(id));
}

} // namespace

BrokenLink::BrokenLink(const QStringList &deltas, const QStringList &capabilities)
    : m_deltas(deltas)
    , m_text(deltas.join(QString()))
    , m_bytes(m_text.toUtf8())
{
    qint64 end = 0;
    for (const QString &delta : deltas) {
        end += delta.toUtf8().size();
        m_ends.append(end);
    }
    transport.always("GET", QStringLiteral("/api/"), FakeAnswer::json(200, serverInfo(capabilities)));
    transport.always("GET", QStringLiteral("/api/chat/messages/"),
        [this](const net::HttpRequest &) { return FakeAnswer::json(200, page(stored())); });
    bool known = false;
    m_client.fetchServerInfo(&m_client, [&](const auto &) { known = true; });
    [[maybe_unused]] const bool inTime = waitUntil([&] { return known; });

    client::ChatStream::Timing timing;
    timing.firstResumeDelay = timing.longestResumeDelay = std::chrono::milliseconds(0);
    timing.resumeAttempts = 1'000'000;
    conversation =
        std::make_unique<workspace::Conversation>(m_client, m_clock, QStringLiteral("t1"), nullptr, timing);
    watch();
}

QByteArray BrokenLink::start(qint64 offset) const
{
    return sse(protocol::StreamStart{.userMessageId = questionId, .messageId = replyId}, offset);
}

QByteArray BrokenLink::event(qsizetype index) const
{
    return sse(protocol::StreamDelta{.text = m_deltas.at(index), .offset = {}}, m_ends.at(index));
}

QByteArray BrokenLink::overlap(qint64 from, qsizetype last) const
{
    const QString text = sse::decodeUtf8(m_bytes.mid(from, end(last) - from));
    return sse(protocol::StreamDelta{.text = text, .offset = {}}, end(last));
}

QByteArray BrokenLink::done() const
{
    return sse(protocol::StreamDone{.messageId = replyId}, m_bytes.size());
}

qint64 BrokenLink::characterAt(qint64 offset) const
{
    constexpr int continuationMask = 0xC0;
    constexpr int continuation = 0x80;
    while (offset > 0 && offset < m_bytes.size() && (m_bytes.at(offset) & continuationMask) == continuation)
        --offset;
    return offset;
}

qsizetype BrokenLink::indexAt(qint64 offset) const
{
    return std::upper_bound(m_ends.cbegin(), m_ends.cend(), offset) - m_ends.cbegin();
}

void BrokenLink::answerWith(const Answer &answer)
{
    const auto next = [this, answer](const net::HttpRequest &request) {
        ++m_links;
        const QByteArray held = net::headerValue(request.headers, "Last-Event-ID");
        return answer(held.mid(held.indexOf(':') + 1).toLongLong());
    };
    transport.always("POST", postPath, [this, next](const net::HttpRequest &request) {
        m_isAsked = true;
        return next(request);
    });
    transport.always("GET", QStringLiteral("/api/chat/messages/a1/stream/"), next);
}

bool BrokenLink::run()
{
    conversation->load();
    using LoadState = workspace::Conversation::LoadState;
    if (!waitUntil([this] { return conversation->loadState() == LoadState::Loaded; }))
        return false;
    conversation->send(question);
    return waitUntil([this] { return !conversation->isStreaming(); }, std::chrono::seconds(60));
}

QString BrokenLink::shown()
{
    const workspace::TranscriptModel &transcript = conversation->transcript();
    return transcript.rowCount() < 2 ? QString() : transcript.row(1).message.content;
}

workspace::RowState BrokenLink::state()
{
    return conversation->transcript().row(1).state;
}

QList<protocol::Message> BrokenLink::stored() const
{
    return m_isAsked ? QList{userMessage(questionId, question)} : QList<protocol::Message>();
}

qsizetype BrokenLink::posts() const
{
    return transport.requests("POST", postPath).size();
}

void BrokenLink::watch()
{
    const auto look = [this] {
        if (rows() < 2 || !m_problem.isEmpty())
            return;
        if (!m_text.startsWith(shown()))
            m_problem = QStringLiteral("shown: %1\nof: %2").arg(shown(), m_text);
        else if (state() == workspace::RowState::Settled && shown() != m_text)
            m_problem = QStringLiteral("settled: %1\nof: %2").arg(shown(), m_text);
    };
    workspace::TranscriptModel &transcript = conversation->transcript();
    QObject::connect(&transcript, &workspace::TranscriptModel::textAppended, &transcript, look);
    QObject::connect(&transcript, &workspace::TranscriptModel::dataChanged, &transcript, look);
}

} // namespace throughline::test
