#pragma once

#include "workspace/modelserver.h"

#include <QObject>

#include <functional>
#include <optional>

namespace throughline::workspace {

/// What ModelServers needs of the world: the network, the keychain, and the server in this process. Main
/// thread only. Each method that takes a \a context calls \a done once, never from inside the call, and not
/// at all when the context goes first.
class ModelConnector
{
public:
    virtual ~ModelConnector() = default;

    /// Knocks at the usual ports of this computer, all at once, and gives up soon.
    using Found = std::function<void(const QList<FoundServer> &)>;
    virtual void discover(QObject *context, Found done) = 0;

    using Checked = std::function<void(const ModelCheck &)>;
    /// Asks for the list of models; nobody is made to think.
    virtual void look(const ModelServer &server, QObject *context, Checked done) = 0;
    /// Has a model answer, streamed, as a conversation would. \a key: instead of the one that is kept.
    virtual void test(
        const ModelServer &server, const std::optional<QByteArray> &key, QObject *context, Checked done) = 0;

    /// \a problem: a sentence, empty when all went well.
    using Done = std::function<void(const QString &problem)>;
    /// The key can be used in this session whatever the keychain says.
    virtual void keepKey(const QString &serverId, const QByteArray &key, QObject *context, Done done) = 0;
    /// A sentence where keys do not outlive the program, as far as is known; empty where they do.
    virtual QString whyKeysAreNotKept() const = 0;
    virtual void forgetKey(const QString &serverId, QObject *context, Done done) = 0;
    /// From here on these answer, the first by default, each with its key. A key that cannot be read is
    /// missing, and \a problem says so.
    virtual void apply(const QList<ModelServer> &servers, QObject *context, Done done) = 0;
};

} // namespace throughline::workspace
