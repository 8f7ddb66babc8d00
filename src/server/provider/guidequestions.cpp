#include "server/provider/guidequestions.h"

#include "server/provider/guideintent.h"
#include "server/provider/guidetext.h"
#include "server/provider/guidewords.h"

#include <algorithm>

namespace throughline::server::provider::guide {

namespace {

using protocol::Signal;
using protocol::SignalStatus;
using protocol::SignalType;

// Comparing every pair costs the square; what was said long ago was compared when it was new.
constexpr qsizetype comparedSignals = 60;

class Questions
{
public:
    explicit Questions(const GenerationRequest &request)
        : m_newestMessage(request.messages.isEmpty() ? QString() : request.messages.last().id)
        , m_signals(countingSignals(request))
    {
        for (const Signal &signal : m_signals)
            m_words.append(contentWords(signal.text));
    }

    QList<GuideQuestion> all()
    {
        addContradictions();
        for (m_current = m_signals.size() - 1; m_current >= 0; --m_current)
            addAbout(m_signals.at(m_current));
        addGaps();
        std::stable_sort(m_found.begin(), m_found.end(),
            [](const GuideQuestion &a, const GuideQuestion &b) { return rank(a) < rank(b); });
        return m_found;
    }

private:
    static int rank(const GuideQuestion &question)
    {
        constexpr int notFresh = 100;
        const int kind = static_cast<int>(question.kind);
        return question.isFresh || question.kind == QuestionKind::Contradiction ? kind : kind + notFresh;
    }

    bool areAboutTheSame(qsizetype a, qsizetype b) const
    {
        const QSet<QString> &words = m_words.at(b);
        const auto shared = std::count_if(m_words.at(a).begin(), m_words.at(a).end(),
            [&words](const QString &word) { return words.contains(word); });
        return shared >= 2;
    }

    void add(QuestionKind kind, const QList<Signal> &about, const QString &text, const QString &openPoint)
    {
        GuideQuestion question{.kind = kind,
            .key = QString::number(static_cast<int>(kind)),
            .quotes = {},
            .text = text,
            .openPoint = openPoint,
            .isFresh = false};
        for (const Signal &signal : about) {
            question.key += u':' + signal.id;
            question.quotes.append(quoted(signal.text));
            question.isFresh = question.isFresh || signal.span.messageId == m_newestMessage;
        }
        m_found.append(question);
    }

    bool isKnown(SignalType type) const
    {
        return std::any_of(
            m_signals.begin(), m_signals.end(), [type](const Signal &signal) { return signal.type == type; });
    }

    /// Something else that was said about the same, of one of \a types.
    bool isTouchedBy(std::initializer_list<SignalType> types, bool onlyLater) const
    {
        for (qsizetype i = onlyLater ? m_current + 1 : 0; i < m_signals.size(); ++i) {
            const bool isOfType = std::find(types.begin(), types.end(), m_signals.at(i).type) != types.end();
            if (i != m_current && isOfType && areAboutTheSame(i, m_current))
                return true;
        }
        return false;
    }

    void addContradictions();
    void addAbout(const Signal &signal);
    void addAssumption(const Signal &signal);
    void addGoal(const Signal &signal);
    void addConstraint(const Signal &signal);
    void addDecision(const Signal &signal);
    void addEvidence(const Signal &signal);
    void addGaps();

    QString m_newestMessage;
    QList<Signal> m_signals;
    QList<QSet<QString>> m_words; ///< of each signal
    qsizetype m_current = 0;      ///< the signal that is being looked at
    QList<GuideQuestion> m_found;
};

bool canContradict(SignalType type)
{
    return type == SignalType::Claim || type == SignalType::Assumption || type == SignalType::Constraint ||
           type == SignalType::DecisionIntent || type == SignalType::Goal ||
           type == SignalType::EvidenceMention;
}

void Questions::addContradictions()
{
    const qsizetype first = std::max<qsizetype>(m_signals.size() - comparedSignals, 0);
    for (qsizetype later = m_signals.size() - 1; later > first; --later) {
        for (qsizetype earlier = first; earlier < later; ++earlier) {
            const Signal &a = m_signals.at(earlier);
            const Signal &b = m_signals.at(later);
            if (!canContradict(a.type) || !canContradict(b.type) || !areAboutTheSame(earlier, later) ||
                !seemToContradict(a.text, b.text))
                continue;
            add(QuestionKind::Contradiction, {a, b},
                Words::tr("As they stand, these two may not both hold. Which one is right? Or what makes "
                          "both true: "
                          "another "
                          "time, another group, another meaning of a word?"),
                Words::tr("These may not both hold: %1 and %2")
                    .arg(inQuotationMarks(a.text), inQuotationMarks(b.text)));
        }
    }
}

void Questions::addAbout(const Signal &signal)
{
    switch (signal.type) {
    case SignalType::Assumption:
        return addAssumption(signal);
    case SignalType::Goal:
        return addGoal(signal);
    case SignalType::Constraint:
        return addConstraint(signal);
    case SignalType::DecisionIntent:
        return addDecision(signal);
    case SignalType::EvidenceMention:
        return addEvidence(signal);
    case SignalType::Claim:
        // "I don't know" is no claim that anything could rest on.
        if (m_words.at(m_current).size() < 2 || isTouchedBy({SignalType::EvidenceMention}, false))
            return;
        return add(QuestionKind::UnsupportedClaim, {signal},
            namesNumber(signal.text)
                ? Words::tr("Where does that figure come from, and how far off could it be "
                            "before it changed what you do?")
                : Words::tr("What does that rest on: something measured, something you were "
                            "told, or your own experience?"),
            Words::tr("Nothing is cited for %1").arg(inQuotationMarks(signal.text)));
    case SignalType::Question:
        if (isTouchedBy({SignalType::EvidenceMention, SignalType::Claim}, true))
            return;
        return add(QuestionKind::OpenQuestion, {signal},
            signal.span.messageId == m_newestMessage
                ? Words::tr("I cannot answer that: I know only what you write "
                            "here. Who or what could, and which answer would "
                            "change your mind?")
                : Words::tr("You asked this and have not come back to it. Does "
                            "it still matter, and who could answer it?"),
            Words::tr("Not answered: %1").arg(inQuotationMarks(signal.text)));
    case SignalType::Unknown:
        return;
    }
}

void Questions::addAssumption(const Signal &signal)
{
    if (isTouchedBy({SignalType::EvidenceMention}, true))
        return;
    QString text = Words::tr(
        "You take this as given. What would be a cheap way to test it, and what would you do differently "
        "if it turned out to be false?");
    if (isAboutPeople(signal.text)) {
        text = Words::tr("You take this as given. Whom could you ask or watch, before you rely on it, to see "
                         "whether it is so?");
    } else if (namesNumber(signal.text)) {
        text =
            Words::tr("You take this as given. Where does the figure come from, and how far off could it be "
                      "before your "
                      "choice changed?");
    } else if (isAboutTheFuture(signal.text)) {
        text = Words::tr(
            "You take this as given. What would be the first sign that it is not going that way, and "
            "what would "
            "you do then?");
    }
    add(QuestionKind::UntestedAssumption, {signal}, text,
        Words::tr("Not tested: %1").arg(inQuotationMarks(signal.text)));
}

void Questions::addGoal(const Signal &signal)
{
    const QString quote = inQuotationMarks(signal.text);
    if (!namesNumber(signal.text)) {
        add(QuestionKind::GoalWithoutMeasure, {signal},
            isComparative(signal.text)
                ? Words::tr("Compared with what it is today, and by how much? What figure would tell you "
                            "that it is "
                            "done?")
                : Words::tr("How will you know that you are there? What would you be able to see or count?"),
            Words::tr("No measure yet: %1").arg(quote));
    } else if (!namesTime(signal.text)) {
        add(QuestionKind::GoalWithoutDate, {signal},
            Words::tr(
                "That can be measured. By when does it have to be so, and what happens if it comes later?"),
            Words::tr("No date yet: %1").arg(quote));
    }
}

void Questions::addConstraint(const Signal &signal)
{
    QString text = Words::tr(
        "Is that fixed by something outside your reach, or could it move if keeping it cost too much?");
    if (isByRule(signal.text)) {
        text =
            Words::tr("What exactly does the rule ask for? Often it is narrower than how it is quoted, and "
                      "somebody can say "
                      "what it leaves open.");
    } else if (namesNumber(signal.text)) {
        text = Words::tr(
            "Who set that figure? What would happen if you missed it by a tenth, and who would have to "
            "agree?");
    } else if (namesTime(signal.text)) {
        text = Words::tr(
            "What is tied to that date? Would part of it on time be worth more than all of it late?");
    }
    add(QuestionKind::NegotiableConstraint, {signal}, text,
        Words::tr("Fixed, or open to discussion: %1").arg(inQuotationMarks(signal.text)));
}

void Questions::addDecision(const Signal &signal)
{
    const QString quote = inQuotationMarks(signal.text);
    if (namesAlternatives(signal.text)) {
        add(QuestionKind::Criterion, {signal},
            Words::tr(
                "What is the one thing that would settle this? Name it, and say how each option does on it."),
            Words::tr("No criterion yet for %1").arg(quote));
        return;
    }
    add(QuestionKind::SingleOption, {signal},
        Words::tr(
            "This names one option. What is the strongest other one, doing nothing included, and what would "
            "have to be "
            "true for it to be the better choice?"),
        Words::tr("Only one option: %1").arg(quote));
}

void Questions::addEvidence(const Signal &signal)
{
    const bool hasSource = namesSource(signal.text);
    const bool hasTime = namesTime(signal.text);
    if (hasSource && hasTime)
        return;
    QString text = Words::tr("Where is that from, and from when? Could somebody else look it up?");
    if (hasSource)
        text = Words::tr(
            "From when is that, and has anything changed since that would make it different today?");
    else if (hasTime)
        text = Words::tr("Where is that from? Could somebody else look it up and come to the same result?");
    add(QuestionKind::UnsourcedEvidence, {signal}, text,
        (hasSource ? Words::tr("No date for %1") : Words::tr("No source for %1"))
            .arg(inQuotationMarks(signal.text)));
}

void Questions::addGaps()
{
    constexpr qsizetype enoughToNoticeAGap = 2;
    if (m_signals.size() < enoughToNoticeAGap)
        return;
    if (!isKnown(SignalType::Goal)) {
        add(QuestionKind::MissingGoal, {},
            Words::tr(
                "So far you have not said what you want to be true in the end. If this goes well, what is "
                "different from "
                "today?"),
            Words::tr("No goal has been named"));
    }
    if (!isKnown(SignalType::Constraint) && isKnown(SignalType::Goal)) {
        add(QuestionKind::MissingConstraint, {},
            Words::tr("So far nothing limits the answer. What must it not cost, break or wait for?"),
            Words::tr("No constraint has been named"));
    }
}

} // namespace

QList<Signal> countingSignals(const GenerationRequest &request)
{
    QList<Signal> counting;
    for (const Signal &signal : request.knownSignals) {
        const bool isTurnedDown = signal.status == SignalStatus::Rejected || signal.isDismissed();
        const bool isToTheGuide =
            signal.type == SignalType::Question && intentOf(signal.text) != Intent::Think;
        if (!isTurnedDown && !isToTheGuide)
            counting.append(signal);
    }
    return counting;
}

QList<GuideQuestion> questionsFrom(const GenerationRequest &request)
{
    return Questions(request).all();
}

} // namespace throughline::server::provider::guide
