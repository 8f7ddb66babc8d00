#include "server/extraction/modelanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace throughline::server::extraction {

namespace {

using protocol::SignalType;

constexpr QLatin1StringView fence("```");

tl::unexpected<QString> unusable(const QString &sentence)
{
    return tl::unexpected(sentence);
}

QJsonObject objectIn(QStringView text)
{
    return QJsonDocument::fromJson(text.trimmed().toUtf8()).object();
}

/// What stands in the first fenced block, without its language; empty when there is none.
QStringView fencedIn(QStringView text)
{
    const qsizetype open = text.indexOf(fence);
    const qsizetype line = open < 0 ? -1 : text.indexOf(u'\n', open);
    const qsizetype close = line < 0 ? -1 : text.indexOf(fence, line);
    return close < 0 ? QStringView() : text.sliced(line, close - line);
}

/// From the first brace to the last.
QStringView bracedIn(QStringView text)
{
    const qsizetype open = text.indexOf(u'{');
    const qsizetype close = text.lastIndexOf(u'}');
    return open < 0 || close < open ? QStringView() : text.sliced(open, close - open + 1);
}

QJsonObject answeredObject(QStringView answer)
{
    for (const QStringView part : {answer, fencedIn(answer), bracedIn(answer)}) {
        if (const QJsonObject object = objectIn(part); !object.isEmpty())
            return object;
    }
    return {};
}

/// A string of 1 to \a most characters, or nothing.
QString boundedText(const QJsonValue &value, qsizetype most)
{
    const QString text = value.toString().trimmed();
    return text.size() <= most ? text : QString();
}

tl::expected<FoundSignal, QString> entryFrom(const QJsonObject &entry, const QList<SourceMessage> &pending)
{
    FoundSignal found;
    found.type = protocol::signalTypeFromName(entry.value(QLatin1StringView("type")).toString());
    if (found.type == SignalType::Unknown)
        return unusable(QStringLiteral("\"type\" must be one of the seven types."));
    const double number = entry.value(QLatin1StringView("message")).toDouble();
    if (!(number >= 1 && number <= double(pending.size())) || number != std::floor(number))
        return unusable(QStringLiteral("\"message\" must be the number of one of the messages."));
    found.messageId = pending[qsizetype(number) - 1].id;
    found.quote = boundedText(entry.value(QLatin1StringView("quote")), longestFoundQuote);
    if (found.quote.isEmpty()) {
        return unusable(
            QStringLiteral("\"quote\" must be a string of 1 to %1 characters.").arg(longestFoundQuote));
    }
    found.text = boundedText(entry.value(QLatin1StringView("text")), longestFoundText);
    if (found.text.isEmpty()) {
        return unusable(
            QStringLiteral("\"text\" must be a string of 1 to %1 characters.").arg(longestFoundText));
    }
    const QJsonValue confidence = entry.value(QLatin1StringView("confidence"));
    found.confidence = confidence.toDouble();
    if (!confidence.isDouble() || !(found.confidence >= 0 && found.confidence <= 1))
        return unusable(QStringLiteral("\"confidence\" must be a number from 0 to 1."));
    return found;
}

} // namespace

tl::expected<QList<FoundSignal>, QString> foundInAnswer(
    const QString &answer, const QList<SourceMessage> &pending)
{
    if (answer.size() > longestModelAnswer)
        return unusable(QStringLiteral("It is too long."));
    const QJsonObject object = answeredObject(answer);
    const QJsonValue entries = object.value(QLatin1StringView("signals"));
    if (!entries.isArray())
        return unusable(QStringLiteral("It must be one JSON object with the list \"signals\"."));
    const QJsonArray list = entries.toArray();
    if (list.size() > mostFoundSignals)
        return unusable(QStringLiteral("\"signals\" has more than %1 entries.").arg(mostFoundSignals));
    QList<FoundSignal> found;
    for (const auto &entry : list) {
        const auto signal = entryFrom(entry.toObject(), pending);
        if (!signal) {
            return unusable(
                QStringLiteral("Entry %1: %2").arg(QString::number(found.size() + 1), signal.error()));
        }
        found.append(*signal);
    }
    return found;
}

} // namespace throughline::server::extraction
