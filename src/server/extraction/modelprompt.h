#pragma once

#include "protocol/values.h"
#include "server/extraction/extractor.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace throughline::server::extraction {

/// What a model is asked when it is to find signals, and the form its answer has. In English whatever the
/// program speaks: models follow it best. Messages are numbered from 1, because a model copies a short number
/// more reliably than an id, and pays less for it. Pure.
namespace modelprompt {

/// Of one message, in UTF-16 code units; what is behind it is not read.
constexpr qsizetype longestMessage = 48'000;
constexpr qsizetype longestContext = 6'000;

/// The instructions: what counts, how it is quoted, and that everything else is material.
QString instructions();

/// The batch as JSON: `messages`, each with its number, and `context`, the newest of it that fits.
QString question(const QList<SourceMessage> &pending, const QList<SourceMessage> &context);

/// What is said after an answer that could not be used.
QString correction(const QString &problem);

/// The form of an answer, as JSON Schema.
QJsonObject schema();

} // namespace modelprompt

} // namespace throughline::server::extraction
