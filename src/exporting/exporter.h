#pragma once

#include "protocol/values.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

/// A conversation as a file. Qt Core and Markdown only: no pixels. All of it is pure and may run in any
/// thread.
namespace throughline::exporting {

/// What is written: the branch that is shown, oldest first, and what was found in it.
struct Record
{
    protocol::Thread thread;
    QList<protocol::Message> messages;
    QList<protocol::Signal> signalList;
    QDateTime exportedAt; ///< UTC
};

enum class Format {
    Markdown, ///< to read and to go on with: what was typed shows as it was typed, replies as they came
    Html,     ///< one page that needs nothing else and fetches nothing
    Json,     ///< every field, as the contract names it (docs/http-contract.md)
};

/// UTF-8.
QByteArray write(const Record &record, Format format);

/// Who said it, and when, in the locale's way: "You · 17 May 2025, 12:40".
QString messageHeading(const protocol::Message &message);
QString titleOf(const Record &record);

/// A name for the file that every system takes: the title without what separates folders, ends names or
/// hides; \a suffix without a dot.
QString fileName(const QString &title, const QString &suffix);

} // namespace throughline::exporting
