#pragma once

#include "ui/icons.h"

#include <QModelIndex>
#include <QStringList>

namespace throughline::ui {

/// What can be done with a card.
enum class CardAction {
    Confirm,
    Dismiss,
    Edit,
    Pin,
    LinkEvidence, ///< a choice of what is linked
    ShowSource,
    ShowContradicted, ///< a line of the card, no button
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
/// Its state and what is to be said of its source, in few words each.
QStringList facts(const QModelIndex &index, const Shown &shown);
QString toolTip(const QModelIndex &index, const Shown &shown); ///< rich text

QString actionName(CardAction action, const QModelIndex &index);
IconId actionIcon(CardAction action);
/// It has been done, and would be taken back.
bool isOn(CardAction action, const QModelIndex &index);

} // namespace signalcard

} // namespace throughline::ui
