// Any JSON as pages, threads, messages, signals: read, or refused; what was read is written and read again.

#include "fuzz/check.h"
#include "protocol/apierror.h"
#include "protocol/values.h"

#include <QJsonDocument>

using namespace throughline::fuzz;
using namespace throughline::protocol;

namespace {

template <typename Value>
void checkAgain(const std::optional<Value> &value, std::optional<Value> (*read)(const QJsonObject &))
{
    if (!value)
        return;
    const QJsonObject written = toJson(*value);
    const QByteArray json = QJsonDocument(written).toJson(QJsonDocument::Compact);
    const auto again = read(QJsonDocument::fromJson(json).object());
    check(again && toJson(*again) == written, "what is written is read again");
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray json = bytesOf(data, size).toByteArray();
    threadPageFromJson(json);
    messagePageFromJson(json);
    signalPageFromJson(json);
    check(!sentenceFromErrorBody(500, json).isEmpty(), "an error has a sentence");

    const QJsonObject object = QJsonDocument::fromJson(json).object();
    checkAgain(threadFromJson(object), threadFromJson);
    checkAgain(messageFromJson(object), messageFromJson);
    checkAgain(signalFromJson(object), signalFromJson);
    const ServerInfo info = serverInfoFromJson(object);
    check(serverInfoFromJson(toJson(info)) == info, "what is written is read again");
    return 0;
}
