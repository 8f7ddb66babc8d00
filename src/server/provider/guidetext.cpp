#include "server/provider/guidetext.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace throughline::server::provider::guide {

namespace {

using protocol::Signal;
using protocol::SignalStatus;
using protocol::SignalType;

constexpr std::array groupOrder{SignalType::DecisionIntent, SignalType::Goal, SignalType::Constraint,
    SignalType::Assumption, SignalType::Claim, SignalType::EvidenceMention, SignalType::Question,
    SignalType::Unknown};

QString groupTitle(const Signal &signal)
{
    switch (signal.type) {
    case SignalType::Goal:
        return Words::tr("Goals");
    case SignalType::Constraint:
        return Words::tr("Constraints");
    case SignalType::Assumption:
        return Words::tr("Assumptions");
    case SignalType::Claim:
        return Words::tr("Claims");
    case SignalType::Question:
        return Words::tr("Questions");
    case SignalType::DecisionIntent:
        return Words::tr("Decisions");
    case SignalType::EvidenceMention:
        return Words::tr("Evidence");
    case SignalType::Unknown:
        break;
    }
    return quoted(signal.typeName);
}

QString counted(SignalType type, int n)
{
    switch (type) {
    case SignalType::Goal:
        return n == 1 ? Words::tr("a goal") : Words::tr("%n goals", nullptr, n);
    case SignalType::Constraint:
        return n == 1 ? Words::tr("a constraint") : Words::tr("%n constraints", nullptr, n);
    case SignalType::Assumption:
        return n == 1 ? Words::tr("an assumption") : Words::tr("%n assumptions", nullptr, n);
    case SignalType::Claim:
        return n == 1 ? Words::tr("a claim") : Words::tr("%n claims", nullptr, n);
    case SignalType::Question:
        return n == 1 ? Words::tr("a question") : Words::tr("%n questions", nullptr, n);
    case SignalType::DecisionIntent:
        return n == 1 ? Words::tr("a decision") : Words::tr("%n decisions", nullptr, n);
    case SignalType::EvidenceMention:
        return n == 1 ? Words::tr("a piece of evidence") : Words::tr("%n pieces of evidence", nullptr, n);
    case SignalType::Unknown:
        break;
    }
    return {};
}

} // namespace

QString quoted(const QString &text)
{
    constexpr qsizetype longest = 240;
    // At the start of a line these would make a heading, a list, a quote or a table out of the user's words.
    static const QRegularExpression lineMark(QStringLiteral("^(?=[#>+|=~-]|\\*\\s)"));
    static const QRegularExpression numberMark(QStringLiteral("^(\\d{1,9})([.)])(?=\\s)"));
    QString line = text.simplified();
    if (line.size() > longest) {
        const qsizetype space = line.lastIndexOf(u' ', longest);
        line.truncate(space > longest / 2 ? space : longest);
        if (line.back().isHighSurrogate())
            line.chop(1);
        line += QChar(0x2026);
    }
    line.replace(lineMark, QStringLiteral("\\"));
    line.replace(numberMark, QStringLiteral("\\1\\\\2"));
    return line;
}

QString inQuotationMarks(const QString &text)
{
    return QChar(0x201c) + quoted(text) + QChar(0x201d);
}

QString kindsNoted(const QList<Signal> &found)
{
    QStringList kinds;
    for (const SignalType type : groupOrder) {
        const auto n = std::count_if(
            found.begin(), found.end(), [type](const Signal &signal) { return signal.type == type; });
        if (n > 0 && type != SignalType::Unknown)
            kinds.append(counted(type, static_cast<int>(n)));
    }
    if (kinds.size() < 2)
        return kinds.join(QString());
    const QString last = kinds.takeLast();
    return Words::tr("%1 and %2").arg(kinds.join(Words::tr(", ")), last);
}

QString summary(const QList<Signal> &found, const QList<GuideQuestion> &open)
{
    QStringList lines{QStringLiteral("### ") + Words::tr("Where this stands"), QString()};
    for (const SignalType type : groupOrder) {
        QStringList titles; // one for each known type, several for the unknown ones
        for (const Signal &signal : found) {
            if (signal.type == type && !titles.contains(groupTitle(signal)))
                titles.append(groupTitle(signal));
        }
        for (const QString &title : titles) {
            lines << QStringLiteral("**%1**").arg(title) << QString();
            for (const Signal &signal : found) {
                if (signal.type != type || groupTitle(signal) != title)
                    continue;
                const QString mark =
                    signal.status == SignalStatus::Confirmed ? Words::tr(" (confirmed)") : QString();
                lines << QStringLiteral("- ") + quoted(signal.text) + mark;
            }
            lines << QString();
        }
    }
    lines << QStringLiteral("### ") + Words::tr("Still open") << QString();
    if (open.isEmpty())
        lines << Words::tr(
            "Nothing that I can see from these notes. What you know and have not written, I cannot see.");
    constexpr qsizetype mostListed = 7;
    for (const GuideQuestion &question : open.first(std::min(mostListed, open.size())))
        lines << QStringLiteral("- ") + question.openPoint;
    if (open.size() > mostListed)
        lines << QStringLiteral("- ") +
                     Words::tr("… and %n more", nullptr, static_cast<int>(open.size() - mostListed));
    return lines.join(u'\n');
}

} // namespace throughline::server::provider::guide
