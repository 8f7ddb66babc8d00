#pragma once

#include "protocol/values.h"

#include <QHash>
#include <QString>

#include <functional>

namespace throughline::workspace {

/// What somebody confirmed and pinned in one conversation of a server that cannot keep it (no capability
/// "review"): kept on this computer and laid over every list of that server. A value; its owner writes it
/// down.
class LocalReviews
{
public:
    /// What toText() gave; anything else is as if nothing had been kept.
    static LocalReviews fromText(const QString &text);
    QString toText() const; ///< empty: nothing is kept

    /// Takes the verdict and the pin from \a signal. False: they were known.
    bool keep(const protocol::Signal &signal);
    protocol::Signal applied(protocol::Signal signal) const;
    /// Forgets those that are gone. False: none was.
    bool keepOnly(const std::function<bool(const QString &id)> &isThere);

    bool operator==(const LocalReviews &) const = default;

private:
    struct Review
    {
        bool isConfirmed = false;
        std::optional<QDateTime> pinnedAt;
        bool operator==(const Review &) const = default;
    };

    QHash<QString, Review> m_reviews; ///< by signal; none that says nothing
};

} // namespace throughline::workspace
