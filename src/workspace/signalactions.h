#pragma once

#include "client/apiclient.h"
#include "polling/clock.h"
#include "workspace/signalmodel.h"

#include <QHash>
#include <QObject>

namespace throughline::workspace {

/// What the user does with signals: shown at once, told to the server, put back with a sentence when it says
/// no, and undone one by one. Lists from polls that do not know of an action yet do not take it back.
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
    /// False when there is nothing to undo.
    bool undo();

    /// A list of signals from the server.
    void applyList(const QList<protocol::Signal> &list);

Q_SIGNALS:
    void dismissed(const QString &id, const QString &text);
    void problem(const QString &sentence);

private:
    using Action = client::ApiClient::SignalAction;
    /// What has been done, or is to be done, to one signal: an action, or a new text.
    struct Step
    {
        QString id;
        std::optional<Action> action;
        QString text;
        bool operator==(const Step &) const = default;
    };
    /// A signal as the user left it, until the server's lists say the same.
    struct Override
    {
        protocol::Signal signal;
        int actionsInFlight = 0;
        int listsSinceAnswer = 0;
    };

    static Step inverse(const Step &step, const protocol::Signal &before);
    void perform(const Step &step, bool undoable);
    /// False when the server said no.
    bool take(
        const Step &step, const protocol::Signal &before, const protocol::Expected<protocol::Signal> &answer);
    protocol::Signal applied(protocol::Signal signal, const Step &step) const;

    client::ApiClient &m_client;
    SignalModel &m_model;
    const polling::Clock &m_clock;
    QList<Step> m_undo;
    QHash<QString, Override> m_overrides;
    bool m_listKnown = false;
};

} // namespace throughline::workspace
