#include "server/provider/guide.h"

#include "server/provider/guideintent.h"
#include "server/provider/guidequestions.h"
#include "server/provider/guidetext.h"

#include <algorithm>

namespace throughline::server::provider::guide {

namespace {

using protocol::Message;
using protocol::Role;
using protocol::Signal;

// Names of what the Guide asks without a signal to ask about.
const QString whatIsIt = QStringLiteral("start");
const QString inThreeLines = QStringLiteral("start:three");
const QString wrapUp = QStringLiteral("wrap-up");

QString paragraphs(const QStringList &parts)
{
    QStringList present = parts;
    present.removeAll(QString());
    return present.join(QStringLiteral("\n\n"));
}

QString blockQuotes(const QStringList &quotes)
{
    QStringList blocks;
    for (const QString &quote : quotes)
        blocks.append(QStringLiteral("> ") + quote);
    return blocks.join(QStringLiteral("\n>\n"));
}

Reply made(const QString &opening, const QString &body, const QString &asked = {})
{
    return {.text = paragraphs({opening, body}), .body = body, .asked = asked};
}

class Answer
{
public:
    explicit Answer(const GenerationRequest &request)
        : m_request(request)
        , m_questions(questionsFrom(request))
        , m_signals(countingSignals(request))
    {
        for (const Message &message : request.messages) {
            if (const QString asked = message.metadata.value(askedKey).toString(); !asked.isEmpty())
                m_asked.append(asked);
        }
    }

    Reply reply() const
    {
        const QString newest = m_request.messages.isEmpty() ? QString() : m_request.messages.last().content;
        switch (intentOf(newest)) {
        case Intent::SumUp:
            return sumUp();
        case Intent::Explain:
            return explain();
        case Intent::Greet:
            return next(Words::tr("Hello."));
        case Intent::Thank:
            return next({});
        case Intent::Think:
            break;
        }
        return next(noted());
    }

private:
    Reply sumUp() const
    {
        if (m_signals.isEmpty()) {
            return next(Words::tr(
                "There is nothing to sum up yet: in what you have written I found no goal, constraint, "
                "assumption, claim, question, decision or piece of evidence."));
        }
        return made({}, summary(m_signals, m_questions));
    }

    Reply explain() const
    {
        const QString what =
            Words::tr("I am the **Guide**, a set of rules and not a language model. I do not "
                      "understand what you write and know "
                      "nothing about the world. I look for the words people use for goals, "
                      "constraints, assumptions, claims, "
                      "questions, decisions and evidence, list what I find under *Structure*, and "
                      "ask the next question that it "
                      "raises.");
        const QString how = paragraphs({Words::tr("What you can do:"),
            QStringList{QStringLiteral("- ") +
                            Words::tr("Write what you want to decide or work out, in whole sentences."),
                QStringLiteral("- ") +
                    Words::tr("Say *sum up* to get everything noted so far, and what is still open."),
                QStringLiteral("- ") +
                    Words::tr("Correct me under *Structure*: edit, confirm or dismiss what I noted.")}
                .join(u'\n')});
        return made(
            {}, paragraphs({what, how, Words::tr("What you write stays on the server it is stored on.")}));
    }

    /// What was found in the newest message, so that the user sees at once whether it was taken rightly.
    QString noted() const
    {
        QList<Signal> fresh;
        for (const Signal &signal : m_signals) {
            if (!m_request.messages.isEmpty() && signal.span.messageId == m_request.messages.last().id)
                fresh.append(signal);
        }
        const QString kinds = kindsNoted(fresh);
        return kinds.isEmpty() ? QString() : Words::tr("Noted: %1.").arg(kinds);
    }

    Reply next(const QString &opening) const
    {
        if (m_signals.isEmpty())
            return begin(opening);
        const auto isNew = [this](const GuideQuestion &question) { return !m_asked.contains(question.key); };
        const auto question = std::find_if(m_questions.begin(), m_questions.end(), isNew);
        if (question != m_questions.end())
            return ask(opening, *question);
        if (m_questions.isEmpty()) {
            return made(
                opening, Words::tr("Nothing in these notes calls for a question. What else belongs to "
                                   "this: something you want, "
                                   "something that limits you, something you are not sure of?"));
        }
        if (m_asked.isEmpty() || m_asked.last() != wrapUp)
            return wrappedUp(opening);
        // Nothing is left that was not asked: come back to what was asked longest ago.
        const auto longestAgo = std::min_element(
            m_questions.begin(), m_questions.end(), [this](const GuideQuestion &a, const GuideQuestion &b) {
                return m_asked.lastIndexOf(a.key) < m_asked.lastIndexOf(b.key);
            });
        return ask(paragraphs({opening, Words::tr("To come back to this:")}), *longestAgo);
    }

    static Reply ask(const QString &opening, const GuideQuestion &question)
    {
        return made(opening, paragraphs({blockQuotes(question.quotes), question.text}), question.key);
    }

    Reply wrappedUp(const QString &opening) const
    {
        constexpr qsizetype mostListed = 3;
        QStringList points;
        for (const GuideQuestion &question : m_questions.first(std::min(mostListed, m_questions.size())))
            points.append(QStringLiteral("- ") + question.openPoint);
        return made(opening,
            paragraphs({Words::tr("I have no new question. As far as I can see, this is still open:"),
                points.join(u'\n'), Words::tr("Take up one of these, or say *sum up* to see everything.")}),
            wrapUp);
    }

    /// Nothing is known yet.
    Reply begin(const QString &opening) const
    {
        if (!m_asked.contains(whatIsIt)) {
            return made(opening, Words::tr("What are you trying to decide or work out?"), whatIsIt);
        }
        if (!m_asked.contains(inThreeLines)) {
            return made(opening,
                paragraphs(
                    {Words::tr("I found nothing in that to hold on to. Three sentences are enough to begin:"),
                        QStringList{QStringLiteral("- ") + Words::tr("*I want …*"),
                            QStringLiteral("- ") + Words::tr("*It has to …* or *we can't …*"),
                            QStringLiteral("- ") + Words::tr("*I'm not sure whether …*")}
                            .join(u'\n')}),
                inThreeLines);
        }
        const auto longest = std::max_element(m_request.messages.begin(), m_request.messages.end(),
            [](const Message &a, const Message &b) { return userLength(a) < userLength(b); });
        if (longest == m_request.messages.end() || userLength(*longest) == 0)
            return made({}, Words::tr("What are you trying to decide or work out?"), whatIsIt);
        return made(opening,
            paragraphs({blockQuotes({quoted(longest->content)}),
                Words::tr("What about this is not settled yet, and what would be a good outcome?")}),
            whatIsIt);
    }

    static qsizetype userLength(const Message &message)
    {
        return message.role == Role::User ? message.content.size() : 0;
    }

    const GenerationRequest &m_request;
    QList<GuideQuestion> m_questions;
    QList<Signal> m_signals;
    QStringList m_asked; ///< in the order they were asked
};

} // namespace

Reply replyTo(const GenerationRequest &request)
{
    return Answer(request).reply();
}

} // namespace throughline::server::provider::guide
