#pragma once

#include "protocol/values.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace throughline::workspace {

/// What somebody confirmed and pinned, or took back, in one conversation of a server that cannot keep it (no
/// capability "review"): kept on this computer and laid over every list of that server, until it can and has
/// been told. A value; its owner writes it down.
class LocalReviews
{
public:
    enum class Aspect { Verdict, Pin };

    /// What toText() gave; anything else is as if nothing had been kept.
    static LocalReviews fromText(const QString &text);
    QString toText() const; ///< empty: nothing is kept

    /// Takes the verdict or the pin from \a signal. False: it was known.
    bool keep(const protocol::Signal &signal, Aspect aspect);
    /// With what is kept; the rest as the server said it.
    protocol::Signal applied(protocol::Signal signal) const;

    QStringList ids() const;
    std::optional<bool> isConfirmed(const QString &id) const; ///< nothing: not kept
    std::optional<bool> isPinned(const QString &id) const;

    // False: none of that was kept.
    bool forget(const QString &id, Aspect aspect);
    bool forget(const QString &id);
    /// What \a fromServer says by itself.
    bool forgetWhatAgrees(const protocol::Signal &fromServer);

    bool operator==(const LocalReviews &) const = default;

private:
    struct Review
    {
        std::optional<bool> isConfirmed;
        std::optional<QDateTime> pinnedAt; ///< not valid: it is not pinned
        bool operator==(const Review &) const = default;
    };
    bool set(const QString &id, const Review &review);

    QHash<QString, Review> m_reviews; ///< by signal; none that says nothing
};

} // namespace throughline::workspace
