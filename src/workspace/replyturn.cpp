#include "workspace/replyturn.h"

#include "protocol/overloaded.h"
#include "workspace/transcriptrows.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

using client::ChatStream;

constexpr QLatin1StringView siblingsKey("siblings");

/// Models that think, or that are being loaded, may say nothing for minutes. From then on it is told for how
/// long.
constexpr std::chrono::seconds silenceIsShown{10};

QString durationText(std::chrono::milliseconds time)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    return seconds < 60
               ? ReplyTurn::tr("%1 s").arg(QLocale().toString(qint64(seconds)))
               : QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

/// A row's id among its siblings, where it has any, follows the row's id.
void giveId(protocol::Message &message, const QString &id)
{
    QJsonArray siblings = message.metadata.value(siblingsKey).toArray();
    for (qsizetype i = 0; i < siblings.size(); ++i) {
        if (siblings.at(i).toString() == message.id)
            siblings[i] = id;
    }
    if (!siblings.isEmpty())
        message.metadata.insert(siblingsKey, siblings);
    message.id = id;
}

} // namespace

ReplyTurn::ReplyTurn(TranscriptModel &transcript, std::unique_ptr<ChatStream> stream, const Rows &rows,
    const polling::Clock &clock)
    : m_transcript(transcript)
    , m_stream(std::move(stream))
    , m_rows(rows)
    , m_clock(clock)
    , m_progress(clock.monotonic())
    , m_questionStored(rows.question.isEmpty())
{
    connect(&m_seconds, &QTimer::timeout, this, &ReplyTurn::showSilence);
    m_seconds.start(std::chrono::seconds(1));
    connect(m_stream.get(), &ChatStream::questionStored, this, &ReplyTurn::takeQuestionStored);
    connect(m_stream.get(), &ChatStream::replyStarted, this, &ReplyTurn::takeReplyStarted);
    connect(m_stream.get(), &ChatStream::deltaReceived, this, &ReplyTurn::takeDelta);
    connect(m_stream.get(), &ChatStream::textReplaced, this, &ReplyTurn::takeText);
    connect(m_stream.get(), &ChatStream::thoughtsReceived, this, &ReplyTurn::takeThoughts);
    connect(m_stream.get(), &ChatStream::thoughtsReplaced, this, &ReplyTurn::takeAllThoughts);
    connect(m_stream.get(), &ChatStream::waitingChanged, this, &ReplyTurn::takeWaiting);
    connect(m_stream.get(), &ChatStream::reconnecting, this, &ReplyTurn::takeReconnecting);
    connect(m_stream.get(), &ChatStream::streamingRefused, this, &ReplyTurn::streamingRefused);
    connect(m_stream.get(), &ChatStream::ended, this, &ReplyTurn::takeEnding);
}

ReplyTurn::~ReplyTurn() = default;

template <typename Change>
void ReplyTurn::change(const QString &rowId, Change change)
{
    const int index = m_transcript.indexOfId(rowId);
    if (index < 0)
        return;
    TranscriptModel::Row row = m_transcript.row(index);
    change(row);
    m_transcript.update(index, row);
}

void ReplyTurn::takePlaceOfTwin(const QString &oldId, const QString &newId)
{
    const int own = m_transcript.indexOfId(oldId);
    if (own < 0 || oldId == newId || m_transcript.indexOfId(newId) < 0)
        return;
    const TranscriptModel::Row row = m_transcript.row(own);
    m_transcript.removeRow(own);
    m_transcript.update(m_transcript.indexOfId(newId), row);
}

void ReplyTurn::putReplyBehindQuestion()
{
    const int reply = m_transcript.indexOfId(m_rows.reply);
    if (reply < 0 || m_transcript.indexOfId(m_rows.question) == reply - 1)
        return;
    const TranscriptModel::Row row = m_transcript.row(reply);
    m_transcript.removeRow(reply);
    m_transcript.insert(m_transcript.indexOfId(m_rows.question) + 1, row);
}

void ReplyTurn::takeQuestionStored(const QString &id)
{
    if (m_rows.question.isEmpty())
        return;
    m_questionStored = true;
    const QString oldId = m_rows.question;
    if (!id.isEmpty())
        m_rows.question = id;
    const bool isLoaded = oldId != m_rows.question && m_transcript.indexOfId(m_rows.question) >= 0;
    takePlaceOfTwin(oldId, m_rows.question);
    change(oldId, [&](TranscriptModel::Row &row) {
        giveId(row.message, m_rows.question);
        row.state = RowState::Settled;
        row.notice.clear();
        row.canRetry = false;
    });
    if (isLoaded)
        putReplyBehindQuestion();
    Q_EMIT questionStored(oldId, m_rows.question);
}

void ReplyTurn::takeReplyStarted(const QString &id)
{
    const QString oldId = std::exchange(m_rows.reply, id);
    takePlaceOfTwin(oldId, id);
    change(oldId, [&](TranscriptModel::Row &row) { giveId(row.message, id); });
}

void ReplyTurn::noteProgress(int index)
{
    m_progress = m_clock.monotonic();
    if (m_transcript.row(index).waiting != m_reason)
        change(m_rows.reply, [this](TranscriptModel::Row &row) { row.waiting = m_reason; });
}

/// A model whose thoughts are counted says itself how long it takes.
void ReplyTurn::showSilence()
{
    const int index = m_transcript.indexOfId(m_rows.reply);
    const std::chrono::milliseconds silence = m_clock.monotonic() - m_progress;
    if (index < 0 || silence < silenceIsShown)
        return;
    const TranscriptModel::Row &now = m_transcript.row(index);
    const bool isCounted = now.isThinking && now.thinkingSince;
    if (isCounted || (now.state != RowState::Waiting && now.state != RowState::Streaming))
        return;
    const QString time = durationText(silence);
    const QString sentence =
        m_reason.isEmpty() ? tr("Nothing has come for %1.").arg(time) : tr("%1 (%2)").arg(m_reason, time);
    change(m_rows.reply, [&](TranscriptModel::Row &row) { row.waiting = sentence; });
}

void ReplyTurn::takeDelta(const QString &text)
{
    const int index = m_transcript.indexOfId(m_rows.reply);
    if (index < 0)
        return;
    noteProgress(index);
    if (const auto &now = m_transcript.row(index); now.state != RowState::Streaming || now.isThinking) {
        change(m_rows.reply, [this](TranscriptModel::Row &row) {
            stopThinking(row);
            row.state = RowState::Streaming;
            row.notice.clear();
        });
    }
    m_transcript.appendText(index, text);
}

/// The time is known only of thoughts whose beginning was seen.
void ReplyTurn::startThinking(TranscriptModel::Row &row) const
{
    const bool isBeginning = !row.isThinking && (row.thoughts.isEmpty() || row.thoughtFor);
    if (isBeginning && !row.thinkingSince)
        row.thinkingSince = m_clock.monotonic() - row.thoughtFor.value_or(std::chrono::milliseconds(0));
    row.isThinking = true;
    row.state = row.message.content.isEmpty() ? RowState::Waiting : RowState::Streaming;
    row.notice.clear();
}

void ReplyTurn::stopThinking(TranscriptModel::Row &row) const
{
    row.isThinking = false;
    if (const auto since = std::exchange(row.thinkingSince, std::nullopt))
        row.thoughtFor = m_clock.monotonic() - *since;
}

void ReplyTurn::takeThoughts(const QString &piece)
{
    const int index = m_transcript.indexOfId(m_rows.reply);
    if (index < 0)
        return;
    noteProgress(index);
    const TranscriptModel::Row &now = m_transcript.row(index);
    if (!m_hasThoughts)
        m_hasThoughts = now.hasThoughts();
    const bool isUnderWay = now.isThinking && now.state != RowState::Reconnecting;
    const bool isBlank = std::all_of(piece.cbegin(), piece.cend(), [](QChar c) { return c.isSpace(); });
    if (isUnderWay && *m_hasThoughts) {
        m_transcript.appendThoughts(index, piece);
        return;
    }
    // Blanks alone are no thoughts yet: the row learns of the first word as of a change, and of what came
    // before it then, however many events that was.
    if (isUnderWay && isBlank) {
        m_blanks += piece;
        return;
    }
    change(m_rows.reply, [&](TranscriptModel::Row &row) {
        startThinking(row);
        row.thoughts += std::exchange(m_blanks, {}) + piece;
    });
    m_hasThoughts = *m_hasThoughts || !isBlank;
}

void ReplyTurn::takeAllThoughts(const QString &thoughts)
{
    m_blanks.clear();
    m_hasThoughts.reset();
    change(m_rows.reply, [&](TranscriptModel::Row &row) { row.thoughts = thoughts; });
}

void ReplyTurn::takeWaiting(const QString &sentence)
{
    m_reason = sentence;
    change(m_rows.reply, [&](TranscriptModel::Row &row) {
        row.waiting = sentence;
        if (!sentence.isEmpty() && row.state == RowState::Reconnecting) { // who says so is there again
            row.state = row.message.content.isEmpty() ? RowState::Waiting : RowState::Streaming;
            row.notice.clear();
        }
    });
}

void ReplyTurn::takeText(const QString &text)
{
    change(m_rows.reply, [&](TranscriptModel::Row &row) {
        stopThinking(row);
        row.message.content = text;
        row.state = RowState::Streaming;
        row.notice.clear();
    });
}

void ReplyTurn::takeReconnecting()
{
    change(m_rows.reply, [](TranscriptModel::Row &row) {
        row.state = RowState::Reconnecting;
        row.waiting.clear();
        row.notice = tr("The connection was lost. Taking it up again…");
    });
}

void ReplyTurn::takeEnding(const client::ReplyEnding &ending)
{
    m_seconds.stop();
    change(m_rows.reply, [](TranscriptModel::Row &row) { row.waiting.clear(); });
    std::visit(protocol::Overloaded{[this](const client::ReplyCompleted &completed) { complete(completed); },
                   [this](const client::ReplyStopped &stopped) {
                       if (m_questionStored)
                           endWith(RowState::Stopped, tr("You stopped this reply."), stopped.message);
                       else
                           markUnsent(RowState::Unsent,
                               stopped.questionUnknown
                                   ? tr("Stopped. Whether the server has this message is not known; it is "
                                        "not sent twice.")
                                   : tr("Stopped before the server had this message."));
                   },
                   [this](const client::ReplyInterrupted &interrupted) {
                       if (interrupted.questionStored || m_questionStored)
                           endWith(RowState::Interrupted,
                               interruptedNotice(interrupted.error.message,
                                   interrupted.message ? interrupted.message->content : m_stream->text()),
                               interrupted.message);
                       else
                           markUnsent(interrupted.error);
                   },
                   [this](const client::ReplyFailed &failed) {
                       if (failed.questionStored || m_questionStored)
                           endWith(RowState::Failed, failed.error.message, failed.message);
                       else
                           markUnsent(failed.error);
                   }},
        ending);
    Q_EMIT finished(m_questionStored);
}

void ReplyTurn::complete(const client::ReplyCompleted &completed)
{
    if (!completed.message && m_stream->text().isEmpty()) {
        endWith(RowState::Interrupted, tr("The reply is complete, but it could not be read again."));
        return;
    }
    change(m_rows.reply, [&](TranscriptModel::Row &row) {
        stopThinking(row);
        if (completed.message)
            row.setMessage(*completed.message);
        row.state = RowState::Settled;
        row.notice.clear();
        row.canRetry = false;
    });
    if (completed.message)
        m_rows.reply = completed.message->id;
}

void ReplyTurn::endWith(
    RowState state, const QString &notice, const std::optional<protocol::Message> &message)
{
    if (!m_rows.question.isEmpty() && !m_questionStored)
        takeQuestionStored({});
    change(m_rows.reply, [&](TranscriptModel::Row &row) {
        stopThinking(row);
        if (message)
            row.setMessage(*message);
        row.state = state;
        row.notice = notice;
        row.canRetry = true;
    });
    if (message)
        m_rows.reply = message->id;
}

void ReplyTurn::markUnsent(const protocol::ApiError &error)
{
    const bool waits = client::isUnreachable(error) || error.kind == protocol::ApiError::Kind::Unauthorized;
    if (waits)
        markUnsent(RowState::Held, error.message);
    else
        markUnsent(RowState::Unsent, tr("Not sent. %1").arg(error.message));
}

void ReplyTurn::markUnsent(RowState state, const QString &notice)
{
    change(m_rows.question, [&](TranscriptModel::Row &row) {
        row.state = state;
        row.notice = notice;
        row.canRetry = true;
    });
    // A reply that never began has nothing to keep.
    const int reply = m_transcript.indexOfId(m_rows.reply);
    if (reply >= 0 && m_transcript.row(reply).message.content.isEmpty() &&
        !m_transcript.row(reply).hasThoughts())
        m_transcript.removeRow(reply);
}

} // namespace throughline::workspace
