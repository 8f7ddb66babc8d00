#include "workspace/localreviews.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::workspace {

namespace {

constexpr QLatin1StringView confirmedKey("confirmed");
constexpr QLatin1StringView pinnedKey("pinned_at");

} // namespace

LocalReviews LocalReviews::fromText(const QString &text)
{
    LocalReviews reviews;
    const QJsonObject stored = QJsonDocument::fromJson(text.toUtf8()).object();
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        const QJsonObject entry = it.value().toObject();
        Review review{.isConfirmed = entry.value(confirmedKey).toBool(), .pinnedAt = {}};
        const QDateTime pinnedAt = protocol::fromContractDate(entry.value(pinnedKey).toString());
        if (pinnedAt.isValid())
            review.pinnedAt = pinnedAt;
        if (review != Review())
            reviews.m_reviews.insert(it.key(), review);
    }
    return reviews;
}

QString LocalReviews::toText() const
{
    if (m_reviews.isEmpty())
        return {};
    QJsonObject stored;
    for (auto it = m_reviews.cbegin(); it != m_reviews.cend(); ++it) {
        QJsonObject entry;
        if (it->isConfirmed)
            entry.insert(confirmedKey, true);
        if (it->pinnedAt)
            entry.insert(pinnedKey, protocol::toContractDate(*it->pinnedAt));
        stored.insert(it.key(), entry);
    }
    return QString::fromUtf8(QJsonDocument(stored).toJson(QJsonDocument::Compact));
}

bool LocalReviews::keep(const protocol::Signal &signal)
{
    const Review review{
        .isConfirmed = signal.status == protocol::SignalStatus::Confirmed, .pinnedAt = signal.pinnedAt};
    if (m_reviews.value(signal.id) == review)
        return false;
    if (review == Review())
        m_reviews.remove(signal.id);
    else
        m_reviews.insert(signal.id, review);
    return true;
}

protocol::Signal LocalReviews::applied(protocol::Signal signal) const
{
    const Review review = m_reviews.value(signal.id);
    signal.status =
        review.isConfirmed ? protocol::SignalStatus::Confirmed : protocol::SignalStatus::Suggested;
    signal.pinnedAt = review.pinnedAt;
    return signal;
}

bool LocalReviews::keepOnly(const std::function<bool(const QString &id)> &isThere)
{
    return m_reviews.removeIf([&isThere](auto it) { return !isThere(it.key()); }) > 0;
}

} // namespace throughline::workspace
