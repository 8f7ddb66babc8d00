#pragma once

#include "protocol/values.h"

#include <QString>

/// What a conversation has come to, for outside of the program: its signals in an order to be read in, each
/// with the words it was found in. Pure functions; any thread. No text of the conversation can be taken for
/// syntax of the format it is written in.
namespace throughline::workspace {

class SignalModel;

struct DecisionRecord
{
    QString title;       ///< of the conversation; may be empty
    QDateTime writtenAt; ///< shown as the locale's date
    /// In any order; dismissed and rejected ones are left out of the record.
    QList<protocol::Signal> findings{};
};

DecisionRecord decisionRecordOf(
    const SignalModel &findings, const QString &title, const QDateTime &writtenAt);

/// CommonMark: a section for each type, decisions first, open questions last. Each signal with its state, its
/// quote where that says more than its text, a word when its source has changed or was not found or nothing
/// shows it yet, the evidence linked to it, and what it seems to contradict.
QString decisionRecordMarkdown(const DecisionRecord &record);

/// One object: `title`, `written_at`, and `signals` as the HTTP contract has them.
QByteArray decisionRecordJson(const DecisionRecord &record);

/// Argdown (https://argdown.org/syntax): a section for each type, a statement for each signal with its words
/// as data; linked evidence supports (`+`), and what seems to contradict each other is a contradiction
/// (`><`).
QString decisionRecordArgdown(const DecisionRecord &record);

} // namespace throughline::workspace
