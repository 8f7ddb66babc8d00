#include "secrets/keychainerror.h"

#include <QCoreApplication>
#include <qt6keychain/keychain.h>

namespace throughline::secrets {

namespace {

QString say(const char *sentence)
{
    return QCoreApplication::translate("Keychain", sentence);
}

/// The keychain's own words as an addition, on one line and not without end.
QString withDetail(const QString &sentence, const QString &detail)
{
    constexpr qsizetype longest = 200;
    const QString words = detail.simplified().left(longest);
    return words.isEmpty() ? sentence : QStringLiteral("%1 (%2)").arg(sentence, words);
}

/// Whether these words mean that nothing answers where a Secret Service should be. QtKeychain passes on what
/// libsecret and D-Bus say and has no code for it.
bool meansNoService(const QString &detail)
{
    const auto says = [&detail](const char *words) {
        return detail.contains(QLatin1String(words), Qt::CaseInsensitive);
    };
    return says("org.freedesktop.secrets") || says("was not provided by any") || says("autolaunch") ||
           says("could not connect") || says("no such file or directory") || says("connection is closed") ||
           says("message bus");
}

bool meansLocked(const QString &detail)
{
    const auto says = [&detail](const char *words) {
        return detail.contains(QLatin1String(words), Qt::CaseInsensitive);
    };
    return says("locked") || says("prompt") || says("dismissed") || says("cancelled");
}

} // namespace

std::optional<SecretError> errorOf(const QKeychain::Job &job)
{
    using Kind = SecretError::Kind;
    const QString detail = job.errorString();
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return std::nullopt;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return lockedKeychain();
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return SecretError{
            Kind::Unavailable, say(QT_TRANSLATE_NOOP("Keychain", "There is no system keychain here."))};
    case QKeychain::CouldNotDeleteEntry:
        return SecretError{Kind::Failed,
            withDetail(say(QT_TRANSLATE_NOOP(
                           "Keychain", "The system's keychain did not remove what it was asked to remove.")),
                detail)};
    case QKeychain::OtherError:
        break;
    }
    if (meansNoService(detail)) {
        return SecretError{
            Kind::Unavailable, say(QT_TRANSLATE_NOOP("Keychain", "There is no system keychain here."))};
    }
    if (meansLocked(detail))
        return lockedKeychain();
    return SecretError{Kind::Failed,
        withDetail(say(QT_TRANSLATE_NOOP("Keychain", "The system's keychain failed.")), detail)};
}

SecretError lockedKeychain()
{
    return {SecretError::Kind::Denied,
        say(QT_TRANSLATE_NOOP("Keychain", "The system's keychain is locked or does not let this in."))};
}

SecretError silentKeychain()
{
    return {SecretError::Kind::Unavailable,
        say(QT_TRANSLATE_NOOP("Keychain", "The system's keychain does not answer."))};
}

} // namespace throughline::secrets
