#pragma once

#include "net/httptransport.h"
#include "server/provider/chatoutcome.h"
#include "server/provider/plainreading.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <vector>

namespace throughline::test {

/// One entry of provider-quirks.json, with what a plain reading of its example and the decoder make of it.
struct Quirk
{
    QString id;
    QString category;
    QString rule; ///< client_must
    QByteArray body;
    bool hasExample = false;
    PlainReading reading;
    ChatOutcome outcome; ///< of the whole body

    explicit Quirk(const QJsonObject &entry);
};

/// What words of `client_must` mean, each as a check on any entry that uses them. Empty: it holds; otherwise
/// a sentence that says what does not.
struct QuirkRule
{
    const char *words; ///< a regular expression, any case
    std::function<QString(const Quirk &)> problem;
};

/// What holds for every entry, whatever it asks for: text, thoughts, usage and ending are those of the plain
/// reading.
QString generalProblem(const Quirk &quirk);

/// Those that are about the decoder alone.
const std::vector<QuirkRule> &quirkRules();

/// Those with which the server answered; where an entry does not say, those of a stream.
net::HeaderList headersOf(const QJsonObject &entry);

} // namespace throughline::test
