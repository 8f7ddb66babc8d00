#pragma once

#include "server/provider/provider.h"

#include <QList>
#include <QString>

namespace throughline::server::provider::guide {

/// Why a question is worth asking.
enum class QuestionKind {
    Contradiction,        ///< two statements that cannot both hold as they stand
    SingleOption,         ///< a decision with nothing to choose from
    Criterion,            ///< several options and nothing to tell them apart by
    UntestedAssumption,   ///< nobody has looked
    GoalWithoutMeasure,   ///< no way to see that it was reached
    NegotiableConstraint, ///< a limit that somebody set
    UnsourcedEvidence,    ///< no source, or no date
    UnsupportedClaim,     ///< asserted, nothing behind it
    OpenQuestion,         ///< the user's own, not answered since
    MissingGoal,          ///< limits and options, but not what for
    GoalWithoutDate,      ///< measured, but not when
    MissingConstraint,    ///< nothing that an answer must respect
};

struct GuideQuestion
{
    QuestionKind kind = QuestionKind::MissingGoal;
    QString key;          ///< the kind and the ids of the signals: the same question has the same key
    QStringList quotes;   ///< the user's own words, at most two
    QString text;         ///< what is asked, Markdown
    QString openPoint;    ///< the same as a point of a list of what is open
    bool isFresh = false; ///< about something that the newest message says
};

/// The signals that count: not turned down by the user, and not what was said to the Guide itself ("what are
/// you?").
QList<protocol::Signal> countingSignals(const GenerationRequest &request);

/// Everything worth asking, the most urgent first: contradictions, then what the newest message raises, then
/// what lies further back; within each, in the order of QuestionKind, newest first.
QList<GuideQuestion> questionsFrom(const GenerationRequest &request);

} // namespace throughline::server::provider::guide
