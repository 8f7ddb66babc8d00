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
        Review review;
        if (const QJsonValue confirmed = entry.value(confirmedKey); confirmed.isBool())
            review.isConfirmed = confirmed.toBool();
        const QJsonValue pinned = entry.value(pinnedKey);
        const QDateTime since = protocol::fromContractDate(pinned.toString());
        if (since.isValid() || pinned.isNull())
            review.pinnedAt = since;
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
            entry.insert(confirmedKey, *it->isConfirmed);
        if (it->pinnedAt) {
            const bool isPinned = it->pinnedAt->isValid();
            entry.insert(
                pinnedKey, isPinned ? QJsonValue(protocol::toContractDate(*it->pinnedAt)) : QJsonValue());
        }
        stored.insert(it.key(), entry);
    }
    return QString::fromUtf8(QJsonDocument(stored).toJson(QJsonDocument::Compact));
}

bool LocalReviews::set(const QString &id, const Review &review)
{
    if (m_reviews.value(id) == review)
        return false;
    if (review == Review())
        m_reviews.remove(id);
    else
        m_reviews.insert(id, review);
    return true;
}

bool LocalReviews::keep(const protocol::Signal &signal, Aspect aspect)
{
    Review review = m_reviews.value(signal.id);
    if (aspect == Aspect::Verdict)
        review.isConfirmed = signal.status == protocol::SignalStatus::Confirmed;
    else
        review.pinnedAt = signal.pinnedAt.value_or(QDateTime());
    return set(signal.id, review);
}

protocol::Signal LocalReviews::applied(protocol::Signal signal) const
{
    const Review review = m_reviews.value(signal.id);
    const bool isConfirmed = signal.status == protocol::SignalStatus::Confirmed;
    if (review.isConfirmed && *review.isConfirmed != isConfirmed)
        signal.status = isConfirmed ? protocol::SignalStatus::Suggested : protocol::SignalStatus::Confirmed;
    if (review.pinnedAt)
        signal.pinnedAt = review.pinnedAt->isValid() ? review.pinnedAt : std::nullopt;
    return signal;
}

QStringList LocalReviews::ids() const
{
    return m_reviews.keys();
}

std::optional<bool> LocalReviews::isConfirmed(const QString &id) const
{
    return m_reviews.value(id).isConfirmed;
}

std::optional<bool> LocalReviews::isPinned(const QString &id) const
{
    const std::optional<QDateTime> since = m_reviews.value(id).pinnedAt;
    return since ? std::optional(since->isValid()) : std::nullopt;
}

bool LocalReviews::forget(const QString &id, Aspect aspect)
{
    Review review = m_reviews.value(id);
    if (aspect == Aspect::Verdict)
        review.isConfirmed.reset();
    else
        review.pinnedAt.reset();
    return set(id, review);
}

bool LocalReviews::forget(const QString &id)
{
    return m_reviews.remove(id);
}

bool LocalReviews::forgetWhatAgrees(const protocol::Signal &fromServer)
{
    const Review review = m_reviews.value(fromServer.id);
    const bool isConfirmed = fromServer.status == protocol::SignalStatus::Confirmed;
    bool isAnyForgotten = false;
    if (review.isConfirmed == isConfirmed)
        isAnyForgotten = forget(fromServer.id, Aspect::Verdict);
    if (isPinned(fromServer.id) == fromServer.pinnedAt.has_value())
        isAnyForgotten = forget(fromServer.id, Aspect::Pin) || isAnyForgotten;
    return isAnyForgotten;
}

} // namespace throughline::workspace
