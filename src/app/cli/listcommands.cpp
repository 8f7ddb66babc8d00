#include "app/cli/listcommands.h"

#include "app/cli/clioutput.h"

namespace throughline::cli {

namespace {

QString localTime(const QDateTime &time)
{
    return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString threadLine(const protocol::Thread &thread)
{
    return QStringList{thread.id, localTime(thread.updatedAt), QString::number(thread.messageCount),
        thread.archived ? QStringLiteral("archived") : QStringLiteral("-"), thread.title.simplified()}
        .join(QLatin1Char('\t'));
}

/// A blank line ends each, and a reply that is not complete says so.
QString messageText(const protocol::Message &message)
{
    QString head = QStringLiteral("%1\t%2\t%3")
                       .arg(protocol::roleName(message.role), localTime(message.createdAt), message.id);
    if (message.status() != protocol::MessageStatus::Complete)
        head += QLatin1Char('\t') + protocol::messageStatusName(message.status());
    return head + QLatin1Char('\n') + message.content + QLatin1Char('\n');
}

template <typename T, typename ToText>
client::Done<QList<T>> printer(Format format, ToText toText, const Exit &done)
{
    return [=](const protocol::Expected<QList<T>> &list) {
        if (!list)
            return done(fail(list.error()));
        for (const T &value : *list) {
            if (format == Format::Json)
                writeJsonLine(protocol::toJson(value));
            else
                writeLine(toText(value));
        }
        done(ExitDone);
    };
}

} // namespace

QString signalLine(const protocol::Signal &signal)
{
    return QStringList{
        signal.typeName, protocol::signalStatusName(signal.status), signal.id, signal.text.simplified()}
        .join(QLatin1Char('\t'));
}

void listThreads(client::ApiClient &client, QObject *context, Format format, const Exit &done)
{
    client.listThreads(
        context, client::ApiClient::Archived::All, {}, printer<protocol::Thread>(format, threadLine, done));
}

void listMessages(
    client::ApiClient &client, QObject *context, const QString &threadId, Format format, const Exit &done)
{
    client.listMessages(context, threadId, printer<protocol::Message>(format, messageText, done));
}

void listSignals(
    client::ApiClient &client, QObject *context, const QString &threadId, Format format, const Exit &done)
{
    const auto print = printer<protocol::Signal>(format, signalLine, done);
    client.listSignals(context, threadId, {}, [print](const protocol::Expected<client::SignalList> &list) {
        if (list)
            print(list->results);
        else
            print(tl::unexpected(list.error()));
    });
}

} // namespace throughline::cli
