#include "secrets/keychainsecretstore.h"

#include "secrets/keychainerror.h"
#include "secrets/lockedsecret.h"

#include <QPointer>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <utility>

namespace throughline::secrets {

namespace {

using Secret = std::optional<QByteArray>;

/// Waits for one job: it ends by itself, or takes too long. A child of the store, deletes itself.
class Watch final : public QObject
{
public:
    using QObject::QObject;
    QTimer limit;
    bool over = false;
    std::function<void(const std::optional<SecretError> &)> report; ///< only the first call does anything
};

} // namespace

KeychainSecretStore::KeychainSecretStore(
    const QString &service, std::chrono::milliseconds limit, QObject *parent)
    : SecretStore(parent)
    , m_service(service)
    , m_limit(limit)
{}

QString KeychainSecretStore::whyNotPersistent() const
{
    return isPersistent() ? QString()
                          : tr("%1 Keys and tokens are kept only until the program ends.").arg(m_problem);
}

void KeychainSecretStore::read(const QString &name, QObject *context, Done<Secret> done)
{
    if (const auto held = m_session.constFind(name); held != m_session.cend()) {
        QMetaObject::invokeMethod(
            context,
            [alive = QPointer(this), done = std::move(done), secret = *held] {
                if (alive)
                    done(Secret(secret));
            },
            Qt::QueuedConnection);
        return;
    }
    start(
        new QKeychain::ReadPasswordJob(m_service), name, context, [done = std::move(done)](const auto &job) {
            if (!job)
                done(tl::unexpected(job.error()));
            else if ((*job)->error() == QKeychain::EntryNotFound)
                done(Secret());
            else
                done(Secret(static_cast<QKeychain::ReadPasswordJob *>(*job)->binaryData()));
        });
}

void KeychainSecretStore::write(
    const QString &name, const QByteArray &secret, QObject *context, Done<Kept> done)
{
    m_session.insert(name, secret);
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setBinaryData(secret);
    // The store itself is the context: what the keychain has taken is not kept twice, whoever still listens.
    start(job, name, this,
        [this, name, secret, wanted = QPointer<QObject>(context), done = std::move(done)](
            const auto &written) {
            // Something newer may have been written meanwhile.
            if (written && m_session.value(name) == secret)
                m_session.remove(name);
            if (wanted)
                done(written ? Kept::Always : Kept::ThisSession);
        });
}

void KeychainSecretStore::remove(const QString &name, QObject *context, Done<void> done)
{
    m_session.remove(name);
    start(new QKeychain::DeletePasswordJob(m_service), name, context,
        [done = std::move(done)](const auto &removed) {
            if (removed)
                done({});
            else
                done(tl::unexpected(removed.error()));
        });
}

void KeychainSecretStore::start(QKeychain::Job *job, const QString &name, QObject *context, Ended ended)
{
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(name);

    auto *watch = new Watch(this);
    watch->report = [this, watch, job, wanted = QPointer<QObject>(context), ended = std::move(ended)](
                        const std::optional<SecretError> &error) {
        if (std::exchange(watch->over, true))
            return;
        watch->limit.stop();
        watch->deleteLater();
        notice(error);
        if (!wanted)
            return;
        const Ended tell = ended; // which may delete this store, and the original with it
        if (error)
            tell(tl::unexpected(*error));
        else
            tell(job);
    };
    connect(job, &QKeychain::Job::finished, watch, [this, name, watch](QKeychain::Job *over) {
        const auto error = errorOf(*over);
        // Nothing found, or nothing to remove: that is also said of what is locked.
        const bool removed = qobject_cast<QKeychain::DeletePasswordJob *>(over) != nullptr;
        if (error || !(removed || over->error() == QKeychain::EntryNotFound))
            return watch->report(error);
        askWhetherLocked(m_service, name, watch,
            [watch](bool locked) { watch->report(locked ? std::optional(lockedKeychain()) : std::nullopt); });
    });
    // It must not go before the keychain is through with it, nor before what it found has been taken.
    connect(job, &QKeychain::Job::finished, job, [watch = QPointer<Watch>(watch)](QKeychain::Job *over) {
        if (watch)
            connect(watch, &QObject::destroyed, over, &QObject::deleteLater);
        else
            over->deleteLater();
    });
    watch->limit.setSingleShot(true);
    connect(&watch->limit, &QTimer::timeout, watch, [watch] { watch->report(silentKeychain()); });
    watch->limit.start(m_limit);
    job->start();
}

void KeychainSecretStore::notice(const std::optional<SecretError> &error)
{
    const QString problem = error ? error->message : QString();
    if (problem == m_problem)
        return;
    m_problem = problem;
    QMetaObject::invokeMethod(this, &SecretStore::persistenceChanged, Qt::QueuedConnection);
}

} // namespace throughline::secrets
