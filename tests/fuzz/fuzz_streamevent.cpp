// The data of a stream's event: what QJsonDocument reads in it, or nothing.

#include "fuzz/check.h"
#include "protocol/streamevent.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace throughline::fuzz;
using namespace throughline::protocol;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView json = bytesOf(data, size);
    const QByteArray id = "m:" + QByteArray::number(qint64(size));
    for (const QByteArrayView name : {"start", "chunk", "error", "done", "reasoning", "waiting"}) {
        const auto event = streamEventFromSse(name, json, id);
        if (!event)
            continue;
        check(streamEventName(*event) == name, "an event keeps its name");
        auto again = streamEventFromSse(name, streamEventData(*event), id);
        check(again == event, "what is written is read again");
    }

    const auto event = streamEventFromSse("chunk", json, id);
    if (!json.isValidUtf8() || json.contains("\xEF\xBB\xBF"))
        return 0;
    const QJsonValue expected =
        QJsonDocument::fromJson(json.toByteArray()).object().value(QLatin1StringView("delta"));
    check(event.has_value() == expected.isString(), "there is a delta exactly when Qt reads one");
    if (event) {
        const auto delta = std::get<StreamDelta>(*event);
        check(delta.text == expected.toString(), "the delta is the text Qt reads");
        check(delta.offset == qint64(size), "the offset is the id's");
    }
    return 0;
}
