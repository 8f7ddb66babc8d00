#pragma once

#include "net/networkoptions.h"
#include "protocol/apierror.h"
#include "server/extraction/extractionsettings.h"
#include "server/provider/providerconfig.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>

namespace throughline::server {

/// The whole server in this process: a service thread (SQLite, providers, extraction) and an I/O thread (HTTP
/// on 127.0.0.1 behind a bearer token). The desktop program and throughline-server both run this. Made,
/// started and stopped on one thread; start() does not block: started() or failed() follows.
class EmbeddedServer : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString dataDir;                      ///< created when needed, mode 0700
        quint16 port = 0;                     ///< 0: chosen by the system
        QByteArray token;                     ///< empty: a random one of 256 bits
        double guidePace = 1.0;               ///< 0: deltas without pauses (tests)
        provider::ProviderConfig providers{}; ///< who answers besides the Guide
        extraction::ExtractionSettings extraction{};
        net::NetworkOptions network{}; ///< how model services are reached
    };

    explicit EmbeddedServer(const Options &options, QObject *parent = nullptr);
    ~EmbeddedServer() override; ///< stops; replies under way are kept as interrupted

    void start();

    /// Replaces the model services; replies under way go on as they were begun. Also before start().
    void setProviders(const provider::ProviderConfig &providers);

    /// How model services are reached, for every request from here on. Also before start().
    void setNetwork(const net::NetworkOptions &network);

    /// When what is written is read for signals, from now on; what is pending is not lost. Also before
    /// start().
    void setExtraction(const extraction::ExtractionSettings &settings);

    /// Makes a copy of the data as it is now, beside those of every day, while everything goes on; backedUp()
    /// follows, or rejected(). After started(). The end of this gives it up.
    void backUp();

    /// Puts the data of the backup \a file in the place of what is here, which is kept beside it. First the
    /// file is checked, while everything goes on; a bad one ends it with restoreRefused() and nothing has
    /// changed. Then restoring(), and when agreeToRestore() is called, started() or failed() as after
    /// start(): the address is another. While another backup is made or restored: rejected(). After
    /// started(); does not block.
    void restore(const QString &file);
    /// Answers restoring(), at once or later: what was kept of the data in use has been let go of, also on
    /// the disk. Before that the backup takes no place, also when the program ends.
    void agreeToRestore();

    static QByteArray newToken(); ///< 256 random bits, in hexadecimal

    /// Valid after started().
    QUrl url() const;
    QByteArray token() const;
    /// What happened to the data at the start, in a sentence for people (a damaged file was set aside, a
    /// backup was restored); empty when nothing did.
    QString notice() const;
    /// Why the backup that was to be restored before the last started() was not, in a sentence; empty: it
    /// was, or there was none.
    QString restoreProblem() const;

Q_SIGNALS:
    void started();
    /// Could not start; \a sentence says why (newer data, no space, no permission).
    void failed(const QString &sentence);
    /// \a problem: a sentence. Nothing has changed.
    void restoreRefused(const QString &problem);
    /// The data is about to be another. It waits for agreeToRestore(); from then on replies under way are
    /// kept as interrupted and nobody answers until started().
    void restoring();
    void backedUp(const QString &problem); ///< a sentence; empty when all is well
    /// A backup or restore was asked for while one is under way, which goes on and tells its end itself.
    void rejected(const QString &sentence);
    /// What people wrote could not be read for signals; the sentence says why. It is read later.
    void extractionFailed(const QString &problem);

private:
    void takePrepared(const QString &problem);
    void rejectLater();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::server
