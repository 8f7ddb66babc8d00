#pragma once

#include "client/apiclient.h"
#include "polling/clock.h"
#include "workspace/localreviews.h"
#include "workspace/signalmodel.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace throughline::workspace {

/// What the user does with signals: shown at once, told to the server, put back with a sentence when it says
/// no, and undone one by one. Lists from polls that do not know of an action yet do not take it back. What
/// the server cannot keep (confirm and pin, without capability "review") is kept here, for the owner to write
/// down, and handed over as soon as the server can.
class SignalActions : public QObject
{
    Q_OBJECT

public:
    SignalActions(client::ApiClient &client, SignalModel &model, const polling::Clock &clock,
        QObject *parent = nullptr);

    void dismiss(const QString &id);
    void undismiss(const QString &id);
    void edit(const QString &id, const QString &text);
    void confirm(const QString &id, bool confirmed);
    void pin(const QString &id, bool pinned);
    /// Two that seem to contradict each other do not, or do.
    void settle(const QString &id, const QString &otherId, bool settled);
    void setEvidence(const QString &id, const QString &evidenceId, bool linked);
    /// False when there is nothing to undo.
    bool undo();

    /// Confirm and pin are not for the server, as far as is known: what is not known to be missing is asked
    /// for.
    bool keepsReviewHere() const;
    const LocalReviews &localReviews() const { return m_local; }
    void restoreLocalReviews(const LocalReviews &reviews); ///< before the first list

    /// A list of signals from the server.
    void applyList(const QList<protocol::Signal> &list);
    /// The server has said the last one once more: what waits for another list need not wait on.
    void applyListAgain();

Q_SIGNALS:
    void dismissed(const QString &id, const QString &text);
    void problem(const QString &sentence);
    void localReviewsChanged();

private:
    using Action = client::ApiClient::SignalAction;
    using Relation = client::ApiClient::SignalRelation;
    /// What has been done, or is to be done, to one signal: an action, what it has to do with another one, or
    /// a new text.
    struct Step
    {
        QString id;
        std::optional<Action> action;
        QString text;
        std::optional<Relation> relation{};
        QString other{};
        bool operator==(const Step &) const = default;
    };
    /// A signal as the user left it, until the server's lists say the same.
    struct Override
    {
        protocol::Signal signal;
        int actionsInFlight = 0;
        int listsSinceAnswer = 0;
    };

    static std::optional<LocalReviews::Aspect> reviewed(const Step &step); ///< nothing: no review
    bool serverKeepsReview() const;
    static Step inverse(const Step &step, const protocol::Signal &before);
    void perform(const Step &step, bool undoable);
    /// The other one of a pair says the same of this one; null where there is none.
    Override *showOther(const Step &step);
    /// What is kept here of signals that two lists running do not have.
    void forgetWhatIsGone();
    void handOver();
    void handOver(const Step &step);
    void send(const Step &step, const client::Done<protocol::Signal> &done);
    void keepHere(const Step &step, const protocol::Signal &before, LocalReviews::Aspect aspect);
    /// False when the server said no.
    bool take(
        const Step &step, const protocol::Signal &before, const protocol::Expected<protocol::Signal> &answer);
    protocol::Signal applied(protocol::Signal signal, const Step &step) const;

    client::ApiClient &m_client;
    SignalModel &m_model;
    const polling::Clock &m_clock;
    QList<Step> m_undo;
    QHash<QString, Override> m_overrides;
    QList<protocol::Signal> m_listed; ///< as the server said them last
    LocalReviews m_local;
    QSet<QString> m_missing;    ///< what is kept here of them was not in the last list
    QSet<QString> m_handedOver; ///< or tried to, since the server said that it can
    bool m_listKnown = false;
};

} // namespace throughline::workspace
