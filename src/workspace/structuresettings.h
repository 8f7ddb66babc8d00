#pragma once

#include "polling/schedule.h"

#include <QByteArray>
#include <QObject>

namespace throughline::workspace {

/// When structure is looked for in what one writes, and how often a server is asked what was found.
struct StructureChoice
{
    enum class Looking { EveryMessage, Batches, Never };
    enum class Asking { Standard, Sparing };

    static constexpr int mostCharacters = 100'000;
    static constexpr int mostMessages = 1'000;

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
    /// Numbers outside their bounds are brought inside.
    void setChoice(const StructureChoice &choice);
    polling::Schedule schedule() const;

Q_SIGNALS:
    void changed(); ///< to be kept and put in force

private:
    StructureChoice m_choice;
};

} // namespace throughline::workspace
