#pragma once

#include <QSet>
#include <QString>

/// What the words of a statement show without being understood. English cues; other languages simply show
/// none.
namespace throughline::server::provider::guide {

/// The words that carry the meaning, with their endings cut, so that "vendors" meets "vendor".
QSet<QString> contentWords(const QString &text);

/// How many content words two statements share.
int sharedWords(const QString &a, const QString &b);

bool namesNumber(const QString &text);       ///< figures, "a third", "twice", "half"
bool namesTime(const QString &text);         ///< a date, a month, "by June", "this week", "within 3 days"
bool namesSource(const QString &text);       ///< who or what says so
bool isAboutPeople(const QString &text);     ///< what somebody thinks or does
bool isAboutTheFuture(const QString &text);  ///< will, going to, soon
bool isComparative(const QString &text);     ///< faster, less, improve
bool isByRule(const QString &text);          ///< law, contract, policy
bool namesAlternatives(const QString &text); ///< "lease or buy", "A vs B"

/// Whether two statements about the same thing seem to exclude each other: one denies what the other says,
/// they use opposite words, or they give different figures.
bool seemToContradict(const QString &a, const QString &b);

} // namespace throughline::server::provider::guide
