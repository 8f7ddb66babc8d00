#include "ui/transcript/replyfacts.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace throughline::ui {

using workspace::RowState;
using workspace::TranscriptModel;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Transcript", text);
}

/// English has its plural in the source: no translation need be loaded for it.
QString counted(const char *one, const char *many, int n)
{
    return QCoreApplication::translate("Transcript", n == 1 ? one : many, nullptr, n);
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
    return seconds < minute
               ? tr("%1 s").arg(locale.toString(seconds))
               : tr("%1 min %2 s").arg(locale.toString(seconds / minute), locale.toString(seconds % minute));
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
        facts.append(tr("first token %1 s").arg(locale.toString(firstMs / 1000, 'f', 1)));
    }
    const double tokens = metadata.value(QStringLiteral("completion_tokens")).toDouble(-1);
    const double ms = metadata.value(QStringLiteral("duration_ms")).toDouble(-1) - qMax(0.0, firstMs);
    if (tokens > 0 && ms > 0) {
        facts.append(tr("%1 tokens/s").arg(locale.toString(tokens / ms * 1000, 'f', 0)));
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
               : tr("%1, %2").arg(locale.toString(local.date(), QLocale::ShortFormat), time);
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
        notice.title = words > 0           ? counted("This reply was cut off after one word.",
                                                 "This reply was cut off after %n words.", words)
                       : row.hasThoughts() ? tr("The reply was cut off while the model was thinking.")
                                           : tr("The reply was cut off before it began.");
        notice.detail = row.notice;
        break;
    case RowState::Failed:
        notice.title =
            words > 0 ? counted("The reply failed after one word.", "The reply failed after %n words.", words)
                      : tr("The reply failed.");
        notice.detail = row.notice;
        notice.isDanger = true;
        break;
    case RowState::Stopped:
        notice.title = words > 0           ? counted("You stopped this reply after one word.",
                                                 "You stopped this reply after %n words.", words)
                       : row.hasThoughts() ? tr("You stopped this reply while the model was thinking.")
                                           : tr("You stopped this reply before it began.");
        break;
    case RowState::Unsent:
        notice.title = row.notice.isEmpty() ? tr("This message was not sent.") : row.notice;
        notice.isDanger = true;
        break;
    case RowState::Reconnecting:
        notice.title =
            row.notice.isEmpty() ? tr("The connection was lost. Taking it up again\u2026") : row.notice;
        break;
    case RowState::Held:
        break; // its state says it all
    case RowState::Settled:
        // Complete, and yet it can go on: the model had said as much as it may.
        notice.title =
            row.notice.isEmpty() && row.canContinue ? tr("This reply reached the length limit.") : row.notice;
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
        return tr("Sending\u2026");
    case RowState::Queued:
        return tr("Queued: goes out when this reply is finished");
    case RowState::Held:
        return tr("Waiting for the server: goes out when it can be reached");
    default:
        return {};
    }
}

QString thinkingTitle(std::chrono::milliseconds passed)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(passed);
    return seconds.count() < 1 ? tr("Thinking\u2026") : tr("Thinking\u2026 %1").arg(durationText(seconds));
}

QString thoughtsTitle(const TranscriptModel::Row &row, std::optional<std::chrono::milliseconds> now)
{
    using std::chrono::seconds;
    if (row.isThinking) {
        const bool isCounted = now && row.thinkingSince;
        return thinkingTitle(isCounted ? *now - *row.thinkingSince : std::chrono::milliseconds(0));
    }
    if (row.thoughtFor) {
        return tr("Thought for %1")
            .arg(durationText(std::max(seconds(1), std::chrono::round<seconds>(*row.thoughtFor))));
    }
    return tr("Thoughts");
}

QString accessibleAuthor(const TranscriptModel::Row &row)
{
    QString author = row.message.role == protocol::Role::User        ? tr("You")
                     : row.message.role == protocol::Role::Assistant ? tr("Assistant")
                                                                     : tr("System");
    QString state;
    switch (row.state) {
    case RowState::Settled:
        return author;
    case RowState::Sending:
        state = tr("being sent");
        break;
    case RowState::Queued:
        state = tr("queued");
        break;
    case RowState::Held:
        state = tr("waiting for the server");
        break;
    case RowState::Unsent:
        state = tr("not sent");
        break;
    case RowState::Waiting:
        state = tr("thinking");
        break;
    case RowState::Streaming:
        state = tr("replying");
        break;
    case RowState::Reconnecting:
        state = tr("reconnecting");
        break;
    case RowState::Stopped:
        state = tr("stopped");
        break;
    case RowState::Interrupted:
        state = tr("interrupted");
        break;
    case RowState::Failed:
        state = tr("failed");
        break;
    }
    return tr("%1, %2").arg(author, state);
}

QString accessibleDescription(const TranscriptModel::Row &row)
{
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
        sentences.append(tr("Version %1 of %2.").arg(row.branchIndex() + 1).arg(row.branchCount()));
    }
    return sentences.join(u' ');
}

} // namespace throughline::ui
