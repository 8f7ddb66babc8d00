#pragma once

#include "secrets/secretstore.h"

namespace QKeychain {
class Job;
}

namespace throughline::secrets {

/// What a finished keychain job complained about; nullopt when it went well, or found nothing of that name.
std::optional<SecretError> errorOf(const QKeychain::Job &job);

/// The keychain does not let this in.
SecretError lockedKeychain();

/// The keychain does not answer.
SecretError silentKeychain();

} // namespace throughline::secrets
