#include "ui/transcript/replyfacts.h"

#include "ui/transcript/transcriptwords.h"

#include <QJsonObject>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace throughline::ui {

using workspace::RowState;
using workspace::TranscriptModel;

namespace {

// English has its plural in the source: no translation need be loaded for it.

QString cutOffAfter(int words)
{
    return words == 1 ? TranscriptWords::tr("This reply was cut off after one word.")
                      : TranscriptWords::tr("This reply was cut off after %n words.", nullptr, words);
}

QString failedAfter(int words)
{
    return words == 1 ? TranscriptWords::tr("The reply failed after one word.")
                      : TranscriptWords::tr("The reply failed after %n words.", nullptr, words);
}

QString stoppedAfter(int words)
{
    return words == 1 ? TranscriptWords::tr("You stopped this reply after one word.")
                      : TranscriptWords::tr("You stopped this reply after %n words.", nullptr, words);
}

int wordCount(const QString &text)
{
    int words = 0;
    bool counted = false;
    for (const QChar c : text) {
        if (c.isSpace()) {
            counted = false;
        } else if (!counted && c.isLetterOrNumber()) {
            // Marks of Markdown that stand alone are no words.
            counted = true;
            ++words;
        }
    }
    return words;
}

/// "12 s", "2 min 5 s".
QString durationText(std::chrono::seconds time)
{
    constexpr int minute = 60;
    const QLocale locale;
    const auto seconds = static_cast<qint64>(time.count());
    return seconds < minute ? TranscriptWords::tr("%1 s").arg(locale.toString(seconds))
                            : TranscriptWords::tr("%1 min %2 s")
                                  .arg(locale.toString(seconds / minute), locale.toString(seconds % minute));
}

} // namespace

QString replyFacts(const QJsonObject &metadata)
{
    const QLocale locale;
    QStringList facts;
    const QString model = metadata.value(QStringLiteral("model")).toString();
    if (!model.isEmpty()) {
        facts.append(model);
    }
    const double firstMs = metadata.value(QStringLiteral("ttft_ms")).toDouble(-1);
    if (firstMs >= 0) {
        facts.append(TranscriptWords::tr("first token %1 s").arg(locale.toString(firstMs / 1000, 'f', 1)));
    }
    const double tokens = metadata.value(QStringLiteral("completion_tokens")).toDouble(-1);
    const double ms = metadata.value(QStringLiteral("duration_ms")).toDouble(-1) - qMax(0.0, firstMs);
    if (tokens > 0 && ms > 0) {
        facts.append(TranscriptWords::tr("%1 tokens/s").arg(locale.toString(tokens / ms * 1000, 'f', 0)));
    }
    return facts.join(QStringLiteral(" \u00B7 "));
}

QString messageTime(const QDateTime &said, const QDateTime &now)
{
    if (!said.isValid()) {
        return {};
    }
    const QLocale locale;
    const QDateTime local = said.toLocalTime();
    const QString time = locale.toString(local.time(), QLocale::ShortFormat);
    return now.isValid() && now.toLocalTime().date() == local.date()
               ? time
               : TranscriptWords::tr("%1, %2").arg(locale.toString(local.date(), QLocale::ShortFormat), time);
}

Notice noticeFor(const TranscriptModel::Row &row)
{
    Notice notice;
    // Counted only for a reply that is over: while one grows this runs for every frame.
    const bool isCut =
        row.state == RowState::Interrupted || row.state == RowState::Failed || row.state == RowState::Stopped;
    const int words = isCut ? wordCount(row.message.content) : 0;
    switch (row.state) {
    case RowState::Interrupted:
        notice.title = words > 0 ? cutOffAfter(words)
                       : row.hasThoughts()
                           ? TranscriptWords::tr("The reply was cut off while the model was thinking.")
                           : TranscriptWords::tr("The reply was cut off before it began.");
        notice.detail = row.notice;
        break;
    case RowState::Failed:
        notice.title = words > 0 ? failedAfter(words) : TranscriptWords::tr("The reply failed.");
        notice.detail = row.notice;
        notice.isDanger = true;
        break;
    case RowState::Stopped:
        notice.title = words > 0 ? stoppedAfter(words)
                       : row.hasThoughts()
                           ? TranscriptWords::tr("You stopped this reply while the model was thinking.")
                           : TranscriptWords::tr("You stopped this reply before it began.");
        break;
    case RowState::Unsent:
        notice.title = row.notice.isEmpty() ? TranscriptWords::tr("This message was not sent.") : row.notice;
        notice.isDanger = true;
        break;
    case RowState::Reconnecting:
        notice.title = row.notice.isEmpty()
                           ? TranscriptWords::tr("The connection was lost. Taking it up again\u2026")
                           : row.notice;
        break;
    case RowState::Held:
        break; // its state says it all
    case RowState::Settled:
        // Complete, and yet it can go on: the model had said as much as it may.
        notice.title = row.notice.isEmpty() && row.canContinue
                           ? TranscriptWords::tr("This reply reached the length limit.")
                           : row.notice;
        break;
    default:
        notice.title = row.notice;
        break;
    }
    if (!notice.isEmpty()) {
        for (const RowAction action : rowActions(row)) {
            if (action == RowAction::Continue || action == RowAction::Retry ||
                action == RowAction::TakeBack) {
                notice.actions.append(action);
            }
        }
    }
    return notice;
}

QString userStateText(const TranscriptModel::Row &row)
{
    switch (row.state) {
    case RowState::Sending:
        return TranscriptWords::tr("Sending\u2026");
    case RowState::Queued:
        return TranscriptWords::tr("Queued: goes out when this reply is finished");
    case RowState::Held:
        return row.waiting.isEmpty()
                   ? TranscriptWords::tr("Waiting for the server: goes out when it can be reached")
                   : row.waiting;
    default:
        return {};
    }
}

QString thinkingTitle(std::chrono::milliseconds passed)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(passed);
    return seconds.count() < 1 ? TranscriptWords::tr("Thinking\u2026")
                               : TranscriptWords::tr("Thinking\u2026 %1").arg(durationText(seconds));
}

QString thoughtsTitle(const TranscriptModel::Row &row, std::optional<std::chrono::milliseconds> now)
{
    using std::chrono::seconds;
    if (row.isThinking) {
        const bool isCounted = now && row.thinkingSince;
        return thinkingTitle(isCounted ? *now - *row.thinkingSince : std::chrono::milliseconds(0));
    }
    if (row.thoughtFor) {
        return TranscriptWords::tr("Thought for %1")
            .arg(durationText(std::max(seconds(1), std::chrono::round<seconds>(*row.thoughtFor))));
    }
    return TranscriptWords::tr("Thoughts");
}

QString accessibleAuthor(const TranscriptModel::Row &row)
{
    QString author = row.message.role == protocol::Role::User        ? TranscriptWords::tr("You")
                     : row.message.role == protocol::Role::Assistant ? TranscriptWords::tr("Assistant")
                                                                     : TranscriptWords::tr("System");
    QString state;
    switch (row.state) {
    case RowState::Settled:
        return author;
    case RowState::Sending:
        state = TranscriptWords::tr("being sent");
        break;
    case RowState::Queued:
        state = TranscriptWords::tr("queued");
        break;
    case RowState::Held:
        state = row.waiting.isEmpty() ? TranscriptWords::tr("waiting for the server")
                                      : TranscriptWords::tr("waiting");
        break;
    case RowState::Unsent:
        state = TranscriptWords::tr("not sent");
        break;
    case RowState::Waiting:
        state = TranscriptWords::tr("thinking");
        break;
    case RowState::Streaming:
        state = TranscriptWords::tr("replying");
        break;
    case RowState::Reconnecting:
        state = TranscriptWords::tr("reconnecting");
        break;
    case RowState::Stopped:
        state = TranscriptWords::tr("stopped");
        break;
    case RowState::Interrupted:
        state = TranscriptWords::tr("interrupted");
        break;
    case RowState::Failed:
        state = TranscriptWords::tr("failed");
        break;
    }
    return TranscriptWords::tr("%1, %2").arg(author, state);
}

QString accessibleDescription(const TranscriptModel::Row &row)
{
    const QLocale locale;
    QStringList sentences;
    if (!row.waiting.isEmpty()) {
        sentences.append(row.waiting);
    }
    const Notice notice = noticeFor(row);
    for (const QString &sentence : {notice.title, notice.detail}) {
        if (!sentence.isEmpty()) {
            sentences.append(sentence);
        }
    }
    if (row.branchCount() > 1) {
        sentences.append(
            TranscriptWords::tr("Version %1 of %2.")
                .arg(locale.toString(row.branchIndex() + 1), locale.toString(row.branchCount())));
    }
    return sentences.join(u' ');
}

} // namespace throughline::ui
