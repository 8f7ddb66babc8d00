#pragma once

#include "ui/icons.h"

#include <QModelIndex>

namespace throughline::ui {

/// What can be done with a card.
enum class CardAction {
    Confirm,
    Dismiss,
    Edit,
    Pin,
    LinkEvidence, ///< a choice of what is linked
    ShowSource,
    ShowPlaces,       ///< a line of the card, no button: a choice of where it was said
    ShowContradicted, ///< the same
    Settle            ///< the same
};

/// What the card of a signal says, from a row with the roles of workspace::SignalModel.
namespace signalcard {

protocol::SignalType typeOf(const QModelIndex &index);
bool isConfirmed(const QModelIndex &index);
/// The source is not what it was, or was not found.
bool isDoubtful(const QModelIndex &index);
/// Something that evidence can be for.
bool canHaveEvidence(const QModelIndex &index);
/// "Seems to contradict: …"; empty when it contradicts nothing.
QString contradiction(const QModelIndex &index);

struct Shown
{
    bool isSelected = false;      ///< there is room for whole sentences
    bool keepsReviewHere = false; ///< on this computer, not on the server
};
/// Its state and what is to be said of its source, in few words each, as a line.
QString facts(const QModelIndex &index, const Shown &shown);
/// "Said in 3 places"; empty when it was said once.
QString places(const QModelIndex &index);
QString toolTip(const QModelIndex &index, const Shown &shown); ///< rich text

/// One that has a line of its own instead of a button.
bool isLine(CardAction action);
QString actionName(CardAction action, const QModelIndex &index);
IconId actionIcon(CardAction action);
/// It has been done, and would be taken back.
bool isOn(CardAction action, const QModelIndex &index);

} // namespace signalcard

} // namespace throughline::ui
