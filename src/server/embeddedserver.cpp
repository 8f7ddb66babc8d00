#include "server/embeddedserver.h"

#include "server/servercore.h"
#include "server/store/interruption.h"
#include "server/store/safekeeping.h"

#include <QRandomGenerator>
#include <QSemaphore>
#include <QThread>

#include <array>
#include <chrono>
#include <future>
#include <utility>

namespace throughline::server {

namespace {

EmbeddedServer::Options completed(EmbeddedServer::Options options)
{
    if (options.token.isEmpty())
        options.token = EmbeddedServer::newToken();
    return options;
}

QString notOpen()
{
    return EmbeddedServer::tr("The data is not open. Try again in a moment.");
}

QString busy()
{
    return EmbeddedServer::tr("A backup is being made or restored. Wait until that is done.");
}

/// How often those that are to end are reminded of it.
constexpr std::chrono::milliseconds askingAgain{20};

} // namespace

class EmbeddedServer::Private
{
public:
    explicit Private(const Options &given)
        : options(completed(given))
    {}

    Options options;
    QThread thread;
    ServerCore *core = nullptr; ///< belongs to the thread, which deletes it
    quint16 port = 0;
    QString notice;
    QString restoreProblem;
    bool isRestoring = false;
    bool isBackingUp = false;
    bool isAgreementDue = false;
    store::Interruption ending;
    std::future<void> aside; ///< what takes too long for the threads of this, one thing at a time

    /// One thing at a time is done with the data as a whole.
    bool isBusy() const { return isRestoring || isBackingUp; }
    bool isOpen() const { return core && port != 0; }
    store::Safekeeping safekeeping()
    {
        return {options.dataDir, QDateTime::currentDateTimeUtc(), store::Safekeeping::renameFile, &ending};
    }
    /// Blocks until it has stopped. Any thread but its own.
    void stop(ServerCore *running);
};

EmbeddedServer::EmbeddedServer(const Options &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(options))
{
    d->thread.setObjectName(QStringLiteral("throughline-service"));
}

EmbeddedServer::~EmbeddedServer()
{
    // A backup that is being made or checked is given up: it may take longer than anybody waits at the end.
    do
        d->ending.ask();
    while (d->aside.valid() && d->aside.wait_for(askingAgain) != std::future_status::ready);
    if (d->core)
        d->stop(d->core);
}

void EmbeddedServer::Private::stop(ServerCore *running)
{
    QSemaphore closed;
    QMetaObject::invokeMethod(
        running,
        [running, &closed] {
            running->closeApi();
            closed.release();
        },
        Qt::QueuedConnection);
    while (!closed.tryAcquire(1, int(askingAgain.count()))) {
        if (ending.isAsked())
            ending.ask();
    }
    // What was asked before is still answered by the service thread, so that nothing stored goes unanswered.
    running->stopListening();
    thread.quit();
    thread.wait();
}

void EmbeddedServer::start()
{
    if (d->core)
        return;
    d->core = new ServerCore(d->options, d->ending);
    d->core->moveToThread(&d->thread);
    connect(&d->thread, &QThread::started, d->core, &ServerCore::open);
    connect(&d->thread, &QThread::finished, d->core, &QObject::deleteLater);
    connect(d->core, &ServerCore::opened, this,
        [this](quint16 port, const QString &notice, const QString &restoreProblem) {
            d->port = port;
            d->notice = notice;
            if (!restoreProblem.isEmpty())
                d->restoreProblem = restoreProblem;
            Q_EMIT started();
        });
    connect(d->core, &ServerCore::failed, this, &EmbeddedServer::failed);
    connect(d->core, &ServerCore::extractionFailed, this, &EmbeddedServer::extractionFailed);
    d->thread.start();
}

void EmbeddedServer::setProviders(const provider::ProviderConfig &providers)
{
    d->options.providers = providers;
    if (!d->core)
        return;
    QMetaObject::invokeMethod(
        d->core, [core = d->core, providers] { core->setProviders(providers); }, Qt::QueuedConnection);
}

void EmbeddedServer::setNetwork(const net::NetworkOptions &network)
{
    d->options.network = network;
    if (!d->core)
        return;
    QMetaObject::invokeMethod(
        d->core, [core = d->core, network] { core->setNetwork(network); }, Qt::QueuedConnection);
}

void EmbeddedServer::rejectLater()
{
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT rejected(busy()); }, Qt::QueuedConnection);
}

void EmbeddedServer::restore(const QString &file)
{
    if (d->isBusy()) {
        rejectLater();
        return;
    }
    // Without a lock on the folder of our own it is somebody else's data.
    if (!d->isOpen()) {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT restoreRefused(notOpen()); }, Qt::QueuedConnection);
        return;
    }
    d->isRestoring = true;
    d->aside = std::async(std::launch::async, [this, file, safekeeping = d->safekeeping()] {
        const auto prepared = safekeeping.prepareRestore(file);
        const QString problem = prepared ? QString() : prepared.error().message;
        QMetaObject::invokeMethod(
            this, [this, problem] { takePrepared(problem); }, Qt::QueuedConnection);
    });
}

void EmbeddedServer::takePrepared(const QString &problem)
{
    if (!problem.isEmpty()) {
        d->isRestoring = false;
        Q_EMIT restoreRefused(problem);
        return;
    }
    d->isAgreementDue = true;
    Q_EMIT restoring();
}

void EmbeddedServer::agreeToRestore()
{
    if (!std::exchange(d->isAgreementDue, false))
        return;
    d->port = 0;
    ServerCore *running = std::exchange(d->core, nullptr);
    // Stopping waits for the last answers, which may take a while.
    d->aside = std::async(std::launch::async, [this, running, safekeeping = d->safekeeping()] {
        d->stop(running);
        const auto agreed = safekeeping.agreeToRestore();
        const QString problem = agreed ? QString() : agreed.error().message;
        QMetaObject::invokeMethod(
            this,
            [this, problem] {
                d->restoreProblem = problem;
                d->isRestoring = false;
                start();
            },
            Qt::QueuedConnection);
    });
}

void EmbeddedServer::setExtraction(const extraction::ExtractionSettings &settings)
{
    d->options.extraction = settings;
    if (!d->core)
        return;
    QMetaObject::invokeMethod(
        d->core, [core = d->core, settings] { core->setExtraction(settings); }, Qt::QueuedConnection);
}

void EmbeddedServer::backUp()
{
    if (d->isBusy()) {
        rejectLater();
        return;
    }
    if (!d->isOpen()) {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT backedUp(notOpen()); }, Qt::QueuedConnection);
        return;
    }
    d->isBackingUp = true;
    d->aside = std::async(std::launch::async, [this, safekeeping = d->safekeeping()] {
        const auto kept = safekeeping.backUp();
        QMetaObject::invokeMethod(
            this,
            [this, problem = kept ? QString() : kept.error().message] {
                d->isBackingUp = false;
                Q_EMIT backedUp(problem);
            },
            Qt::QueuedConnection);
    });
}

QByteArray EmbeddedServer::newToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex();
}

QUrl EmbeddedServer::url() const
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(d->port);
    url.setPath(QStringLiteral("/"));
    return url;
}

QByteArray EmbeddedServer::token() const
{
    return d->options.token;
}

QString EmbeddedServer::notice() const
{
    return d->notice;
}

QString EmbeddedServer::restoreProblem() const
{
    return d->restoreProblem;
}

} // namespace throughline::server
