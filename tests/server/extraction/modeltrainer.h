#pragma once

#include "corpus.h"
#include "server/extraction/cuebook.h"

#include <QByteArray>
#include <QStringList>

/// The sources that cues and model may learn from, and those that only measure.
QStringList developmentSources();
QStringList heldOutSources();

/// Learns the weights of a StatementModel: one logistic regression for each type, by gradient descent with a
/// rate of its own for each weight. The same sentences give the same bytes.
/// \return the model as its file has it.
QByteArray trainModel(
    const throughline::server::extraction::CueBook &book, const QList<LabelledSentence> &sentences);
