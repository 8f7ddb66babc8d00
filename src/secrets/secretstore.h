#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <tl/expected.hpp>

namespace throughline::secrets {

/// Why a secret could not be read, kept or removed.
struct SecretError
{
    enum class Kind {
        Unavailable, ///< there is no keychain here, or it does not answer
        Denied,      ///< it is locked, or the user or the system said no
        Failed,      ///< anything else it complained about
    };
    Kind kind = Kind::Failed;
    QString message; ///< a sentence for people, without the secret
    bool operator==(const SecretError &) const = default;
};

/// Where a secret is now.
enum class Kept {
    Always,      ///< until it is removed, beyond the end of the program
    ThisSession, ///< in memory only, although it was to be kept; whyNotPersistent() says why
};

/// Keeps small secrets (tokens, keys) by name. Main thread only; nothing blocks.
///
/// Each method takes a \a context: when it (or the store) is destroyed, \a done is never called. Otherwise it
/// is called exactly once, never from inside the call. The secret never reaches a log. An error deletes and
/// overwrites nothing, and is never reported as "there is none".
class SecretStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    template <typename T>
    using Done = std::function<void(tl::expected<T, SecretError>)>;

    /// nullopt: there is no secret of this name.
    virtual void read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done) = 0;

    /// Replaces what had this name. The secret can be read again in this session whatever happens.
    virtual void write(const QString &name, const QByteArray &secret, QObject *context, Done<Kept> done) = 0;

    /// One that is not there is removed successfully. An error says that it may still be where it was.
    virtual void remove(const QString &name, QObject *context, Done<void> done) = 0;

    /// Whether what is written outlives the program, as far as is known. It can change with any answer.
    virtual bool isPersistent() const = 0;
    /// A sentence for people; empty when persistent.
    virtual QString whyNotPersistent() const = 0;

Q_SIGNALS:
    void persistenceChanged();
};

} // namespace throughline::secrets
