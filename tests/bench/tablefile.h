#pragma once

#include <QByteArray>
#include <QString>

namespace throughline::bench {

/// Puts \a markdown between the markers "<!-- NAME:begin -->" and "<!-- NAME:end -->" of \a file. False when
/// it has none or cannot be written.
bool writeBetweenMarkers(const QString &file, const QByteArray &name, const QByteArray &markdown);

/// The processor, compiler and Qt that a measurement was made with.
QByteArray machine();

} // namespace throughline::bench
