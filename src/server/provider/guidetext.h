#pragma once

#include "protocol/values.h"
#include "server/provider/guidequestions.h"

#include <QCoreApplication>
#include <QList>
#include <QString>

/// How the Guide puts things in Markdown.
namespace throughline::server::provider::guide {

/// Where the Guide's words are translated.
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Guide)
};

/// The user's words on one line, at most 240 characters, fit to stand behind `> ` or `- `.
QString quoted(const QString &text);
QString inQuotationMarks(const QString &text);

/// "a goal and 2 assumptions": what kinds of things \a found are; empty for none.
QString kindsNoted(const QList<protocol::Signal> &found);

/// Everything noted, in groups, and what is still open; \a found is not empty.
QString summary(const QList<protocol::Signal> &found, const QList<GuideQuestion> &open);

} // namespace throughline::server::provider::guide
