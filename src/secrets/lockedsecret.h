#pragma once

#include <QString>

#include <functional>

class QObject;

namespace throughline::secrets {

/// Asks the Secret Service whether it holds a locked secret of this name, which libsecret (and so QtKeychain)
/// cannot tell from none at all. False where there is no Secret Service. \a done is called once, not from
/// inside the call, unless \a context goes first.
void askWhetherLocked(
    const QString &service, const QString &name, QObject *context, std::function<void(bool locked)> done);

} // namespace throughline::secrets
