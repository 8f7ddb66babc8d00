#include "server/extraction/signallines.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace throughline::server::extraction {

namespace {

constexpr QLatin1StringView idKey("id");
constexpr QLatin1StringView textKey("text");

tl::unexpected<QString> refused(const char *sentence)
{
    return tl::unexpected(QCoreApplication::translate("SignalLines", sentence));
}

QJsonObject toJson(const TextSignal &signal, const QString &text)
{
    // More digits would promise more than there is.
    constexpr double digits = 1000.0;
    const TextRange &range = signal.range;
    return {{QStringLiteral("type"), protocol::signalTypeName(signal.type)},
        {QStringLiteral("text"), text.mid(range.start, range.length())},
        {QStringLiteral("start"), qint64(range.start)},
        {QStringLiteral("end"), qint64(range.start + range.length())},
        {QStringLiteral("confidence"), std::round(signal.confidence * digits) / digits}};
}

} // namespace

tl::expected<QByteArray, QString> SignalLines::answer(const QByteArray &line) const
{
    if (line.size() > longestLine)
        return refused(QT_TRANSLATE_NOOP("SignalLines", "The line is longer than 4 MiB."));
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(line, &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        return tl::unexpected(QCoreApplication::translate("SignalLines", "This is not JSON: %1 (at byte %2).")
                                  .arg(parseError.errorString(), QString::number(parseError.offset)));
    }
    if (!document.isObject())
        return refused(QT_TRANSLATE_NOOP("SignalLines", "A JSON object with “id” and “text” is expected."));
    const QJsonObject object = document.object();
    const QJsonValue id = object.value(idKey);
    if (!id.isString() && !id.isDouble())
        return refused(QT_TRANSLATE_NOOP("SignalLines", "“id” must be there, a string or a number."));
    if (!object.value(textKey).isString())
        return refused(QT_TRANSLATE_NOOP("SignalLines", "“text” must be there, a string."));

    const QString text = object.value(textKey).toString();
    QJsonArray found;
    const QList<TextSignal> extracted = m_extractor.signalsIn(text);
    for (const TextSignal &signal : extracted)
        found.append(toJson(signal, text));
    return QJsonDocument(QJsonObject{{idKey, id}, {QStringLiteral("signals"), found}})
        .toJson(QJsonDocument::Compact);
}

} // namespace throughline::server::extraction
