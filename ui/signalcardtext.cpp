#include "ui/signalcardtext.h"

#include "ui/plaintooltip.h"
#include "ui/typenames.h"
#include "workspace/signalmodel.h"

#include <QCoreApplication>
#include <QLocale>

namespace throughline::ui::signalcard {

namespace {

using Model = workspace::SignalModel;
using protocol::SignalStatus;
using protocol::SignalType;

struct CardWords
{
    Q_DECLARE_TR_FUNCTIONS(SignalDelegate)
};

bool isReviewed(const QModelIndex &index)
{
    return isConfirmed(index) || index.data(Model::PinnedRole).toBool();
}

bool isNotFound(const QModelIndex &index)
{
    return index.data(Model::AlignmentRole).toInt() == int(protocol::Alignment::None);
}

} // namespace

SignalType typeOf(const QModelIndex &index)
{
    return SignalType(index.data(Model::TypeRole).toInt());
}

bool isConfirmed(const QModelIndex &index)
{
    return index.data(Model::StatusRole).toInt() == int(SignalStatus::Confirmed);
}

bool isDoubtful(const QModelIndex &index)
{
    return index.data(Model::StaleRole).toBool() || isNotFound(index);
}

bool canHaveEvidence(const QModelIndex &index)
{
    const SignalType type = typeOf(index);
    return type != SignalType::EvidenceMention && type != SignalType::Question && type != SignalType::Unknown;
}

QString contradiction(const QModelIndex &index)
{
    const QString other = index.data(Model::ContradictsTextRole).toString();
    return other.isEmpty() ? other : CardWords::tr("Seems to contradict: %1").arg(other.simplified());
}

QString facts(const QModelIndex &index, const Shown &shown)
{
    QStringList facts;
    if (isConfirmed(index))
        facts.append(CardWords::tr("confirmed"));
    else if (index.data(Model::StatusRole).toInt() == int(SignalStatus::Suggested))
        facts.append(CardWords::tr("suggested"));
    if (index.data(Model::PinnedRole).toBool())
        facts.append(CardWords::tr("pinned"));
    if (shown.keepsReviewHere && isReviewed(index))
        facts.append(CardWords::tr("kept on this computer"));
    if (index.data(Model::StaleRole).toBool())
        facts.append(shown.isSelected ? CardWords::tr("its message has changed since")
                                      : CardWords::tr("source changed"));
    else if (isNotFound(index))
        facts.append(shown.isSelected ? CardWords::tr("its sentence was not found")
                                      : CardWords::tr("quote not found"));
    if (index.data(Model::UngroundedRole).toBool())
        facts.append(CardWords::tr("no evidence yet"));
    if (const qsizetype count = index.data(Model::EvidenceRole).toStringList().size(); count > 0)
        facts.append(CardWords::tr("evidence: %1").arg(QLocale().toString(count)));
    QString line = facts.join(QStringLiteral(" · "));
    line.replace(0, 1, line.left(1).toUpper());
    return line;
}

QString places(const QModelIndex &index)
{
    const int count = index.data(Model::PlaceCountRole).toInt();
    return count > 1 ? CardWords::tr("Said in %Ln places", nullptr, count) : QString();
}

QString toolTip(const QModelIndex &index, const Shown &shown)
{
    QStringList lines;
    const int percent = qRound(index.data(Model::ConfidenceRole).toDouble() * 100);
    lines.append(CardWords::tr("%1, confidence %2 %")
                     .arg(typeName(typeOf(index), index.data(Model::TypeNameRole).toString()))
                     .arg(percent));
    const QString quote = index.data(Model::QuoteRole).toString();
    if (!quote.isEmpty() && quote != index.data(Model::TextRole).toString())
        lines.append(CardWords::tr("“%1”").arg(quote));
    if (index.data(Model::StaleRole).toBool())
        lines.append(CardWords::tr("The message it was found in has changed since."));
    else if (isNotFound(index))
        lines.append(CardWords::tr("The sentence it came from could not be found in the message."));
    if (shown.keepsReviewHere && isReviewed(index))
        lines.append(
            CardWords::tr("Confirmations and pins are kept on this computer: this server cannot keep them."));
    if (const QString line = contradiction(index); !line.isEmpty())
        lines.append(line);
    return plainToolTip(lines.join(u'\n'));
}

bool isLine(CardAction action)
{
    return action == CardAction::ShowPlaces || action == CardAction::ShowContradicted ||
           action == CardAction::Settle;
}

QString actionName(CardAction action, const QModelIndex &index)
{
    switch (action) {
    case CardAction::Confirm:
        return isConfirmed(index) ? CardWords::tr("Take back the confirmation") : CardWords::tr("Confirm");
    case CardAction::Dismiss:
        return CardWords::tr("Dismiss");
    case CardAction::Edit:
        return CardWords::tr("Edit");
    case CardAction::Pin:
        return index.data(Model::PinnedRole).toBool() ? CardWords::tr("Unpin") : CardWords::tr("Pin");
    case CardAction::LinkEvidence:
        return CardWords::tr("Link evidence");
    case CardAction::ShowSource:
        return CardWords::tr("Show in conversation");
    case CardAction::ShowPlaces:
        return CardWords::tr("Show where it was said");
    case CardAction::ShowContradicted:
        return CardWords::tr("Show what it seems to contradict");
    case CardAction::Settle:
        return CardWords::tr("They do not contradict each other");
    }
    return {};
}

IconId actionIcon(CardAction action)
{
    switch (action) {
    case CardAction::Confirm:
        return IconId::Check;
    case CardAction::Dismiss:
        return IconId::X;
    case CardAction::Edit:
        return IconId::Pencil;
    case CardAction::Pin:
        return IconId::Pin;
    case CardAction::LinkEvidence:
        return IconId::Evidence;
    case CardAction::ShowSource:
    case CardAction::ShowPlaces:
    case CardAction::ShowContradicted:
    case CardAction::Settle:
        return IconId::ArrowRight;
    }
    return IconId::X;
}

bool isOn(CardAction action, const QModelIndex &index)
{
    return (action == CardAction::Confirm && isConfirmed(index)) ||
           (action == CardAction::Pin && index.data(Model::PinnedRole).toBool()) ||
           (action == CardAction::LinkEvidence && !index.data(Model::EvidenceRole).toStringList().isEmpty());
}

} // namespace throughline::ui::signalcard
