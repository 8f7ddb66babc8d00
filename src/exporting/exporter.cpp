#include "exporting/exporter.h"

#include "markdown/html.h"
#include "markdown/parser.h"
#include "markdown/plainmarkdown.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace throughline::exporting {

using protocol::Message;
using protocol::Role;

namespace {

constexpr qsizetype LongestName = 80; ///< of a file, without its suffix

/// Where these words are translated.
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

QString timeText(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat) : QString();
}

QString authorOf(const Message &message)
{
    return message.role == Role::User ? Words::tr("You") : Words::tr("Assistant");
}

/// What became of a reply that did not end well; empty when it did.
QString endingOf(const Message &message)
{
    switch (message.status()) {
    case protocol::MessageStatus::Stopped:
        return Words::tr("Stopped");
    case protocol::MessageStatus::Interrupted:
        return Words::tr("Interrupted");
    case protocol::MessageStatus::Failed:
        return Words::tr("Failed");
    case protocol::MessageStatus::Streaming:
        return Words::tr("Not finished");
    case protocol::MessageStatus::Complete:
        break;
    }
    return {};
}

/// A fence or an HTML comment that a reply leaves open would swallow what follows it.
QString closed(const QString &markdown)
{
    QString text = markdown;
    const QString rest = QStringLiteral("\n\nx");
    const auto endsApart = [&rest](const QString &candidate) {
        const QList<markdown::Block> blocks = markdown::parse(candidate + rest);
        return !blocks.isEmpty() && blocks.last().kind == markdown::BlockKind::Paragraph &&
               blocks.last().runs.size() == 1 && blocks.last().runs[0].text == u'x';
    };
    if (endsApart(text)) {
        return text;
    }
    for (const QString &end : {QStringLiteral("\n```"), QStringLiteral("\n~~~"), QStringLiteral("\n-->"),
             QStringLiteral("\n") + QString(u'`').repeated(64),
             QStringLiteral("\n") + QString(u'~').repeated(64)}) {
        if (endsApart(text + end)) {
            return text + end;
        }
    }
    return text;
}

QByteArray toMarkdown(const Record &record)
{
    QString text = QStringLiteral("# ") + markdown::asMarkdown(titleOf(record)) + u'\n';
    for (const Message &message : record.messages) {
        text +=
            QStringLiteral("\n## ") + markdown::asMarkdown(messageHeading(message)) + QStringLiteral("\n\n");
        text += message.role == Role::User ? markdown::asMarkdown(message.content) : closed(message.content);
        text += u'\n';
    }
    return text.toUtf8();
}

const char *const Style = R"(
body { font: 16px/1.55 system-ui, sans-serif; color: #1b1b19; background: #fff; max-width: 760px; margin: 40px auto; padding: 0 20px; }
h1 { font-size: 1.5em; } h2 { font-size: 0.85em; font-weight: 600; color: #63635d; margin: 2em 0 0.6em; }
.user .said { background: #e9eefb; border-radius: 10px; padding: 10px 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre, code { font: 13px/1.5 ui-monospace, monospace; } pre { background: #f1f1ee; border: 1px solid #e2e2dd; border-radius: 10px; padding: 10px 12px; overflow-x: auto; }
:not(pre) > code { background: #f1f1ee; border-radius: 4px; padding: 1px 3px; } .math.display { display: block; text-align: center; }
blockquote { border-inline-start: 3px solid #e2e2dd; margin-inline: 0; padding-inline-start: 13px; }
table { border-collapse: collapse; } th, td { border-bottom: 1px solid #e2e2dd; padding: 6px 10px; text-align: start; }
.right { text-align: right; } .center { text-align: center; } .left { text-align: left; }
.task { list-style: none; } .image { color: #63635d; background: #f1f1ee; border-radius: 4px; padding: 1px 3px; } .note { color: #63635d; }
@media (prefers-color-scheme: dark) { body { color: #ececE7; background: #1d1d1b; } h2, .image, .note { color: #a3a39c; } a { color: #8fa8ff; }
.user .said { background: #232b42; } pre, :not(pre) > code, .image { background: #131312; } pre, th, td, blockquote { border-color: #31312d; } }
@media print { h2 { break-after: avoid; } pre { white-space: pre-wrap; } }
)";

QByteArray toHtml(const Record &record)
{
    const QString title = markdown::htmlText(titleOf(record));
    QString html = QStringLiteral(
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\"/>\n"
        "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>%1</title>\n<style>%2</style>\n"
        "</head>\n<body>\n<h1 dir=\"auto\">%1</h1>\n")
                       .arg(title, QLatin1StringView(Style));
    int number = 0;
    for (const Message &message : record.messages) {
        const bool user = message.role == Role::User;
        html += user ? QStringLiteral("<article class=\"user\">") : QStringLiteral("<article>");
        html +=
            QStringLiteral("<h2>") + markdown::htmlText(messageHeading(message)) + QStringLiteral("</h2>\n");
        if (user) {
            html += QStringLiteral("<div class=\"said\" dir=\"auto\">") +
                    markdown::htmlText(message.content) + QStringLiteral("</div>");
        } else {
            html += markdown::toHtml(markdown::parse(message.content), QStringLiteral("m%1-").arg(++number));
        }
        html += QStringLiteral("</article>\n");
    }
    return (html + QStringLiteral("</body>\n</html>\n")).toUtf8();
}

QByteArray toJson(const Record &record)
{
    QJsonArray messages;
    for (const Message &message : record.messages) {
        messages.append(protocol::toJson(message));
    }
    QJsonArray found;
    for (const protocol::Signal &signal : record.signalList) {
        found.append(protocol::toJson(signal));
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), QStringLiteral("throughline.conversation")},
                             {QStringLiteral("version"), 1},
                             {QStringLiteral("exported_at"), protocol::toContractDate(record.exportedAt)},
                             {QStringLiteral("thread"), protocol::toJson(record.thread)},
                             {QStringLiteral("messages"), messages}, {QStringLiteral("signals"), found}})
        .toJson();
}

} // namespace

QString messageHeading(const Message &message)
{
    QStringList parts{authorOf(message), timeText(message.createdAt), endingOf(message)};
    parts.removeAll({});
    return parts.join(QStringLiteral(" · "));
}

QString titleOf(const Record &record)
{
    return record.thread.isUnnamed() ? Words::tr("Conversation") : record.thread.title.simplified();
}

QByteArray write(const Record &record, Format format)
{
    switch (format) {
    case Format::Markdown:
        return toMarkdown(record);
    case Format::Html:
        return toHtml(record);
    case Format::Json:
        break;
    }
    return toJson(record);
}

QString fileName(const QString &title, const QString &suffix)
{
    static constexpr QStringView unwanted = u"/\\:*?\"<>|";
    QString name;
    for (const QChar c : title.simplified()) {
        if (unwanted.contains(c)) {
            name += u'-';
        } else if (c.isPrint() && c.category() != QChar::Other_Format && !c.isSurrogate()) {
            name += c;
        }
    }
    name = name.left(LongestName).trimmed();
    while (name.startsWith(u'.') || name.startsWith(u'-')) {
        name.remove(0, 1);
    }
    while (name.endsWith(u'.') || name.endsWith(u' ') || name.endsWith(u'\u2026')) {
        name.chop(1);
    }
    return (name.isEmpty() ? Words::tr("Conversation") : name) + u'.' + suffix;
}

} // namespace throughline::exporting
