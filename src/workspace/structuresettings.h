#pragma once

#include "polling/schedule.h"

#include <QByteArray>
#include <QObject>
#include <QString>

namespace throughline::workspace {

/// Who looks for structure in what one writes, and when, and how often a server is asked what was found.
struct StructureChoice
{
    enum class Finder {
        Offline, ///< rules, on this computer
        Model,   ///< a model, in batches
        Off      ///< nobody, until another choice is made
    };
    enum class Looking { EveryMessage, Batches }; ///< offline
    enum class Asking { Standard, Sparing };

    static constexpr int mostCharacters = 100'000;
    static constexpr int mostMessages = 1'000;

    Finder finder = Finder::Offline;
    QString model{}; ///< "ollama/llama3.2": a model server and one of its models; kept while it does not look
    Looking looking = Looking::EveryMessage;
    int characters =
        500; ///< UTF-16 code units; with messages the limits of a batch, whichever is reached first
    int messages = 5;
    Asking asking = Asking::Standard;
    bool operator==(const StructureChoice &) const = default;
};

/// The choice, kept by who owns this. Main thread only.
class StructureSettings final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// What toJson() gave; anything else is as if nothing had been set.
    void restore(const QByteArray &json);
    QByteArray toJson() const;

    const StructureChoice &choice() const { return m_choice; }
    /// Numbers outside their bounds are brought inside. Without a model none looks: rules do.
    void setChoice(const StructureChoice &choice);
    polling::Schedule schedule() const;

Q_SIGNALS:
    void changed(); ///< to be kept and put in force

private:
    StructureChoice m_choice;
};

} // namespace throughline::workspace
